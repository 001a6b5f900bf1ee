extension PipeCD {
  /// A stage that piped or an official plugin knows.
  public enum StageKind: String, Hashable, Sendable, CaseIterable {
    case wait = "WAIT"
    case waitApproval = "WAIT_APPROVAL"
    case analysis = "ANALYSIS"
    case scriptRun = "SCRIPT_RUN"
    case customSync = "CUSTOM_SYNC"
    case kubernetesSync = "K8S_SYNC"
    case kubernetesPrimaryRollout = "K8S_PRIMARY_ROLLOUT"
    case kubernetesCanaryRollout = "K8S_CANARY_ROLLOUT"
    case kubernetesCanaryClean = "K8S_CANARY_CLEAN"
    case kubernetesBaselineRollout = "K8S_BASELINE_ROLLOUT"
    case kubernetesBaselineClean = "K8S_BASELINE_CLEAN"
    case kubernetesTrafficRouting = "K8S_TRAFFIC_ROUTING"
    case multiSync = "K8S_MULTI_SYNC"
    case multiPrimaryRollout = "K8S_MULTI_PRIMARY_ROLLOUT"
    case multiCanaryRollout = "K8S_MULTI_CANARY_ROLLOUT"
    case multiCanaryClean = "K8S_MULTI_CANARY_CLEAN"
    case multiBaselineRollout = "K8S_MULTI_BASELINE_ROLLOUT"
    case multiBaselineClean = "K8S_MULTI_BASELINE_CLEAN"
    case multiTrafficRouting = "K8S_MULTI_TRAFFIC_ROUTING"
    case terraformSync = "TERRAFORM_SYNC"
    case terraformPlan = "TERRAFORM_PLAN"
    case terraformApply = "TERRAFORM_APPLY"
    case openTofuPlan = "OPENTOFU_PLAN"
    case openTofuApply = "OPENTOFU_APPLY"
    case cloudRunSync = "CLOUDRUN_SYNC"
    case cloudRunPromote = "CLOUDRUN_PROMOTE"
    case lambdaSync = "LAMBDA_SYNC"
    case lambdaCanaryRollout = "LAMBDA_CANARY_ROLLOUT"
    case lambdaPromote = "LAMBDA_PROMOTE"
    case ecsSync = "ECS_SYNC"
    case ecsCanaryRollout = "ECS_CANARY_ROLLOUT"
    case ecsPrimaryRollout = "ECS_PRIMARY_ROLLOUT"
    case ecsCanaryClean = "ECS_CANARY_CLEAN"
    case ecsTrafficRouting = "ECS_TRAFFIC_ROUTING"
  }

  /// Whose stages are whose.
  public enum Platform: String, Hashable, Sendable, CaseIterable {
    case kubernetes, multicluster, terraform, openTofu, cloudRun, lambda, ecs

    /// The name of the official plugin; nil where there is none.
    public var plugin: String? {
      switch self {
      case .kubernetes: "kubernetes"
      case .multicluster: "kubernetes_multicluster"
      case .terraform: "terraform"
      case .openTofu: "opentofu"
      case .cloudRun: "cloudrun"
      case .ecs: "ecs"
      case .lambda: nil
      }
    }

    /// The kind of file of v0; nil where v0 does not know the platform.
    public var kind: String? {
      switch self {
      case .kubernetes: "KubernetesApp"
      case .terraform: "TerraformApp"
      case .cloudRun: "CloudRunApp"
      case .lambda: "LambdaApp"
      case .ecs: "ECSApp"
      case .multicluster, .openTofu: nil
      }
    }
  }
}

extension PipeCD.StageKind {
  /// The platform that the stage belongs to; nil for stages of all platforms.
  public var platform: PipeCD.Platform? {
    if rawValue.hasPrefix("K8S_MULTI_") { return .multicluster }
    if rawValue.hasPrefix("K8S_") { return .kubernetes }
    if rawValue.hasPrefix("TERRAFORM_") { return .terraform }
    if rawValue.hasPrefix("OPENTOFU_") { return .openTofu }
    if rawValue.hasPrefix("CLOUDRUN_") { return .cloudRun }
    if rawValue.hasPrefix("LAMBDA_") { return .lambda }
    if rawValue.hasPrefix("ECS_") { return .ecs }
    return nil
  }

  /// Whether a pipeline of v0 may name it: `K8S_SYNC` is made by the planner alone.
  public var isInV0Pipelines: Bool {
    self != .kubernetesSync && platform != .multicluster && platform != .openTofu
  }

  /// The official plugin that offers the stage in v1; nil where none does.
  public var plugin: String? {
    switch self {
    case .wait: "wait"
    case .waitApproval: "waitapproval"
    case .analysis: "analysis"
    case .scriptRun: "scriptrun"
    case .customSync, .terraformSync: nil
    default: platform?.plugin
    }
  }
}
