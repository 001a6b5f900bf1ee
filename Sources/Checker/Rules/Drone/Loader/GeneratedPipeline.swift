import Diagnostics

/// Describes what the program says as `generated-pipeline`; the name of the file decides, so that there is no example.
enum GeneratedPipeline: Rule {
  static let info = RuleInfo(
    "generated-pipeline", .warning, "A file is a Jsonnet or Starlark program that makes the pipeline.",
    why: """
      The server runs the program and reads the YAML that comes out. pipec reads that YAML and does not run programs, so \
      that nothing in the file itself is checked.
      """,
    exceptions: "Make the YAML with `drone jsonnet` or `drone starlark` and check that; leave the program itself out.",
    flagged: [], accepted: [])
}
