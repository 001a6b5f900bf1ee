import Diagnostics
import IR

/// A pipeline, stage, step group or step as expressions see it.
public struct HarnessNodeRecord: Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    case pipeline, stage, group, step
  }

  /// The typed value that it was made of; apart, because records are copied often and values are large.
  public indirect enum Payload: Sendable {
    case pipeline(HarnessPipeline)
    case stage(HarnessStage)
    case group(HarnessStepGroup)
    case step(HarnessStep)
    /// A part of a pipeline that the document does not show.
    case missing
  }

  /// Which list of its parent it stands in.
  public enum List: Hashable, Sendable {
    case stages, steps, rollbackSteps
  }

  /// What a step publishes under `output.outputVariables`.
  public enum Outputs: Hashable, Sendable {
    /// Exactly these names.
    case declared([String])
    /// Names that the file does not tell.
    case anything
    /// Nothing.
    case nothing
  }

  public var kind: Kind
  public var identifier: Text?
  /// The step or stage type as written.
  public var type: String?
  /// Its position in `HarnessEnvironment.nodes`; nil for the pipeline.
  public var parent: Int?
  public var list: List
  /// The item of the parent's list that holds it; members of one `parallel` share it.
  public var entry: Int
  /// What `stage:`, `step:`, … leads to.
  public var data: Data
  public var loop: HarnessLoop?
  /// Whether a template gives what the file does not show, so that what is not found may exist all the same.
  public var isOpen: Bool
  /// The names of its variables.
  public var variables: [String] {
    didSet { variableSet = Set(variables) }
  }
  /// The same, to be asked.
  private(set) var variableSet: Set<String> = []
  public var outputs: Outputs
  public var payload = Payload.missing
  /// Its position in `HarnessEnvironment.nodes`.
  public internal(set) var index = 0
  /// The stages of a pipeline or the steps of a stage or group, in source order.
  public var children: [Int] = []
  public var rollbackChildren: [Int] = []
  /// Their identifiers.
  var childNames: [String] = []
  var rollbackNames: [String] = []
  /// Children by identifier; the first of several with one name.
  var childIndex: [String: Int] = [:]
  var rollbackIndex: [String: Int] = [:]

  /// The pipeline, if it is one.
  var pipeline: HarnessPipeline? { if case .pipeline(let value) = payload { value } else { nil } }
  /// The stage, if it is one.
  var stage: HarnessStage? { if case .stage(let value) = payload { value } else { nil } }
  /// The step group, if it is one.
  var group: HarnessStepGroup? { if case .group(let value) = payload { value } else { nil } }
  /// The step, if it is one.
  var step: HarnessStep? { if case .step(let value) = payload { value } else { nil } }

  /// Its failure strategies.
  var failureStrategies: HarnessFailureStrategies? {
    switch payload {
    case .stage(let stage): stage.failureStrategies
    case .group(let group): group.failureStrategies
    case .step(let step): step.failureStrategies
    case .pipeline, .missing: nil
    }
  }

  /// The variables that it declares.
  var declaredVariables: [HarnessVariable] {
    switch payload {
    case .pipeline(let pipeline): pipeline.variables
    case .stage(let stage): stage.variables
    case .group(let group): group.variables
    case .step, .missing: []
    }
  }

  /// The type that a variable is declared with; `any` where it does not say.
  func type(ofVariable name: String) -> HarnessType {
    let item = data["variables"]?.items?.first { $0["name"]?.name == name }
    switch item?["type"]?.name {
    case "String": return .string
    case "Number": return .number
    case "Secret": return .secret
    default: return .any
    }
  }

  init(
    kind: Kind, identifier: Text?, type: String?, parent: Int?, list: List, entry: Int, data: Data, loop: HarnessLoop?,
    isOpen: Bool, variables: [String], outputs: Outputs, payload: Payload = .missing
  ) {
    self.kind = kind
    self.identifier = identifier
    self.type = type
    self.parent = parent
    self.list = list
    self.entry = entry
    self.data = data
    self.loop = loop
    self.isOpen = isOpen
    self.variables = variables
    self.outputs = outputs
    self.payload = payload
    variableSet = Set(variables)
  }

  /// What it is called in messages.
  public var name: String { identifier?.value ?? "" }
}
