import Diagnostics
import Foundation
import IR
import Parser
import Planner
import TestSupport
import Testing

/// Whole plans of PipeCD applications as people and scripts get them.
@Suite struct PipeCDRenderTests {
  private static let plugins = [
    DeploymentPlugin(name: "wait", official: "wait", address: "file:///opt/wait", port: 7001),
    DeploymentPlugin(name: "analysis", official: "analysis", address: "file:///opt/analysis", port: 7002),
    DeploymentPlugin(name: "scripts", official: "scriptrun", address: "file:///opt/scriptrun", port: 7003),
    DeploymentPlugin(name: "backup", official: nil, address: "file:///opt/backup", port: 7004),
    DeploymentPlugin(
      name: "kubernetes", official: "kubernetes", address: "file:///opt/kubernetes", port: 7005,
      targets: ["eu", "us"]),
  ]

  static let requests: [(String, DeploymentRequest)] = [
    ("pipecd-canary", DeploymentRequest(directory: "apps/shop")),
    ("pipecd-quick", DeploymentRequest(trigger: .command)),
    ("pipecd-plugins", DeploymentRequest(changed: ["apps/shop/a.yaml"], directory: "apps/shop", plugins: plugins)),
    ("pipecd-terraform", DeploymentRequest(changed: ["modules/network/a.tf"], directory: "live/network")),
  ]

  @Test(arguments: requests.indices) func plans(_ index: Int) throws {
    let (name, request) = Self.requests[index]
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Fixtures/\(name).yaml")
    let source = Source(name: "\(name).yaml", text: try String(contentsOf: url, encoding: .utf8))
    let plan = PipeCDPlanner.plan(PipeCDLoader.load(source), for: request)
    #expect(plan.pipelines.flatMap(\.refusals).map(\.message) == [])
    let text = PlanRenderer.text(plan, source: source)
    #expect(text == golden("\(name).txt", text))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let json = PlanJSON.text(plan, source: source)
    #expect(json == golden("\(name).json", json))
    let dot = PlanGraph.dot(plan)
    #expect(dot == golden("\(name).dot", dot))
  }

  @Test("every application that PipeCD accepts has a plan, by every trigger") func corpus() throws {
    guard let files = Corpus.files(in: "pipecd") else { return }
    var count = 0
    for file in files {
      let source = Source(id: SourceID(0), name: file.name, bytes: file.bytes)
      for generation in PipeCD.Generation.allCases {
        let program = PipeCDLoader.load(source, generation: generation)
        let isApplication = program.documents.contains {
          if case .pipecd(let document) = $0 { document.application != nil } else { false }
        }
        guard isApplication, !program.problems.contains(where: { $0.authority == .server }) else { continue }
        count += 1
        for trigger in DeploymentRequest.Trigger.allCases {
          for strategy in [nil, DeploymentPlan.Strategy.quickSync, .pipeline] {
            let request = DeploymentRequest(trigger: trigger, strategy: strategy, changed: ["a"])
            let plan = PipeCDPlanner.plan(program, for: request)
            let deployment = try #require(plan.pipelines.first?.pipecd, "\(file.name)")
            let isRefused = plan.pipelines.contains { !$0.refusals.isEmpty }
            #expect(isRefused || !deployment.stages.isEmpty, "\(file.name)")
            let text = PlanRenderer.text(plan, source: source, isVerbose: true)
            #expect(text.hasSuffix("would run\n"))
            _ = PlanJSON.text(plan, source: source)
          }
        }
      }
    }
    print("pipecd: \(count) readings of applications planned")
    #expect(count > 150)
  }
}
