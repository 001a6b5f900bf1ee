import Diagnostics

extension PipeCD {
  /// The stages of an application, one after the other.
  public struct Pipeline: PipeCDRecord {
    /// The stages.
    public var stages: PipeCD.List<PipeCD.Stage>

    public init() { stages = .zero }

    public static var goType: String { "config.DeploymentPipeline" }
    public static let fields: [PipeCD.Field<Self>] = [.init("stages", \.stages)]
  }

  /// One stage.
  public struct Stage: Hashable, Sendable {
    /// The keys beside `with`.
    public var head: StageHead
    /// What `with` means to a stage of this name; nil where the name is not known.
    public var options: StageOptions?

    public init() {
      head = StageHead()
      options = nil
    }

    /// The name, such as `WAIT`; empty where there is none.
    public var name: String { head.name.value }
    /// The kind of stage; nil where the name is not known.
    public var kind: StageKind? { StageKind(rawValue: name) }
  }

  /// The keys of a stage beside `with`.
  public struct StageHead: PipeCDRecord {
    /// The name of the stage in its deployment (v0).
    public var identifier: PipeCD.Option<String>
    /// What is to be done.
    public var name: PipeCD.Option<String>
    /// A text that is shown.
    public var notes: PipeCD.Option<String>
    /// How long the stage may take; v0 does not look at it.
    public var timeout: PipeCD.Option<PipeCD.Duration>
    /// The options, as written.
    public var with: PipeCD.Option<PipeCD.Raw>
    /// When the stage is passed over (v1).
    public var skipOn: PipeCD.Option<PipeCD.SkipOptions>

    public init() {
      identifier = .zero
      name = .zero
      notes = .zero
      timeout = .zero
      with = .zero
      skipOn = .zero
    }

    public static var goType: String { "config.PipelineStage" }
    /// All keys; each generation reads all but one.
    public static let fields: [PipeCD.Field<Self>] = [
      .init("id", \.identifier, in: .v0), .init("name", \.name), .init("desc", \.notes), .init("timeout", \.timeout),
      .init("with", \.with), .init("skipOn", \.skipOn, in: .v1),
    ]
  }
}

extension PipeCD.Stage: PipeCDValue {
  public static var zero: Self { Self() }
  public static var readsNull: Bool { true }
  public static var goType: String { "config.PipelineStage" }
  public static var title: String { "a mapping" }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    let generation = decoder.generation
    if data.isNull, generation == .v1 { return }
    decoder.alone(isStrict: false) { decoder in
      if !data.isNull { head.decode(data, with: &decoder) }
      guard generation == .v0 else { return }
      guard let kind, kind.isInV0Pipelines else {
        // The name is looked at only where the keys could be read.
        if !decoder.hasFailures(in: data.span) {
          decoder.unsupportedStage(name, at: head.name.place ?? data.span)
        }
        return
      }
      var options = PipeCD.StageOptions(kind)
      if let with = head.with.value.data, !with.isNull {
        decoder.descend("with") { decoder in
          decoder.alone(isStrict: false) { options.decode(with, with: &$0) }
        }
      }
      self.options = options
    }
  }

  /// Reads the options of a stage of v1 as the official plugin that offers it does.
  public mutating func readOptions(with decoder: inout PipeCD.Decoder) {
    guard let kind else { return }
    var options = PipeCD.StageOptions(kind)
    if var with = head.with.value.data, !with.isNull {
      // All stages of several clusters may name them.
      if kind.platform == .multicluster, case .map(let entries) = with.value {
        with.value = .map(entries.filter { $0.key.text?.value != "multiTargets" })
      }
      options.decode(with, with: &decoder)
    }
    options.fillDefaults()
    self.options = options
  }

  public mutating func fillDefaults() { options?.fillDefaults() }

  /// Gives a stage of v1 the time that it has where none is written.
  public mutating func fillTimeout() {
    if head.timeout.value == .zero { head.timeout.value = .hours(6) }
  }

  public func write(to printer: inout PipeCD.Printer) {
    printer.beginObject()
    for field in PipeCD.StageHead.fields { field.write(head, &printer) }
    printer.key("options")
    if let options { options.write(to: &printer) } else { printer.null() }
    printer.endObject()
  }
}
