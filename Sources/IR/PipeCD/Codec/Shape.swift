extension PipeCD {
  /// Which values an option can have. Everything is known to the decoders; a shape tells it to others, such as schemas.
  public indirect enum Shape: Sendable {
    /// One option of a structure.
    public struct Field: Sendable {
      /// Its key.
      public var name: String
      /// The only generation that knows it; nil: both.
      public var generation: Generation?
      /// Its values.
      public var shape: Shape
      /// `{"KEY":VALUE}` with what it is where nothing is written; nil where that is nothing.
      public var fallback: String?

      public init(name: String, generation: Generation? = nil, shape: Shape, fallback: String? = nil) {
        self.name = name
        self.generation = generation
        self.shape = shape
        self.fallback = fallback
      }
    }

    case text, truth, whole, number, duration, percentage, replicas
    /// Whatever JSON can hold.
    case any
    case list(Shape)
    /// Free keys.
    case map(Shape)
    /// A structure with its name.
    case record(String, [Field])
    /// A structure of which `type` decides what `config` is; the name of the family, the types and their configurations.
    case tagged(String, [Field], types: [(name: String, shape: Shape)])
    /// A stage of a pipeline.
    case stage([Field])
    /// What `plugins` of an application says.
    case plugins
    /// A sign-on of the control plane.
    case signOn
  }
}

extension String { public static var shape: PipeCD.Shape { .text } }
extension Bool { public static var shape: PipeCD.Shape { .truth } }
extension Int64 { public static var shape: PipeCD.Shape { .whole } }
extension Double { public static var shape: PipeCD.Shape { .number } }
extension Array where Element: PipeCDValue { public static var shape: PipeCD.Shape { .list(Element.shape) } }
extension PipeCD.Secret { public static var shape: PipeCD.Shape { .text } }
extension PipeCD.Raw { public static var shape: PipeCD.Shape { .any } }
extension PipeCD.Duration { public static var shape: PipeCD.Shape { .duration } }
extension PipeCD.Percentage { public static var shape: PipeCD.Shape { .percentage } }
extension PipeCD.Replicas { public static var shape: PipeCD.Shape { .replicas } }
extension PipeCD.Map { public static var shape: PipeCD.Shape { .map(Value.shape) } }
extension PipeCD.Option { public static var shape: PipeCD.Shape { Value.shape } }
extension PipeCD.Plugins { public static var shape: PipeCD.Shape { .plugins } }
extension PipeCD.SignOn { public static var shape: PipeCD.Shape { .signOn } }

extension PipeCD.Stage {
  public static var shape: PipeCD.Shape {
    guard case .record(_, let fields) = PipeCD.StageHead.shape else { return .any }
    return .stage(fields)
  }
}

extension PipeCD.Tagged {
  public static var shape: PipeCD.Shape {
    guard case .record(_, let fields) = PipeCD.TaggedHead.shape else { return .any }
    return .tagged(
      String(describing: Family.self), fields,
      types: Family.types.map { ($0, Family.configuration(of: $0)?.shape ?? .any) })
  }
}

extension PipeCD.TaggedConfiguration {
  /// The options that this configuration has.
  var shape: PipeCD.Shape {
    switch self {
    case .kubernetes: PipeCD.KubernetesProvider.shape
    case .terraform: PipeCD.TerraformProvider.shape
    case .cloudRun: PipeCD.CloudRunProvider.shape
    case .lambda, .ecs: PipeCD.AmazonProvider.shape
    case .prometheus: PipeCD.PrometheusProvider.shape
    case .datadog: PipeCD.DatadogProvider.shape
    case .stackdriver: PipeCD.StackdriverProvider.shape
    case .keyPair: PipeCD.KeyPair.shape
    case .googleKeys: PipeCD.GoogleKeys.shape
    case .firestore: PipeCD.Firestore.shape
    case .mysql: PipeCD.MySQL.shape
    case .googleStorage: PipeCD.GoogleStorage.shape
    case .s3: PipeCD.S3Storage.shape
    case .minio: PipeCD.MinioStorage.shape
    }
  }
}

extension PipeCD.StageOptions {
  /// The options that stages of this kind have.
  public var shape: PipeCD.Shape {
    switch self {
    case .wait: PipeCD.WaitOptions.shape
    case .waitApproval: PipeCD.WaitApprovalOptions.shape
    case .analysis: PipeCD.AnalysisOptions.shape
    case .scriptRun: PipeCD.ScriptRunOptions.shape
    case .customSync: PipeCD.CustomSyncOptions.shape
    case .kubernetesSync: PipeCD.KubernetesSyncOptions.shape
    case .kubernetesPrimary: PipeCD.KubernetesPrimaryOptions.shape
    case .kubernetesCanary: PipeCD.KubernetesCanaryOptions.shape
    case .kubernetesBaseline: PipeCD.KubernetesBaselineOptions.shape
    case .kubernetesTraffic: PipeCD.KubernetesTrafficOptions.shape
    case .terraformPlan: PipeCD.TerraformPlanOptions.shape
    case .promote: PipeCD.PromoteOptions.shape
    case .ecsSync: PipeCD.ECSSyncOptions.shape
    case .ecsCanary: PipeCD.ECSCanaryOptions.shape
    case .ecsTraffic: PipeCD.ECSTrafficOptions.shape
    case .none: PipeCD.NoOptions.shape
    }
  }
}

extension PipeCD.PluginOptions {
  /// The names of the official plugins, in order.
  public static let names = [
    "analysis", "cloudrun", "ecs", "example-stage", "kubernetes", "kubernetes_multicluster", "opentofu", "scriptrun",
    "terraform", "wait", "waitapproval",
  ]

  /// What the plugin reads of an application.
  public var shape: PipeCD.Shape {
    switch self {
    case .kubernetes: PipeCD.KubernetesPlugin.shape
    case .terraform: PipeCD.TerraformPlugin.shape
    case .openTofu: PipeCD.OpenTofuPlugin.shape
    case .ecs: PipeCD.ECSPlugin.shape
    case .cloudRun: PipeCD.CloudRunPlugin.shape
    case .analysis: PipeCD.AnalysisPlugin.shape
    case .none: PipeCD.NoOptions.shape
    }
  }
}
