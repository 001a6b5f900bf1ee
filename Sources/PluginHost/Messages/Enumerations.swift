extension PluginAPI {
  /// How a stage is doing.
  public struct StageStatus: Choice {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// It waits for its turn.
    public static let notStartedYet = StageStatus(rawValue: 0)
    /// It runs.
    public static let running = StageStatus(rawValue: 1)
    /// It did what it should.
    public static let success = StageStatus(rawValue: 2)
    /// It failed, and the deployment with it.
    public static let failure = StageStatus(rawValue: 3)
    /// Somebody stopped it; a plugin never answers this.
    public static let cancelled = StageStatus(rawValue: 4)
    /// It was left out.
    public static let skipped = StageStatus(rawValue: 5)
    /// It ended the deployment early and well.
    public static let exited = StageStatus(rawValue: 6)

    public static let names = [
      "STAGE_NOT_STARTED_YET", "STAGE_RUNNING", "STAGE_SUCCESS", "STAGE_FAILURE", "STAGE_CANCELLED", "STAGE_SKIPPED",
      "STAGE_EXITED",
    ]
  }

  /// How a deployment is doing.
  public struct DeploymentStatus: Choice {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// It waits to be planned.
    public static let pending = DeploymentStatus(rawValue: 0)
    /// Its stages are known.
    public static let planned = DeploymentStatus(rawValue: 1)
    /// Its stages run.
    public static let running = DeploymentStatus(rawValue: 2)
    /// It failed or was cancelled, and is being undone.
    public static let rollingBack = DeploymentStatus(rawValue: 3)
    /// It did what it should.
    public static let success = DeploymentStatus(rawValue: 4)
    /// A stage failed.
    public static let failure = DeploymentStatus(rawValue: 5)
    /// Somebody stopped it.
    public static let cancelled = DeploymentStatus(rawValue: 6)

    public static let names = [
      "DEPLOYMENT_PENDING", "DEPLOYMENT_PLANNED", "DEPLOYMENT_RUNNING", "DEPLOYMENT_ROLLING_BACK",
      "DEPLOYMENT_SUCCESS", "DEPLOYMENT_FAILURE", "DEPLOYMENT_CANCELLED",
    ]
  }

  /// How an application is brought to its target.
  public struct SyncStrategy: Choice {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Nobody has decided yet.
    public static let auto = SyncStrategy(rawValue: 0)
    /// At once, by what the plugin calls its quick sync.
    public static let quickSync = SyncStrategy(rawValue: 1)
    /// By the stages of the application's pipeline.
    public static let pipeline = SyncStrategy(rawValue: 2)

    public static let names = ["AUTO", "QUICK_SYNC", "PIPELINE"]
  }

  /// What a person may do to a running stage.
  public struct ManualOperation: Choice {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The plugin did not say.
    public static let unknown = ManualOperation(rawValue: 0)
    /// Leave it out.
    public static let skip = ManualOperation(rawValue: 1)
    /// Let it pass.
    public static let approve = ManualOperation(rawValue: 2)
    /// Nothing.
    public static let none = ManualOperation(rawValue: 3)

    public static let names = [
      "MANUAL_OPERATION_UNKNOWN", "MANUAL_OPERATION_SKIP", "MANUAL_OPERATION_APPROVE", "MANUAL_OPERATION_NONE",
    ]
  }

  /// How bad a piece of a log is.
  public struct LogSeverity: Choice {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// News.
    public static let info = LogSeverity(rawValue: 0)
    /// Good news.
    public static let success = LogSeverity(rawValue: 1)
    /// Bad news.
    public static let error = LogSeverity(rawValue: 2)

    public static let names = ["INFO", "SUCCESS", "ERROR"]
  }

  /// What a version belongs to.
  public struct ArtifactKind: Choice {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The plugin did not say.
    public static let unknown = ArtifactKind(rawValue: 0)
    /// An image.
    public static let containerImage = ArtifactKind(rawValue: 1)
    /// An object in S3.
    public static let s3Object = ArtifactKind(rawValue: 2)
    /// A commit.
    public static let gitSource = ArtifactKind(rawValue: 3)
    /// A Terraform module.
    public static let terraformModule = ArtifactKind(rawValue: 4)

    public static let names = ["UNKNOWN", "CONTAINER_IMAGE", "S3_OBJECT", "GIT_SOURCE", "TERRAFORM_MODULE"]
  }

  /// What a person asks of a stage; the protocol has more, which no plugin sees.
  public struct CommandType: Choice {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Let the stage pass.
    public static let approveStage = CommandType(rawValue: 3)
    /// Leave the stage out.
    public static let skipStage = CommandType(rawValue: 6)

    public static let names = [
      "SYNC_APPLICATION", "UPDATE_APPLICATION_CONFIG", "CANCEL_DEPLOYMENT", "APPROVE_STAGE", "BUILD_PLAN_PREVIEW",
      "CHAIN_SYNC_APPLICATION", "SKIP_STAGE", "RESTART_PIPED",
    ]
  }
}
