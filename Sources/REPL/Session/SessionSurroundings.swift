import Planner

/// What the caller knows of the build that the conversation is about, before anything is set in it.
public struct SessionSurroundings: Sendable {
  /// What the user said with options.
  public var request: Context.Request
  /// What the git working tree tells; nil where there is none.
  public var facts: WorkingTreeFacts?
  /// Everything else: the machine, its variables, the time, the workspace.
  public var context: Context

  public init(
    request: Context.Request = Context.Request(), facts: WorkingTreeFacts? = nil, context: Context = Context()
  ) {
    self.request = request
    self.facts = facts
    self.context = context
  }

  /// The context with what was set in the conversation.
  func context(with settings: SessionSettings) -> Context {
    var request = request
    settings.apply(to: &request)
    var result = Context(request, workingTree: facts)
    result.selection = context.selection
    result.runner = context.runner
    result.workspace = context.workspace
    result.netrc = context.netrc
    result.hostVariables = context.hostVariables
    result.proxies = context.proxies
    result.now = context.now
    result.parameters = context.parameters + settings.parameters
    result.environment = context.environment + settings.environment
    return result
  }
}
