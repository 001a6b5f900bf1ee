import Diagnostics
import IR
import Interpreter
import Parser
import Planner
import TestSupport
import Testing

/// Every application of the corpus that plans is rehearsed, with stubs where a plugin is needed: each comes to an end.
@Suite struct DeploymentCorpusTests {
  @Test(.timeLimit(.minutes(10))) func everyApplication() async {
    guard let files = Corpus.files(in: "pipecd") else { return }
    var runs = 0
    var stages = 0
    var ends: [DeploymentStatus: Int] = [:]
    for file in files {
      let source = Source(id: SourceID(0), name: file.name, bytes: file.bytes)
      let request = DeploymentRequest(trigger: .command, strategy: .pipeline)
      for strategy in DeploymentPlan.Strategy.allCases {
        var request = request
        request.strategy = strategy
        let plan = PipeCDPlanner.plan(PipeCDLoader.load(source), for: request)
        guard let pipeline = plan.pipelines.first, let deployment = pipeline.pipecd, pipeline.decision != .skip else {
          continue
        }
        var options = RunOptions(clock: TestClock(endless: .seconds(1 << 40)).clock, grace: .zero)
        options.pipecd.transport = NoTransport()
        options.pipecd.files.repository = "/nonexistent"
        for stage in deployment.stages {
          options.pipecd.approvals[stage.id] = []
          if stage.kind == .platform || stage.kind.name == "script" { options.pipecd.stubs[stage.id] = true }
        }
        #expect(MissingPlugins(in: deployment, options.pipecd).stages == [], "\(file.name)")
        let outcome = await Interpreter.run(plan: plan, options: options, backend: DummyBackend(), readers: [])
        runs += 1
        stages += outcome.pipelines.first?.steps.count ?? 0
        if let status = outcome.pipelines.first?.deploymentStatus { ends[status, default: 0] += 1 }
        #expect([0, 1].contains(outcome.exitStatus), "\(file.name)")
      }
    }
    print("run: \(runs) deployments of PipeCD, \(stages) stages, \(ends[.success] ?? 0) succeed")
    #expect(runs > 50)
    #expect((ends[.success] ?? 0) > 50)
  }
}

/// Nobody answers.
private struct NoTransport: AnalysisTransport {
  func send(_ request: AnalysisRequest) async -> Result<AnalysisAnswer, AnalysisSendFailure> {
    .failure(AnalysisSendFailure("nobody answers"))
  }
}
