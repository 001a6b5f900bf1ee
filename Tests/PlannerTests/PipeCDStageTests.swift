import Diagnostics
import IR
import Planner
import Testing

/// The stages of deployments: those of quick syncs, of pipelines, and what rolls them back.
@Suite struct PipeCDStageTests {
  /// Kind, what stands below `spec`, the request, the stages as `NAME INDEX`, what rolls them back.
  static let rows: [(String, String, String, [String], [String])] = [
    ("KubernetesApp", "name: x", "commit", ["K8S_SYNC 0"], ["ROLLBACK 1"]),
    ("KubernetesApp", "input: {autoRollback: false}", "commit", ["K8S_SYNC 0"], []),
    ("KubernetesApp", "planner: {autoRollback: false}", "commit", ["K8S_SYNC 0"], ["ROLLBACK 1"]),
    ("TerraformApp", "name: x", "commit", ["TERRAFORM_SYNC 0"], []),
    ("TerraformApp", "input: {autoRollback: true}", "commit", ["TERRAFORM_SYNC 0"], ["ROLLBACK 1"]),
    ("CloudRunApp", "name: x", "commit", ["CLOUDRUN_SYNC 0"], ["ROLLBACK 1"]),
    ("LambdaApp", "name: x", "commit", ["LAMBDA_SYNC 0"], ["ROLLBACK 1"]),
    ("ECSApp", "name: x", "commit", ["ECS_SYNC 0"], ["ROLLBACK 1"]),
    (
      "KubernetesApp", "pipeline: {stages: [{name: WAIT}, {name: SCRIPT_RUN, with: {run: a, onRollback: b}}]}",
      "command pipeline", ["WAIT 0", "SCRIPT_RUN 1"], ["ROLLBACK 2", "SCRIPT_RUN_ROLLBACK 1"]
    ),
    (
      "ECSApp", "pipeline: {stages: [{name: SCRIPT_RUN, with: {run: a, onRollback: b}}]}",
      "commit", ["SCRIPT_RUN 0"], ["ROLLBACK 1"]
    ),
    (
      "LambdaApp", "pipeline: {stages: [{name: CUSTOM_SYNC, with: {run: a}}]}",
      "commit", ["CUSTOM_SYNC 0"], ["CUSTOM_SYNC_ROLLBACK 1"]
    ),
    // v1: the index of a rollback is the smallest one that the plugin was asked for.
    ("Application", "plugins: {kubernetes: {}}", "commit", ["K8S_SYNC 0"], ["K8S_ROLLBACK 0"]),
    ("Application", "plugins: {kubernetes: {}}, planner: {autoRollback: false}", "commit", ["K8S_SYNC 0"], []),
    (
      "Application", "plugins: {kubernetes: {}, terraform: {}}", "commit", ["K8S_SYNC 0", "TERRAFORM_APPLY 0"],
      ["K8S_ROLLBACK 0", "TERRAFORM_ROLLBACK 0"]
    ),
    ("Application", "plugins: {kubernetes_multicluster: {}}", "commit", ["K8S_MULTI_SYNC 0"], ["K8S_MULTI_ROLLBACK 0"]),
    (
      "Application",
      "pipeline: {stages: [{name: WAIT, with: {duration: 1s}}, {name: TERRAFORM_PLAN}, {name: TERRAFORM_APPLY}]}",
      "commit", ["WAIT 0", "TERRAFORM_PLAN 1", "TERRAFORM_APPLY 2"], ["TERRAFORM_ROLLBACK 1"]
    ),
    // G12 and G13: a script's rollback is planned whatever autoRollback says.
    (
      "Application",
      "planner: {alwaysUsePipeline: true, autoRollback: false}, pipeline: {stages: [{name: SCRIPT_RUN, with: {run: a, onRollback: b}}, {name: SCRIPT_RUN, with: {run: c}}]}",
      "commit", ["SCRIPT_RUN 0", "SCRIPT_RUN 1"], ["SCRIPT_RUN_ROLLBACK 0"]
    ),
    (
      "Application",
      "pipeline: {stages: [{name: K8S_CANARY_ROLLOUT}, {name: SCRIPT_RUN, with: {run: a, onRollback: b}}]}",
      "command pipeline", ["K8S_CANARY_ROLLOUT 0", "SCRIPT_RUN 1"], ["K8S_ROLLBACK 0", "SCRIPT_RUN_ROLLBACK 1"]
    ),
  ]

  @Test(arguments: rows.indices) func stages(_ index: Int) throws {
    let (kind, spec, words, stages, rollback) = Self.rows[index]
    let deployment = try #require(
      PipeCDPlanning.deployment(kind, "{\(spec)}", PipeCDPlanning.request(words)))
    #expect(deployment.stages.map { "\($0.name) \($0.index)" } == stages)
    #expect(deployment.rollback.map { "\($0.name) \($0.index)" } == rollback)
    #expect(deployment.rollback.allSatisfy { $0.isRollback && $0.requires.isEmpty })
    let ids = deployment.stages.map(\.id) + deployment.rollback.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test("the ecs plugin gives its rollback an index that nobody asked for") func ecs() {
    let plan = PipeCDPlanning.plan(
      PipeCDPlanning.file(
        "Application", "{pipeline: {stages: [{name: ECS_CANARY_ROLLOUT}, {name: ECS_PRIMARY_ROLLOUT}]}}"),
      PipeCDPlanning.request("command pipeline"))
    #expect(plan.pipelines.first?.refusals.map(\.message) == ["the plugin `ecs` cannot plan a pipeline with rollback"])
  }

  @Test("stages wait for the one before, under the identifiers of the file or their numbers") func chain() throws {
    let deployment = try #require(
      PipeCDPlanning.deployment(
        "TerraformApp",
        "{pipeline: {stages: [{name: TERRAFORM_PLAN}, {id: ok, name: WAIT_APPROVAL}, {name: TERRAFORM_APPLY}]}}"))
    #expect(deployment.stages.map(\.id) == ["stage-0", "ok", "stage-2"])
    #expect(deployment.stages.map(\.requires) == [[], ["stage-0"], ["ok"]])
    guard case .approval(let approval) = deployment.stages[1].kind else {
      Issue.record("no approval")
      return
    }
    #expect(approval.approvers == [] && approval.count == 1)
    #expect(deployment.stages[1].timeout == .hours(6))
  }

  @Test("v0 waits a minute where it is not told; v1 gives its plugins what is written") func options() throws {
    let old = try #require(
      PipeCDPlanning.deployment("TerraformApp", "{pipeline: {stages: [{name: WAIT}]}}"))
    #expect(old.stages.first?.kind == .wait(.minutes(1)))
    let new = try #require(
      PipeCDPlanning.deployment(
        "Application",
        "{pipeline: {stages: [{name: TERRAFORM_PLAN, timeout: 5m, with: {exitOnNoChanges: true, a: 1}}, {name: TERRAFORM_APPLY}]}}"
      ))
    #expect(new.stages.map(\.configuration) == [#"{"a":1,"exitOnNoChanges":true}"#, "{}"])
    #expect(new.stages.map(\.timeout) == [.minutes(5), .hours(6)])
  }

  @Test("in a quick sync the first stage's skipOn and timeout count, since all stages have its index") func quick()
    throws
  {
    let spec =
      "{plugins: {kubernetes: {}}, pipeline: {stages: [{name: K8S_CANARY_ROLLOUT, timeout: 1m, skipOn: {paths: [docs]}}]}}"
    let deployment = try #require(
      PipeCDPlanning.deployment("Application", spec, PipeCDPlanning.request("command quick;changed docs/a.md")))
    #expect(deployment.stages.map(\.decision) == [.skip])
    #expect(deployment.stages.first?.timeout == .minutes(1))
    #expect(deployment.remarks.count == 1)
  }

  @Test("a skipped stage takes the rollback of its index with it") func rollbackSkipped() throws {
    let spec =
      "{pipeline: {stages: [{name: TERRAFORM_PLAN, skipOn: {commitMessagePrefixes: ['docs:']}}, {name: TERRAFORM_APPLY}]}}"
    let deployment = try #require(
      PipeCDPlanning.deployment("Application", spec, PipeCDPlanning.request("message docs: x")))
    #expect(deployment.stages.map(\.decision) == [.skip, .run])
    #expect(deployment.rollback.map(\.decision) == [.skip])
  }
}
