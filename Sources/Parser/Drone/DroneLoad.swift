import Diagnostics
import Expressions
import IR
import Threads
import YAML

/// One load of one file.
///
/// The server and the runner read the same file through two decoders, and, where the file has `${…}`, two texts. Both are
/// decoded here; what both refuse is said once.
struct DroneLoad {
  let source: Source
  var log = LoadLog()
  private var program: Program

  init(_ source: Source) {
    self.source = source
    program = Program(dialect: .drone, source: source.id)
  }

  mutating func run(lookup: (String) -> String?) -> Program {
    let written = DroneText(bytes: source.bytes, map: nil, source: source.id)
    noteDropped(written.split.dropped)
    let expanded = expand(lookup: lookup)
    if let expanded {
      load(server: written, runner: expanded)
    } else {
      load(both: written)
    }
    finish()
    return program
  }

  /// What the server reads, and nothing of the runner's.
  mutating func runAsWritten() -> Program {
    let written = DroneText(bytes: source.bytes, map: nil, source: source.id)
    if written.split.pieces.isEmpty { refuseEmptyFile() }
    for piece in written.split.pieces {
      let document = written.parse(piece)
      if let failure = document.failure { log.refuse(failure, by: .server) }
      add(DocumentReader(document, views: .server, source: source).read(server: nil, log: &log))
    }
    ServerLint.run(program.pipelines, log: &log)
    program.problems = log.problems
    program.findings = log.findings
    return program
  }

  // MARK: Substitution

  /// The runner's text; nil where it is the text as written, or where the runner refuses it.
  private mutating func expand(lookup: (String) -> String?) -> DroneText? {
    guard Substitution.needsExpansion(source.bytes) else { return nil }
    let (syntax, failures) = Substitution.parse(source.bytes)
    program.substitutions = syntax
    for failure in failures { refuse(failure) }
    guard failures.isEmpty else { return nil }
    switch Substitution.expand(syntax, of: source.bytes, lookup: lookup) {
    case .failure(let failure):
      refuse(failure)
      return nil
    case .success(let output):
      guard let map = output.map else { return nil }
      return DroneText(bytes: output.bytes, map: map, source: source.id)
    }
  }

  private mutating func refuse(_ failure: Substitution.Failure) {
    log.refuse(
      "substitution-syntax", failure.explanation,
      at: Span(source.id, UInt32(failure.range.lowerBound), UInt32(failure.range.upperBound)), by: .runner,
      upstream: failure.message,
      help: "for the shell to see it, write `$NAME`, or `$${…}` with two dollar signs")
  }

  // MARK: Documents

  private mutating func load(both text: DroneText) {
    let pieces = text.split.pieces
    if pieces.isEmpty { refuseEmptyFile() }
    guard text.bytes.count >= Self.parallelSize, pieces.count > 1 else {
      for piece in pieces { add(Self.read(text, piece, source: source, log: &log)) }
      return
    }
    // Documents know nothing of each other, so a large file is read by as many threads as there are processors.
    let source = source
    let parts = parallelMap(pieces.count) { index in
      var log = LoadLog()
      let document = Self.read(text, pieces[index], source: source, log: &log)
      return (document: document, log: log)
    }
    program.documents.reserveCapacity(parts.count)
    for part in parts {
      add(part.document)
      log.append(part.log)
    }
  }

  /// From this many bytes on, starting threads costs less than it gains.
  private static let parallelSize = 1 << 20

  /// Reads a document that the server and the runner see alike.
  private static func read(
    _ text: DroneText, _ piece: DocumentSplitter.Piece, source: Source, log: inout LoadLog
  ) -> Document {
    let document = text.parse(piece)
    if let failure = document.failure { log.refuse(failure, by: .both) }
    return DocumentReader(document, views: .both, source: source).read(server: nil, log: &log)
  }

  private mutating func load(server written: DroneText, runner expanded: DroneText) {
    if written.split.pieces.isEmpty { refuseEmptyFile() }
    let runnerPieces = expanded.split.pieces
    for (index, piece) in written.split.pieces.enumerated() {
      let serverDocument = written.parse(piece)
      if let failure = serverDocument.failure { log.refuse(failure, by: .server) }
      let server = DocumentReader(serverDocument, views: .server, source: source)
      guard index < runnerPieces.count else {
        add(server.read(server: nil, log: &log))
        continue
      }
      let runnerDocument = expanded.parse(runnerPieces[index])
      if let failure = runnerDocument.failure { log.refuse(failure, by: .runner) }
      server.check(log: &log)
      let runner = DocumentReader(
        runnerDocument, views: .runner, source: source, reportsKeys: serverDocument.failure != nil)
      add(runner.read(server: serverDocument, log: &log))
    }
    for piece in runnerPieces.dropFirst(written.split.pieces.count) {
      let document = expanded.parse(piece)
      if let failure = document.failure { log.refuse(failure, by: .runner) }
      add(DocumentReader(document, views: .runner, source: source).read(server: nil, log: &log))
    }
  }

  private mutating func add(_ document: Document) {
    program.documents.append(document)
  }

  private mutating func refuseEmptyFile() {
    log.refuse(
      "missing-kind", "the file has no pipeline", at: Span(source.id, 0, 0), by: .server,
      upstream: "yaml: missing kind attribute", help: "start with `kind: pipeline`")
  }

  private mutating func noteDropped(_ dropped: [DocumentSplitter.Dropped]) {
    for item in dropped {
      let span = Span(source.id, UInt32(item.range.lowerBound), UInt32(item.range.upperBound))
      switch item.why {
      case .onSeparator:
        log.note(
          "dropped-text", "text on a `---` line is thrown away", at: span, help: "move it to the next line")
      case .afterTerminator:
        log.note(
          "dropped-text", "everything after the line that starts with `...` is thrown away",
          at: Span(source.id, span.start, min(span.end, span.start + 1)), help: "delete the `...` line")
      case .longLine:
        log.note(
          "dropped-text", "this line has 65536 bytes or more: it and everything after it is thrown away",
          at: Span(source.id, span.start, min(span.end, span.start + 1)), help: "break the line")
      }
    }
  }

  // MARK: Lint

  private mutating func finish() {
    let pipelines = program.pipelines
    ServerLint.run(pipelines, log: &log)
    for pipeline in pipelines where pipeline.drone?.isScheduled == true { RunnerLint.run(pipeline, log: &log) }
    program.problems = log.problems
    program.findings = log.findings
  }
}

extension DronePipeline {
  /// Whether the runner looks at the document at all.
  var isScheduled: Bool { kind?.value == "pipeline" || (kind?.value ?? "").isEmpty }
}
