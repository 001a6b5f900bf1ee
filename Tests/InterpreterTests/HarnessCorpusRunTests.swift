import Diagnostics
import IR
import Interpreter
import Parser
import Planner
import TestSupport
import Testing

/// Every pipeline of the corpus that plans is run on a backend that pretends: each comes to an end, and tidies up.
@Suite struct HarnessCorpusRunTests {
  @Test(.timeLimit(.minutes(10))) func everyFile() async {
    guard let files = Corpus.files(in: "harness") else { return }
    var runs = 0
    var steps = 0
    for file in files {
      let source = Source(id: SourceID(0), name: file.name, bytes: file.bytes)
      for case .harness(.pipeline(let pipeline)) in HarnessLoader.load(source).documents {
        let plan = HarnessPlanner.plan(pipeline, facts: HarnessFacts(context: Context()))
        guard plan.pipelines.allSatisfy({ $0.decision != .skip && $0.steps.count < 500 }) else { continue }
        let backend = DummyBackend()
        let outcome = await Interpreter.run(
          plan: plan, options: RunOptions(clock: TestClock(endless: .seconds(1 << 40)).clock, grace: .zero),
          backend: backend, secrets: SecretProvider([.init { "value of \($0)" }]), readers: [])
        runs += 1
        steps += outcome.pipelines.first?.steps.count ?? 0
        #expect([0, 1].contains(outcome.exitStatus), "\(file.name)")
        let prepared = backend.journal.count { $0.hasPrefix("prepare") }
        #expect(prepared == backend.journal.count { $0.hasPrefix("clean up") }, "\(file.name)")
      }
    }
    print("run: \(runs) Harness pipelines, \(steps) steps")
    #expect(runs > 50)
  }
}
