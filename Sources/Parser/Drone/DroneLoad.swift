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
    let written = DroneText(bytes: source.bytes, map: nil, source: source.id, file: source.bytes)
    noteDropped(written.split.dropped)
    let expanded = expand(lookup: lookup)
    load(written, runner: expanded)
    if expanded != nil, program.pipelines.contains(where: \.hasOlderSubstitution) {
      refuseForOlderRunners(Substitution.parse(source.bytes, version: .v1_0_2).failures)
    }
    return finished()
  }

  /// What the server reads, and nothing of the runner's.
  mutating func runAsWritten() -> Program {
    let written = DroneText(bytes: source.bytes, map: nil, source: source.id, file: source.bytes)
    if written.split.pieces.isEmpty { refuseEmptyFile() }
    for piece in written.split.pieces {
      add(written.parse(piece) { Self.read($0, as: .server, source) })
    }
    return finished()
  }

  /// What the server and the runner read in one document.
  mutating func run(
    _ written: DroneText, _ piece: DocumentSplitter.Piece, runner expanded: DroneText,
    olderFailures: [Substitution.Failure]
  ) -> Program {
    let source = source
    add(
      written.parse(piece) { server in
        expanded.parse(expanded.split.pieces[0]) { Self.read(server: server, runner: $0, source) }
      })
    // One is enough to refuse the document, and many times many would be very many.
    refuseForOlderRunners(Array(olderFailures.prefix(1)))
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
    for failure in failures { log.refuse(failure, in: source) }
    guard failures.isEmpty else { return nil }
    switch Substitution.expand(syntax, of: source.bytes, lookup: lookup) {
    case .failure(let failure):
      log.refuse(failure, in: source)
      return nil
    case .success(let output):
      guard let map = output.map else { return nil }
      return DroneText(bytes: output.bytes, map: map, source: source.id, file: source.bytes)
    }
  }

  /// The runners without containers carry an older substitution, which refuses more; it fails their pipelines wherever
  /// in the file it stands, and those of other runners not.
  private mutating func refuseForOlderRunners(_ failures: [Substitution.Failure]) {
    guard let first = failures.first else { return }
    var isFirst = true
    for pipeline in program.pipelines where pipeline.hasOlderSubstitution {
      guard let runner = pipeline.drone?.runner else { continue }
      let name = pipeline.drone?.server.name?.value ?? ""
      // One failure is enough for a pipeline; all of them are said once.
      for failure in isFirst ? failures : [first] {
        log.refuse(
          "substitution-syntax",
          "the \(runner.rawValue) runner takes one text or one `${…}` as a default, not a mixture of both",
          at: Span(source.id, UInt32(failure.range.lowerBound), UInt32(failure.range.upperBound)),
          for: name.isEmpty ? "default" : name, upstream: failure.message,
          help: "choose the value in a command: the shell sees `$${…}`, with two dollar signs, as `${…}`")
      }
      isFirst = false
    }
  }

  // MARK: Documents

  /// Reads all documents; where substitution made another text, the server reads the one and the runner the other.
  private mutating func load(_ written: DroneText, runner expanded: DroneText?) {
    if written.split.pieces.isEmpty { refuseEmptyFile() }
    let count = max(written.split.pieces.count, expanded?.split.pieces.count ?? 0)
    // Documents know nothing of each other, so a large file is read by as many threads as there are processors.
    guard written.bytes.count >= Self.parallelSize, count > 1 else {
      for index in 0..<count { add(Self.read(index, written, expanded, source)) }
      return
    }
    let source = source
    program.documents.reserveCapacity(count)
    for part in parallelMap(count, { Self.read($0, written, expanded, source) }) { add(part) }
  }

  /// From this many bytes on, starting threads costs less than it gains.
  private static let parallelSize = 1 << 18

  /// One document and what is to be said of it.
  private typealias Part = (document: Document, log: LoadLog)

  private static func read(
    _ index: Int, _ written: DroneText, _ expanded: DroneText?, _ source: Source
  ) -> Part {
    guard let expanded else { return written.parse(written.split.pieces[index]) { read($0, as: .both, source) } }
    guard index < written.split.pieces.count else {
      return expanded.parse(expanded.split.pieces[index]) { read($0, as: .runner, source) }
    }
    return written.parse(written.split.pieces[index]) { server in
      guard index < expanded.split.pieces.count else { return read(server, as: .server, source) }
      return expanded.parse(expanded.split.pieces[index]) { read(server: server, runner: $0, source) }
    }
  }

  private static func read(_ document: ParsedDocument, as views: Views, _ source: Source) -> Part {
    var log = LoadLog()
    if let failure = document.failure { log.refuse(failure, by: views) }
    let read = DocumentReader(document, views: views, source: source).read(server: nil, log: &log)
    lint(read, by: views, &log)
    return (read, log)
  }

  private static func read(server: ParsedDocument, runner: ParsedDocument, _ source: Source) -> Part {
    var log = LoadLog()
    if let failure = server.failure { log.refuse(failure, by: .server) }
    if let failure = runner.failure { log.refuse(failure, by: .runner) }
    DocumentReader(server, views: .server, source: source).check(log: &log)
    let reader = DocumentReader(runner, views: .runner, source: source, reportsKeys: server.failure != nil)
    let read = reader.read(server: server, log: &log)
    lint(read, by: .runner, &log)
    return (read, log)
  }

  private static func lint(_ document: Document, by views: Views, _ log: inout LoadLog) {
    guard views.contains(.runner), case .pipeline(let pipeline) = document, pipeline.drone?.isScheduled == true else {
      return
    }
    RunnerLint.run(pipeline, log: &log)
  }

  private mutating func add(_ part: Part) {
    program.documents.append(part.document)
    log.append(part.log)
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

  private mutating func finished() -> Program {
    ServerLint.run(program.pipelines, log: &log)
    program.problems = log.problems
    program.findings = log.findings
    return program
  }
}

extension Pipeline {
  /// Whether the pipeline's runner carries the older release of the substitution library.
  fileprivate var hasOlderSubstitution: Bool {
    switch drone?.runner {
    case .exec, .ssh, .digitalocean, .macstadium: drone?.isScheduled == true
    case .docker, .kubernetes, .vm, nil: false
    }
  }
}

extension DronePipeline {
  /// Whether the runner looks at the document at all.
  var isScheduled: Bool { kind?.value == "pipeline" || (kind?.value ?? "").isEmpty }
}
