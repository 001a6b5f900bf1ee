import IR
import Planner
import PluginHost

/// The deployment as plugins are told of it.
struct DeploymentMessages: Sendable {
  let deployment: DeploymentPlan
  let options: PipeCDRunOptions
  /// The name of the run, which tells the deployment from all others.
  let identifier: String
  /// When it was triggered, in seconds since 1970.
  let time: Int64

  /// The identifier of the application.
  var applicationID: String { deployment.application.name.isEmpty ? "application" : deployment.application.name }

  /// Who asked for the deployment; empty where a commit did.
  var commander: String {
    switch deployment.trigger {
    case .command: options.person
    case .commit, .outOfSync, .chain: ""
    }
  }

  /// What is said to a script of the application.
  func scriptContext(isRollback: Bool, summary: String) -> ScriptContext {
    let application = deployment.application
    var context = ScriptContext()
    context.deployment = identifier
    context.application = applicationID
    context.applicationName = application.name
    context.triggeredAt = time
    context.commit = application.commit
    context.commander = commander
    // The second generation names whoever is responsible.
    if context.commander.isEmpty, deployment.generation == .v1 { context.commander = application.author }
    context.repository = application.remote
    context.summary = summary
    context.labels = application.labels.map { (name: $0.name, value: $0.value) }
    context.isRollback = isRollback
    return context
  }

  /// The whole deployment; plugins refuse one with gaps, so that what is not known has a word of its own.
  func message(
    summary: String, strategy: DeploymentPlan.Strategy?, versions: [PluginAPI.ArtifactVersion] = [],
    status: PluginAPI.DeploymentStatus = .planned, stages: [PluginAPI.PipelineStage] = []
  ) -> PluginAPI.Deployment {
    let application = deployment.application
    var message = PluginAPI.Deployment()
    message.id = identifier
    message.applicationID = applicationID
    message.applicationName = applicationID
    message.pipedID = options.piped.isEmpty ? "pipec" : options.piped
    message.projectID = options.project.isEmpty ? "pipec" : options.project
    message.gitPath = gitPath
    for label in application.labels { message.labels[label.name] = label.value }
    for plugin in options.plugins where !plugin.deployTargets.isEmpty {
      message.deployTargetsByPlugin[plugin.name] = PluginAPI.DeployTargets(plugin.deployTargets.map(\.name))
    }
    var trigger = PluginAPI.DeploymentTrigger()
    trigger.commit = commit
    trigger.commander = commander
    trigger.timestamp = time
    if deployment.trigger != .commit {
      trigger.syncStrategy = strategy == .quickSync ? .quickSync : strategy == .pipeline ? .pipeline : .auto
      trigger.strategySummary = deployment.summary
    }
    message.trigger = trigger
    message.runningCommitHash = options.files.running ?? ""
    message.runningConfigFilename = options.files.running == nil ? "" : application.file
    message.summary = summary
    message.versions = versions
    message.status = status
    message.stages = stages
    message.createdAt = time
    message.updatedAt = time
    return message
  }

  /// A copy of the repository as plugins are told of it.
  func source(_ copy: DeploymentCopies.Copy, commit: String) -> PluginAPI.DeploymentSource {
    var source = PluginAPI.DeploymentSource()
    source.applicationDirectory = copy.application
    source.commitHash = commit.isEmpty ? Self.unknownCommit : commit
    source.applicationConfig = copy.configuration
    source.applicationConfigFilename = copy.file
    source.sharedConfigDirectory = "\(copy.root)/.pipe"
    return source
  }

  private static let unknownCommit = String(repeating: "0", count: 40)

  private var commit: PluginAPI.Commit {
    let application = deployment.application
    var commit = PluginAPI.Commit()
    commit.hash = application.commit.isEmpty ? Self.unknownCommit : application.commit
    commit.message = application.message.isEmpty ? "no message" : application.message
    commit.author = application.author.isEmpty ? "unknown" : application.author
    commit.branch = application.branch.isEmpty ? "main" : application.branch
    commit.createdAt = time
    return commit
  }

  private var gitPath: PluginAPI.ApplicationGitPath {
    let application = deployment.application
    var repository = PluginAPI.ApplicationGitRepository()
    repository.id = application.repository.isEmpty ? "local" : application.repository
    repository.remote = application.remote
    repository.branch = application.branch
    var path = PluginAPI.ApplicationGitPath()
    path.repository = repository
    // Plugins want at least two characters.
    path.path = application.directory.count < 2 ? "./\(application.directory)" : application.directory
    path.configFilename = application.file
    return path
  }
}
