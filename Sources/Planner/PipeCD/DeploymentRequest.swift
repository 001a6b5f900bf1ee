import IR

/// What a plan of a deployment assumes beside what the file says.
public struct DeploymentRequest: Hashable, Sendable {
  /// What starts a deployment.
  public enum Trigger: String, Hashable, Sendable, CaseIterable {
    /// A commit.
    case commit
    /// A person, by the web console or `pipectl`.
    case command
    /// A state that differs from the repository.
    case outOfSync = "out-of-sync"
    /// The chain of another application.
    case chain
  }

  /// What starts it.
  public var trigger: Trigger
  /// The strategy that the trigger asks for; nil leaves it to PipeCD.
  public var strategy: DeploymentPlan.Strategy?
  /// The files that differ between the running and the target commit, relative to the repository; nil: not known.
  public var changed: [String]?
  /// Whether nothing has been deployed successfully before.
  public var isFirstDeployment: Bool
  /// The folder of the application, relative to the repository; empty for its root.
  public var directory: String
  /// The name of the file in that folder.
  public var file: String
  /// The plugins that piped is configured with, in order; nil: not known.
  public var plugins: [DeploymentPlugin]?
  /// The templates of analyses in `.pipe`; nil: not known.
  public var templates: PipeCD.AnalysisTemplateSpec?
  /// The commit and the repository.
  public var context: Context

  public init(
    trigger: Trigger = .commit, strategy: DeploymentPlan.Strategy? = nil, changed: [String]? = nil,
    isFirstDeployment: Bool = false, directory: String = "", file: String = "app.pipecd.yaml",
    plugins: [DeploymentPlugin]? = nil, templates: PipeCD.AnalysisTemplateSpec? = nil, context: Context = Context()
  ) {
    self.trigger = trigger
    self.strategy = strategy
    self.changed = changed
    self.isFirstDeployment = isFirstDeployment
    self.directory = directory
    self.file = file
    self.plugins = plugins
    self.templates = templates
    self.context = context
  }

  /// Whether a person started it, which commit messages do not overrule.
  var isByUser: Bool { trigger == .command || trigger == .chain }
}
