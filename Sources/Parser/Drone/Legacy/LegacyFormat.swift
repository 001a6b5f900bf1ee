import CSearch
import Diagnostics
import Expressions
import IR
import YAML

/// The format of Drone 0.8 and before, which the server converts before it reads anything else.
enum LegacyFormat {
  /// Whether the server converts the text: some line is `pipeline:` at its start with nothing but white space after it.
  static func isLegacy(_ bytes: [UInt8]) -> Bool {
    lineOffset(bytes) != nil
  }

  /// Where the line that makes the file a legacy one starts.
  static func lineOffset(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      if isMarker(bytes, at: 0) { return 0 }
      let pattern = Array("\npipeline:".utf8)
      var position = 0
      while let found = memmem(base + position, bytes.count - position, pattern, pattern.count) {
        let line = base.distance(to: found.assumingMemoryBound(to: UInt8.self)) + 1
        if isMarker(bytes, at: line) { return line }
        position = line
      }
      return nil
    }
  }

  /// Whether the line that begins at `start` is `pipeline:` with nothing but white space after it.
  private static func isMarker(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    let word = Array("pipeline:".utf8)
    guard bytes.count - start >= word.count, bytes[start..<start + word.count].elementsEqual(word) else { return false }
    for byte in bytes[(start + word.count)...] {
      if byte == 0x0A { return true }
      guard byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0C else { return false }
    }
    return true
  }

  /// Converts a file into the IR that the converted text would have; places are those of the file as written.
  static func load(_ source: Source, lookup: (String) -> String?) -> Program {
    var program = Program(dialect: .drone, source: source.id)
    program.isConverted = true
    var log = LoadLog()
    let written = Tree.parse(source.bytes, range: 0..<source.bytes.count, source: source.id, map: nil)
    if let failure = written.failure.map({ SyntaxFailure(error: $0, in: source.bytes) }) {
      log.refuse(
        failure.rule, failure.message, at: failure.span, by: .server, upstream: failure.upstream,
        help: failure.help, related: failure.related)
    }
    guard let root = written.tree.root?.resolved, root.kind == .mapping else {
      program.documents = [.invalid(source.span)]
      program.problems = log.problems
      return program
    }
    noteNewFormat(root, &log)
    let axes = LegacyMatrix.axes(of: root)
    program.matrixAxes = axes.reduce(into: []) { $0.formUnion($1.keys) }
    var syntax: Substitution.Syntax?
    if Substitution.needsExpansion(source.bytes) {
      let parsed = Substitution.parse(source.bytes)
      syntax = parsed.syntax
      for failure in parsed.failures { log.refuse(failure, in: source) }
      if !parsed.failures.isEmpty { syntax = nil }
      program.substitutions = parsed.syntax
    }
    // The server converts the text as written; the runner's substitution may then break what it was given.
    var converter = LegacyConverter(axis: axes.first ?? [:], readers: .server, log: log)
    _ = converter.pipeline(root, name: "default")
    log = converter.log
    for (index, axis) in (axes.isEmpty ? [[:]] : axes).enumerated() {
      let name = axes.isEmpty ? "default" : "matrix-\(index + 1)"
      let tree = expanded(root, syntax, source, axis, lookup, &log)
      var converter = LegacyConverter(axis: axis, readers: .runner, log: log)
      program.documents.append(.pipeline(converter.pipeline(tree, name: name)))
      log = converter.log
    }
    program.documents += LegacySecrets.read(root, span: source.span).map { .secret($0) }
    for pipeline in program.pipelines { RunnerLint.run(pipeline, log: &log) }
    program.problems = log.problems
    program.findings = log.findings
    return program
  }

  /// The tree with the values of the axis and of the variables in it; the tree as written where that fails.
  private static func expanded(
    _ root: Node, _ syntax: Substitution.Syntax?, _ source: Source, _ axis: [String: String],
    _ lookup: (String) -> String?, _ log: inout LoadLog
  ) -> Node {
    guard let syntax else { return root }
    switch Substitution.expand(syntax, of: source.bytes, lookup: { axis[$0] ?? lookup($0) }) {
    case .failure(let failure):
      log.refuse(failure, in: source)
      return root
    case .success(let output):
      guard let map = output.map else { return root }
      let result = Tree.parse(output.bytes, range: 0..<output.bytes.count, source: source.id, map: map)
      guard let tree = result.tree.root?.resolved, tree.kind == .mapping, result.failure == nil else { return root }
      return tree
    }
  }

  /// A file of today's format with such a line in it loses everything else.
  private static func noteNewFormat(_ root: Node, _ log: inout LoadLog) {
    guard let kind = root.entries.first(where: { $0.key.equals("kind") || $0.key.equals("steps") }),
      let pipeline = root.entries.first(where: { $0.key.equals("pipeline") })
    else { return }
    log.note(
      "legacy-format",
      "this line makes the server take the file for one of Drone 0.8: `kind` and `steps` are thrown away",
      at: pipeline.key.span, help: "delete the line", related: [.init(kind.key.span, "has no effect")])
  }
}
