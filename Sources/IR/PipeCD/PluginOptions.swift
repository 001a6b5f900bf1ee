import Diagnostics

extension PipeCD {
  /// What the plugin `kubernetes` reads of an application.
  public struct KubernetesPlugin: PipeCDRecord {
    /// What is deployed.
    public var input: PipeCD.Option<PipeCD.KubernetesPluginInput>
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

    public init() {
      input = .zero
      quickSync = .zero
      service = .zero
      workloads = .zero
      trafficRouting = .zero
      variantLabel = .zero
    }

    public static var goType: String { "config.KubernetesApplicationSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("input", \.input),
      .init("quickSync", \.quickSync),
      .init("service", \.service),
      .init("workloads", \.workloads),
      .init("trafficRouting", \.trafficRouting),
      .init("variantLabel", \.variantLabel),
    ]
  }

  /// What the plugins for Kubernetes deploy.
  public struct KubernetesPluginInput: PipeCDRecord {
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
    /// Whether the namespace is made.
    public var createsNamespace: PipeCD.Option<Bool?>
    /// What each cluster gets.
    public var targets: PipeCD.List<PipeCD.MultiTarget>

    public init() {
      manifests = .zero
      kubectlVersion = .zero
      kustomizeVersion = .zero
      kustomizeOptions = .zero
      helmVersion = .zero
      helmChart = .zero
      helmOptions = .zero
      namespace = .zero
      createsNamespace = .zero
      targets = .zero
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
      .init("autoCreateNamespace", \.createsNamespace, default: false),
      .init("multiTargets", \.targets),
    ]
  }

  /// What one cluster gets.
  public struct MultiTarget: PipeCDRecord {
    /// The deploy target.
    public var target: PipeCD.Option<PipeCD.ProviderMatcher>
    /// Files.
    public var manifests: PipeCD.List<String>
    /// The release of kubectl.
    public var kubectlVersion: PipeCD.Option<String>
    /// The folder of kustomize.
    public var kustomizeFolder: PipeCD.Option<String>
    /// The release of kustomize.
    public var kustomizeVersion: PipeCD.Option<String>
    /// Options of kustomize.
    public var kustomizeOptions: PipeCD.Option<PipeCD.Map<String>>

    public init() {
      target = .zero
      manifests = .zero
      kubectlVersion = .zero
      kustomizeFolder = .zero
      kustomizeVersion = .zero
      kustomizeOptions = .zero
    }

    public static var goType: String { "config.KubernetesMultiTarget" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("target", \.target),
      .init("manifests", \.manifests),
      .init("kubectlVersion", \.kubectlVersion),
      .init("kustomizeDir", \.kustomizeFolder),
      .init("kustomizeVersion", \.kustomizeVersion),
      .init("kustomizeOptions", \.kustomizeOptions),
    ]
  }

  /// What the plugin `terraform` reads of an application.
  public struct TerraformPlugin: PipeCDRecord {
    /// The workspace.
    public var workspace: PipeCD.Option<String>
    /// The release of terraform.
    public var version: PipeCD.Option<String>
    /// `name=value`.
    public var variables: PipeCD.List<String>
    /// Files of variables.
    public var variableFiles: PipeCD.List<String>
    /// Flags of its commands.
    public var flags: PipeCD.Option<PipeCD.TerraformCommands>
    /// Variables of its commands.
    public var environments: PipeCD.Option<PipeCD.TerraformCommands>

    public init() {
      workspace = .zero
      version = .zero
      variables = .zero
      variableFiles = .zero
      flags = .zero
      environments = .zero
    }

    public static var goType: String { "config.ApplicationConfigSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("workspace", \.workspace),
      .init("terraformVersion", \.version),
      .init("vars", \.variables),
      .init("varFiles", \.variableFiles),
      .init("commandFlags", \.flags),
      .init("commandEnvs", \.environments),
    ]
  }

  /// What the plugin `opentofu` reads of an application.
  public struct OpenTofuPlugin: PipeCDRecord {
    /// The workspace.
    public var workspace: PipeCD.Option<String>
    /// The release of OpenTofu.
    public var version: PipeCD.Option<String>
    /// `name=value`.
    public var variables: PipeCD.List<String>
    /// Files of variables.
    public var variableFiles: PipeCD.List<String>
    /// Flags of its commands.
    public var flags: PipeCD.Option<PipeCD.TerraformCommands>
    /// Variables of its commands.
    public var environments: PipeCD.Option<PipeCD.TerraformCommands>

    public init() {
      workspace = .zero
      version = .zero
      variables = .zero
      variableFiles = .zero
      flags = .zero
      environments = .zero
    }

    public static var goType: String { "config.ApplicationConfigSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("workspace", \.workspace),
      .init("openTofuVersion", \.version),
      .init("vars", \.variables),
      .init("varFiles", \.variableFiles),
      .init("commandFlags", \.flags),
      .init("commandEnvs", \.environments),
    ]
  }

  /// What the plugin `ecs` reads of an application.
  public struct ECSPlugin: PipeCDRecord {
    /// What is deployed.
    public var input: PipeCD.Option<PipeCD.ECSPluginInput>
    /// How a quick sync deploys.
    public var quickSync: PipeCD.Option<PipeCD.ECSSyncOptions>

    public init() {
      input = .zero
      quickSync = .zero
    }

    public static var goType: String { "config.ECSApplicationSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("input", \.input),
      .init("quickSync", \.quickSync),
    ]
  }

  /// What the plugin `ecs` deploys.
  public struct ECSPluginInput: PipeCDRecord {
    /// The cluster.
    public var cluster: PipeCD.Option<String>
    /// How tasks are launched.
    public var launchType: PipeCD.Option<String>
    /// The network.
    public var network: PipeCD.Option<PipeCD.ECSNetwork>
    /// The service; none: a task that stands alone.
    public var serviceFile: PipeCD.Option<String>
    /// The task.
    public var taskFile: PipeCD.Option<String>
    /// Where traffic is led.
    public var targetGroups: PipeCD.Option<PipeCD.ECSTargetGroups>
    /// Whether a task that stands alone is run.
    public var runsStandaloneTask: PipeCD.Option<Bool?>
    /// `ELB` or `SERVICE_DISCOVERY`.
    public var accessType: PipeCD.Option<String>

    public init() {
      cluster = .zero
      launchType = .zero
      network = .zero
      serviceFile = .zero
      taskFile = .zero
      targetGroups = .zero
      runsStandaloneTask = .zero
      accessType = .zero
    }

    public static var goType: String { "config.ECSDeploymentInput" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("clusterArn", \.cluster),
      .init("launchType", \.launchType, default: "FARGATE"),
      .init("awsvpcConfiguration", \.network),
      .init("serviceDefinitionFile", \.serviceFile),
      .init("taskDefinitionFile", \.taskFile, default: "taskdef.json"),
      .init("targetGroups", \.targetGroups),
      .init("runStandaloneTask", \.runsStandaloneTask, default: false),
      .init("accessType", \.accessType, default: "ELB"),
    ]
  }

  /// What the plugin `cloudrun` reads of an application.
  public struct CloudRunPlugin: PipeCDRecord {
    /// What is deployed.
    public var input: PipeCD.Option<PipeCD.CloudRunPluginInput>

    public init() {
      input = .zero
    }

    public static var goType: String { "config.CloudRunApplicationSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("input", \.input)
    ]
  }

  /// What the plugin `cloudrun` deploys.
  public struct CloudRunPluginInput: PipeCDRecord {
    /// The service.
    public var serviceFile: PipeCD.Option<String>

    public init() {
      serviceFile = .zero
    }

    public static var goType: String { "config.CloudRunDeploymentInput" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("serviceManifestFile", \.serviceFile, default: "service.yaml")
    ]
  }

  /// What the plugin `analysis` reads of an application.
  public struct AnalysisPlugin: PipeCDRecord {
    /// `.AppCustomArgs` of all queries.
    public var arguments: PipeCD.Option<PipeCD.Map<String>>

    public init() {
      arguments = .zero
    }

    public static var goType: String { "config.PluginConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("appCustomArgs", \.arguments)
    ]
  }
}
