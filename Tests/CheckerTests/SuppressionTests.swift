import Checker
import Diagnostics
import IR
import Parser
import Testing

/// Comments that ignore findings: which ones they reach, and what is said of those that reach none.
@Suite struct SuppressionTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var name: String
    /// Lines put below `steps:` of a pipeline.
    var steps: String
    /// `LINE rule` for each finding that is left; lines count from the first of `steps`.
    var left: [String]
    var testDescription: String { name }
  }

  static let rows: [Row] = [
    Row(
      name: "nothing is ignored without a comment", steps: "- name: a\n  image: x\n  comands: [y]",
      left: ["3 unknown-key"]),
    Row(
      name: "a comment behind a key is about its line",
      steps: "- name: a\n  image: x\n  comands: [y] # pipec: ignore[unknown-key] why\n  imag: y",
      left: ["4 unknown-key"]),
    Row(
      name: "a comment alone is about the next key",
      steps: "- name: a\n  image: x\n  # pipec: ignore[unknown-key]\n  comands: [y]\n  imag: y", left: ["5 unknown-key"]
    ),
    Row(
      name: "a comment above an item is about all of it",
      steps:
        "# pipec: ignore[unknown-key]\n- name: a\n  image: x\n  comands: [y]\n\n  imag: y\n- name: b\n  image: x\n  imag: z",
      left: ["9 unknown-key"]),
    Row(
      name: "other comments may stand between",
      steps: "- name: a\n  image: x\n  # pipec: ignore[unknown-key]\n  # not ours\n\n  comands: [y]", left: []),
    Row(
      name: "a list of names",
      steps: "- name: a\n  image: x\n  comands: [y] # pipec: ignore[ missing-image , unknown-key ]",
      left: ["3 unused-ignore"]),
    Row(
      name: "the whole file",
      steps: "- name: a\n  image: x\n  comands: [y]\n  imag: x # pipec: ignore-file[unknown-key]",
      left: []),
    Row(
      name: "a comment that ignores nothing",
      steps: "- name: a\n  image: x\n  commands: [y] # pipec: ignore[unknown-key]", left: ["3 unused-ignore"]),
    Row(
      name: "a comment for a comment",
      steps:
        "- name: a\n  image: x\n  # pipec: ignore[unused-ignore] kept for the generator\n  commands: [y] # pipec: ignore[unknown-key]",
      left: []),
    Row(
      name: "no name", steps: "- name: a\n  image: x\n  comands: [y] # pipec: ignore",
      left: ["3 malformed-ignore", "3 unknown-key"]),
    Row(
      name: "a misspelt name", steps: "- name: a\n  image: x\n  comands: [y] # pipec: ignore[unknown-kye]",
      left: ["3 malformed-ignore", "3 unknown-key"]),
    Row(
      name: "blanks are a matter of taste",
      steps:
        "- name: a\n  image: x\n  comands: [y] #pipec:ignore[unknown-key]\n  imag: y # pipec:  ignore [unknown-key] why",
      left: []),
    Row(
      name: "behind another comment on a line of its own",
      steps: "- name: a\n  image: x\n  # yamllint disable-line # pipec: ignore[unknown-key]\n  comands: [y]", left: []),
    Row(
      name: "behind another comment behind a key",
      steps: "- name: a\n  image: x\n  comands: [y] # twice # pipec: ignore[unknown-key]\n  imag: x",
      left: ["4 unknown-key"]),
    Row(
      name: "another word with the name of a rule",
      steps: "- name: a\n  image: x\n  comands: [y] # pipec: off[unknown-key]",
      left: ["3 malformed-ignore", "3 unknown-key"]),
    Row(
      name: "words for people", steps: "- name: a\n  image: x\n  commands: [y] # pipec: checks this file", left: []),
    Row(
      name: "a name without brackets",
      steps: "- name: a\n  image: x\n  comands: [y] # pipec: ignore unknown-key",
      left: ["3 malformed-ignore", "3 unknown-key"]),
    Row(
      name: "a group", steps: "- name: a\n  image: x\n  comands: [y] # pipec: ignore[correctness]",
      left: ["3 malformed-ignore", "3 unknown-key"]),
    Row(
      name: "a hash inside a word is no comment",
      steps: "- name: a\n  image: x\n  comands: \"y#pipec: ignore[unknown-key]\"", left: ["3 unknown-key"]),
    Row(
      name: "advice that nobody asked for is not missed",
      steps: "- name: a\n  image: x # pipec: ignore[localhost-service]", left: []),
  ]

  @Test(arguments: rows) func whatIsLeft(_ row: Row) {
    let head = "kind: pipeline\ntype: docker\nname: default\nsteps:\n"
    let source = Source(name: "example.yml", text: head + row.steps + "\n")
    let program = ProgramLoader.load(source, lookup: Checker.assumedValue)
    let findings = Checker.check(program, of: source)
    let left = findings.map { "\(source.position(of: $0.primary.span.start).line - 4) \($0.rule)" }
    #expect(left.sorted() == row.left.sorted())
    // Lines that end as Windows ends them say the same.
    let other = Source(
      name: "example.yml", text: (head + row.steps + "\n").replacing("\n", with: "\r\n"))
    let again = Checker.check(ProgramLoader.load(other, lookup: Checker.assumedValue), of: other)
    #expect(again.map { "\(other.position(of: $0.primary.span.start).line - 4) \($0.rule)" } == left)
  }

  /// A comment, and what is said to type in its place.
  @Test(arguments: [
    ("ignore unknown-key because", "write `# pipec: ignore[unknown-key] why`"),
    ("ignored[unknown-key]", "write `# pipec: ignore[unknown-key] why`"),
    ("ignores-file[unknown-key, pull-value]", "write `# pipec: ignore-file[unknown-key, pull-value] why`"),
    ("ignore", "write `# pipec: ignore[RULE] why`"), ("ignore[", "write `# pipec: ignore[RULE] why`"),
    ("ignore[all]", "it is a group of rules; name the rule itself"),
    ("ignore[unknown-kye]", "did you mean `unknown-key`?"), ("ignore[xyz]", "`pipec explain` lists them"),
  ]) func whatToType(_ comment: String, _ help: String) {
    let source = Source(
      name: "example.yml",
      text: "kind: pipeline\ntype: docker\nname: a # pipec: \(comment)\nsteps: [{name: a, image: b, commands: [c]}]\n")
    let findings = Checker.check(ProgramLoader.load(source, lookup: Checker.assumedValue), of: source)
    #expect(findings.map(\.rule) == ["malformed-ignore"])
    #expect(findings.first?.help == help)
  }

  /// A comment that ignores nothing goes with the blanks before it, or with its line; ends of lines stay.
  @Test(arguments: [
    ("name: a # pipec: ignore[unknown-key]\r\nx", "name: a\r\nx"),
    ("a: b\n  # pipec: ignore[unknown-key] why\nname: a\nx", "a: b\nname: a\nx"),
    ("a: b\r\n# pipec: ignore[unknown-key] why\r\nname: a\nx", "a: b\r\nname: a\nx"),
    ("name: a\nx\n# pipec: ignore[unknown-key]", "name: a\nx\n"),
  ]) func isRemovedCleanly(_ middle: String, _ mended: String) {
    func text(_ middle: String) -> String {
      "kind: pipeline\ntype: docker\n"
        + middle.replacing("a: b", with: "trigger: {branch: main}").replacing(
          "x", with: "steps: [{name: a, image: b, commands: [c]}]")
    }
    let source = Source(name: "example.yml", text: text(middle))
    let findings = Checker.check(ProgramLoader.load(source, lookup: Checker.assumedValue), of: source)
    #expect(findings.map(\.rule) == ["unused-ignore"])
    let result = FixApplication.apply(findings, to: source, allowing: [.safe])
    #expect(String(decoding: result.bytes, as: UTF8.self) == text(mended))
  }

  struct Dialect: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    /// `LINE rule` for each finding that is left.
    var left: [String]
  }

  private static let harness = """
    pipeline:
      identifier: p
      name: p
      orgIdentifier: o
      projectIdentifier: x
      stages:
        - stage:
            identifier: s
            name: s
            type: Custom
            spec:
              execution:
                steps:
                  - step:
                      identifier: a
                      name: a
                      type: ShellScript
                      timeout: 10m
                      spec:
                        shell: Bash
                        onDelegate: true
                        source: {type: Inline, spec: {script: echo <+pipeline.nam>}}

    """
  private static let pipecd = """
    apiVersion: pipecd.dev/v1beta1
    kind: KubernetesApp
    spec:
      name: app
      plnner:
        alwaysUsePipeline: true

    """

  /// The same comments mean the same in every language: on the line, above the node, for the file.
  static let dialects: [Dialect] = [
    Dialect(testDescription: "Harness", text: harness, left: ["22 unknown-path"]),
    Dialect(
      testDescription: "Harness: line",
      text: harness.replacing("nam>}}", with: "nam>}} # pipec: ignore[unknown-path] made later"), left: []),
    Dialect(
      testDescription: "Harness: node",
      text: harness.replacing(
        "              - step:", with: "              # pipec: ignore[unknown-path] made later\n              - step:"),
      left: []),
    Dialect(testDescription: "Harness: file", text: "# pipec: ignore-file[unknown-path] why\n" + harness, left: []),
    Dialect(
      testDescription: "Harness: nothing to ignore",
      text: harness.replacing("type: Custom", with: "type: Custom # pipec: ignore[unknown-path]"),
      left: ["10 unused-ignore", "22 unknown-path"]),
    Dialect(testDescription: "PipeCD", text: pipecd, left: ["5 unknown-key"]),
    Dialect(
      testDescription: "PipeCD: line",
      text: pipecd.replacing("plnner:", with: "plnner: # pipec: ignore[unknown-key] why"),
      left: []),
    Dialect(
      testDescription: "PipeCD: node", text: pipecd.replacing("spec:", with: "# pipec: ignore[unknown-key] why\nspec:"),
      left: []),
    Dialect(testDescription: "PipeCD: file", text: pipecd + "# pipec: ignore-file[unknown-key] why\n", left: []),
    Dialect(
      testDescription: "PipeCD: nothing to ignore",
      text: pipecd.replacing("name: app", with: "name: app # pipec: ignore[unknown-key]"),
      left: ["4 unused-ignore", "5 unknown-key"]),
  ]

  @Test(arguments: dialects) func everyLanguage(_ row: Dialect) {
    let source = Source(name: "example.yaml", text: row.text)
    let findings = Checker.check(ProgramLoader.load(source, lookup: Checker.assumedValue), of: source)
    #expect(findings.map { "\(source.position(of: $0.primary.span.start).line) \($0.rule)" } == row.left)
  }
}
