import Diagnostics
import IR
import Parser
import Planner
import Testing

/// Pipelines of the newer forms are planned like those of the form `v0` (§9 of the reference).
@Suite struct HarnessNewerFormTests {
  @Test(
    arguments: [
      """
      version: 1
      pipeline:
        inputs:
          who: {type: string, default: you}
        stages:
          - name: build
            steps:
              - run: {script: "echo <+inputs.who> ${{ matrix.os }}", container: alpine}
                strategy: {matrix: {os: [a, b], exclude: [{os: b}], include: [{os: c}]}}
      """,
      """
      version: 1
      kind: pipeline
      spec:
        inputs:
          who: {type: string, default: you}
        stages:
          - name: build
            type: ci
            spec:
              steps:
                - name: run1
                  type: script
                  spec: {run: "echo ${{ inputs.who }} <+matrix.os>", image: alpine}
                  strategy: {type: matrix, spec: {axis: {os: [a, b]}, exclude: [{os: b}], include: [{os: c}]}}
      """,
    ])
  func loopsAndInputs(_ text: String) throws {
    let program = HarnessLoader.load(Source(name: "pipeline.yaml", text: text))
    guard case .harness(.pipeline(let pipeline))? = program.documents.first else {
      Issue.record("no pipeline")
      return
    }
    let plan = HarnessPlanner.plan(HarnessResolution(pipeline).pipeline, facts: HarnessPlanning.facts())
    let steps = plan.pipelines.flatMap(\.steps).filter { $0.image == "alpine" }
    #expect(steps.map(\.id) == ["build.run1_0", "build.run1_1"])
    for (step, word) in zip(steps, ["a", "c"]) {
      let all = String(describing: (step.command, step.environment))
      #expect(all.contains("echo you \(word)"), "\(all)")
    }
  }
}
