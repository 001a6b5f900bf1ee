import Diagnostics
import Foundation
import Testing

@testable import Planner

/// Whole plans of Harness pipelines as people and scripts get them.
@Suite struct HarnessRenderTests {
  @Test(arguments: ["harness-shop", "harness-loops", "harness-groups"]) func plans(_ name: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Fixtures/\(name).yaml")
    let source = Source(name: "\(name).yaml", text: try String(contentsOf: url, encoding: .utf8))
    let plan = HarnessPlanning.plan(String(decoding: source.bytes, as: UTF8.self))
    #expect(plan.pipelines.flatMap(\.refusals).map(\.message) == [])
    let text = PlanRenderer.text(plan, source: source)
    #expect(text == golden("\(name).txt", text))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let json = PlanJSON.text(plan, source: source)
    #expect(json == golden("\(name).json", json))
    let dot = PlanGraph.dot(plan)
    #expect(dot == golden("\(name).dot", dot))
  }

  @Test("iterations beyond six are collapsed unless all are asked for") func collapsed() {
    let steps = "- step: {identifier: t, name: T, type: Run, strategy: {parallelism: 9}, spec: {image: i, command: c}}"
    let source = Source(name: "p.yaml", text: HarnessPlanning.file(steps: steps))
    let plan = HarnessPlanning.plan(steps: steps)
    let short = PlanRenderer.text(plan, source: source)
    #expect(short.contains("T_4") && !short.contains("T_5") && short.contains("… and 4 more"))
    #expect(PlanRenderer.text(plan, source: source, isVerbose: true).contains("T_8"))
  }
}
