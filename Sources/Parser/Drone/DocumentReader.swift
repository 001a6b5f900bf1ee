import Diagnostics
import IR
import YAML

/// Turns one parsed document into IR, and holds it against the structures of whoever reads it.
struct DocumentReader {
  private let document: ParsedDocument
  /// Who reads this text.
  private let views: Views
  private let source: Source
  /// Whether what everybody passes over is reported here: the text as written has the better places, but where it cannot
  /// be parsed, the text after substitution must do.
  private let reportsKeys: Bool

  init(_ document: ParsedDocument, views: Views, source: Source, reportsKeys: Bool? = nil) {
    self.document = document
    self.views = views
    self.source = source
    self.reportsKeys = reportsKeys ?? views.contains(.server)
  }

  /// The kinds of documents, as both systems spell them.
  private enum Kind: String {
    case pipeline, secret, signature, cron, registry, template
  }

  /// - Parameter server: the same document as the server reads it, where that is another text.
  func read(server: ParsedDocument?, log: inout LoadLog) -> Document {
    check(log: &log)
    guard let root = document.root, root.kind == .mapping else { return .invalid(document.span) }
    let kind = Fields(of: root)["kind"]?.string
    switch kind.flatMap({ Kind(rawValue: $0.value) }) {
    case .secret:
      return .secret(secret(root))
    case .signature, .cron, .registry, .template:
      return .inert(kind: kind ?? Text("", at: document.span), span: document.span)
    case .pipeline, nil:
      guard !(kind?.value ?? "").isEmpty || root["steps"] != nil else { return .invalid(document.span) }
      return .pipeline(pipeline(root, server: server, log: &log))
    }
  }

  // MARK: Checks

  /// Reports what the readers of this text refuse or pass over.
  func check(log: inout LoadLog) {
    guard document.failure == nil else { return }
    guard let root = document.root, !(root.kind == .scalar && root.isNullScalar) else {
      refuseMissingKind(log: &log)
      return
    }
    let raw = MappingSchema(.document, .init(server: "yaml.RawResource", runner: "manifest.RawResource"), [])
    guard root.kind == .mapping else {
      var checker = SchemaChecker(views: views, runner: nil, source: source, reportsKeys: reportsKeys, log: log)
      checker.mismatch(
        root, at: .init(name: "a document", key: nil), for: views, expected: "a mapping", goType: raw.goType,
        help: root.kind == .sequence
          ? "write each pipeline as a document of its own, with `---` between (`drone jsonnet --stream` does)" : nil)
      log = checker.log
      return
    }
    let fields = Fields(of: root)
    let kind = fields["kind"]?.string
    if (kind?.value ?? "").isEmpty { refuseMissingKind(log: &log) }
    let runner = PipelineReader.runner(ofType: fields["type"]?.string?.value)
    var checker = SchemaChecker(views: views, runner: runner, source: source, reportsKeys: reportsKeys, log: log)
    switch kind.flatMap({ Kind(rawValue: $0.value) }) {
    case .pipeline: checkPipeline(root, runner, fields, &checker)
    case .secret: checker.check(document: root, DroneSchema.secret, for: views)
    case .signature: checker.check(document: root, DroneSchema.signature, for: views)
    case .cron:
      checker.check(document: root, DroneSchema.cron, for: views.intersection(.server))
      noteIgnoredKind(kind, help: "create the job with `drone cron add`", &checker)
    case .registry:
      checker.check(document: root, DroneSchema.registry, for: views.intersection(.server))
      noteIgnoredKind(kind, help: "name a secret with the credentials in `image_pull_secrets`", &checker)
    case .template: break
    case nil:
      noteUnknownKind(kind, &checker)
      if root["steps"] != nil || kind?.value.lowercased() == "pipeline" {
        checkPipeline(root, runner, fields, &checker)
      }
    }
    log = checker.log
    checkContents(kind, fields, log: &log)
  }

  private func checkPipeline(
    _ root: Node, _ runner: DronePipeline.Runner?, _ fields: Fields, _ checker: inout SchemaChecker
  ) {
    if runner == nil, views.contains(.server), let type = fields["type"] {
      let names = DronePipeline.Runner.allCases.map(\.rawValue)
      let nearest = names.first { $0 == type.text.lowercased() } ?? Suggestion.nearest(to: type.text, among: names)
      checker.log.note(
        "unknown-type", "no runner takes pipelines of type `\(type.text)`, so this one stays pending for ever",
        at: type.span,
        help: nearest.map { "did you mean `\($0)`?" } ?? "known types: \(names.joined(separator: ", "))",
        fixes: nearest.map { [Fix("write `\($0)`", safety: .unsafe, edits: [.init(type.span, $0)])] } ?? [])
    }
    // A type that no runner has is still decoded by the server.
    let readers = runner == nil ? views.intersection(.server) : views
    checker.check(document: root, DroneSchema.pipeline(for: runner), for: readers)
  }

  private func noteIgnoredKind(_ kind: Text?, help: String, _ checker: inout SchemaChecker) {
    guard let kind, views.contains(.server) else { return }
    checker.log.note(
      "unknown-kind", "documents of the kind `\(kind.value)` are accepted, and nothing is done with them",
      at: kind.span, help: help)
  }

  private func noteUnknownKind(_ kind: Text?, _ checker: inout SchemaChecker) {
    guard let kind, !kind.value.isEmpty, views.contains(.server), !isPolicy(kind) else { return }
    let names = ["pipeline", "secret", "signature", "cron", "registry", "template"]
    let nearest = names.first { $0 == kind.value.lowercased() } ?? Suggestion.nearest(to: kind.value, among: names)
    checker.log.note(
      "unknown-kind", "there is no kind `\(kind.value)`: the server schedules it, and no runner ever takes it",
      at: kind.span, help: nearest.map { "did you mean `\($0)`?" } ?? "known kinds: \(names.joined(separator: ", "))",
      fixes: nearest.map { [Fix("write `\($0)`", safety: .unsafe, edits: [.init(kind.span, $0)])] } ?? [])
  }

  /// Whether only the content of the file could speak for another language.
  private var isNamedForDrone: Bool { DialectDetection.dialect(ofName: source.name) == .drone }

  /// Whether the document is one for the runner of Kubernetes, which reads its policies from a file of its own.
  private func isPolicy(_ kind: Text) -> Bool {
    kind.value == "policy" && document.root?["steps"] == nil && !isNamedForDrone
  }

  /// Whether what stands at the root is what Drone had there before it had pipelines.
  private func isAncient(_ root: Node) -> Bool {
    guard root["steps"] == nil, root["kind"] == nil else { return false }
    return ["build", "script", "publish", "deploy", "notify", "compose"].contains { root[$0] != nil }
  }

  private func refuseMissingKind(log: inout LoadLog) {
    guard views.contains(.server) else { return }
    let root = document.root.flatMap { $0.kind == .mapping ? $0 : nil }
    if let root {
      let misspelt = root.entries.first { $0.key.text.lowercased() == "kind" }
      log.refuse(
        "missing-kind", "the document has no `kind`",
        at: (misspelt ?? root.entries.first)?.key.span ?? document.span, by: .server,
        upstream: "yaml: missing kind attribute",
        help: misspelt != nil
          ? "write `kind: pipeline`, the key in lower case"
          : root["pipeline"] != nil
            ? "a file of Drone 0.8 has a line that is `pipeline:` and nothing else, not even a blank before it or a comment "
              + "behind it; later ones need `kind: pipeline`"
            : isAncient(root)
              ? "this looks like Drone 0.4 or older, which no later server reads: write it anew, as `kind: pipeline` with "
                + "`steps`"
              : isNamedForDrone || root["steps"] != nil
                ? "add `kind: pipeline`"
                : "Drone wants `kind: pipeline`, Harness `pipeline:` and PipeCD `apiVersion: pipecd.dev/v1beta1` here")
      return
    }
    guard document.separator != nil || Int(document.span.end) < source.bytes.count else {
      log.refuse(
        "missing-kind", "the file has no pipeline", at: Span(source.id, 0, 0), by: .server,
        upstream: "yaml: missing kind attribute", help: "start with `kind: pipeline`")
      return
    }
    let start =
      document.separator
      ?? Span(
        document.span.source, document.span.start, min(document.span.end, document.span.start + 1))
    log.refuse(
      "missing-kind",
      document.separator == nil
        ? "the text before the first `---` is a document of its own to the server, and it has no `kind`"
        : "the document after this `---` is empty, and the server wants a `kind` in each",
      at: start, by: .server, upstream: "yaml: missing kind attribute",
      help: document.separator == nil ? "move comments and blank lines below the `---`" : "delete the `---`")
  }

  /// What only the older, per-resource linter says, and what never worked.
  private func checkContents(_ kind: Text?, _ fields: Fields, log: inout LoadLog) {
    guard views.contains(.server), let kind else { return }
    if kind.value == "signature", (fields["hmac"]?.string?.value ?? "").isEmpty {
      log.note(
        "invalid-signature", "the signature has no `hmac`", at: kind.span, help: "sign the file with `drone sign`")
    }
    if kind.value == "secret" {
      let external = Fields(of: fields.all("get"))
      let isGiven = [fields["data"], external["path"], external["name"]].contains {
        !($0?.string?.value ?? "").isEmpty
      }
      guard !isGiven else { return }
      log.note(
        "invalid-secret", "the secret has neither `data` nor `get.path` and `get.name`", at: kind.span,
        help: "write `get: {path: …, name: …}`, or put the output of `drone encrypt` under `data`")
    }
  }

  // MARK: Reading

  private func secret(_ root: Node) -> SecretDeclaration {
    let fields = Fields(of: root)
    let external = fields.all("get")
    let origin: SecretDeclaration.Origin
    if let data = fields["data"]?.string, !data.value.isEmpty {
      origin = .encrypted(data)
    } else if !external.isEmpty {
      let get = Fields(of: external)
      origin = .external(path: get["path"]?.string, name: get["name"]?.string, key: get["key"]?.string)
    } else {
      origin = .missing
    }
    return SecretDeclaration(name: fields["name"]?.string, origin: origin, span: document.span)
  }

  private func pipeline(_ root: Node, server: ParsedDocument?, log: inout LoadLog) -> Pipeline {
    let serverRoot = server == nil ? root : server?.root
    let view = serverRoot.map(PipelineReader.serverView) ?? ServerView()
    let pipeline = PipelineReader.read(root, server: view, span: document.span)
    let name = (view.name?.value).flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    refuseEmptySteps(root, pipeline: name, log: &log)
    noteServerSubstitution(view, log: &log)
    return pipeline
  }

  private func refuseEmptySteps(_ root: Node, pipeline: String, log: inout LoadLog) {
    let fields = Fields(of: root)
    for (key, upstream) in [("steps", "Linter: detected nil step"), ("services", "linter: nil step")] {
      guard let list = fields.entries.last(where: { $0.key.equals(key) })?.value, list.kind == .sequence else {
        continue
      }
      for item in list.items where item.resolved.isNullScalar {
        let span = item.span.length > 0 ? item.span : Span(item.span.source, item.span.start, item.span.start)
        log.refuse(
          "empty-step", "an item of `\(key)` is empty", at: span, by: .runner, upstream: upstream,
          help: "delete the `-`, or indent what follows below it", pipeline: pipeline)
      }
    }
  }

  /// The server compares the text as it is written: it never replaces `${…}`.
  private func noteServerSubstitution(_ view: ServerView, log: inout LoadLog) {
    var texts: [(String, Text)] = []
    if let name = view.name { texts.append(("name", name)) }
    texts += view.dependsOn.map { ("depends_on", $0) }
    for clause in view.trigger?.clauses ?? [] {
      texts += (clause.include + clause.exclude).map { ("trigger", $0) }
    }
    for part in [view.platform.os, view.platform.architecture, view.platform.variant, view.platform.version] {
      if let part { texts.append(("platform", part)) }
    }
    for variable in view.node {
      if case .text(let text) = variable.value { texts.append(("node", text)) }
    }
    for (key, text) in texts where text.value.contains("${") {
      log.note(
        "server-substitution", "`${…}` is not replaced in `\(key)`: the server takes it as text", at: text.span,
        help: key == "name"
          ? "the runner then finds no pipeline of this name; write a fixed name" : "write the value itself")
    }
  }
}
