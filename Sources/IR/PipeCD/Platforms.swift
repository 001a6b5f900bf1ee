import Diagnostics

extension PipeCD {
  /// A TerraformApp of v0.
  public struct TerraformApplication: PipeCDRecord {
    /// What all kinds have.
    public var generic: GenericApplication
    /// What is deployed.
    public var input: PipeCD.Option<PipeCD.TerraformInput>
    /// Nothing can be said of a quick sync.
    public var quickSync: PipeCD.Option<PipeCD.NoOptions>

    public init() {
      generic = GenericApplication()
      input = .zero
      quickSync = .zero
    }

    public static var goType: String { "config.TerraformApplicationSpec" }
    public static let fields: [PipeCD.Field<Self>] =
      GenericApplication.fields.map { $0.lifted(\.generic) } + [
        .init("input", \.input),
        .init("quickSync", \.quickSync),
      ]
  }

  /// What a TerraformApp deploys.
  public struct TerraformInput: PipeCDRecord {
    /// The workspace.
    public var workspace: PipeCD.Option<String>
    /// The release of terraform.
    public var version: PipeCD.Option<String>
    /// `name=value`.
    public var variables: PipeCD.List<String>
    /// Files of variables.
    public var variableFiles: PipeCD.List<String>
    /// Whether a failed deployment is rolled back; not by default.
    public var autoRollback: PipeCD.Option<Bool>
    /// Flags of its commands.
    public var flags: PipeCD.Option<PipeCD.TerraformCommands>
    /// Variables of its commands.
    public var environments: PipeCD.Option<PipeCD.TerraformCommands>

    public init() {
      workspace = .zero
      version = .zero
      variables = .zero
      variableFiles = .zero
      autoRollback = .zero
      flags = .zero
      environments = .zero
    }

    public static var goType: String { "config.TerraformDeploymentInput" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("workspace", \.workspace),
      .init("terraformVersion", \.version),
      .init("vars", \.variables),
      .init("varFiles", \.variableFiles),
      .init("autoRollback", \.autoRollback),
      .init("commandFlags", \.flags),
      .init("commandEnvs", \.environments),
    ]
  }

  /// What the commands of terraform get.
  public struct TerraformCommands: PipeCDRecord {
    /// For all commands.
    public var shared: PipeCD.List<String>
    /// For `init`.
    public var initialize: PipeCD.List<String>
    /// For `plan`.
    public var plan: PipeCD.List<String>
    /// For `apply`.
    public var apply: PipeCD.List<String>

    public init() {
      shared = .zero
      initialize = .zero
      plan = .zero
      apply = .zero
    }

    public static var goType: String { "config.TerraformCommandFlags" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("shared", \.shared),
      .init("init", \.initialize),
      .init("plan", \.plan),
      .init("apply", \.apply),
    ]
  }

  /// A CloudRunApp of v0.
  public struct CloudRunApplication: PipeCDRecord {
    /// What all kinds have.
    public var generic: GenericApplication
    /// What is deployed.
    public var input: PipeCD.Option<PipeCD.CloudRunInput>
    /// Nothing can be said of a quick sync.
    public var quickSync: PipeCD.Option<PipeCD.NoOptions>

    public init() {
      generic = GenericApplication()
      input = .zero
      quickSync = .zero
    }

    public static var goType: String { "config.CloudRunApplicationSpec" }
    public static let fields: [PipeCD.Field<Self>] =
      GenericApplication.fields.map { $0.lifted(\.generic) } + [
        .init("input", \.input),
        .init("quickSync", \.quickSync),
      ]
  }

  /// What a CloudRunApp deploys.
  public struct CloudRunInput: PipeCDRecord {
    /// The service; `service.yaml` if none is named.
    public var serviceFile: PipeCD.Option<String>
    /// Whether a failed deployment is rolled back.
    public var autoRollback: PipeCD.Option<Bool?>

    public init() {
      serviceFile = .zero
      autoRollback = .zero
    }

    public static var goType: String { "config.CloudRunDeploymentInput" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("serviceManifestFile", \.serviceFile),
      .init("autoRollback", \.autoRollback, default: true),
    ]
  }

  /// A LambdaApp of v0.
  public struct LambdaApplication: PipeCDRecord {
    /// What all kinds have.
    public var generic: GenericApplication
    /// What is deployed.
    public var input: PipeCD.Option<PipeCD.LambdaInput>
    /// Nothing can be said of a quick sync.
    public var quickSync: PipeCD.Option<PipeCD.NoOptions>

    public init() {
      generic = GenericApplication()
      input = .zero
      quickSync = .zero
    }

    public static var goType: String { "config.LambdaApplicationSpec" }
    public static let fields: [PipeCD.Field<Self>] =
      GenericApplication.fields.map { $0.lifted(\.generic) } + [
        .init("input", \.input),
        .init("quickSync", \.quickSync),
      ]
  }

  /// What a LambdaApp deploys.
  public struct LambdaInput: PipeCDRecord {
    /// The function.
    public var functionFile: PipeCD.Option<String>
    /// Whether a failed deployment is rolled back.
    public var autoRollback: PipeCD.Option<Bool?>

    public init() {
      functionFile = .zero
      autoRollback = .zero
    }

    public static var goType: String { "config.LambdaDeploymentInput" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("functionManifestFile", \.functionFile, default: "function.yaml"),
      .init("autoRollback", \.autoRollback, default: true),
    ]
  }

  /// An ECSApp of v0.
  public struct ECSApplication: PipeCDRecord {
    /// What all kinds have.
    public var generic: GenericApplication
    /// What is deployed.
    public var input: PipeCD.Option<PipeCD.ECSInput>
    /// How a quick sync deploys.
    public var quickSync: PipeCD.Option<PipeCD.ECSSyncOptions>

    public init() {
      generic = GenericApplication()
      input = .zero
      quickSync = .zero
    }

    public static var goType: String { "config.ECSApplicationSpec" }
    public static let fields: [PipeCD.Field<Self>] =
      GenericApplication.fields.map { $0.lifted(\.generic) } + [
        .init("input", \.input),
        .init("quickSync", \.quickSync),
      ]
  }

  /// What an ECSApp deploys.
  public struct ECSInput: PipeCDRecord {
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
    /// Whether a failed deployment is rolled back.
    public var autoRollback: PipeCD.Option<Bool?>

    public init() {
      cluster = .zero
      launchType = .zero
      network = .zero
      serviceFile = .zero
      taskFile = .zero
      targetGroups = .zero
      runsStandaloneTask = .zero
      accessType = .zero
      autoRollback = .zero
    }

    public static var goType: String { "config.ECSDeploymentInput" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("clusterArn", \.cluster),
      .init("launchType", \.launchType, default: "FARGATE"),
      .init("awsvpcConfiguration", \.network),
      .init("serviceDefinitionFile", \.serviceFile),
      .init("taskDefinitionFile", \.taskFile, default: "taskdef.json"),
      .init("targetGroups", \.targetGroups),
      .init("runStandaloneTask", \.runsStandaloneTask, default: true),
      .init("accessType", \.accessType, default: "ELB"),
      .init("autoRollback", \.autoRollback, default: true),
    ]
  }

  /// The network of tasks.
  public struct ECSNetwork: PipeCDRecord {
    /// Subnets.
    public var subnets: PipeCD.List<String>
    /// `ENABLED` or `DISABLED`.
    public var assignsPublicAddress: PipeCD.Option<String>
    /// Security groups.
    public var securityGroups: PipeCD.List<String>

    public init() {
      subnets = .zero
      assignsPublicAddress = .zero
      securityGroups = .zero
    }

    public static var goType: String { "config.ECSVpcConfiguration" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("subnets", \.subnets),
      .init("assignPublicIp", \.assignsPublicAddress),
      .init("securityGroups", \.securityGroups),
    ]
  }

  /// Where traffic is led.
  public struct ECSTargetGroups: PipeCDRecord {
    /// The group of the primary.
    public var primary: PipeCD.Option<PipeCD.ECSTargetGroup?>
    /// The group of the canary.
    public var canary: PipeCD.Option<PipeCD.ECSTargetGroup?>

    public init() {
      primary = .zero
      canary = .zero
    }

    public static var goType: String { "config.ECSTargetGroups" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("primary", \.primary),
      .init("canary", \.canary),
    ]
  }

  /// A target group of a load balancer.
  public struct ECSTargetGroup: PipeCDRecord {
    /// Its name at Amazon.
    public var identifier: PipeCD.Option<String>
    /// The container.
    public var containerName: PipeCD.Option<String>
    /// Its port.
    public var containerPort: PipeCD.Option<Int64>
    /// The load balancer.
    public var loadBalancerName: PipeCD.Option<String>

    public init() {
      identifier = .zero
      containerName = .zero
      containerPort = .zero
      loadBalancerName = .zero
    }

    public static var goType: String { "config.ECSTargetGroup" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("targetGroupArn", \.identifier),
      .init("containerName", \.containerName),
      .init("containerPort", \.containerPort),
      .init("loadBalancerName", \.loadBalancerName),
    ]
  }
}
