import Diagnostics
import IR
import YAML

/// One load of one Harness file.
struct HarnessLoad {
  private let source: Source
  private var log = LoadLog()
  private var program: Program

  init(_ source: Source) {
    self.source = source
    program = Program(dialect: .harness, source: source.id)
  }

  mutating func run() -> Program {
    let results = Tree.parseStream(
      source.bytes, source: source.id, map: nil, limits: HarnessDataReader.limits, decoder: .libyaml)
    if results.isEmpty { refuseEmptyFile() }
    for (index, result) in results.enumerated() {
      if index == 1 { refuseSecondDocument(result) }
      program.documents.append(read(result))
    }
    program.problems = log.problems
    program.findings = log.findings
    return program
  }

  private mutating func read(_ result: ParseResult) -> Document {
    if let failure = result.failure { refuse(failure) }
    let place = Span(source.id, UInt32(result.tree.range.lowerBound), UInt32(result.tree.range.upperBound))
    return result.tree.withRoot { root in
      guard let root = root?.resolved else { return .invalid(place) }
      var reader = HarnessDataReader(log: log)
      let data = reader.data(root)
      log = reader.log
      // What stands before a syntax error is read, but nothing is said of what may be missing behind it.
      guard let kind = HarnessDocumentKind(data) else {
        if result.failure == nil { refuseRoot(data) }
        return .invalid(data.span)
      }
      if result.failure == nil {
        checkRootKeys(data, kind)
        HarnessDuplicates.check(data, isNewer: kind.isNewer, log: &log)
        // Where aliases stand for too much, the values are not written out, and nothing more is said of them.
        if !log.problems.contains(where: { $0.diagnostic.rule == "input-limit" }) {
          HarnessSchemaChecker.check(root, as: kind, into: &log)
        }
      }
      return .harness(Self.document(data, kind))
    }
  }

  private static func document(_ root: Data, _ kind: HarnessDocumentKind) -> HarnessDocument {
    func body(_ key: String) -> Data { root[key] ?? root }
    switch kind {
    case .pipeline(let form):
      let data =
        switch form {
        case .v0: body("pipeline")
        case .unified: HarnessUnifiedConverter.pipeline(HarnessDelimiters.unified(body("pipeline")))
        case .spec: HarnessSpecConverter.pipeline(HarnessDelimiters.unified(root))
        }
      return .pipeline(HarnessLoader.pipeline(data, form: form))
    case .inputSet(.v0): return .inputSet(HarnessInputReader.inputSet(body("inputSet")))
    case .inputSet(let form): return .inputSet(HarnessNewerDocuments.inputSet(root, form))
    case .overlayInputSet(.v0): return .overlayInputSet(HarnessInputReader.overlay(body("overlayInputSet")))
    case .overlayInputSet(let form): return .overlayInputSet(HarnessNewerDocuments.overlay(root, form))
    case .template(.v0): return .template(HarnessInputReader.template(body("template")))
    case .template(let form): return .template(HarnessNewerDocuments.template(HarnessDelimiters.unified(root), form))
    case .trigger: return .trigger(HarnessInputReader.trigger(body("trigger")))
    case .entity(let kind): return .entity(HarnessInputReader.entity(body(kind.rawValue), kind))
    }
  }

  // MARK: What is refused

  private mutating func refuseEmptyFile() {
    log.refuse(
      "unknown-document-kind", "the file has no pipeline", at: Span(source.id, 0, 0), by: .server,
      upstream: "Invalid yaml: empty", help: "start with `pipeline:`")
  }

  private mutating func refuse(_ error: SyntaxError) {
    let failure = SyntaxFailure(error: error, in: source.bytes)
    log.refuse(failure, by: .server)
  }

  private mutating func refuseSecondDocument(_ result: ParseResult) {
    let start = UInt32(result.tree.range.lowerBound)
    log.refuse(
      "several-documents", "a Harness file holds one document, and a second one begins here",
      at: Span(source.id, start, min(start + 3, UInt32(source.bytes.count))), by: .server,
      upstream: "expected a single document in the stream", help: "move it to a file of its own")
  }

  private mutating func refuseRoot(_ data: Data) {
    guard let entries = data.entries else {
      log.refuse(
        "unknown-document-kind", "a Harness document is a mapping with one key that says its kind", at: data.span,
        by: .server, upstream: "Invalid yaml: root is not an object", help: "start with `pipeline:`")
      return
    }
    guard let first = entries.first, let name = first.key.name else {
      log.refuse(
        "unknown-document-kind", "this document says nothing of its kind", at: data.span, by: .server,
        upstream: "Invalid yaml: root node is unknown", help: "start with `pipeline:`")
      return
    }
    let nearest = Suggestion.nearest(to: name, among: HarnessDocumentKind.roots)
    let fixes = nearest.map {
      [Fix("rename `\(name)` to `\($0)`", safety: .safe, edits: [.init(first.key.span, $0)])]
    }
    log.refuse(
      "unknown-document-kind", "Harness has no documents of the kind `\(name)`", at: first.key.span, by: .server,
      upstream: "Invalid yaml: root node is unknown",
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "the kinds are " + HarnessDocumentKind.roots.map { "`\($0)`" }.joined(separator: ", "), fixes: fixes ?? [])
  }

  /// A document of the form `v0` has one root key; of the form `unified`, `version` besides.
  private mutating func checkRootKeys(_ data: Data, _ kind: HarnessDocumentKind) {
    guard data["kind"] == nil, let root = data.entries?.first(where: { $0.key.name.map(kind.isRoot) == true }) else {
      return
    }
    for entry in data.entries ?? [] where entry.key.span != root.key.span && entry.key.name != "version" {
      let name = entry.key.name ?? ""
      log.refuse(
        "unknown-document-kind",
        "a Harness file has one root key, and `\(name)` stands beside `\(root.key.name ?? "")`",
        at: entry.key.span, by: .server, upstream: "Invalid yaml: more than one root node",
        help: HarnessDocumentKind.roots.contains(name)
          ? "move it to a file of its own" : "indent it, if it belongs to `\(root.key.name ?? "")`")
    }
  }
}
