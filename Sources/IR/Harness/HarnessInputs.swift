import Diagnostics

/// `inputSet`: values for the runtime inputs of a pipeline.
public struct HarnessInputSet: Hashable, Sendable {
  public var form: HarnessForm
  public var data: Data
  public var identifier: Text?
  public var name: Text?
  /// A partial pipeline; in the newer forms, names and values.
  public var values: Data?

  public init(form: HarnessForm, data: Data, identifier: Text?, name: Text?, values: Data?) {
    self.form = form
    self.data = data
    self.identifier = identifier
    self.name = name
    self.values = values
  }
}

/// A field that is asked for when its node starts: `<+input>.executionInput()`.
public struct HarnessExecutionInput: Hashable, Sendable {
  /// The identifiers of the stage, groups and step that have the field, with `rollbackSteps` before a step of these.
  public var node: [String]
  /// The field below its node, such as `spec.image`.
  public var field: String
  /// The field below the pipeline, as `--set` takes it.
  public var path: String
  /// The name under which the answer stands in `<+executionInput["…"]>`.
  public var name: String
  /// Whether it is a field of the node's loop, which is asked for once, before there are iterations.
  public var isOfLoop: Bool
  /// `<+input>` with its conditions, where it is written.
  public var input: Text

  public init(node: [String], field: String, path: String, name: String, isOfLoop: Bool, input: Text) {
    self.node = node
    self.field = field
    self.path = path
    self.name = name
    self.isOfLoop = isOfLoop
    self.input = input
  }
}

/// `overlayInputSet`: input sets one over the other.
public struct HarnessOverlayInputSet: Hashable, Sendable {
  public var form: HarnessForm
  public var data: Data
  public var identifier: Text?
  public var name: Text?
  public var pipelineIdentifier: Text?
  /// Later ones win.
  public var references: [Text]

  public init(
    form: HarnessForm, data: Data, identifier: Text?, name: Text?, pipelineIdentifier: Text?, references: [Text]
  ) {
    self.form = form
    self.data = data
    self.identifier = identifier
    self.name = name
    self.pipelineIdentifier = pipelineIdentifier
    self.references = references
  }
}

/// `template`: a body for steps, groups, stages or pipelines that link to it.
public struct HarnessTemplate: Hashable, Sendable {
  public var form: HarnessForm
  public var data: Data
  public var identifier: Text?
  public var name: Text?
  /// `Step`, `StepGroup`, `Stage`, `Pipeline`, …, as written.
  public var type: Text?
  public var version: Text?
  public var variables: [HarnessVariable]
  /// What `spec` leads to.
  public var spec: Data?
  /// `spec`, typed.
  public var body: Body

  /// The typed body.
  public enum Body: Hashable, Sendable {
    case step(HarnessStep)
    case group(HarnessStepGroup)
    case stage(HarnessStage)
    case pipeline(HarnessPipeline)
    /// A type whose body pipec does not look into, or none.
    case opaque
  }

  public init(form: HarnessForm, data: Data, body: Body) {
    self.form = form
    self.data = data
    self.identifier = nil
    self.name = nil
    self.type = nil
    self.version = nil
    self.variables = []
    self.spec = nil
    self.body = body
  }
}

/// `trigger`: what starts a pipeline.
public struct HarnessTrigger: Hashable, Sendable {
  public var data: Data
  public var identifier: Text?
  public var name: Text?
  public var pipelineIdentifier: Text?
  /// `Webhook`, `Scheduled`, …, as written.
  public var sourceType: Text?
  /// `Github`, `Custom`, …, as written.
  public var webhookType: Text?
  /// `PullRequest`, `Push`, …, as written.
  public var event: Text?
  public var actions: [Text]
  /// All of them must hold.
  public var conditions: [HarnessTriggerCondition]
  /// One JEXL expression.
  public var jexlCondition: Text?
  /// The text of a partial pipeline.
  public var inputYAML: Text?
  public var inputSetReferences: [Text]
  public var stagesToExecute: [Text]

  public init(data: Data) {
    self.data = data
    self.identifier = nil
    self.name = nil
    self.pipelineIdentifier = nil
    self.sourceType = nil
    self.webhookType = nil
    self.event = nil
    self.actions = []
    self.conditions = []
    self.jexlCondition = nil
    self.inputYAML = nil
    self.inputSetReferences = []
    self.stagesToExecute = []
  }
}

/// A key, an operator and a value.
public struct HarnessTriggerCondition: Hashable, Sendable {
  /// Which list of the file it is in.
  public enum Place: String, Hashable, Sendable {
    case payload, header, event, metaData, criteria
  }

  public var place: Place
  public var key: Text?
  /// As written.
  public var comparison: Text?
  public var value: Text?
  public var span: Span

  public init(place: Place, key: Text?, comparison: Text?, value: Text?, span: Span) {
    self.place = place
    self.key = key
    self.comparison = comparison
    self.value = value
    self.span = span
  }
}

/// A service, environment, infrastructure definition, connector or secret.
public struct HarnessEntity: Hashable, Sendable {
  /// Which of them.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case service, environment, infrastructureDefinition, connector, secret
  }

  public var kind: Kind
  public var data: Data
  public var identifier: Text?
  public var name: Text?
  /// As written.
  public var type: Text?
  public var variables: [HarnessVariable]

  public init(kind: Kind, data: Data, identifier: Text?, name: Text?, type: Text?, variables: [HarnessVariable]) {
    self.kind = kind
    self.data = data
    self.identifier = identifier
    self.name = name
    self.type = type
    self.variables = variables
  }
}
