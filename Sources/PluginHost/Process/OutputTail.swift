import Synchronization

/// Splits what a plugin writes into lines, passes them on, and remembers the last one that says something.
final class OutputTail: Sendable {
  /// From how many bytes on a line is broken.
  static let longestLine = 16 * 1024

  /// How many of the last lines are remembered.
  private static let mostLines = 40

  private struct State {
    var open: [UInt8] = []
    var recent: [String] = []
    var last: String?
    var panic: String?
  }

  private let onLine: @Sendable (String) -> Void
  private let state = Mutex(State())

  init(onLine: @escaping @Sendable (String) -> Void) { self.onLine = onLine }

  /// The last lines, as many as are remembered.
  var recent: [String] { state.withLock { $0.recent } }

  /// The last line that is not blank.
  var last: String? { state.withLock { $0.last } }

  /// The line by which a program in Go says why it breaks off. Hundreds of lines with its calls follow, of which the last
  /// one says nothing.
  var panic: String? { state.withLock { $0.panic } }

  /// Takes what was written; one caller at a time.
  func write(_ chunk: [UInt8]) {
    for line in state.withLock({ split(chunk, &$0) }) { onLine(line) }
  }

  /// Says that nothing more comes.
  func finish() {
    let rest = state.withLock { state in
      defer { state.open = [] }
      return state.open.isEmpty ? [] : [finished(state.open, &state)]
    }
    for line in rest { onLine(line) }
  }

  private func split(_ chunk: [UInt8], _ state: inout State) -> [String] {
    var lines: [String] = []
    for byte in chunk {
      if byte == 0x0A {
        lines.append(finished(state.open, &state))
        state.open.removeAll(keepingCapacity: true)
      } else {
        state.open.append(byte)
        guard state.open.count == Self.longestLine else { continue }
        lines.append(finished(state.open, &state))
        state.open.removeAll(keepingCapacity: true)
      }
    }
    return lines
  }

  private func finished(_ bytes: [UInt8], _ state: inout State) -> String {
    let line = String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes[...], as: UTF8.self)
    if !line.allSatisfy(\.isWhitespace) { state.last = line }
    if state.recent.count == Self.mostLines { state.recent.removeFirst() }
    state.recent.append(line)
    if line.hasPrefix("panic: ") || line.hasPrefix("fatal error: ") { state.panic = line }
    return line
  }
}
