import Diagnostics

extension PipeCD {
  /// When a stage is passed over.
  public struct SkipOptions: PipeCDRecord {
    /// Beginnings of commit messages.
    public var prefixes: PipeCD.List<String>
    /// Globs that every changed file must match.
    public var paths: PipeCD.List<String>

    public init() {
      prefixes = .zero
      paths = .zero
    }

    public static var goType: String { "config.SkipOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("commitMessagePrefixes", \.prefixes),
      .init("paths", \.paths),
    ]
  }

  /// The options of `WAIT`.
  public struct WaitOptions: PipeCDRecord {
    /// How long; v0 waits a minute where it is 0.
    public var duration: PipeCD.Option<PipeCD.Duration>
    /// When the stage is passed over (v0).
    public var skipOn: PipeCD.Option<PipeCD.SkipOptions>

    public init() {
      duration = .zero
      skipOn = .zero
    }

    public static var goType: String { "config.WaitStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("duration", \.duration),
      .init("skipOn", \.skipOn, in: .v0),
    ]
  }

  /// The options of `WAIT_APPROVAL`.
  public struct WaitApprovalOptions: PipeCDRecord {
    /// How long to wait (v0).
    public var timeout: PipeCD.Option<PipeCD.Duration>
    /// Who may approve; v0: nobody named is anybody.
    public var approvers: PipeCD.List<String>
    /// How many of them must.
    public var minimumCount: PipeCD.Option<Int64>
    /// When the stage is passed over (v0).
    public var skipOn: PipeCD.Option<PipeCD.SkipOptions>

    public init() {
      timeout = .zero
      approvers = .zero
      minimumCount = .zero
      skipOn = .zero
    }

    public static var goType: String { "config.WaitApprovalStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("timeout", \.timeout, default: .hours(6), in: .v0),
      .init("approvers", \.approvers),
      .init("minApproverNum", \.minimumCount, default: 1),
      .init("skipOn", \.skipOn, in: .v0),
    ]
  }

  /// The options of `ANALYSIS`.
  public struct AnalysisOptions: PipeCDRecord {
    /// How long to look.
    public var duration: PipeCD.Option<PipeCD.Duration>
    /// Decoded, and never read.
    public var restartThreshold: PipeCD.Option<Int64>
    /// Metric checks.
    public var metrics: PipeCD.List<PipeCD.StageMetric>
    /// Log checks.
    public var logs: PipeCD.List<PipeCD.StageLog>
    /// HTTP checks.
    public var https: PipeCD.List<PipeCD.StageHTTP>
    /// When the stage is passed over (v0).
    public var skipOn: PipeCD.Option<PipeCD.SkipOptions>

    public init() {
      duration = .zero
      restartThreshold = .zero
      metrics = .zero
      logs = .zero
      https = .zero
      skipOn = .zero
    }

    public static var goType: String { "config.AnalysisStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("duration", \.duration),
      .init("restartThreshold", \.restartThreshold),
      .init("metrics", \.metrics),
      .init("logs", \.logs),
      .init("https", \.https),
      .init("skipOn", \.skipOn, in: .v0),
    ]
  }

  /// The options of `SCRIPT_RUN`.
  public struct ScriptRunOptions: PipeCDRecord {
    /// Variables.
    public var environment: PipeCD.Option<PipeCD.Map<String>>
    /// The script.
    public var run: PipeCD.Option<String>
    /// How long it may take (v0).
    public var timeout: PipeCD.Option<PipeCD.Duration>
    /// The script of the rollback.
    public var onRollback: PipeCD.Option<String>
    /// When the stage is passed over (v0).
    public var skipOn: PipeCD.Option<PipeCD.SkipOptions>

    public init() {
      environment = .zero
      run = .zero
      timeout = .zero
      onRollback = .zero
      skipOn = .zero
    }

    public static var goType: String { "config.ScriptRunStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("env", \.environment),
      .init("run", \.run),
      .init("timeout", \.timeout, default: .hours(6), in: .v0),
      .init("onRollback", \.onRollback),
      .init("skipOn", \.skipOn, in: .v0),
    ]
  }

  /// The options of `CUSTOM_SYNC`.
  public struct CustomSyncOptions: PipeCDRecord {
    /// How long it may take.
    public var timeout: PipeCD.Option<PipeCD.Duration>
    /// Variables.
    public var environment: PipeCD.Option<PipeCD.Map<String>>
    /// The script.
    public var run: PipeCD.Option<String>

    public init() {
      timeout = .zero
      environment = .zero
      run = .zero
    }

    public static var goType: String { "config.CustomSyncOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("timeout", \.timeout, default: .hours(6)),
      .init("envs", \.environment),
      .init("run", \.run),
    ]
  }

  /// The options of `CLOUDRUN_PROMOTE` and `LAMBDA_PROMOTE`.
  public struct PromoteOptions: PipeCDRecord {
    /// The share of traffic that the new version gets.
    public var percent: PipeCD.Option<PipeCD.Percentage>

    public init() {
      percent = .zero
    }

    public static var goType: String { "config.PromoteStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("percent", \.percent)
    ]
  }

  /// The options of `TERRAFORM_PLAN`.
  public struct TerraformPlanOptions: PipeCDRecord {
    /// Whether nothing to change ends the deployment.
    public var exitsOnNoChanges: PipeCD.Option<Bool>

    public init() {
      exitsOnNoChanges = .zero
    }

    public static var goType: String { "config.TerraformPlanStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("exitOnNoChanges", \.exitsOnNoChanges)
    ]
  }

  /// The options of a stage that has none.
  public struct NoOptions: PipeCDRecord {
    public init() {
    }

    public static var goType: String { "config.StageOptions" }
    public static let fields: [PipeCD.Field<Self>] = []
  }

  /// The options of `ECS_SYNC`, and of a quick sync of ECS.
  public struct ECSSyncOptions: PipeCDRecord {
    /// Whether tasks are stopped before new ones start.
    public var recreates: PipeCD.Option<Bool>

    public init() {
      recreates = .zero
    }

    public static var goType: String { "config.ECSSyncStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("recreate", \.recreates)
    ]
  }

  /// The options of `ECS_CANARY_ROLLOUT`.
  public struct ECSCanaryOptions: PipeCDRecord {
    /// The share of tasks.
    public var scale: PipeCD.Option<PipeCD.Percentage>

    public init() {
      scale = .zero
    }

    public static var goType: String { "config.ECSCanaryRolloutStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("scale", \.scale)
    ]
  }

  /// The options of `ECS_TRAFFIC_ROUTING`.
  public struct ECSTrafficOptions: PipeCDRecord {
    /// The share of the canary.
    public var canary: PipeCD.Option<PipeCD.Percentage>
    /// The share of the primary, which counts first.
    public var primary: PipeCD.Option<PipeCD.Percentage>

    public init() {
      canary = .zero
      primary = .zero
    }

    public static var goType: String { "config.ECSTrafficRoutingStageOptions" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("canary", \.canary),
      .init("primary", \.primary),
    ]
  }
}
