import Checker
import Diagnostics
import Parser
import Testing

/// A piece of YAML and the names of the rules that speak about it.
struct Row: CustomTestStringConvertible, Sendable {
  var text: String
  var rules: [String]
  /// Where the piece stands.
  var place: Place

  enum Place: Sendable {
    /// A whole file.
    case file
    /// Keys of a step that has a name and an image.
    case step
    /// The value of a step's `when`; the text before ` / `, if any, is that of the pipeline's `trigger`.
    case when
    /// The value of one setting.
    case setting
    /// One command, as YAML.
    case command
  }

  init(_ place: Place, _ text: String, _ rules: String...) {
    self.place = place
    self.text = text
    self.rules = rules
  }

  var testDescription: String { text.split(separator: "\n").joined(separator: "⏎") }

  private static let head = "kind: pipeline\ntype: docker\nname: default\n"

  var file: String {
    switch place {
    case .file: return text
    case .step:
      let lines = text.split(separator: "\n").map { "  \($0)\n" }.joined()
      return Self.head + "steps:\n- name: one\n  image: alpine\n" + lines
    case .when:
      let parts = text.split(separator: " / ", maxSplits: 1)
      let trigger = parts.count == 2 ? "trigger: \(parts[0])\n" : ""
      return Self.head + trigger
        + "steps:\n- name: one\n  image: alpine\n  commands: [make]\n  when: \(parts[parts.count - 1])\n"
    case .setting:
      return Self.head + "steps:\n- name: one\n  image: acme/plugin\n  settings:\n    value: \(text)\n"
    case .command:
      return Self.head + "steps:\n- name: one\n  image: alpine\n  commands:\n  - \(text)\n"
    }
  }

  /// The rules of severity warning and above that speak, each once.
  func found() -> [String] {
    let source = Source(name: "row.yml", text: file)
    let program = ProgramLoader.load(source, lookup: Checker.assumedValue)
    var names: [String] = []
    for finding in Checker.check(program, of: source) where !names.contains(finding.rule.text) {
      names.append(finding.rule.text)
    }
    return names.sorted()
  }
}
