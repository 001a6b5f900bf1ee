import Checker
import Diagnostics
import IR
import Parser
import Testing

/// A piece of a Harness pipeline and the names of the rules that speak about it.
struct HarnessRow: CustomTestStringConvertible, Sendable {
  /// Where the piece stands.
  enum Place: Sendable {
    /// A whole file.
    case file
    /// The command of step `me` in stage `ci`, behind `build`, group `tests`, the loop `looped` and the server `database`.
    case command
    /// The condition of step `me`.
    case condition
    /// The command of step `second` in group `tests`, behind `unit`.
    case group
    /// The address that step `call` of stage `deploy` asks.
    case deploy
    /// Items of the steps of a CI stage.
    case steps
    /// Items of the stages of a pipeline.
    case stages
  }

  /// The row of the list of mistakes, or of the fragments, that the expectation is from.
  var number: String
  var place: Place
  var text: String
  var expected: [String]

  init(_ number: String, _ place: Place, _ text: String, _ rules: String...) {
    self.number = number
    self.place = place
    self.text = text
    expected = rules
  }

  var testDescription: String { "\(number) \(text.split(separator: "\n").joined(separator: "⏎"))" }

  private static func scalar(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  private static func indented(_ text: String, by count: Int) -> String {
    text.split(separator: "\n").map { String(repeating: " ", count: count) + $0 + "\n" }.joined()
  }

  private static let head = "pipeline:\n  identifier: shop\n  name: shop\n"
  private static let stageHead = """
        type: CI
        spec:
          cloneCodebase: false
          platform: {os: Linux, arch: Amd64}
          runtime: {type: Cloud, spec: {}}
          execution:
            steps:

    """

  private static func file(command: String, condition: String?, group: String, url: String) -> String {
    let output = "outputVariables: [{name: V}, {name: N}]"
    func run(_ name: String, _ command: String, _ more: String = "") -> String {
      "- step:\n    identifier: \(name)\n    name: \(name)\n    type: Run\n\(more)    spec:\n"
        + "      command: \(scalar(command))\n"
    }
    let when = condition.map { "    when:\n      stageStatus: Success\n      condition: \(scalar($0))\n" } ?? ""
    let steps =
      run("build", "export V=1 N=7") + "      \(output)\n"
      + "- stepGroup:\n    identifier: tests\n    name: tests\n    variables: [{name: gv, type: String, value: x}]\n"
      + "    steps:\n" + indented(run("unit", "export V=1 N=7") + "      \(output)\n" + run("second", group), by: 6)
      + run("looped", "export V=1 N=7", "    strategy: {matrix: {os: [linux, windows], node-version: [18, 20]}}\n")
      + "      \(output)\n"
      + "- step: {identifier: database, name: database, type: Background, spec: {image: postgres, connectorRef: hub}}\n"
      + "- step: {identifier: plugin, name: plugin, type: Plugin, spec: {image: acme/send, connectorRef: hub}}\n"
      + "- parallel:\n"
      + indented(run("me", command, when) + run("beside", "export V=1 N=7") + "      \(output)\n", by: 4)
      + run("later", "export V=1 N=7") + "      \(output)\n"
    return head
      + "  variables:\n    - {name: env, type: String, value: prod}\n    - {name: my-var, type: String, value: x}\n"
      + "    - {name: count, type: Number, value: 3}\n    - {name: token, type: Secret, value: org.tok}\n  stages:\n"
      + "    - stage:\n        identifier: ci\n        name: ci\n"
      + "        variables: [{name: region, type: String, value: eu}]\n" + indented(stageHead, by: 4)
      + indented(steps, by: 14)
      + "    - stage:\n        identifier: deploy\n        name: deploy\n        type: Custom\n        spec:\n"
      + "          execution:\n            steps:\n              - step:\n                  identifier: call\n"
      + "                  name: call\n                  type: Http\n                  timeout: 10m\n"
      + "                  spec: {method: GET, url: \(scalar(url))}\n"
  }

  /// The whole file.
  var file: String {
    let url = "https://example.com"
    switch place {
    case .file: return text
    case .command: return Self.file(command: text, condition: nil, group: "make", url: url)
    case .condition: return Self.file(command: "make", condition: text, group: "make", url: url)
    case .group: return Self.file(command: "make", condition: nil, group: text, url: url)
    case .deploy: return Self.file(command: "make", condition: nil, group: "make", url: text)
    case .steps:
      return Self.head + "  stages:\n    - stage:\n        identifier: ci\n        name: ci\n"
        + Self.indented(Self.stageHead, by: 4) + Self.indented(text, by: 14)
    case .stages: return Self.head + text
    }
  }

  /// The rules about the typed file of severity warning and above that speak, each once.
  func found(minimum: Diagnostic.Severity = .warning) -> [String] {
    let source = Source(name: "pipeline.yaml", text: file)
    let program = ProgramLoader.load(source, dialect: .harness, lookup: Checker.assumedValue)
    var options = Checker.Options()
    options.minimumSeverity = minimum
    var names: [String] = []
    for finding in Checker.check(program, of: source, options: options) {
      let name = finding.rule.text
      if Self.checkers.contains(name), !names.contains(name) { names.append(name) }
    }
    return names.sorted()
  }

  /// The rules that are not the loader's.
  static let checkers: Set<String> = Set(
    rules(of: .harness).compactMap { rule in
      if case .loader = rule { nil } else { rule.info.name.text }
    })
}
