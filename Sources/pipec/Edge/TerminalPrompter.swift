import Glibc
import Interpreter
import Synchronization

/// Answers that a person types. One line at a time is waited for; a line that comes too late is dropped.
final class TerminalPrompter: Prompter {
  private struct State {
    var waiting: [Int: CheckedContinuation<String?, Never>] = [:]
    var next = 0
    var isReading = false
    var isOver = false
  }

  private let state = Mutex(State())

  func answer() async -> String? {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (isOver, mustRead) = state.withLock { state in
          if state.isOver || Task.isCancelled { return (true, false) }
          state.waiting[number] = continuation
          defer { state.isReading = true }
          return (false, !state.isReading)
        }
        if isOver { return continuation.resume(returning: nil) }
        if mustRead { startReading() }
      }
    } onCancel: {
      let continuation = state.withLock { $0.waiting.removeValue(forKey: number) }
      continuation?.resume(returning: nil)
    }
  }

  /// Reads one line on a thread of its own, since reading blocks until somebody types.
  private func startReading() {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { raw in
        guard let raw else { return nil }
        let prompter = Unmanaged<TerminalPrompter>.fromOpaque(raw).takeRetainedValue()
        prompter.deliver(readLine(strippingNewline: true))
        return nil
      }, box.toOpaque())
    guard status == 0 else {
      box.release()
      return deliver(nil)
    }
    pthread_detach(thread)
  }

  private func deliver(_ line: String?) {
    let waiting = state.withLock { state in
      state.isReading = false
      state.isOver = state.isOver || line == nil
      defer { state.waiting = [:] }
      return state.waiting.sorted { $0.key < $1.key }.map(\.value)
    }
    for continuation in waiting { continuation.resume(returning: line) }
  }
}
