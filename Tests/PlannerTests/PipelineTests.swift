import Planner
import Testing

/// Which pipelines there are, what they wait for, and what their runners refuse.
@Suite struct PipelineTests {
  /// Pipelines in short, `name(needs) trigger`, against what is planned.
  @Test(
    arguments: [
      ([("a", "", ""), ("b", "a", "")], "a run always() b run on-success(a)"),
      ([("a", "", "{event: tag}"), ("b", "a", "")], "a skip b run always()"),
      ([("a", "", ""), ("b", "a", "{event: tag}"), ("c", "b", "")], "a run always() b skip c run on-success(a)"),
      (
        [("a", "", ""), ("b", "", ""), ("c", "a, b", "{branch: x}"), ("d", "c, a", "")],
        "a run always() b run always() c skip d run on-success(a,b)"
      ),
      ([("a", "", ""), ("n", "a", "{status: failure}")], "a run always() n deferred on-failure(a)"),
      ([("a", "", ""), ("n", "a", "{status: [success, failure]}")], "a run always() n run always(a)"),
      ([("n", "", "{status: failure}")], "n run always()"),
      ([("a", "", ""), ("n", "a", "{status: changed}")], "a run always() n skip"),
    ] as [([(String, String, String)], String)])
  func schedule(_ pipelines: [(name: String, needs: String, trigger: String)], _ expected: String) {
    var text = ""
    for pipeline in pipelines {
      text += "---\nkind: pipeline\nname: \(pipeline.name)\ndepends_on: [\(pipeline.needs)]\n"
      if !pipeline.trigger.isEmpty { text += "trigger: \(pipeline.trigger)\n" }
      text += "steps: [{name: a, image: alpine}]\n"
    }
    let words = plan(text, in: context()).pipelines.map { pipeline in
      let policy = "\(pipeline.runPolicy.rawValue)(\(pipeline.needs.joined(separator: ",")))"
      return "\(pipeline.name) \(pipeline.decision.rawValue)" + (pipeline.decision == .skip ? "" : " \(policy)")
    }
    #expect(words.joined(separator: " ") == expected)
  }

  /// A hundred layers of skipped pipelines with two dependencies each must not double at every layer.
  @Test(.timeLimit(.minutes(10))) func manySkippedLayers() throws {
    var text = "kind: pipeline\nname: start\nsteps: [{name: a, image: alpine}]\n"
    for layer in 0..<100 {
      for side in ["l", "r"] {
        let needs = layer == 0 ? "start" : "l\(layer - 1), r\(layer - 1)"
        text += "---\nkind: pipeline\nname: \(side)\(layer)\ndepends_on: [\(needs)]\ntrigger: {event: tag}\n"
      }
    }
    text += "---\nkind: pipeline\nname: end\ndepends_on: [l99, r99]\nsteps: [{name: a, image: alpine}]\n"
    #expect(try #require(plan(text, in: context()).pipelines.last).needs == ["start"])
  }

  @Test func unnamedPipelineLosesItsDependencies() {
    let text = "kind: pipeline\nname: a\nsteps: []\n---\nkind: pipeline\ndepends_on: [a]\nsteps: []\n"
    let pipelines = plan(text, in: context()).pipelines
    #expect(pipelines.map(\.name) == ["a", "default"])
    #expect(pipelines.map(\.needs) == [[], []])
  }

  @Test func aFileThatTheServerRefuses() throws {
    let text = "kind: pipeline\nname: a\ndepends_on: [b]\nsteps: [{name: x, image: alpine}]\n"
    let plan = plan(text, in: context())
    #expect(plan.refusals.count == 1)
    #expect(plan.pipelines.map(\.decision) == [.skip])
    #expect(plan.pipelines.first?.reason.text == "the file is refused: linter: invalid or unknown pipeline dependency")
  }

  @Test func aPipelineThatItsRunnerRefuses() throws {
    let text = """
      kind: pipeline
      name: good
      steps: [{name: x, image: alpine}]
      ---
      kind: pipeline
      type: kubernetes
      name: bad
      steps: [{name: x}]
      """
    let plan = plan(text, in: context())
    #expect(plan.refusals.isEmpty)
    #expect(plan.pipelines.map(\.decision) == [.run, .skip])
    #expect(plan.pipelines.last?.reason.text == "its runner refuses it: linter: invalid or missing image")
    #expect(plan.pipelines.last?.refusals.count == 1)
  }

  @Test func trustedOnlyFeatures() {
    let text = "kind: pipeline\nsteps: [{name: x, image: alpine, privileged: true}]\n"
    #expect(plan(text, in: context()).pipelines.map(\.decision) == [.run])
    #expect(plan(text, in: context { $0.repository.isTrusted = false }).pipelines.map(\.decision) == [.skip])
  }

  @Test func substitutionInANameHidesThePipeline() throws {
    let text = "kind: pipeline\nname: build-${DRONE_BRANCH}\nsteps: [{name: x, image: alpine}]\n"
    let pipeline = try #require(plan(text, in: context()).pipelines.first)
    #expect(pipeline.name == "build-${DRONE_BRANCH}")
    #expect(pipeline.reason.text == "its runner refuses it: resource not found")
  }

  /// The server reads a text that only the values of a build make good YAML.
  @Test func substitutionThatNeedsAValue() throws {
    let text = "kind: pipeline\nname: a\nsteps: [{name: x, image: alpine}]\n---\nkind: pipeline\nname: ${DRONE_TAG\n"
    #expect(plan(text, in: context()).pipelines.first?.decision == .skip)
    let plain = "kind: pipeline\nsteps:\n- name: x\n  image: alpine:${DRONE_TAG}\n"
    let pipelines = plan(plain, in: context(event: "tag")).pipelines
    #expect(pipelines.first?.step("x")?.image == "docker.io/library/alpine:v1.0.0")
  }

  @Test(arguments: [("kind: deployment", "kind deployment"), ("kind: pipeline\ntype: Docker", "type Docker")])
  func nobodyTakesIt(_ head: String, _ word: String) throws {
    let pipeline = try #require(plan("\(head)\nsteps: [{name: x, image: alpine}]\n", in: context()).pipelines.first)
    #expect(pipeline.decision == .skip)
    #expect(pipeline.reason.text == "no runner takes \(word): it would wait for ever")
  }

  @Test func selection() {
    let text = """
      kind: pipeline
      name: a
      steps: [{name: x, image: alpine}]
      ---
      kind: pipeline
      name: b
      depends_on: [a]
      trigger: {event: tag}
      steps: [{name: x, image: alpine}, {name: y, image: alpine}]
      services: [{name: db, image: alpine}]
      """
    let plan = plan(text, in: context { $0.selection.pipelines = ["b"] })
    #expect(plan.pipelines.map(\.decision) == [.skip, .run])
    #expect(plan.pipelines.map(\.needs) == [[], []])
    func running(_ change: (inout Context) -> Void) -> [String] {
      let change = context { context in
        context.selection.pipelines = ["b"]
        change(&context)
      }
      let plan = PlannerTests.plan(text, in: change)
      return plan.pipelines[1].steps.filter { $0.decision == .run }.map(\.name)
    }
    #expect(running { $0.selection.include = ["y"] } == ["clone", "y"])
    #expect(running { $0.selection.exclude = ["y"] } == ["clone", "db", "x"])
    #expect(
      running {
        $0.selection.include = ["y", "db"]
        $0.selection.exclude = ["db"]
      } == ["clone", "y"])
  }
}
