import TestSupport
import Testing

/// `pipec config show`: what holds, and who said so.
@Suite struct ConfigCommandTests {
  private func runner() throws -> ProgramRunner {
    let runner = try ProgramRunner()
    try runner.write(
      ".pipec.yaml",
      """
      extends: base/pipec.yaml
      persona: pedantic
      severity:
        security: error
        pull-value: off
      overrides:
      - paths: [legacy]
        persona: regular
        ignore: [unknown-setting]
      secrets: [hub]
      baseline: ci/known.json

      """)
    try runner.write(
      "base/pipec.yaml",
      "ignore: [single-star]\nfail-on: error\nexclude: ['*.generated.yml']\nplugins:\n- image: acme/notify\n  open: true\n"
    )
    return runner
  }

  @Test(arguments: [("text", ""), ("text", "legacy/.drone.yml"), ("json", "legacy/.drone.yml")])
  func showsWhereValuesComeFrom(_ format: String, _ path: String) throws {
    let runner = try runner()
    defer { runner.remove() }
    let result = try runner.run(arguments: ["config", "show", "--format", format] + (path.isEmpty ? [] : [path]))
    #expect(result.status == 0)
    let note = "1 override says otherwise for some files; name one to see what holds for it\n"
    #expect(result.error == (path.isEmpty ? note : ""))
    let name = "config/\(path.isEmpty ? "here" : "file").\(format == "json" ? "json" : "txt")"
    #expect(Golden.difference(result.output, from: name) == nil)
  }

  @Test func withoutAny() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run("config", "show")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("# no configuration\npersona: regular  # default\n"))
    #expect(result.output == (try runner.run("config", "show", ".").output))
  }

  @Test func brokenOnes() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".pipec.yaml", "persna: regular\n")
    let result = try runner.run("config", "show")
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.error.contains("did you mean `persona`?"))
    #expect(try runner.run("config", "show", "--no-config").status == 0)
  }

  @Test(arguments: [[], ["shwo"], ["show", "a", "b"]] as [[String]]) func wrongCalls(_ operands: [String]) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    #expect(try runner.run(arguments: ["config"] + operands).status == 2)
  }
}
