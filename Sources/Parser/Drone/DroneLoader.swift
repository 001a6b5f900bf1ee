import Diagnostics
import Expressions
import IR

/// Reads Drone files into the typed IR.
public enum DroneLoader {
  /// Loads a file as the server and the runner see it.
  ///
  /// The server reads the text as it is written; the runner first replaces `${…}` with what `lookup` gives (nil: unknown,
  /// which becomes empty). Never fails: what could not be read is `.invalid`, and `Program.problems` says why.
  public static func load(_ source: Source, lookup: (String) -> String?) -> Program {
    if LegacyFormat.isLegacy(source.bytes) { return LegacyFormat.load(source, lookup: lookup) }
    var load = DroneLoad(source)
    return load.run(lookup: lookup)
  }

  /// Loads a file as the server alone sees it: nothing is substituted, and `Program.problems` holds what it refuses.
  ///
  /// A planner schedules by this; whether a runner can read the file depends on what each pipeline substitutes.
  public static func loadAsWritten(_ source: Source) -> Program {
    if LegacyFormat.isLegacy(source.bytes) { return LegacyFormat.load(source) { _ in nil } }
    var load = DroneLoad(source)
    return load.runAsWritten()
  }
}

/// One file that is loaded again and again, each time with other values for `${…}`: its syntax is read once.
public struct DroneReloader: Sendable {
  private let source: Source
  private let written: DroneText
  private let syntax: Substitution.Syntax?
  /// What only the substitution of some runners refuses.
  private let olderFailures: [Substitution.Failure]

  public init(_ source: Source) {
    self.source = source
    let isLegacy = LegacyFormat.isLegacy(source.bytes)
    written = DroneText(bytes: isLegacy ? [] : source.bytes, map: nil, source: source.id, file: source.bytes)
    let (syntax, failures) = Substitution.parse(source.bytes)
    self.syntax = failures.isEmpty && !isLegacy ? syntax : nil
    olderFailures = Substitution.parse(source.bytes, version: .v1_0_2).failures
  }

  /// The whole file.
  public func load(lookup: (String) -> String?) -> Program { DroneLoader.load(source, lookup: lookup) }

  /// One document by its position in the file, at the cost of that document alone.
  ///
  /// - Returns: a program of this document only; nil where the document cannot be told from the rest of the file: it is
  ///   of the older format, does not substitute, or substitution moves the borders of its documents.
  public func load(document index: Int, lookup: (String) -> String?) -> Program? {
    guard let syntax, written.split.pieces.indices.contains(index) else { return nil }
    let piece = written.split.pieces[index]
    guard let parts = syntax.slice(piece.range) else { return nil }
    guard case .success(let output) = Substitution.expand(parts, of: source.bytes, lookup: lookup) else { return nil }
    let expanded = DroneText(bytes: output.bytes, map: output.map, source: source.id, file: source.bytes)
    guard expanded.split.pieces.count == 1, expanded.split.pieces[0].separator == nil else { return nil }
    var load = DroneLoad(source)
    return load.run(written, piece, runner: expanded, olderFailures: olderFailures)
  }
}
