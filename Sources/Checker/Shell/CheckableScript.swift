import Diagnostics
import IR

/// A script as shellcheck is to read it, and the way back from there to the file. What is put into the script later, `${…}`
/// of Drone and `<+…>` of Harness, is masked by words that mean nothing.
public struct CheckableScript: Sendable {
  /// The text: a line for shellcheck, what the runner does first, and the commands.
  public private(set) var bytes: [UInt8]
  /// What is known of the shell.
  let script: StepScript
  private var pieces: [Piece] = []
  private var masks: [Range<Int>] = []

  /// A run of bytes that a command holds as they are.
  private struct Piece {
    var start: Int
    var length: Int
    /// The command.
    var command: Int
    /// Where it starts in the command's text.
    var offset: Int
  }

  /// What is put into the script before a shell reads it.
  enum Expansion {
    case nothing
    case drone(SubstitutionIndex)
    case harness
  }

  /// More than so many bytes in one script nobody wrote by hand, and shellcheck would take very long over them.
  private static let longest = 1 << 17

  /// nil: what is masked cannot be told from the rest, or the script is too long to be checked.
  init?(_ script: StepScript, _ expansion: Expansion, in source: Source) {
    guard script.commands.reduce(0, { $0 + $1.value.utf8.count }) <= Self.longest else { return nil }
    // The machines of a pool may run Windows; no other shell has variables like that.
    if script.commands.contains(where: { ScriptWords.text($0.value, contains: "$env:") }) { return nil }
    self.script = script
    bytes = Array("# shellcheck shell=\(script.shell.rawValue)\n".utf8)
    if script.stopsAtErrors { bytes += Array("set -e\n".utf8) }
    for (index, command) in script.commands.enumerated() {
      guard command.span.source == source.id, add(command, index, expansion, source) else { return nil }
      if bytes.last != 0x0A { bytes.append(0x0A) }
    }
  }

  /// Whether shellcheck could have something to say of the script that would be shown: of `go test ./...` it has nothing.
  public func isWorthChecking(includesAdvice: Bool) -> Bool {
    guard let first = pieces.first?.start else { return false }
    return includesAdvice
      ? bytes[first...].contains { !Self.isPlain($0) } : ShellTriage.mayHaveMistakes(bytes[first...])
  }

  /// Whether a byte means nothing to a shell wherever it stands.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "-"),
      UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: ","):
      true
    default: false
    }
  }

  // MARK: Places

  /// The UTF-8 range between two positions as shellcheck counts them: lines and characters from 1.
  func range(from start: (line: Int, column: Int), to end: (line: Int, column: Int)) -> Range<Int>? {
    guard let lower = offset(start), let upper = offset(end) else { return nil }
    return lower..<max(lower, upper)
  }

  private func offset(_ position: (line: Int, column: Int)) -> Int? {
    var index = 0
    for _ in 1..<max(1, position.line) {
      guard let feed = bytes[index...].firstIndex(of: 0x0A) else { return nil }
      index = feed + 1
    }
    var column = 1
    while index < bytes.count, bytes[index] != 0x0A, column < position.column {
      index += 1
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      column += 1
    }
    return index
  }

  /// Where the first line of a range is written; nil for what is not in the file.
  func span(of range: Range<Int>) -> Span? {
    let feed = bytes[range].firstIndex(of: 0x0A) ?? range.upperBound
    let line = range.lowerBound..<max(range.lowerBound, feed)
    // A place behind the last byte belongs to the piece that ends there.
    guard
      let piece = pieces.last(where: { $0.start <= line.lowerBound && line.lowerBound <= $0.start + $0.length })
    else { return nil }
    let lower = line.lowerBound - piece.start
    let upper = min(line.upperBound - piece.start, piece.length)
    return script.commands[piece.command].span(of: piece.offset + lower..<piece.offset + max(lower, upper))
  }

  /// Whether something in a range is masked.
  func hasMask(in range: Range<Int>) -> Bool {
    masks.contains { $0.lowerBound < max(range.upperBound, range.lowerBound + 1) && range.lowerBound < $0.upperBound }
  }

  /// The range of the lines that a range touches.
  func lines(of range: Range<Int>) -> Range<Int> {
    let start = bytes[..<range.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = bytes[range.upperBound...].firstIndex(of: 0x0A) ?? bytes.count
    return start..<end
  }

  /// What is written in a range.
  func text(of range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  // MARK: Making

  private mutating func add(
    _ command: Text, _ index: Int, _ expansion: Expansion, _ source: Source
  ) -> Bool {
    let value = Array(command.value.utf8)
    var holes: [Range<Int>] = []
    switch expansion {
    case .nothing: break
    case .drone(let substitution):
      guard let found = SubstitutedText.holes(of: command, substitution, source) else { return false }
      for hole in found {
        copy(value, (holes.last?.upperBound ?? 0)..<hole.range.lowerBound, index)
        mask(hole.length)
        holes.append(hole.range)
      }
    case .harness:
      guard let found = HarnessHoles.all(in: value) else { return false }
      for hole in found {
        copy(value, (holes.last?.upperBound ?? 0)..<hole.lowerBound, index)
        mask(hole.count)
        holes.append(hole)
      }
    }
    copy(value, (holes.last?.upperBound ?? 0)..<value.count, index)
    return true
  }

  private mutating func copy(_ value: [UInt8], _ range: Range<Int>, _ command: Int) {
    guard !range.isEmpty || pieces.last?.command != command else { return }
    pieces.append(Piece(start: bytes.count, length: range.count, command: command, offset: range.lowerBound))
    bytes += value[range]
  }

  private mutating func mask(_ length: Int) {
    masks.append(bytes.count..<bytes.count + max(1, length))
    bytes += Array(repeating: UInt8(ascii: "x"), count: max(1, length))
  }
}

/// The `<+…>` of a script.
enum HarnessHoles {
  /// Those that stand in no other, in order; nil: one is never closed.
  static func all(in bytes: [UInt8]) -> [Range<Int>]? {
    var result: [Range<Int>] = []
    var open: [Int] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "+") {
        open.append(index)
        index += 2
        continue
      }
      if bytes[index] == UInt8(ascii: ">"), let start = open.last, bytes[index - 1] != UInt8(ascii: "\\") {
        open.removeLast()
        if open.isEmpty { result.append(start..<index + 1) }
      }
      index += 1
    }
    return open.isEmpty ? result : nil
  }
}
