import Diagnostics
import IR
import Parser
import Testing

/// How the YAML of Harness files is read (§1.14 of the reference), and what bounds it.
@Suite struct HarnessDataTests {
  /// The value of `x` in a trigger, as text with its type.
  private func value(_ text: String) throws -> String {
    guard case .harness(.trigger(let trigger))? = HarnessSample.document("trigger:\n  x: \(text)") else {
      return "none"
    }
    return Self.text(try #require(trigger.data["x"]))
  }

  private static func text(_ data: Data) -> String {
    switch data.value {
    case .null: "null"
    case .bool(let flag): "bool \(flag)"
    case .integer(let number): "integer \(number)"
    case .unsigned(let number): "unsigned \(number)"
    case .float(let number): "float \(number)"
    case .string(let text): "text \(text.value)"
    case .binary: "binary"
    case .list(let items): "[" + items.map(text).joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\($0.key.name ?? ""): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  @Test(
    "Scalars are those of the core schema of YAML 1.2",
    arguments: [
      ("yes", "text yes"), ("on", "text on"), ("true", "bool true"), ("TRUE", "bool true"), ("tRue", "text tRue"),
      ("null", "null"), ("~", "null"), ("", "null"), ("NULL", "null"), ("'null'", "text null"),
      ("12", "integer 12"), ("-12", "integer -12"), ("+7", "integer 7"), ("010", "integer 10"), ("0o10", "integer 8"),
      ("0x1F", "integer 31"), ("18446744073709551615", "unsigned 18446744073709551615"), ("1_000", "text 1_000"),
      ("1.10", "float 1.1"), (".5", "float 0.5"), ("1.", "float 1.0"), ("1e3", "float 1000.0"), ("1.e2", "float 100.0"),
      ("-.inf", "float -inf"), (".nan", "float nan"), ("1e", "text 1e"), (".", "text ."), ("+", "text +"),
      ("0x", "text 0x"), ("0x+1", "text 0x+1"), ("1:30", "text 1:30"), ("2024-01-01", "text 2024-01-01"),
      ("'12'", "text 12"), ("!!str 12", "text 12"), ("!!int '12'", "integer 12"), ("!own 12", "text 12"),
      ("<+input>", "text <+input>"), ("<+a> + \"b\"", "text <+a> + \"b\""),
    ])
  func scalars(text: String, expected: String) throws { #expect(try value(text) == expected) }

  @Test(
    "Anchors, aliases and merge keys are written out",
    arguments: [
      ("[&a {b: 1}, *a]", "[{b: integer 1}, {b: integer 1}]"),
      ("[&a {b: 1, c: 2}, {<<: *a, b: 3}]", "[{b: integer 1, c: integer 2}, {b: integer 3, c: integer 2}]"),
      (
        "[&a {b: 1}, &c {b: 2, d: 3}, {<<: [*a, *c]}]",
        "[{b: integer 1}, {b: integer 2, d: integer 3}, {b: integer 1, d: integer 3}]"
      ),
      ("{b: 1, b: 2}", "{b: integer 2}"), ("{1: a, true: b}", "{1: text a, true: text b}"),
    ])
  func structures(text: String, expected: String) throws { #expect(try value(text) == expected) }

  @Test("Aliases that stand for very much text are refused, quickly") func aliasedText() {
    let text =
      "trigger:\n  a: &a \"\(String(repeating: "x", count: 1 << 20))\"\n  b: [\(Array(repeating: "*a", count: 5000).joined(separator: ", "))]"
    let program = HarnessLoader.load(Source(name: "x.yaml", text: text))
    #expect(program.problems.map(\.diagnostic.rule) == ["input-limit"])
  }

  @Test("Values nest no deeper than a stack holds", arguments: ["[", "{a: ", "- "]) func depth(_ piece: String) {
    let program = HarnessLoader.load(Source(name: "x.yaml", text: "pipeline: " + String(repeating: piece, count: 5000)))
    #expect(program.problems.contains { $0.diagnostic.severity == .error })
  }

  @Test("A repeated key is a finding with both places") func repeatedKeys() {
    let program = HarnessLoader.load(Source(name: "x.yaml", text: "trigger: {name: a, name: b}\n"))
    #expect(program.findings.map(\.rule) == ["duplicate-key"])
    #expect(program.findings.first?.related.count == 1)
  }

  @Test(
    "The root says what a document is",
    arguments: [
      ("", "the file has no pipeline"), ("[]", "a Harness document is a mapping with one key that says its kind"),
      ("{}", "this document says nothing of its kind"),
      ("pipelin: {}", "Harness has no documents of the kind `pipelin`"),
      ("pipeline: {}\nstages: []", "a Harness file has one root key, and `stages` stands beside `pipeline`"),
      ("pipeline: {}\n---\npipeline: {}", "a Harness file holds one document, and a second one begins here"),
    ])
  func roots(text: String, message: String) {
    let program = HarnessLoader.load(Source(name: "x.yaml", text: text))
    #expect(program.problems.contains { $0.diagnostic.message == message })
  }

  @Test(
    "Items of one list must differ (§1.2, rows 5 to 7, Y29 to Y31)",
    arguments: [
      ("steps: [{step: {identifier: a}}, {parallel: [{step: {identifier: a}}]}]", ["steps.a"]),
      ("steps: [{stepGroup: {identifier: g, steps: [{step: {identifier: a}}]}}, {step: {identifier: a}}]", []),
      ("steps: [{step: {identifier: a}}]\n            rollbackSteps: [{step: {identifier: a}}]", []),
      (
        "steps: [{step: {identifier: a, spec: {outputVariables: [{name: b}, {name: b}]}}}]",
        ["steps.a.spec.outputVariables.b"]
      ),
      ("steps: [{step: {identifier: <+matrix.a>}}, {step: {identifier: <+matrix.a>}}]", []),
      ("steps: [{step: {identifier: a, strategy: {matrix: {x: [{name: b}, {name: b}]}}}}]", []),
    ] as [(String, [String])])
  func duplicates(execution: String, paths: [String]) {
    let text = """
      pipeline:
        identifier: p
        stages:
          - stage:
              identifier: s
              spec:
                execution:
                  \(execution)
      """.replacing("            rollbackSteps", with: "            rollbackSteps")
    let program = HarnessLoader.load(Source(name: "x.yaml", text: text))
    let upstream = program.problems.filter { $0.diagnostic.rule == "duplicate-identifier" }.map(\.upstream)
    #expect(upstream == paths.map { "This element is coming twice in yaml pipeline.stages.s.spec.execution.\($0)" })
  }
}
