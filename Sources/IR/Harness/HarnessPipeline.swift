import Diagnostics

/// A pipeline, templates and inputs as far as they were given already filled in.
///
/// Every node keeps its mapping as `data`, because expressions may read any key of it (`<+stage.spec.…>`).
public struct HarnessPipeline: Hashable, Sendable {
  /// The form that the file is in.
  public var form: HarnessForm
  /// What `pipeline:` leads to; of files in newer forms, the same as the form `v0` has it. `inputs` of the newer forms
  /// is a mapping from names to mappings with a `value`.
  public var data: Data
  /// nil when the key is missing.
  public var identifier: Text?
  /// nil when the key is missing.
  public var name: Text?
  public var description: Text?
  public var projectIdentifier: Text?
  public var orgIdentifier: Text?
  public var tags: [HarnessEntry]
  /// In source order.
  public var variables: [HarnessVariable]
  /// `properties.ci.codebase`.
  public var codebase: HarnessCodebase?
  /// A time string.
  public var timeout: Text?
  /// `flowControl.barriers`.
  public var barriers: [HarnessBarrierDeclaration]
  public var notificationRules: [HarnessNotificationRule]
  /// Whether a run may choose some of the stages.
  public var allowsStageExecutions: HarnessField<Bool>?
  /// In source order.
  public var stages: [HarnessStageEntry]
  /// What stands in for the stages.
  public var template: HarnessTemplateLink?
  /// What is asked for while it runs, in source order; known once inputs are settled.
  public var executionInputs: [HarnessExecutionInput]

  public init(form: HarnessForm, data: Data) {
    self.form = form
    self.data = data
    self.identifier = nil
    self.name = nil
    self.description = nil
    self.projectIdentifier = nil
    self.orgIdentifier = nil
    self.tags = []
    self.variables = []
    self.codebase = nil
    self.timeout = nil
    self.barriers = []
    self.notificationRules = []
    self.allowsStageExecutions = nil
    self.stages = []
    self.template = nil
    self.executionInputs = []
  }

  /// Where it is written.
  public var span: Span { data.span }

  /// All stages in the order of the file, parallel blocks and inserts taken apart.
  public var allStages: [HarnessStage] { stages.flatMap(\.stages) }
}

/// An item of `stages:`.
public indirect enum HarnessStageEntry: Hashable, Sendable {
  case stage(HarnessStage)
  /// Stages that start together.
  case parallel([HarnessStageEntry], at: Span)
  /// A place that the user of a template fills.
  case insert(HarnessInsert)
  /// None of the known keys.
  case invalid(Span)

  /// The stages in it.
  public var stages: [HarnessStage] {
    switch self {
    case .stage(let stage): [stage]
    case .parallel(let entries, _): entries.flatMap(\.stages)
    case .insert(let insert): insert.stages.flatMap(\.stages)
    case .invalid: []
    }
  }
}

/// An item of `steps:`.
public indirect enum HarnessStepEntry: Hashable, Sendable {
  case step(HarnessStep)
  case group(HarnessStepGroup)
  /// Steps and groups that start together.
  case parallel([HarnessStepEntry], at: Span)
  /// A place that the user of a template fills.
  case insert(HarnessInsert)
  /// None of the known keys.
  case invalid(Span)
}

/// `insert:` of a template: filled at link time with stages or steps.
public struct HarnessInsert: Hashable, Sendable {
  public var identifier: Text?
  public var name: Text?
  public var stages: [HarnessStageEntry]
  public var steps: [HarnessStepEntry]
  public var span: Span

  public init(
    identifier: Text?, name: Text?, stages: [HarnessStageEntry] = [], steps: [HarnessStepEntry] = [], span: Span
  ) {
    self.identifier = identifier
    self.name = name
    self.stages = stages
    self.steps = steps
    self.span = span
  }
}

/// A variable of a pipeline, stage, group, template, service or environment.
public struct HarnessVariable: Hashable, Sendable {
  public var name: Text?
  /// `String`, `Number` or `Secret`, as written.
  public var type: Text?
  /// nil when the key is missing.
  public var value: Data?
  /// What counts where there is no value.
  public var defaultValue: Data?
  public var isRequired: HarnessField<Bool>?
  public var span: Span

  public init(
    name: Text?, type: Text?, value: Data?, defaultValue: Data? = nil, isRequired: HarnessField<Bool>? = nil,
    span: Span
  ) {
    self.name = name
    self.type = type
    self.value = value
    self.defaultValue = defaultValue
    self.isRequired = isRequired
    self.span = span
  }
}

/// `properties.ci.codebase`: what CI stages clone.
public struct HarnessCodebase: Hashable, Sendable {
  public var connectorRef: Text?
  public var repoName: Text?
  public var build: HarnessBuild?
  /// nil: 50 for manual builds of a branch or tag; 0 clones everything.
  public var depth: HarnessField<Int64>?
  public var data: Data

  public init(
    connectorRef: Text?, repoName: Text?, build: HarnessBuild?, depth: HarnessField<Int64>?, data: Data
  ) {
    self.connectorRef = connectorRef
    self.repoName = repoName
    self.build = build
    self.depth = depth
    self.data = data
  }
}

/// What is cloned.
public struct HarnessBuild: Hashable, Sendable {
  /// `branch`, `tag`, `PR` or `commitSha`, as written; nil for a runtime input.
  public var type: Text?
  /// The branch, tag, number or commit.
  public var reference: Text?
  /// The whole value where it is a runtime input.
  public var input: Text?
  public var span: Span

  public init(type: Text?, reference: Text?, input: Text? = nil, span: Span) {
    self.type = type
    self.reference = reference
    self.input = input
    self.span = span
  }
}

/// A barrier of `flowControl`.
public struct HarnessBarrierDeclaration: Hashable, Sendable {
  public var identifier: Text?
  public var name: Text?
  public var span: Span

  public init(identifier: Text?, name: Text?, span: Span) {
    self.identifier = identifier
    self.name = name
    self.span = span
  }
}

/// A rule that tells people; pipec reads it and never sends anything.
public struct HarnessNotificationRule: Hashable, Sendable {
  public var name: Text?
  public var events: [HarnessNotificationEvent]
  /// `Slack`, `Email`, …
  public var method: Text?
  public var span: Span

  public init(name: Text?, events: [HarnessNotificationEvent], method: Text?, span: Span) {
    self.name = name
    self.events = events
    self.method = method
    self.span = span
  }
}

/// What a notification rule listens for.
public struct HarnessNotificationEvent: Hashable, Sendable {
  public var type: Text?
  /// Identifiers of stages, or `AllStages`.
  public var stages: [Text]
  public var span: Span

  public init(type: Text?, stages: [Text], span: Span) {
    self.type = type
    self.stages = stages
    self.span = span
  }
}
