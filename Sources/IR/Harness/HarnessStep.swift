import Diagnostics

/// A step: what it is called, when and how often it runs, what its failure does, and what it does.
public struct HarnessStep: Hashable, Sendable {
  /// What `step:` leads to.
  public var data: Data
  public var identifier: Text?
  public var name: Text?
  /// As written.
  public var type: Text?
  public var description: Text?
  /// A time string.
  public var timeout: Text?
  public var condition: HarnessCondition?
  public var failureStrategies: HarnessFailureStrategies?
  public var loop: HarnessLoop?
  /// Sets of policies that its outcome must meet; nil without `enforce`.
  public var policySets: HarnessTexts?
  public var template: HarnessTemplateLink?
  /// What it does.
  public var action: HarnessAction

  public init(data: Data, action: HarnessAction) {
    self.data = data
    self.identifier = nil
    self.name = nil
    self.type = nil
    self.description = nil
    self.timeout = nil
    self.condition = nil
    self.failureStrategies = nil
    self.loop = nil
    self.policySets = nil
    self.template = nil
    self.action = action
  }

  /// Where it is written.
  public var span: Span { data.span }
}

/// What a step does.
public enum HarnessAction: Hashable, Sendable {
  case run(HarnessRun)
  case plugin(HarnessPlugin)
  case background(HarnessBackground)
  case test(HarnessTest)
  case gitClone(HarnessGitClone)
  /// A GitHub action or Bitrise step.
  case uses(HarnessUses)
  case container(HarnessContainerStep)
  case shellScript(HarnessShellScript)
  case http(HarnessHttp)
  /// The time to wait, a time string.
  case wait(duration: Text?)
  case approval(HarnessApproval)
  /// The barrier's identifier.
  case barrier(reference: Text?)
  case queue(key: Text?, scope: Text?)
  case policy(HarnessPolicyStep)
  /// Everything else, whose keys are in the tables: what a plugin of Harness's own or a delegate does.
  case other(HarnessOtherStep)
  /// A link to a template that is not resolved.
  case template
}

/// What steps that run in a container of their own share.
public struct HarnessContainer: Hashable, Sendable {
  /// nil when the key is missing or the text `null`.
  public var image: Text?
  public var connectorRef: Text?
  public var registryRef: Text?
  /// `Always`, `Never` or `IfNotPresent`, as written.
  public var pullPolicy: Text?
  public var isPrivileged: HarnessField<Bool>?
  /// The numeric user, as written.
  public var user: Text?
  public var limits: HarnessAmounts?
  public var requests: HarnessAmounts?
  /// One text is a list of one.
  public var entrypoint: HarnessTexts?
  public var environment: HarnessEntries?
  public var reports: HarnessReports?

  public init() {
    image = nil
    connectorRef = nil
    registryRef = nil
    pullPolicy = nil
    isPrivileged = nil
    user = nil
    limits = nil
    requests = nil
    entrypoint = nil
    environment = nil
    reports = nil
  }
}

/// Memory and processors, as written.
public struct HarnessAmounts: Hashable, Sendable {
  public var memory: Text?
  public var cpu: Text?

  public init(memory: Text?, cpu: Text?) {
    self.memory = memory
    self.cpu = cpu
  }
}

/// `reports`: where test results lie.
public struct HarnessReports: Hashable, Sendable {
  /// `JUnit`, as written.
  public var type: Text?
  public var paths: HarnessTexts?
  public var span: Span

  public init(type: Text?, paths: HarnessTexts?, span: Span) {
    self.type = type
    self.paths = paths
    self.span = span
  }
}

/// A variable that a step publishes.
public struct HarnessOutputVariable: Hashable, Sendable {
  public var name: Text?
  /// `String` (also when missing), `Secret` or `Number`, as written.
  public var type: Text?
  /// The shell variable, or an expression; nil: the same as the name.
  public var value: Text?
  public var span: Span

  public init(name: Text?, type: Text?, value: Text?, span: Span) {
    self.name = name
    self.type = type
    self.value = value
    self.span = span
  }
}

/// `outputVariables`: declared, or a runtime input.
public struct HarnessOutputs: Hashable, Sendable {
  public var variables: [HarnessOutputVariable]
  public var input: Text?

  public init(variables: [HarnessOutputVariable], input: Text? = nil) {
    self.variables = variables
    self.input = input
  }
}

/// `outputAlias`: where the outputs are also published.
public struct HarnessOutputAlias: Hashable, Sendable {
  public var key: Text?
  /// `Pipeline`, `Stage` or `StepGroup`, as written.
  public var scope: Text?

  public init(key: Text?, scope: Text?) {
    self.key = key
    self.scope = scope
  }
}
