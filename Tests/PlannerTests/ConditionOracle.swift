import Diagnostics
import Foundation
import Parser
import Planner
import TestSupport
import Testing

/// Conditions of every shape, as the real decoder and matcher take them: as a step's `when` and as a pipeline's `trigger`.
@Suite struct ConditionOracle {
  struct Row: Decodable {
    /// The value of the condition; missing in the first line.
    var yaml: String?
    /// For each value, whether the condition accepts it.
    var match: [String: Bool]?
  }

  @Test func everyShapeAndValue() throws {
    guard let rows = try Corpus.jsonLines("oracle/cases/match.jsonl", as: Row.self) else { return }
    var compared = 0
    for row in rows {
      guard let yaml = row.yaml, let expected = row.match else { continue }
      let source = Source(
        name: "test.yml",
        text: """
          kind: pipeline
          name: first
          trigger:
            branch: \(yaml)
          ---
          kind: pipeline
          name: second
          steps:
          - name: a
            image: alpine
            when:
              branch: \(yaml)

          """)
      let program = DroneLoader.load(source) { _ in nil }
      for (value, isAccepted) in expected {
        let plan = DronePlanner.plan(program, in: context(branch: value))
        #expect((plan.pipelines.first?.decision == .run) == isAccepted, "trigger \(yaml) on \(value)")
        #expect((plan.pipelines.last?.step("a")?.decision == .run) == isAccepted, "when \(yaml) on \(value)")
        compared += 1
      }
    }
    print("conditions: \(compared) values agree")
    #expect(compared > 900)
  }
}
