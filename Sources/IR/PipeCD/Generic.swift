import Diagnostics

extension PipeCD {
  /// What applications of all kinds have.
  public struct GenericApplication: PipeCDRecord {
    /// The name; a file without one cannot be discovered.
    public var name: PipeCD.Option<String>
    /// Attributes by which applications are found.
    public var labels: PipeCD.Option<PipeCD.Map<String>>
    /// Notes for people.
    public var notes: PipeCD.Option<String>
    /// How a deployment is planned.
    public var planner: PipeCD.Option<PipeCD.Planner>
    /// Commit messages that decide between quick sync and pipeline.
    public var commitMatcher: PipeCD.Option<PipeCD.CommitMatcher>
    /// The stages; nil: every deployment is a quick sync.
    public var pipeline: PipeCD.Option<PipeCD.Pipeline?>
    /// What starts a deployment.
    public var trigger: PipeCD.Option<PipeCD.Trigger>
    /// What follows a deployment.
    public var postSync: PipeCD.Option<PipeCD.PostSync?>
    /// How long a deployment may take.
    public var timeout: PipeCD.Option<PipeCD.Duration>
    /// Secrets, and the files that use them.
    public var encryption: PipeCD.Option<PipeCD.Encryption?>
    /// Files that other files quote.
    public var attachment: PipeCD.Option<PipeCD.Attachment?>
    /// Who is told of what.
    public var notification: PipeCD.Option<PipeCD.Notification?>
    /// Files that events change.
    public var eventWatcher: PipeCD.List<PipeCD.ApplicationEvent>
    /// Fields whose drift does not count.
    public var driftDetection: PipeCD.Option<PipeCD.DriftDetection?>
    /// The options of plugins, by the names they are configured under.
    public var plugins: PipeCD.Option<PipeCD.Plugins>

    public init() {
      name = .zero
      labels = .zero
      notes = .zero
      planner = .zero
      commitMatcher = .zero
      pipeline = .zero
      trigger = .zero
      postSync = .zero
      timeout = .zero
      encryption = .zero
      attachment = .zero
      notification = .zero
      eventWatcher = .zero
      driftDetection = .zero
      plugins = .zero
    }

    public static var goType: String { "config.GenericApplicationSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("labels", \.labels),
      .init("description", \.notes),
      .init("planner", \.planner),
      .init("commitMatcher", \.commitMatcher),
      .init("pipeline", \.pipeline),
      .init("trigger", \.trigger),
      .init("postSync", \.postSync),
      .init("timeout", \.timeout, default: .hours(6)),
      .init("encryption", \.encryption),
      .init("attachment", \.attachment),
      .init("notification", \.notification),
      .init("eventWatcher", \.eventWatcher),
      .init("driftDetection", \.driftDetection),
      .init("plugins", \.plugins),
    ]
  }

  /// How a deployment is planned.
  public struct Planner: PipeCDRecord {
    /// Never quick sync.
    public var alwaysUsePipeline: PipeCD.Option<Bool>
    /// Whether a failed deployment is rolled back; v0 never reads it.
    public var autoRollback: PipeCD.Option<Bool?>

    public init() {
      alwaysUsePipeline = .zero
      autoRollback = .zero
    }

    public static var goType: String { "config.DeploymentPlanner" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("alwaysUsePipeline", \.alwaysUsePipeline),
      .init("autoRollback", \.autoRollback, default: true),
    ]
  }

  /// Regular expressions that commit messages are held against.
  public struct CommitMatcher: PipeCDRecord {
    /// Forces a quick sync.
    public var quickSync: PipeCD.Option<String>
    /// Forces the pipeline.
    public var pipeline: PipeCD.Option<String>

    public init() {
      quickSync = .zero
      pipeline = .zero
    }

    public static var goType: String { "config.DeploymentCommitMatcher" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("quickSync", \.quickSync),
      .init("pipeline", \.pipeline),
    ]
  }

  /// What starts a deployment.
  public struct Trigger: PipeCDRecord {
    /// Commits.
    public var onCommit: PipeCD.Option<PipeCD.CommitTrigger>
    /// The button in the web console.
    public var onCommand: PipeCD.Option<PipeCD.CommandTrigger>
    /// A state that differs from the repository.
    public var onOutOfSync: PipeCD.Option<PipeCD.DriftTrigger>
    /// The deployment of another application.
    public var onChain: PipeCD.Option<PipeCD.ChainTrigger>

    public init() {
      onCommit = .zero
      onCommand = .zero
      onOutOfSync = .zero
      onChain = .zero
    }

    public static var goType: String { "config.Trigger" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("onCommit", \.onCommit),
      .init("onCommand", \.onCommand),
      .init("onOutOfSync", \.onOutOfSync),
      .init("onChain", \.onChain),
    ]
  }

  /// Which commits start a deployment.
  public struct CommitTrigger: PipeCDRecord {
    /// None.
    public var disabled: PipeCD.Option<Bool>
    /// Globs of further files that count, besides the folder of the application.
    public var paths: PipeCD.List<String>
    /// Globs of files: a commit that changes one of them does not count at all.
    public var ignores: PipeCD.List<String>

    public init() {
      disabled = .zero
      paths = .zero
      ignores = .zero
    }

    public static var goType: String { "config.OnCommit" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("disabled", \.disabled),
      .init("paths", \.paths),
      .init("ignores", \.ignores),
    ]
  }

  /// Whether a person can start a deployment.
  public struct CommandTrigger: PipeCDRecord {
    /// Nobody can.
    public var disabled: PipeCD.Option<Bool>

    public init() {
      disabled = .zero
    }

    public static var goType: String { "config.OnCommand" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("disabled", \.disabled)
    ]
  }

  /// Whether drift starts a deployment.
  public struct DriftTrigger: PipeCDRecord {
    /// It does not.
    public var disabled: PipeCD.Option<Bool?>
    /// How long after a deployment the next one may start.
    public var minimumWindow: PipeCD.Option<PipeCD.Duration>

    public init() {
      disabled = .zero
      minimumWindow = .zero
    }

    public static var goType: String { "config.OnOutOfSync" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("disabled", \.disabled, default: true),
      .init("minWindow", \.minimumWindow, default: .minutes(5)),
    ]
  }

  /// Whether the chain of another application starts a deployment.
  public struct ChainTrigger: PipeCDRecord {
    /// It does not.
    public var disabled: PipeCD.Option<Bool?>

    public init() {
      disabled = .zero
    }

    public static var goType: String { "config.OnChain" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("disabled", \.disabled, default: true)
    ]
  }

  /// What follows a deployment.
  public struct PostSync: PipeCDRecord {
    /// Applications that are deployed next.
    public var chain: PipeCD.Option<PipeCD.Chain?>

    public init() {
      chain = .zero
    }

    public static var goType: String { "config.PostSync" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("chain", \.chain)
    ]
  }

  /// Applications that are deployed next.
  public struct Chain: PipeCDRecord {
    /// One block after the other.
    public var applications: PipeCD.List<PipeCD.ChainMatcher>

    public init() {
      applications = .zero
    }

    public static var goType: String { "config.DeploymentChain" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("applications", \.applications)
    ]
  }

  /// Which applications a block of a chain deploys.
  public struct ChainMatcher: PipeCDRecord {
    /// The application of this name.
    public var name: PipeCD.Option<String>
    /// Those of a kind, as the control plane spells it.
    public var kind: PipeCD.Option<String>
    /// Decoded, and never compared.
    public var labels: PipeCD.Option<PipeCD.Map<String>>

    public init() {
      name = .zero
      kind = .zero
      labels = .zero
    }

    public static var goType: String { "config.ChainApplicationMatcher" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("kind", \.kind),
      .init("labels", \.labels),
    ]
  }
}
