import Interpreter
import Synchronization

/// Counts what steps write without keeping it.
final class OutputCounter: EventReader {
  private struct State {
    var lines = 0
    var bytes = 0
    var longest = 0
  }

  private let state = Mutex(State())

  /// Complete lines.
  var lines: Int { state.withLock { $0.lines } }
  var bytes: Int { state.withLock { $0.bytes } }
  /// The length of the longest piece.
  var longest: Int { state.withLock { $0.longest } }

  func receive(_ events: [Event]) {
    state.withLock { state in
      for event in events {
        guard case .output(_, let line) = event.kind else { continue }
        state.lines += line.isContinued ? 0 : 1
        state.bytes += line.bytes.count
        state.longest = max(state.longest, line.bytes.count)
      }
    }
  }
}
