import Diagnostics

/// A stage.
public struct HarnessStage: Hashable, Sendable {
  /// What `stage:` leads to.
  public var data: Data
  public var identifier: Text?
  public var name: Text?
  /// `CI`, `Deployment`, `Custom`, …, as written.
  public var type: Text?
  public var description: Text?
  public var tags: [HarnessEntry]
  public var variables: [HarnessVariable]
  public var condition: HarnessCondition?
  /// nil when the key is missing.
  public var failureStrategies: HarnessFailureStrategies?
  public var loop: HarnessLoop?
  /// A time string.
  public var timeout: Text?
  /// Identifiers of stages, in pipelines that are graphs.
  public var dependsOn: [Text]
  public var template: HarnessTemplateLink?
  /// `spec.execution.steps`, in source order.
  public var steps: [HarnessStepEntry]
  /// `spec.execution.rollbackSteps`, in source order.
  public var rollbackSteps: [HarnessStepEntry]
  /// What only stages of one type have.
  public var details: Details

  /// What only stages of one type have.
  public enum Details: Hashable, Sendable {
    case ci(HarnessCI)
    case deployment(HarnessDeployment)
    /// A pipeline that runs as a stage.
    case child(HarnessChildPipeline)
    /// A type that adds nothing to `execution`, or is not known.
    case none
  }

  public init(data: Data) {
    self.data = data
    self.identifier = nil
    self.name = nil
    self.type = nil
    self.description = nil
    self.tags = []
    self.variables = []
    self.condition = nil
    self.failureStrategies = nil
    self.loop = nil
    self.timeout = nil
    self.dependsOn = []
    self.template = nil
    self.steps = []
    self.rollbackSteps = []
    self.details = .none
  }

  /// Where it is written.
  public var span: Span { data.span }

  /// What a `CI` stage adds.
  public var ci: HarnessCI? {
    if case .ci(let details) = details { details } else { nil }
  }
}

/// `spec` of a `CI` stage.
public struct HarnessCI: Hashable, Sendable {
  /// nil means true.
  public var clonesCodebase: HarnessField<Bool>?
  public var platformOS: Text?
  public var platformArchitecture: Text?
  /// `Cloud` or `Docker`, as written; nil without `runtime`.
  public var runtime: Text?
  /// `KubernetesDirect`, `VM`, `UseFromStage`, …, as written; nil without `infrastructure`.
  public var infrastructure: Text?
  /// The stage whose infrastructure is used.
  public var infrastructureFromStage: Text?
  /// Paths that all containers of the stage share, beside `/harness`.
  public var sharedPaths: HarnessTexts?
  /// Steps that run beside the others: the legacy way.
  public var serviceDependencies: [HarnessStep]

  public init() {
    clonesCodebase = nil
    platformOS = nil
    platformArchitecture = nil
    runtime = nil
    infrastructure = nil
    infrastructureFromStage = nil
    sharedPaths = nil
    serviceDependencies = []
  }
}

/// `spec` of a `Deployment` stage.
public struct HarnessDeployment: Hashable, Sendable {
  /// `Kubernetes`, `Ssh`, …, as written.
  public var deploymentType: Text?
  /// The references that are written as plain text.
  public var serviceRef: Text?
  public var environmentRef: Text?
  public var infrastructureRefs: [Text]

  public init(deploymentType: Text?, serviceRef: Text?, environmentRef: Text?, infrastructureRefs: [Text]) {
    self.deploymentType = deploymentType
    self.serviceRef = serviceRef
    self.environmentRef = environmentRef
    self.infrastructureRefs = infrastructureRefs
  }
}

/// `spec` of a `Pipeline` stage.
public struct HarnessChildPipeline: Hashable, Sendable {
  public var organization: Text?
  public var project: Text?
  public var pipeline: Text?
  /// A partial pipeline.
  public var inputs: Data?
  public var inputSetReferences: [Text]
  /// Names and the expressions that are worked out in the child.
  public var outputs: [HarnessOutputVariable]

  public init(
    organization: Text?, project: Text?, pipeline: Text?, inputs: Data?, inputSetReferences: [Text],
    outputs: [HarnessOutputVariable]
  ) {
    self.organization = organization
    self.project = project
    self.pipeline = pipeline
    self.inputs = inputs
    self.inputSetReferences = inputSetReferences
    self.outputs = outputs
  }
}

/// Steps under a name, which add two segments to the paths of their outputs.
public struct HarnessStepGroup: Hashable, Sendable {
  /// What `stepGroup:` leads to.
  public var data: Data
  public var identifier: Text?
  public var name: Text?
  public var condition: HarnessCondition?
  public var failureStrategies: HarnessFailureStrategies?
  public var loop: HarnessLoop?
  public var variables: [HarnessVariable]
  public var steps: [HarnessStepEntry]
  public var rollbackSteps: [HarnessStepEntry]
  /// `KubernetesDirect`, …: makes the group containerised; nil without `stepGroupInfra`.
  public var infrastructure: Text?
  public var sharedPaths: HarnessTexts?
  public var template: HarnessTemplateLink?

  public init(data: Data) {
    self.data = data
    self.identifier = nil
    self.name = nil
    self.condition = nil
    self.failureStrategies = nil
    self.loop = nil
    self.variables = []
    self.steps = []
    self.rollbackSteps = []
    self.infrastructure = nil
    self.sharedPaths = nil
    self.template = nil
  }

  /// Where it is written.
  public var span: Span { data.span }
}
