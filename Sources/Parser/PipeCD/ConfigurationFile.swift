import Diagnostics
import Expressions
import IR
import YAML

/// One file while it is decoded: the envelope, the specification, and what is to be said of both.
struct ConfigurationFile {
  private let data: Data
  private let generation: PipeCD.Generation
  /// What is refused, in the order in which it is found out; the first is what the real system prints.
  private var refusals: [Problem] = []
  /// The file as it is understood.
  private(set) var document: PipeCDDocument

  /// What the real system prints; nil where it accepts the file.
  var printed: Problem? { refusals.first { $0.authority == .server } }

  init(_ data: Data, generation: PipeCD.Generation) {
    self.data = data
    self.generation = generation
    document = PipeCDDocument(
      generation: generation, version: nil, kind: nil, specification: .unknown, written: nil, span: data.span)
  }

  mutating func read(log: inout LoadLog) {
    var envelope = Envelope()
    var decoder = PipeCD.Decoder(generation, isStrict: generation == .v0)
    if !data.isNull { envelope.decode(data, with: &decoder) }
    take(decoder, log: &log)
    document.version = envelope.version.text
    document.kind = envelope.kind.text
    document.written = envelope.specification.value.data.flatMap { $0.isNull ? nil : $0 }
    let kind = envelope.kind.value
    if generation == .v0, kind == "Application" {
      convert(log: &log)
    } else {
      readSpecification(kind: kind, document.written, log: &log)
    }
    // What could not be decoded is empty, and validation would take that for missing.
    let isDecoded = refusals.isEmpty
    checkEnvelope(envelope, &log)
    if isDecoded, generation == .v0 || ConfigurationKinds.all.contains(kind) {
      var validation = ConfigurationValidation(document, data)
      validation.run()
      for problem in validation.problems { refuse(problem) }
    }
    readPlugins(log: &log)
    for problem in refusals {
      log.add(problem)
    }
  }

  // MARK: The specification

  private mutating func readSpecification(kind: String, _ written: Data?, log: inout LoadLog) {
    func read<Record: PipeCDRecord>(_ record: Record, strict: Bool) -> (Record, PipeCD.Decoder) {
      var record = record
      var decoder = PipeCD.Decoder(generation, isStrict: strict, path: ["spec"])
      if let written { record.decode(written, with: &decoder) }
      record.fillDefaults()
      return (record, decoder)
    }
    let isStrict = generation == .v0
    var decoder: PipeCD.Decoder?
    func keep<Record: PipeCDRecord>(
      _ record: Record, strict: Bool, _ wrap: (Record) -> PipeCDDocument.Specification
    ) -> PipeCDDocument.Specification {
      let (read, used) = read(record, strict: strict)
      decoder = used
      return wrap(read)
    }
    switch (kind, generation) {
    case ("KubernetesApp", .v0): document.specification = keep(.zero, strict: true) { .kubernetes($0) }
    case ("TerraformApp", .v0): document.specification = keep(.zero, strict: true) { .terraform($0) }
    case ("CloudRunApp", .v0): document.specification = keep(.zero, strict: true) { .cloudRun($0) }
    case ("LambdaApp", .v0): document.specification = keep(.zero, strict: true) { .lambda($0) }
    case ("ECSApp", .v0): document.specification = keep(.zero, strict: true) { .ecs($0) }
    case ("Piped", _): document.specification = keep(.zero, strict: false) { .piped($0) }
    case ("ControlPlane", _): document.specification = keep(.zero, strict: isStrict) { .controlPlane($0) }
    case ("EventWatcher", _): document.specification = keep(.zero, strict: isStrict) { .eventWatcher($0) }
    case ("AnalysisTemplate", _): document.specification = keep(.zero, strict: isStrict) { .analysisTemplate($0) }
    case (_, .v1) where ConfigurationKinds.applications.contains(kind):
      document.specification = keep(PipeCD.GenericApplication.zero, strict: false) { .application($0.asV1) }
    default:
      document.specification = .unknown
      return
    }
    if let decoder { take(decoder, log: &log) }
  }

  /// v0 makes one of its own kinds of a generic application, by the names of its plugins.
  private mutating func convert(log: inout LoadLog) {
    guard let written = document.written else {
      let span = document.kind?.span ?? data.span
      return refuse(
        "unsupported-kind", "an Application without `spec` cannot be read by piped v0", at: span,
        upstream: "unexpected end of JSON input", help: "write `spec:` with `plugins`")
    }
    guard case .map(let members) = written.value else {
      var decoder = PipeCD.Decoder(.v0, isStrict: true, path: ["spec"])
      var record = PipeCD.NoOptions()
      record.decode(written, with: &decoder)
      return take(decoder, log: &log)
    }
    var merged = members
    var kind: String?
    if case .map(let plugins)? = written.member("plugins")?.value {
      for plugin in plugins.sorted(by: { ($0.key.text?.value ?? "") < ($1.key.text?.value ?? "") }) {
        guard let name = plugin.key.text else { continue }
        switch plugin.value.value {
        case .map(let options):
          for option in options {
            merged.removeAll { $0.key.text == option.key.text }
            merged.append(option)
          }
        case .null: break
        default:
          refuse(
            "type-mismatch", "the options of a plugin are a mapping", at: plugin.value.span,
            upstream: "unmarshal b: json: cannot unmarshal \(plugin.value.jsonType) into Go value of type "
              + "map[string]interface {}", help: "write a mapping, or `{}`")
          return
        }
        guard let found = ConfigurationKinds.kind(ofPlugin: name.value) else { continue }
        if kind != nil {
          // Upstream's spelling; which of the two names it prints differs from run to run.
          return refuse(
            "unsupported-kind", "piped v0 takes one platform, and `\(name.value)` is the second", at: name.span,
            upstream: "multiple plaform providers are not allowed: \(name.value)",
            help: "make two applications of it")
        }
        kind = found
      }
    }
    if let plugins = written.member("plugins"), !["object", "null"].contains(plugins.jsonType) {
      return refuse(
        "type-mismatch", "`plugins` is a mapping from names to options", at: plugins.span,
        upstream: "json: cannot unmarshal \(plugins.jsonType) into Go struct field .plugins of type "
          + "map[string]json.RawMessage", help: "write a mapping")
    }
    guard let kind else {
      return refuse(
        "unsupported-kind", "piped v0 finds no platform among the plugins of this Application",
        at: document.kind?.span ?? data.span, upstream: "unsupported kind: Application",
        help: "run it with piped v1, or name kubernetes, terraform, cloudrun, lambda or ecs under `plugins`")
    }
    readSpecification(kind: kind, Data(.map(merged), at: written.span), log: &log)
  }

  /// What plugins would say of their parts and stages, which piped v1 hands on unread.
  private mutating func readPlugins(log: inout LoadLog) {
    guard generation == .v1, case .application(var application) = document.specification else { return }
    var decoder = PipeCD.Decoder(.v1, isStrict: false, path: ["spec", "plugins"])
    application.plugins.value.readOptions(with: &decoder)
    if var pipeline = application.pipeline.value {
      for index in pipeline.stages.value.indices {
        let name = pipeline.stages.value[index].value.name
        var reader = PipeCD.Decoder(.v1, isStrict: false, path: ["`with` of \(name)"])
        pipeline.stages.value[index].value.readOptions(with: &reader)
        report(reader, byPlugin: true, log: &log)
      }
      application.pipeline.value = pipeline
    }
    report(decoder, byPlugin: true, log: &log)
    document.specification = .application(application)
  }

  // MARK: The envelope

  private mutating func checkEnvelope(_ envelope: Envelope, _ log: inout LoadLog) {
    let kind = envelope.kind.value
    let place = envelope.kind.place ?? Span(data.span.source, data.span.start, data.span.start)
    // Not a configuration, but what an application of Lambda deploys: it has the same head and lies beside it.
    let isFunction = kind == "LambdaFunction"
    if generation == .v0, !ConfigurationKinds.all.contains(kind), !isFunction {
      refuseKind(kind, at: place, upstream: "unsupported kind: \(kind)")
    }
    if envelope.version.value != "pipecd.dev/v1beta1" {
      let version = envelope.version.value
      refuse(
        "unsupported-version",
        version.isEmpty ? "`apiVersion` is missing" : "the only `apiVersion` is pipecd.dev/v1beta1, not \(version)",
        at: envelope.version.place ?? Span(data.span.source, data.span.start, data.span.start),
        upstream: "unsupported version: \(version)", help: "write `apiVersion: pipecd.dev/v1beta1`")
    }
    if generation == .v1, kind.isEmpty {
      refuseKind(kind, at: place, upstream: "kind is required")
    } else if generation == .v1, !ConfigurationKinds.all.contains(kind), !isFunction {
      log.note(
        "unsupported-kind", "no application is of kind `\(kind)`", at: place, severity: .error,
        help: Self.kindHelp(kind))
    }
  }

  private mutating func refuseKind(_ kind: String, at span: Span, upstream: String) {
    refuse(
      "unsupported-kind", kind.isEmpty ? "`kind` is missing" : "there is no kind `\(kind)`", at: span,
      upstream: upstream, help: Self.kindHelp(kind))
  }

  private static func kindHelp(_ kind: String) -> String {
    let nearest =
      Suggestion.nearest(to: kind, among: ConfigurationKinds.all)
      ?? ConfigurationKinds.all.first { $0.hasSuffix("App") && kind.hasPrefix($0) }
    if let nearest { return "did you mean `\(nearest)`?" }
    return "write one of \(ConfigurationKinds.all.joined(separator: ", "))"
  }

  // MARK: Refusals

  private mutating func take(_ decoder: PipeCD.Decoder, log: inout LoadLog) {
    report(decoder, byPlugin: false, log: &log)
  }

  private mutating func report(_ decoder: PipeCD.Decoder, byPlugin: Bool, log: inout LoadLog) {
    let wording = DecodingWording(generation: generation, byPlugin: byPlugin)
    if let printed = decoder.printed { refuse(wording.problem(printed)) }
    for failure in decoder.failures where failure != decoder.printed { refuse(wording.problem(failure)) }
    for note in decoder.ignored { log.add(wording.finding(note)) }
  }

  private mutating func refuse(
    _ rule: RuleName, _ message: String, at span: Span, upstream: String, help: String? = nil
  ) {
    refuse(
      Problem(
        Diagnostic(rule: rule, severity: .error, message: message, at: span, help: help), by: .server,
        upstream: upstream))
  }

  private mutating func refuse(_ problem: Problem) { refusals.append(problem) }
}

/// The keys around every specification.
struct Envelope: PipeCDRecord {
  var version: PipeCD.Option<String> = .zero
  var kind: PipeCD.Option<String> = .zero
  var specification: PipeCD.Option<PipeCD.Raw> = .zero

  static var goType: String { "config.genericConfig" }
  static let fields: [PipeCD.Field<Self>] = [
    .init("kind", \.kind), .init("apiVersion", \.version), .init("spec", \.specification),
  ]
}

/// The kinds of files.
enum ConfigurationKinds {
  /// Kinds of applications.
  static let applications = ["KubernetesApp", "TerraformApp", "CloudRunApp", "LambdaApp", "ECSApp", "Application"]
  /// All kinds.
  static let all = applications + ["Piped", "ControlPlane", "AnalysisTemplate", "EventWatcher"]

  /// The kind that v0 makes of an application with a plugin of this name.
  static func kind(ofPlugin name: String) -> String? {
    switch name {
    case "kubernetes": "KubernetesApp"
    case "terraform": "TerraformApp"
    case "lambda": "LambdaApp"
    case "cloudrun": "CloudRunApp"
    case "ecs": "ECSApp"
    default: nil
    }
  }
}

extension PipeCD.GenericApplication {
  /// With what v1 fills in besides: an empty pipeline, and the time of every stage.
  var asV1: Self {
    var result = self
    var pipeline = result.pipeline.value ?? PipeCD.Pipeline()
    for index in pipeline.stages.value.indices { pipeline.stages.value[index].value.fillTimeout() }
    result.pipeline.value = pipeline
    return result
  }
}
