import Diagnostics

extension PipeCD {
  /// The configuration of piped, of both generations.
  public struct Piped: PipeCDRecord {
    /// The project.
    public var project: PipeCD.Option<String>
    /// Its identifier in the control plane.
    public var identifier: PipeCD.Option<String>
    /// The file of its key.
    public var keyFile: PipeCD.Option<String>
    /// Its key.
    public var keyData: PipeCD.Option<PipeCD.Secret>
    /// Its name.
    public var name: PipeCD.Option<String>
    /// The control plane.
    public var address: PipeCD.Option<String>
    /// The web console.
    public var webAddress: PipeCD.Option<String>
    /// How often applications are looked at.
    public var syncInterval: PipeCD.Option<PipeCD.Duration>
    /// How often configuration is looked at.
    public var configurationInterval: PipeCD.Option<PipeCD.Duration>
    /// How git is used.
    public var git: PipeCD.Option<PipeCD.PipedGit>
    /// The repositories.
    public var repositories: PipeCD.List<PipeCD.PipedRepository>
    /// Repositories of charts (v0).
    public var chartRepositories: PipeCD.List<PipeCD.ChartRepository>
    /// Registries of charts (v0).
    public var chartRegistries: PipeCD.List<PipeCD.ChartRegistry>
    /// The old name of `platformProviders`.
    public var cloudProviders: PipeCD.List<PipeCD.Tagged<PipeCD.PlatformProviders>>
    /// Where to deploy to (v0).
    public var platformProviders: PipeCD.List<PipeCD.Tagged<PipeCD.PlatformProviders>>
    /// Programs that know platforms and stages (v1).
    public var plugins: PipeCD.List<PipeCD.PipedPlugin>
    /// Who answers the queries of analyses (v0).
    public var analysisProviders: PipeCD.List<PipeCD.Tagged<PipeCD.AnalysisProviders>>
    /// Who is told of what.
    public var notifications: PipeCD.Option<PipeCD.PipedNotifications>
    /// How secrets are encrypted.
    public var secretManagement: PipeCD.Option<PipeCD.Tagged<PipeCD.SecretManagements>?>
    /// How events are handled.
    public var eventWatcher: PipeCD.Option<PipeCD.PipedEventWatcher>
    /// Labels of the applications that are its own.
    public var selector: PipeCD.Option<PipeCD.Map<String>>
    /// How previews are made.
    public var planPreview: PipeCD.Option<PipeCD.PlanPreview>

    public init() {
      project = .zero
      identifier = .zero
      keyFile = .zero
      keyData = .zero
      name = .zero
      address = .zero
      webAddress = .zero
      syncInterval = .zero
      configurationInterval = .zero
      git = .zero
      repositories = .zero
      chartRepositories = .zero
      chartRegistries = .zero
      cloudProviders = .zero
      platformProviders = .zero
      plugins = .zero
      analysisProviders = .zero
      notifications = .zero
      secretManagement = .zero
      eventWatcher = .zero
      selector = .zero
      planPreview = .zero
    }

    public static var goType: String { "config.PipedSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("projectID", \.project),
      .init("pipedID", \.identifier),
      .init("pipedKeyFile", \.keyFile),
      .init("pipedKeyData", \.keyData),
      .init("name", \.name),
      .init("apiAddress", \.address),
      .init("webAddress", \.webAddress),
      .init("syncInterval", \.syncInterval, default: .minutes(1)),
      .init("appConfigSyncInterval", \.configurationInterval, default: .minutes(1)),
      .init("git", \.git),
      .init("repositories", \.repositories),
      .init("chartRepositories", \.chartRepositories, in: .v0),
      .init("chartRegistries", \.chartRegistries, in: .v0),
      .init("cloudProviders", \.cloudProviders, in: .v0),
      .init("platformProviders", \.platformProviders, in: .v0),
      .init("plugins", \.plugins, in: .v1),
      .init("analysisProviders", \.analysisProviders, in: .v0),
      .init("notifications", \.notifications),
      .init("secretManagement", \.secretManagement),
      .init("eventWatcher", \.eventWatcher),
      .init("appSelector", \.selector),
      .init("planPreview", \.planPreview),
    ]
  }

  /// How piped uses git.
  public struct PipedGit: PipeCDRecord {
    /// The name in commits.
    public var user: PipeCD.Option<String>
    /// The address in commits.
    public var email: PipeCD.Option<String>
    /// The file of ssh that is written.
    public var configurationFile: PipeCD.Option<String>
    /// The host.
    public var host: PipeCD.Option<String>
    /// Its address.
    public var hostName: PipeCD.Option<String>
    /// The file of the key.
    public var keyFile: PipeCD.Option<String>
    /// The key.
    public var keyData: PipeCD.Option<PipeCD.Secret>
    /// The password.
    public var password: PipeCD.Option<PipeCD.Secret>

    public init() {
      user = .zero
      email = .zero
      configurationFile = .zero
      host = .zero
      hostName = .zero
      keyFile = .zero
      keyData = .zero
      password = .zero
    }

    public static var goType: String { "config.PipedGit" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("username", \.user),
      .init("email", \.email),
      .init("sshConfigFilePath", \.configurationFile),
      .init("host", \.host),
      .init("hostName", \.hostName),
      .init("sshKeyFile", \.keyFile),
      .init("sshKeyData", \.keyData),
      .init("password", \.password),
    ]
  }

  /// A repository that piped watches.
  public struct PipedRepository: PipeCDRecord {
    /// The name that the rest uses.
    public var identifier: PipeCD.Option<String>
    /// Its address.
    public var remote: PipeCD.Option<String>
    /// The branch.
    public var branch: PipeCD.Option<String>

    public init() {
      identifier = .zero
      remote = .zero
      branch = .zero
    }

    public static var goType: String { "config.PipedRepository" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("repoId", \.identifier),
      .init("remote", \.remote),
      .init("branch", \.branch),
    ]
  }

  /// A program that piped starts.
  public struct PipedPlugin: PipeCDRecord {
    /// The name that applications use.
    public var name: PipeCD.Option<String>
    /// Where it comes from.
    public var address: PipeCD.Option<String>
    /// Where it listens.
    public var port: PipeCD.Option<Int64>
    /// Its options.
    public var configuration: PipeCD.Option<PipeCD.Raw>
    /// Where it deploys to.
    public var targets: PipeCD.List<PipeCD.DeployTarget>

    public init() {
      name = .zero
      address = .zero
      port = .zero
      configuration = .zero
      targets = .zero
    }

    public static var goType: String { "config.PipedPlugin" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("url", \.address),
      .init("port", \.port),
      .init("config", \.configuration),
      .init("deployTargets", \.targets),
    ]
  }

  /// Where a plugin deploys to.
  public struct DeployTarget: PipeCDRecord {
    /// Its name.
    public var name: PipeCD.Option<String>
    /// Its labels.
    public var labels: PipeCD.Option<PipeCD.Map<String>>
    /// Its options.
    public var configuration: PipeCD.Option<PipeCD.Raw>

    public init() {
      name = .zero
      labels = .zero
      configuration = .zero
    }

    public static var goType: String { "config.PipedDeployTarget" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("labels", \.labels),
      .init("config", \.configuration),
    ]
  }

  /// How piped handles events.
  public struct PipedEventWatcher: PipeCDRecord {
    /// How often; every minute.
    public var interval: PipeCD.Option<PipeCD.Duration>
    /// Options for repositories.
    public var repositories: PipeCD.List<PipeCD.PipedEventRepository>

    public init() {
      interval = .zero
      repositories = .zero
    }

    public static var goType: String { "config.PipedEventWatcher" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("checkInterval", \.interval),
      .init("gitRepos", \.repositories),
    ]
  }

  /// How events change a repository.
  public struct PipedEventRepository: PipeCDRecord {
    /// The repository.
    public var identifier: PipeCD.Option<String>
    /// A template of the message.
    public var commitMessage: PipeCD.Option<String>
    /// Files that count.
    public var includes: PipeCD.List<String>
    /// Files that do not.
    public var excludes: PipeCD.List<String>

    public init() {
      identifier = .zero
      commitMessage = .zero
      includes = .zero
      excludes = .zero
    }

    public static var goType: String { "config.PipedEventWatcherGitRepo" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("repoId", \.identifier),
      .init("commitMessage", \.commitMessage),
      .init("includes", \.includes),
      .init("excludes", \.excludes),
    ]
  }

  /// How previews are made.
  public struct PlanPreview: PipeCDRecord {
    /// How many at once.
    public var workers: PipeCD.Option<Int64>
    /// How many may wait.
    public var queueSize: PipeCD.Option<Int64>
    /// How often to look.
    public var interval: PipeCD.Option<PipeCD.Duration>
    /// How long one may take.
    public var timeout: PipeCD.Option<PipeCD.Duration>

    public init() {
      workers = .zero
      queueSize = .zero
      interval = .zero
      timeout = .zero
    }

    public static var goType: String { "config.PipedPlanPreview" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("workerNum", \.workers),
      .init("commandQueueBufferSize", \.queueSize),
      .init("commandCheckInterval", \.interval),
      .init("commandHandleTimeout", \.timeout),
    ]
  }
}
