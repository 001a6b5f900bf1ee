import TestSupport
import Testing

@testable import Parser

/// The texts that patterns find, row by row from the reference.
@Suite struct HarnessPatternTests {
  struct Row: Sendable {
    var key: String
    var accepted: [String]
    var rejected: [String]
  }

  /// §1.2 identifiers and names, §1.11 times with the verified list of the server's own tests, §7.5 runtime inputs.
  static let rows = [
    Row(
      key: "identifier", accepted: ["a", "_a", "build_app", "A1", String(repeating: "a", count: 128)],
      rejected: ["build-app", "1st", "first step", "x_<+matrix.os>", "a.b", "ä", String(repeating: "a", count: 129)]),
    Row(key: "name", accepted: ["a b", "a-b", ".a", "1 a"], rejected: [" a", "a/b", "a:b"]),
    Row(
      key: "timeout",
      accepted: [
        "1m", "1m20s", "1m 20s", "10s", "<+input>", "<+input>.allowedValues()", "<+2+8>s", "", "2w", "1m 05s",
      ],
      rejected: [
        "1m  20s", "1m 8", "18", "m", "20mm", "m20m", " 1m", "1m ", "1 m", "1a", "random", "5s", "10 minutes", "05m",
      ]),
    Row(
      key: "cloneCodebase",
      accepted: ["<+input>", "<+input>.default(true)", "<+input>.allowedValues(true,false).executionInput()"],
      rejected: ["<+input>.foo(x)", "yes", "<+pipeline.variables.x>"]),
  ]

  @Test(arguments: rows) func texts(_ row: Row) {
    for text in row.accepted { #expect(problems(row.key, text) == [], "\(row.key): '\(text)'") }
    for text in row.rejected { #expect(problems(row.key, text) != [], "\(row.key): '\(text)'") }
  }

  private func problems(_ key: String, _ text: String) -> [String] {
    func value(_ name: String, or other: String) -> String { name == key ? "\"\(text)\"" : other }
    return HarnessSchemaSample.problems(
      """
      pipeline:
        identifier: \(value("identifier", or: "app"))
        name: \(value("name", or: "app"))
        timeout: \(value("timeout", or: "1h"))
        stages:
          - stage:
              identifier: build
              name: build
              type: CI
              spec:
                cloneCodebase: \(value("cloneCodebase", or: "false"))
                runtime: {type: Cloud, spec: {}}
                execution:
                  steps:
                    - step: {identifier: test, name: test, type: Run, spec: {command: make}}
      """)
  }

  /// Patterns are told in linear time, whatever is written.
  @Test func longTexts() {
    let text = String(repeating: "11h", count: 40_000) + "x"
    #expect(problems("timeout", text) != [])
  }
}
