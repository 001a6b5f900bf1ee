import Diagnostics
import IR

@testable import Parser

/// Small Harness files for tests.
enum HarnessSchemaSample {
  /// A pipeline with one stage of type `CI` and these lines as its steps.
  static func pipeline(steps: String) -> String {
    stage(
      """
      type: CI
      spec:
        cloneCodebase: false
        runtime: {type: Cloud, spec: {}}
        execution:
          steps:
      \(indented(steps, by: 6))
      """)
  }

  /// A pipeline with a step of a type and these lines as its spec.
  static func step(_ type: String, spec: String, beside: String = "") -> String {
    pipeline(
      steps: """
        - step:
            identifier: test
            name: test
            type: \(type)
        \(indented(beside, by: 4))
            spec:
        \(indented(spec, by: 6))
        """)
  }

  /// A pipeline with one stage and these lines in it.
  static func stage(_ text: String) -> String {
    """
    pipeline:
      identifier: app
      name: app
      stages:
        - stage:
            identifier: build
            name: build
    \(indented(text, by: 8))
    """
  }

  static func indented(_ text: String, by width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { String(repeating: " ", count: width) + $0 }
      .joined(separator: "\n")
  }

  /// What is refused in a file, as `rule: message`.
  static func problems(_ text: String) -> [String] {
    HarnessLoader.load(Source(name: "test", text: text)).problems.map(\.diagnostic).inSourceOrder().map(line)
  }

  /// All that the loader says of a file.
  static func all(_ text: String) -> [Diagnostic] {
    let program = HarnessLoader.load(Source(name: "test", text: text))
    return (program.problems.map(\.diagnostic) + program.findings).inSourceOrder()
  }

  static func line(_ diagnostic: Diagnostic) -> String { "\(diagnostic.rule): \(diagnostic.message)" }
}
