import Diagnostics

extension PipeCD {
  /// A KubernetesApp of v0.
  public struct KubernetesApplication: PipeCDRecord {
    /// What all kinds have.
    public var generic: GenericApplication
    /// What is deployed.
    public var input: PipeCD.Option<PipeCD.KubernetesInput>
    /// How a quick sync deploys.
    public var quickSync: PipeCD.Option<PipeCD.KubernetesSyncOptions>
    /// The Service; the first one if none is named.
    public var service: PipeCD.Option<PipeCD.ResourceReference>
    /// The workloads; all Deployments if none is named.
    public var workloads: PipeCD.List<PipeCD.ResourceReference>
    /// How traffic is led to variants.
    public var trafficRouting: PipeCD.Option<PipeCD.TrafficRouting?>
    /// The label that tells variants apart.
    public var variantLabel: PipeCD.Option<PipeCD.VariantLabel>
    /// Which provider gets which resource.
    public var resourceRoutes: PipeCD.List<PipeCD.ResourceRoute>

    public init() {
      generic = GenericApplication()
      input = .zero
      quickSync = .zero
      service = .zero
      workloads = .zero
      trafficRouting = .zero
      variantLabel = .zero
      resourceRoutes = .zero
    }

    public static var goType: String { "config.KubernetesApplicationSpec" }
    public static let fields: [PipeCD.Field<Self>] =
      GenericApplication.fields.map { $0.lifted(\.generic) } + [
        .init("input", \.input),
        .init("quickSync", \.quickSync),
        .init("service", \.service),
        .init("workloads", \.workloads),
        .init("trafficRouting", \.trafficRouting),
        .init("variantLabel", \.variantLabel),
        .init("resourceRoutes", \.resourceRoutes),
      ]
  }

  /// What a KubernetesApp deploys.
  public struct KubernetesInput: PipeCDRecord {
    /// Files; all of the folder if none is named.
    public var manifests: PipeCD.List<String>
    /// The release of kubectl.
    public var kubectlVersion: PipeCD.Option<String>
    /// The release of kustomize.
    public var kustomizeVersion: PipeCD.Option<String>
    /// Options of kustomize.
    public var kustomizeOptions: PipeCD.Option<PipeCD.Map<String>>
    /// The release of helm.
    public var helmVersion: PipeCD.Option<String>
    /// The chart.
    public var helmChart: PipeCD.Option<PipeCD.HelmChart?>
    /// Options of helm.
    public var helmOptions: PipeCD.Option<PipeCD.HelmOptions?>
    /// The namespace; `default` if none is named.
    public var namespace: PipeCD.Option<String>
    /// Whether a failed deployment is rolled back.
    public var autoRollback: PipeCD.Option<Bool?>
    /// Whether the namespace is made.
    public var createsNamespace: PipeCD.Option<Bool?>

    public init() {
      manifests = .zero
      kubectlVersion = .zero
      kustomizeVersion = .zero
      kustomizeOptions = .zero
      helmVersion = .zero
      helmChart = .zero
      helmOptions = .zero
      namespace = .zero
      autoRollback = .zero
      createsNamespace = .zero
    }

    public static var goType: String { "config.KubernetesDeploymentInput" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("manifests", \.manifests),
      .init("kubectlVersion", \.kubectlVersion),
      .init("kustomizeVersion", \.kustomizeVersion),
      .init("kustomizeOptions", \.kustomizeOptions),
      .init("helmVersion", \.helmVersion),
      .init("helmChart", \.helmChart),
      .init("helmOptions", \.helmOptions),
      .init("namespace", \.namespace),
      .init("autoRollback", \.autoRollback, default: true),
      .init("autoCreateNamespace", \.createsNamespace, default: false),
    ]
  }

  /// Where a chart comes from.
  public struct HelmChart: PipeCDRecord {
    /// A repository.
    public var gitRemote: PipeCD.Option<String>
    /// Its commit or tag.
    public var ref: PipeCD.Option<String>
    /// A folder.
    public var path: PipeCD.Option<String>
    /// A chart repository.
    public var repository: PipeCD.Option<String>
    /// The name of the chart there.
    public var name: PipeCD.Option<String>
    /// Its version.
    public var version: PipeCD.Option<String>

    public init() {
      gitRemote = .zero
      ref = .zero
      path = .zero
      repository = .zero
      name = .zero
      version = .zero
    }

    public static var goType: String { "config.InputHelmChart" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("gitRemote", \.gitRemote),
      .init("ref", \.ref),
      .init("path", \.path),
      .init("repository", \.repository),
      .init("name", \.name),
      .init("version", \.version),
    ]
  }

  /// Options of helm.
  public struct HelmOptions: PipeCDRecord {
    /// The name of the release.
    public var releaseName: PipeCD.Option<String>
    /// Values.
    public var setValues: PipeCD.Option<PipeCD.Map<String>>
    /// Files of values.
    public var valueFiles: PipeCD.List<String>
    /// Values from files.
    public var setFiles: PipeCD.Option<PipeCD.Map<String>>
    /// API versions that the cluster has.
    public var apiVersions: PipeCD.List<String>
    /// The version of the cluster.
    public var kubeVersion: PipeCD.Option<String>

    public init() {
      releaseName = .zero
      setValues = .zero
      valueFiles = .zero
      setFiles = .zero
      apiVersions = .zero
      kubeVersion = .zero
    }

    public static var goType: String { "config.InputHelmOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("releaseName", \.releaseName),
      .init("setValues", \.setValues),
      .init("valueFiles", \.valueFiles),
      .init("setFiles", \.setFiles),
      .init("apiVersions", \.apiVersions),
      .init("kubeVersion", \.kubeVersion),
    ]
  }

  /// A resource by kind and name.
  public struct ResourceReference: PipeCDRecord {
    /// Its kind.
    public var kind: PipeCD.Option<String>
    /// Its name.
    public var name: PipeCD.Option<String>

    public init() {
      kind = .zero
      name = .zero
    }

    public static var goType: String { "config.K8sResourceReference" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("kind", \.kind),
      .init("name", \.name),
    ]
  }

  /// How traffic is led to variants.
  public struct TrafficRouting: PipeCDRecord {
    /// `podselector`, which is the default, or `istio`.
    public var method: PipeCD.Option<String>
    /// Options of Istio.
    public var istio: PipeCD.Option<PipeCD.IstioRouting?>

    public init() {
      method = .zero
      istio = .zero
    }

    public static var goType: String { "config.KubernetesTrafficRouting" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("method", \.method),
      .init("istio", \.istio),
    ]
  }

  /// How Istio leads traffic.
  public struct IstioRouting: PipeCDRecord {
    /// Routes that may be changed; all if none is named.
    public var editableRoutes: PipeCD.List<String>
    /// The host.
    public var host: PipeCD.Option<String>
    /// The VirtualService.
    public var virtualService: PipeCD.Option<PipeCD.ResourceReference>

    public init() {
      editableRoutes = .zero
      host = .zero
      virtualService = .zero
    }

    public static var goType: String { "config.IstioTrafficRouting" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("editableRoutes", \.editableRoutes),
      .init("host", \.host),
      .init("virtualService", \.virtualService),
    ]
  }

  /// The label that tells variants apart.
  public struct VariantLabel: PipeCDRecord {
    /// Its key.
    public var name: PipeCD.Option<String>
    /// Its value on the primary.
    public var primaryValue: PipeCD.Option<String>
    /// Its value on the canary.
    public var canaryValue: PipeCD.Option<String>
    /// Its value on the baseline.
    public var baselineValue: PipeCD.Option<String>

    public init() {
      name = .zero
      primaryValue = .zero
      canaryValue = .zero
      baselineValue = .zero
    }

    public static var goType: String { "config.KubernetesVariantLabel" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("key", \.name, default: "pipecd.dev/variant"),
      .init("primaryValue", \.primaryValue, default: "primary"),
      .init("canaryValue", \.canaryValue, default: "canary"),
      .init("baselineValue", \.baselineValue, default: "baseline"),
    ]
  }

  /// Which provider gets a resource.
  public struct ResourceRoute: PipeCDRecord {
    /// The provider.
    public var provider: PipeCD.Option<PipeCD.ProviderMatcher>
    /// The resource.
    public var match: PipeCD.Option<PipeCD.ResourceReference?>

    public init() {
      provider = .zero
      match = .zero
    }

    public static var goType: String { "config.KubernetesResourceRoute" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("provider", \.provider),
      .init("match", \.match),
    ]
  }

  /// A provider by name or labels.
  public struct ProviderMatcher: PipeCDRecord {
    /// Its name.
    public var name: PipeCD.Option<String>
    /// Its labels.
    public var labels: PipeCD.Option<PipeCD.Map<String>>

    public init() {
      name = .zero
      labels = .zero
    }

    public static var goType: String { "config.KubernetesProviderMatcher" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("labels", \.labels),
    ]
  }
}
