import IR

/// A variant of an application that runs beside the primary.
struct Variant: Hashable {
  /// The platform that it runs on.
  var platform: PipeCD.Platform
  /// `canary` or `baseline`.
  var word: String

  /// The variant that a stage rolls out; nil where it rolls out none.
  init?(rolledOutBy kind: PipeCD.StageKind) {
    switch kind {
    case .kubernetesCanaryRollout: self = Variant(.kubernetes, "canary")
    case .kubernetesBaselineRollout: self = Variant(.kubernetes, "baseline")
    case .multiCanaryRollout: self = Variant(.multicluster, "canary")
    case .multiBaselineRollout: self = Variant(.multicluster, "baseline")
    case .ecsCanaryRollout: self = Variant(.ecs, "canary")
    case .lambdaCanaryRollout: self = Variant(.lambda, "canary")
    default: return nil
    }
  }

  private init(_ platform: PipeCD.Platform, _ word: String) {
    self.platform = platform
    self.word = word
  }

  /// What rolls it out.
  var rollout: PipeCD.StageKind {
    switch platform {
    case .multicluster: word == "canary" ? .multiCanaryRollout : .multiBaselineRollout
    case .ecs: .ecsCanaryRollout
    case .lambda: .lambdaCanaryRollout
    default: word == "canary" ? .kubernetesCanaryRollout : .kubernetesBaselineRollout
    }
  }

  /// What removes it; nil where nothing needs to.
  var clean: PipeCD.StageKind? {
    switch platform {
    case .kubernetes: word == "canary" ? .kubernetesCanaryClean : .kubernetesBaselineClean
    case .multicluster: word == "canary" ? .multiCanaryClean : .multiBaselineClean
    case .ecs: .ecsCanaryClean
    default: nil
    }
  }

  /// The variants that must be there for a stage to succeed.
  static func needed(by stage: PipeCD.Stage) -> [Variant] {
    switch (stage.kind, stage.options) {
    case (.kubernetesCanaryClean, _): [Variant(.kubernetes, "canary")]
    case (.kubernetesBaselineClean, _): [Variant(.kubernetes, "baseline")]
    case (.multiCanaryClean, _): [Variant(.multicluster, "canary")]
    case (.multiBaselineClean, _): [Variant(.multicluster, "baseline")]
    case (.ecsCanaryClean, _): [Variant(.ecs, "canary")]
    case (.lambdaPromote, _): [Variant(.lambda, "canary")]
    case (.kubernetesTrafficRouting, .kubernetesTraffic(let options)):
      needed(by: options, on: .kubernetes)
    case (.multiTrafficRouting, .kubernetesTraffic(let options)): needed(by: options, on: .multicluster)
    default: []
    }
  }

  private static func needed(
    by options: PipeCD.KubernetesTrafficOptions, on platform: PipeCD.Platform
  ) -> [Variant] {
    if options.all.value == "primary" { return [] }
    if options.all.value == "canary" { return [Variant(platform, "canary")] }
    if options.all.value == "baseline" { return [Variant(platform, "baseline")] }
    return (options.canary.value.number > 0 ? [Variant(platform, "canary")] : [])
      + (options.baseline.value.number > 0 ? [Variant(platform, "baseline")] : [])
  }
}
