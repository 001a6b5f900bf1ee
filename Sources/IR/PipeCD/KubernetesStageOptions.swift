import Diagnostics

extension PipeCD {
  /// The options of `K8S_SYNC`, and of a quick sync of Kubernetes.
  public struct KubernetesSyncOptions: PipeCDRecord {
    /// Whether selectors get the variant label.
    public var addsVariantLabel: PipeCD.Option<Bool>
    /// Whether what is gone from the repository is deleted.
    public var prunes: PipeCD.Option<Bool>

    public init() {
      addsVariantLabel = .zero
      prunes = .zero
    }

    public static var goType: String { "config.K8sSyncStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("addVariantLabelToSelector", \.addsVariantLabel),
      .init("prune", \.prunes),
    ]
  }

  /// The options of `K8S_PRIMARY_ROLLOUT`.
  public struct KubernetesPrimaryOptions: PipeCDRecord {
    /// Of the created Service.
    public var suffix: PipeCD.Option<String>
    /// Whether a Service is made.
    public var createsService: PipeCD.Option<Bool>
    /// Whether selectors get the variant label.
    public var addsVariantLabel: PipeCD.Option<Bool>
    /// Whether what is gone from the repository is deleted.
    public var prunes: PipeCD.Option<Bool>

    public init() {
      suffix = .zero
      createsService = .zero
      addsVariantLabel = .zero
      prunes = .zero
    }

    public static var goType: String { "config.K8sPrimaryRolloutStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("suffix", \.suffix),
      .init("createService", \.createsService),
      .init("addVariantLabelToSelector", \.addsVariantLabel),
      .init("prune", \.prunes),
    ]
  }

  /// The options of `K8S_CANARY_ROLLOUT`.
  public struct KubernetesCanaryOptions: PipeCDRecord {
    /// How many pods; 0 is one.
    public var replicas: PipeCD.Option<PipeCD.Replicas>
    /// Of the names.
    public var suffix: PipeCD.Option<String>
    /// Whether a Service is made.
    public var createsService: PipeCD.Option<Bool>
    /// Changes to the manifests.
    public var patches: PipeCD.List<PipeCD.ManifestPatch>

    public init() {
      replicas = .zero
      suffix = .zero
      createsService = .zero
      patches = .zero
    }

    public static var goType: String { "config.K8sCanaryRolloutStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("replicas", \.replicas),
      .init("suffix", \.suffix),
      .init("createService", \.createsService),
      .init("patches", \.patches),
    ]
  }

  /// Changes to a manifest of the canary.
  public struct ManifestPatch: PipeCDRecord {
    /// Which manifest.
    public var target: PipeCD.Option<PipeCD.PatchTarget>
    /// What is changed.
    public var operations: PipeCD.List<PipeCD.PatchOperation>

    public init() {
      target = .zero
      operations = .zero
    }

    public static var goType: String { "config.K8sResourcePatch" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("target", \.target),
      .init("ops", \.operations),
    ]
  }

  /// Which manifest a patch changes.
  public struct PatchTarget: PipeCDRecord {
    /// Its kind.
    public var kind: PipeCD.Option<String>
    /// Its name.
    public var name: PipeCD.Option<String>
    /// A field that holds YAML or JSON itself.
    public var documentRoot: PipeCD.Option<String>

    public init() {
      kind = .zero
      name = .zero
      documentRoot = .zero
    }

    public static var goType: String { "config.K8sResourcePatchTarget" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("kind", \.kind),
      .init("name", \.name),
      .init("documentRoot", \.documentRoot),
    ]
  }

  /// One change of a manifest.
  public struct PatchOperation: PipeCDRecord {
    /// Only `yaml-replace` is implemented.
    public var operation: PipeCD.Option<String>
    /// Where.
    public var path: PipeCD.Option<String>
    /// What stands there then.
    public var newValue: PipeCD.Option<String>

    public init() {
      operation = .zero
      path = .zero
      newValue = .zero
    }

    public static var goType: String { "config.K8sResourcePatchOp" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("op", \.operation, default: "yaml-replace"),
      .init("path", \.path),
      .init("value", \.newValue),
    ]
  }

  /// The options of `K8S_BASELINE_ROLLOUT`.
  public struct KubernetesBaselineOptions: PipeCDRecord {
    /// How many pods; 0 is one.
    public var replicas: PipeCD.Option<PipeCD.Replicas>
    /// Of the names.
    public var suffix: PipeCD.Option<String>
    /// Whether a Service is made.
    public var createsService: PipeCD.Option<Bool>

    public init() {
      replicas = .zero
      suffix = .zero
      createsService = .zero
    }

    public static var goType: String { "config.K8sBaselineRolloutStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("replicas", \.replicas),
      .init("suffix", \.suffix),
      .init("createService", \.createsService),
    ]
  }

  /// The options of `K8S_TRAFFIC_ROUTING`.
  public struct KubernetesTrafficOptions: PipeCDRecord {
    /// `primary`, `canary` or `baseline`: who gets everything.
    public var all: PipeCD.Option<String>
    /// The share of the primary.
    public var primary: PipeCD.Option<PipeCD.Percentage>
    /// The share of the canary.
    public var canary: PipeCD.Option<PipeCD.Percentage>
    /// The share of the baseline.
    public var baseline: PipeCD.Option<PipeCD.Percentage>

    public init() {
      all = .zero
      primary = .zero
      canary = .zero
      baseline = .zero
    }

    public static var goType: String { "config.K8sTrafficRoutingStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("all", \.all),
      .init("primary", \.primary),
      .init("canary", \.canary),
      .init("baseline", \.baseline),
    ]
  }
}
