import Diagnostics

/// One file of PipeCD.
public struct PipeCDDocument: Hashable, Sendable {
  /// What a file configures.
  public indirect enum Specification: Hashable, Sendable {
    case kubernetes(PipeCD.KubernetesApplication)
    case terraform(PipeCD.TerraformApplication)
    case cloudRun(PipeCD.CloudRunApplication)
    case lambda(PipeCD.LambdaApplication)
    case ecs(PipeCD.ECSApplication)
    /// An application of v1, of any kind.
    case application(PipeCD.GenericApplication)
    case piped(PipeCD.Piped)
    case analysisTemplate(PipeCD.AnalysisTemplateSpec)
    case eventWatcher(PipeCD.EventWatcherSpec)
    case controlPlane(PipeCD.ControlPlane)
    /// No kind that there is.
    case unknown
  }

  /// Which generation reads it.
  public var generation: PipeCD.Generation
  /// `apiVersion`, as written.
  public var version: Text?
  /// `kind`, as written.
  public var kind: Text?
  /// What it configures.
  public var specification: Specification
  /// `spec` as written; nil where it is absent or null.
  public var written: Data?
  /// The document.
  public var span: Span

  public init(
    generation: PipeCD.Generation, version: Text?, kind: Text?, specification: Specification, written: Data?,
    span: Span
  ) {
    self.generation = generation
    self.version = version
    self.kind = kind
    self.specification = specification
    self.written = written
    self.span = span
  }

  /// What all applications have; nil for files of other kinds.
  public var application: PipeCD.GenericApplication? {
    switch specification {
    case .kubernetes(let application): application.generic
    case .terraform(let application): application.generic
    case .cloudRun(let application): application.generic
    case .lambda(let application): application.generic
    case .ecs(let application): application.generic
    case .application(let application): application
    case .piped, .analysisTemplate, .eventWatcher, .controlPlane, .unknown: nil
    }
  }

  /// The platform that the kind stands for; nil for those that stand for none.
  public var platform: PipeCD.Platform? {
    switch specification {
    case .kubernetes: .kubernetes
    case .terraform: .terraform
    case .cloudRun: .cloudRun
    case .lambda: .lambda
    case .ecs: .ecs
    case .application, .piped, .analysisTemplate, .eventWatcher, .controlPlane, .unknown: nil
    }
  }

  /// The stages of the pipeline; empty where there is none.
  public var stages: [PipeCD.Stage] { application?.pipeline.value?.stages.value.map(\.value) ?? [] }

  /// The specification with its defaults as one value of JSON, secrets hidden.
  public var defaultedJSON: [UInt8] {
    var printer = PipeCD.Printer()
    writeSpecification(to: &printer)
    return printer.bytes
  }

  func writeSpecification(to printer: inout PipeCD.Printer) {
    switch specification {
    case .kubernetes(let value): value.write(to: &printer)
    case .terraform(let value): value.write(to: &printer)
    case .cloudRun(let value): value.write(to: &printer)
    case .lambda(let value): value.write(to: &printer)
    case .ecs(let value): value.write(to: &printer)
    case .application(let value): value.write(to: &printer)
    case .piped(let value): value.write(to: &printer)
    case .analysisTemplate(let value): value.write(to: &printer)
    case .eventWatcher(let value): value.write(to: &printer)
    case .controlPlane(let value): value.write(to: &printer)
    case .unknown: printer.null()
    }
  }
}
