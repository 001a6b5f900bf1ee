import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

@testable import Planner

/// Every pipeline of the corpus is planned, with what it asks for given as far as it has defaults.
@Suite struct HarnessCorpusTests {
  @Test func everyFile() throws {
    guard let root = Corpus.root else { return }
    let folder = root.appendingPathComponent("harness")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    var pipelines = 0
    var steps = 0
    for file in files {
      guard let bytes = FileManager.default.contents(atPath: folder.appendingPathComponent(file).path) else { continue }
      let source = Source(id: SourceID(0), name: file, bytes: Array(bytes))
      for case .harness(.pipeline(let pipeline)) in HarnessLoader.load(source).documents {
        let resolved = HarnessResolution(pipeline)
        let plan = HarnessPlanner.plan(resolved.pipeline, facts: HarnessPlanning.facts())
        pipelines += 1
        steps += plan.pipelines.reduce(0) { $0 + $1.steps.count }
        try check(plan, source)
      }
    }
    print("planned: \(pipelines) Harness pipelines, \(steps) steps")
    #expect(pipelines > 100)
  }

  /// What holds for every plan: texts can be written, the tree and the steps agree, and nothing waits for what is not there.
  private func check(_ plan: Plan, _ source: Source) throws {
    #expect(!PlanRenderer.text(plan, source: source).isEmpty)
    #expect(!PlanJSON.text(plan, source: source).isEmpty)
    for pipeline in plan.pipelines {
      let harness = try #require(pipeline.harness)
      let ids = Set(pipeline.steps.map(\.id))
      for step in pipeline.steps { #expect(step.needs.allSatisfy(ids.contains), "\(source.name): \(step.id)") }
      for (index, node) in harness.nodes.enumerated() {
        #expect(node.index == index)
        if let place = node.step { #expect(pipeline.steps[place].node == index) }
      }
      let settler = try #require(HarnessSettler(pipeline))
      for node in harness.nodes where node.kind == .step {
        guard let place = node.step else { continue }
        #expect(
          settler.step(of: node.index).environment == pipeline.steps[place].environment, "\(source.name) \(node.path)")
      }
    }
  }
}
