import Diagnostics
import IR
import Planner
import Testing

/// Who chooses between quick sync and pipeline, by the decision tables of both generations.
@Suite struct PipeCDStrategyTests {
  static let kubernetes = "pipeline: {stages: [{name: K8S_CANARY_ROLLOUT}, {name: K8S_PRIMARY_ROLLOUT}]}"

  /// Kind, what stands below `spec`, the request, the strategy, the summary (a refusal's message where it is refused).
  static let rows: [(String, String, String, String, String)] = [
    // v1, in the order in which the first match wins.
    (
      "Application", kubernetes, "command quick", "quick",
      "Quick sync because piped received a command from user via web console or pipectl"
    ),
    (
      "Application", kubernetes, "command pipeline;first", "pipeline",
      "Sync with the specified pipeline because piped received a command from user via web console or pipectl"
    ),
    (
      "Application", kubernetes + ", trigger: {onOutOfSync: {disabled: false}}", "out-of-sync", "quick",
      "Quick sync to attempt to resolve the detected configuration drift"
    ),
    (
      "Application", "plugins: {kubernetes: {}}", "commit", "quick", "Quick sync due to the pipeline was not configured"
    ),
    (
      "Application", kubernetes + ", planner: {alwaysUsePipeline: true}", "first", "pipeline",
      "Sync with the specified pipeline (alwaysUsePipeline was set)"
    ),
    (
      "Application", kubernetes + ", commitMatcher: {pipeline: '^feat'}", "message feat: x", "pipeline",
      #"Sync progressively because the commit message was matching "^feat""#
    ),
    (
      "Application", kubernetes + ", commitMatcher: {quickSync: 'hot.ix', pipeline: '^feat'}", "message a hotfix",
      "quick",
      #"Quick sync because the commit message was matching "hot.ix""#
    ),
    (
      "Application", kubernetes + ", commitMatcher: {quickSync: 'hot.ix'}", "command;message a hotfix;first", "quick",
      "Quick sync, it seems this is the first deployment of the application"
    ),
    (
      "Application", kubernetes + ", commitMatcher: {quickSync: '('}", "message (;first", "quick",
      "Quick sync, it seems this is the first deployment of the application"
    ),
    (
      "Application", kubernetes, "first", "quick",
      "Quick sync, it seems this is the first deployment of the application"
    ),
    ("Application", kubernetes, "commit", "deferred", ""),
    (
      "Application", "pipeline: {stages: [{name: TERRAFORM_PLAN}, {name: TERRAFORM_APPLY}]}", "commit", "pipeline",
      "Sync with the specified progressive pipeline"
    ),
    ("Application", "pipeline: {stages: [{name: ECS_SYNC}]}, planner: {autoRollback: false}", "commit", "deferred", ""),
    ("Application", "pipeline: {stages: [{name: MINE}]}", "commit", "deferred", ""),
    (
      "Application", "pipeline: {stages: [{name: WAIT, with: {duration: 1s}}]}", "commit", "refused",
      "no plugin of this application chooses between quick sync and pipeline, so that planning fails"
    ),
    (
      "Application", "pipeline: {stages: [{name: WAIT, with: {duration: 1s}}]}", "first", "refused",
      "no plugin of this application has stages for a quick sync, so that planning fails"
    ),
    ("Application", "name: x", "commit", "refused", "the application names no plugin and has no pipeline"),
    // v0: Kubernetes.
    (
      "KubernetesApp", kubernetes, "command quick", "quick",
      "Quick sync because piped received a command from user via web console or pipectl"
    ),
    (
      "KubernetesApp", "name: x", "command pipeline", "refused",
      "a sync with the pipeline was asked for, and the file has no pipeline"
    ),
    (
      "KubernetesApp", "name: x", "commit", "quick", "Quick sync by applying all manifests (no pipeline was configured)"
    ),
    (
      "KubernetesApp", kubernetes + ", planner: {alwaysUsePipeline: true}", "first", "pipeline",
      "Sync with the specified pipeline (alwaysUsePipeline was set)"
    ),
    (
      "KubernetesApp", kubernetes + ", commitMatcher: {pipeline: 'up'}", "message bump up", "pipeline",
      #"Sync progressively because the commit message was matching "up""#
    ),
    (
      "KubernetesApp", kubernetes + ", commitMatcher: {quickSync: '(?i)UP'}", "message bump up", "quick",
      #"Quick sync by applying all manifests because the commit message was matching "(?i)UP""#
    ),
    (
      "KubernetesApp", kubernetes + ", commitMatcher: {quickSync: '('}", "message x", "refused",
      "piped cannot read the regular expression of commitMatcher, and plans nothing"
    ),
    (
      "KubernetesApp", kubernetes, "first", "quick",
      "Quick sync by applying all manifests because it seems this is the first deployment"
    ),
    ("KubernetesApp", kubernetes, "commit", "deferred", ""),
    // v0: the other platforms; commitMatcher counts for Kubernetes alone.
    (
      "TerraformApp", "name: x", "commit", "quick",
      "Quick sync by automatically applying any detected changes because no pipeline was configured"
    ),
    (
      "TerraformApp", "pipeline: {stages: [{name: TERRAFORM_PLAN}]}", "first", "pipeline",
      "Sync with the specified progressive pipeline"
    ),
    (
      "ECSApp", "name: x", "commit", "quick",
      "Quick sync to deploy image … and configure all traffic to it (pipeline was not configured)"
    ),
    (
      "LambdaApp", "name: x", "commit", "quick",
      "Quick sync to deploy version … and configure all traffic to it (pipeline was not configured)"
    ),
    (
      "CloudRunApp", "pipeline: {stages: [{name: CLOUDRUN_PROMOTE}]}", "first", "quick",
      "Quick sync to deploy image … and configure all traffic to it (it seems this is the first deployment)"
    ),
    (
      "ECSApp", "pipeline: {stages: [{name: ECS_SYNC}]}, commitMatcher: {quickSync: x}", "message x", "pipeline",
      "Sync with the specified pipeline"
    ),
  ]

  @Test(arguments: rows.indices) func decisions(_ index: Int) throws {
    let (kind, spec, words, strategy, summary) = Self.rows[index]
    let plan = PipeCDPlanning.plan(PipeCDPlanning.file(kind, "{\(spec)}"), PipeCDPlanning.request(words))
    let pipeline = try #require(plan.pipelines.first, "\(plan.refusals.map(\.message))")
    let deployment = try #require(pipeline.pipecd)
    guard strategy != "refused" else {
      #expect(pipeline.decision == .skip)
      #expect(pipeline.refusals.first?.message == summary)
      return
    }
    #expect(pipeline.refusals.map(\.message) == [])
    #expect(deployment.isDeferred == (strategy == "deferred"))
    if strategy != "deferred" { #expect(deployment.strategy.rawValue == strategy) }
    #expect(deployment.summary == summary)
    #expect(deployment.answers.isEmpty != deployment.isDeferred)
  }

  @Test("the first plugin that wants the pipeline wins: terraform's always does") func certain() {
    let deployment = PipeCDPlanning.deployment(
      "Application", "{pipeline: {stages: [{name: K8S_CANARY_ROLLOUT}, {name: TERRAFORM_APPLY}]}}")
    #expect(deployment?.isDeferred == false)
    #expect(deployment?.strategy == .pipeline)
  }

  @Test("piped's plugins serve stages by their names or those of their programs") func plugins() {
    let file = PipeCDPlanning.file(
      "Application", "{planner: {alwaysUsePipeline: true}, pipeline: {stages: [{name: WAIT, with: {duration: 1s}}]}}")
    func plan(_ plugins: [DeploymentPlugin]) -> Plan.Pipeline? {
      PipeCDPlanning.plan(file, DeploymentRequest(plugins: plugins)).pipelines.first
    }
    let mine = DeploymentPlugin(name: "pause", official: "wait", address: "file:///opt/wait", port: 7001)
    let later = DeploymentPlugin(name: "later", official: "wait", port: 7002)
    #expect(plan([mine])?.pipecd?.stages.first?.executor == .plugin(mine))
    #expect(plan([mine, later])?.pipecd?.stages.first?.executor == .plugin(later))
    #expect(plan([DeploymentPlugin(name: "x", official: nil)])?.pipecd?.stages.first?.executor == .unknown)
    let other = plan([DeploymentPlugin(name: "kubernetes", official: "kubernetes")])
    #expect(other?.refusals.map(\.message) == ["no plugin of piped offers the stage WAIT"])
  }
}
