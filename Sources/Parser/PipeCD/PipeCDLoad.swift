import Diagnostics
import Expressions
import IR
import YAML

/// One load of one file.
struct PipeCDLoad {
  let source: Source
  var log = LoadLog()
  private var program: Program
  /// What the real system prints; everything else is said besides.
  private var printed: Problem?

  init(_ source: Source) {
    self.source = source
    program = Program(dialect: .pipecd, source: source.id)
  }

  /// An alias may stand for so many nodes only: what it stands for is written out.
  private static let limits = Limits(expandedNodes: 200_000)

  mutating func run(generation: PipeCD.Generation?) -> Program {
    let parsed = Tree.parse(
      source.bytes, range: 0..<source.bytes.count, source: source.id, map: nil, limits: Self.limits, endsLine: false)
    if let error = parsed.failure {
      let failure = SyntaxFailure(error: error, in: source.bytes)
      log.refuse(
        failure.rule, failure.message, at: failure.span, by: .server,
        upstream: error.goYAMLText(scannerLinesFromOne: true), help: failure.help, related: failure.related)
      program.documents = [.invalid(source.span)]
      return finished()
    }
    noteFurtherDocuments(after: parsed.tree.range)
    var reader = ConfigurationReader()
    let data = parsed.tree.withRoot { root in
      root.map { reader.data($0) } ?? Data(.null(isSpelled: false), at: Span(source.id, 0, 0))
    }
    log.append(reader.log)
    if let failure = reader.failure {
      log.refuse(
        "type-mismatch", failure.message, at: failure.span, by: .server, upstream: failure.upstream,
        help: failure.help)
      program.documents = [.invalid(source.span)]
      return finished()
    }
    read(data, generation: generation)
    return finished()
  }

  private mutating func read(_ data: Data, generation: PipeCD.Generation?) {
    let generation = generation ?? Self.generation(of: data)
    var file = ConfigurationFile(data, generation: generation)
    file.read(log: &log)
    printed = file.printed
    program.documents = [.pipecd(file.document)]
  }

  /// v1 where the file is plainly written for it: of the generic kind, or with options under the names of plugins.
  private static func generation(of data: Data) -> PipeCD.Generation {
    switch data.member("kind")?.text?.value {
    case "Application": return .v1
    case "Piped": return data.member("spec")?.member("plugins") == nil ? .v0 : .v1
    default:
      guard case .map(let plugins) = data.member("spec")?.member("plugins")?.value, !plugins.isEmpty else { return .v0 }
      return .v1
    }
  }

  /// Only the first document of a file is read.
  private mutating func noteFurtherDocuments(after range: Range<Int>) {
    var start = range.upperBound
    let bytes = source.bytes
    // The document may end anywhere on a line; what follows counts from the next line that separates.
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[start..<end]
      if line.starts(with: "---".utf8), start == 0 || bytes[start - 1] == 0x0A {
        let rest = bytes[end...]
        let hasContent = rest.split(separator: 0x0A).contains { line in
          let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
          return text.first.map { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "-") } ?? false
        }
        guard hasContent || line.count > 3 else { return }
        log.note(
          "further-document", "only the first document of a file is read; this one has no effect",
          at: Span(source.id, UInt32(start), UInt32(start + 3)), help: "move it to a file of its own")
        return
      }
      start = end + 1
    }
  }

  private mutating func finished() -> Program {
    program.problems = log.problems
    if let printed, let index = program.problems.firstIndex(of: printed), index > 0 {
      program.problems.remove(at: index)
      program.problems.insert(printed, at: 0)
    }
    program.findings = log.findings
    return program
  }
}
