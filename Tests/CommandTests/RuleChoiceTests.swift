import TestSupport
import Testing

/// Which rules speak: `--select`, `--ignore`, `--persona`, `--preview`, `--info`, `--fail-on`.
@Suite struct RuleChoiceTests {
  /// A warning of the group `correctness`, one of `plugins`, and advice of the group `secrets`.
  private static let file = """
    kind: pipeline
    type: docker
    name: default
    steps:
    - name: publish
      image: plugins/docker@sha256:c5b1261d6d3e43071626931fc004f70149baeba2c8ec672bd4f27761f8e1ad6b
      pull: true
      settings:
        repo: acme/app
        tgas: latest
        password: {from_secret: hub}

    """
  private static let advice = "pull-request-secret"

  struct Row: CustomTestStringConvertible, Sendable {
    var arguments: String
    var rules: [String]
    var status: Int32
    var testDescription: String { arguments }

    init(_ arguments: String, _ rules: [String], _ status: Int32) {
      self.arguments = arguments
      self.rules = rules
      self.status = status
    }
  }

  static let rows: [Row] = [
    Row("", ["pull-value", "unknown-setting"], 1),
    Row("--persona regular --preview", ["pull-value", "unknown-setting"], 1),
    Row("--persona pedantic", ["pull-value", "unknown-setting", advice], 1),
    Row("--persona auditor", ["pull-value", "unknown-setting", advice], 1),
    Row("--info", ["pull-value", "unknown-setting", advice], 1),
    Row("--fail-on info", ["pull-value", "unknown-setting", advice], 1),
    Row("--fail-on error", ["pull-value", "unknown-setting"], 0),
    Row("--fail-on error --persona pedantic", ["pull-value", "unknown-setting", advice], 0),
    Row("--select pull-request-secret", [advice], 0),
    Row("--select pull-request-secret --fail-on info", [advice], 1),
    Row("--select secrets", [], 0),
    Row("--select secrets --persona pedantic", [advice], 0),
    Row("--select plugins", ["unknown-setting"], 1),
    Row("--select plugins,pull-request-secret", ["unknown-setting", advice], 1),
    Row("--select all --ignore plugins", ["pull-value"], 1),
    Row("--select drone", ["pull-value", "unknown-setting"], 1),
    Row("--select harness", ["unknown-setting"], 1),
    Row("--select pipecd", [], 0),
    Row("--ignore plugins,correctness", [], 0),
    Row("--select pull-value --ignore correctness", [], 0),
  ]

  @Test(arguments: rows) func whichRulesSpeak(_ row: Row) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.file)
    let words = row.arguments.split(separator: " ").map(String.init)
    let result = try runner.run(arguments: ["check", "-q", "--format", "concise"] + words)
    let rules = result.output.split(separator: "\n").compactMap { $0.split(separator: "[").last?.dropLast() }
    #expect(rules.map(String.init).sorted() == row.rules.sorted())
    #expect(result.status == row.status)
    #expect(result.error == "")
  }

  @Test func misspeltGroupsAreSuggested() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    for option in ["--select", "--ignore"] {
      let result = try runner.run("check", option, "securty")
      #expect(result.status == 2)
      #expect(result.error.hasPrefix("pipec check: \(option): no rule is named 'securty'; did you mean 'security'?\n"))
    }
  }
}
