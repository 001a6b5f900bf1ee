extension PluginAPI {
  /// What is deployed, and why.
  ///
  /// Plugins refuse a deployment whose `id`, `applicationID`, `applicationName`, `pipedID`, `projectID`, `gitPath` or
  /// `trigger` is missing.
  public struct Deployment: Hashable, Sendable {
    /// Tells the deployment from all others.
    public var id = ""
    /// Tells the application from all others.
    public var applicationID = ""
    /// The application's name.
    public var applicationName = ""
    /// Who deploys.
    public var pipedID = ""
    /// Whose application it is.
    public var projectID = ""
    /// Where the application lies.
    public var gitPath: ApplicationGitPath?
    /// The application's labels.
    public var labels: [String: String] = [:]
    /// The names of the deploy targets, by the name of the plugin that has them.
    public var deployTargetsByPlugin: [String: DeployTargets] = [:]
    /// What began the deployment.
    public var trigger: DeploymentTrigger?
    /// The commit that is deployed now; empty before the first deployment.
    public var runningCommitHash = ""
    /// What is going to happen, in a sentence.
    public var summary = ""
    /// What is going to be deployed.
    public var versions: [ArtifactVersion] = []
    /// How it is doing.
    public var status = DeploymentStatus()
    /// Why it is doing so.
    public var statusReason = ""
    /// Its stages, in the order in which they run.
    public var stages: [PipelineStage] = []
    /// What was remembered of it so far.
    public var metadata: DeploymentMetadata?
    /// The name of the configuration file that is deployed now.
    public var runningConfigFilename = ""
    /// When it ended; 0 before.
    public var completedAt: Int64 = 0
    /// When it was created.
    public var createdAt: Int64 = 0
    /// When it last changed.
    public var updatedAt: Int64 = 0

    /// A deployment of which nothing is known.
    public init() {}
  }

  /// The deploy targets of one plugin.
  public struct DeployTargets: Hashable, Sendable {
    /// Their names.
    public var deployTargets: [String] = []

    /// No target, or those given.
    public init(_ deployTargets: [String]) { self.deployTargets = deployTargets }

    /// No target.
    public init() {}
  }

  /// What began a deployment. Plugins refuse one without commit or time.
  public struct DeploymentTrigger: Hashable, Sendable {
    /// The commit to deploy.
    public var commit: Commit?
    /// Who asked for it; empty when nobody did.
    public var commander = ""
    /// When.
    public var timestamp: Int64 = 0
    /// The strategy that was asked for.
    public var syncStrategy = SyncStrategy()
    /// Why that strategy.
    public var strategySummary = ""

    /// A trigger of which nothing is known.
    public init() {}
  }

  /// A commit. Plugins refuse one without hash, message, author, branch or time.
  public struct Commit: Hashable, Sendable {
    /// Its hash.
    public var hash = ""
    /// Its message.
    public var message = ""
    /// Who wrote it.
    public var author = ""
    /// The branch it was found on.
    public var branch = ""
    /// The number of its pull request; 0 for none.
    public var pullRequest: Int64 = 0
    /// Where it can be looked at.
    public var url = ""
    /// When it was written.
    public var createdAt: Int64 = 0

    /// A commit of which nothing is known.
    public init() {}
  }

  /// Where an application lies. Plugins refuse one without repository, or whose path is absolute or shorter than two
  /// characters: the root of a repository is `./`.
  public struct ApplicationGitPath: Hashable, Sendable {
    /// The repository.
    public var repository: ApplicationGitRepository?
    /// The application's folder in it.
    public var path = ""
    /// The name of the application's configuration file.
    public var configFilename = ""
    /// Where it can be looked at.
    public var url = ""

    /// A place of which nothing is known.
    public init() {}
  }

  /// A repository. Plugins refuse one without `id`.
  public struct ApplicationGitRepository: Hashable, Sendable {
    /// Its name in the configuration of piped.
    public var id = ""
    /// Its address.
    public var remote = ""
    /// The branch that is watched.
    public var branch = ""

    /// A repository of which nothing is known.
    public init() {}
  }

  /// A version of something that is deployed.
  public struct ArtifactVersion: Hashable, Sendable {
    /// What it is a version of.
    public var kind = ArtifactKind()
    /// The version itself.
    public var version = ""
    /// The name of the thing.
    public var name = ""
    /// Where it can be found.
    public var url = ""

    /// A version of which nothing is known.
    public init() {}
  }

  /// What is remembered of a deployment.
  public struct DeploymentMetadata: Hashable, Sendable {
    /// What all may read.
    public var shared: KeyValues?
    /// What a plugin wrote, by its name.
    public var plugins: [String: KeyValues] = [:]

    /// Nothing.
    public init() {}
  }

  /// Texts by their names.
  public struct KeyValues: Hashable, Sendable {
    /// The texts.
    public var keyValues: [String: String] = [:]

    /// The texts given.
    public init(_ keyValues: [String: String]) { self.keyValues = keyValues }

    /// No text.
    public init() {}
  }
}
