import Interpreter
import Testing

/// Scripts of deployments in containers of a real engine.
@Suite(.enabled(if: TestEngine.docker != nil)) struct DeploymentContainerTests {
  @Test func scriptsRunInCopies() async throws {
    let yaml = """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        name: shop
        planner: {alwaysUsePipeline: true}
        pipeline:
          stages:
          - name: SCRIPT_RUN
            with:
              run: 'pwd; ls; mkdir made; echo $A $SR_IS_ROLLBACK >made/it; cat made/it'
              env: {A: b}
              onRollback: 'ls; echo $SR_IS_ROLLBACK'
          - {name: SCRIPT_RUN, with: {run: exit 3}}

      """
    let backend = try await TestEngine.backend(at: TestEngine.docker ?? "")
    let run = try await DeploymentRun(yaml, backend: backend) { $0.image = "docker.io/library/busybox:1" }
    #expect(
      run.text == "SCRIPT_RUN #0 SUCCESS, SCRIPT_RUN #1 FAILURE 3, SCRIPT_RUN_ROLLBACK SUCCESS; "
        + "FAILURE: Failed while executing stage stage-1")
    #expect(
      run.recorder.output == [
        "SCRIPT_RUN #0: /pipecd/source", "SCRIPT_RUN #0: app.pipecd.yaml", "SCRIPT_RUN #0: b false",
        "SCRIPT_RUN_ROLLBACK: app.pipecd.yaml", "SCRIPT_RUN_ROLLBACK: true",
      ])
  }
}
