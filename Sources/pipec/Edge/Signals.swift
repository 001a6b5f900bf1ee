import CProcess
import Glibc
import Interpreter
import Synchronization

/// Turns signals into the wish to stop: the first one cancels the run, which then tidies up; the second one ends the
/// program at once.
enum Signals {
  /// From now on, `cancellation` is told of SIGINT, SIGTERM and SIGHUP; a signal that was ignored stays ignored.
  ///
  /// - Parameters:
  ///   - lastWords: what the second signal says, before all processes of this machine that were started are killed.
  ///   - onFirst: called on a thread of its own.
  static func watch(
    _ cancellation: Cancellation,
    lastWords: StaticString = "pipec run: ended at once; 'pipec run --clean' removes what may be left",
    onFirst: @escaping @Sendable () -> Void
  ) {
    words = lastWords
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    writingEnd.store(ends[1], ordering: .releasing)
    let watcher = Watcher(readingEnd: ends[0], cancellation: cancellation, onFirst: onFirst)
    var thread = pthread_t()
    let box = Unmanaged.passRetained(watcher)
    guard pthread_create(&thread, nil, enterWatcher, box.toOpaque()) == 0 else { return box.release() }
    pthread_detach(thread)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var old = sigaction()
      sigaction(number, nil, &old)
      if old.__sigaction_handler.sa_handler.map({ unsafeBitCast($0, to: Int.self) }) == 1 { continue }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = handle
      action.sa_flags = Int32(SA_RESTART)
      sigaction(number, &action, nil)
    }
  }

  fileprivate static let writingEnd = Atomic<Int32>(-1)
  fileprivate static let count = Atomic<Int>(0)
  // Written before the first handler is installed, and never again.
  nonisolated(unsafe) fileprivate static var words: StaticString = ""
}

/// Runs inside a signal: nothing but atomic numbers and system calls.
private func handle(_ number: Int32) {
  if Signals.count.add(1, ordering: .relaxed).newValue > 1 {
    cprocess_kill_groups()
    let words = Signals.words
    // On a line of its own, for a terminal may show the line of what is going on.
    _ = write(2, "\n", 1)
    _ = write(2, words.utf8Start, words.utf8CodeUnitCount)
    _ = write(2, "\n", 1)
    _exit(128 + number)
  }
  var byte = UInt8(truncatingIfNeeded: number)
  let saved = errno
  _ = write(Signals.writingEnd.load(ordering: .acquiring), &byte, 1)
  errno = saved
}

private final class Watcher: Sendable {
  private let readingEnd: Int32
  private let cancellation: Cancellation
  private let onFirst: @Sendable () -> Void

  init(readingEnd: Int32, cancellation: Cancellation, onFirst: @escaping @Sendable () -> Void) {
    self.readingEnd = readingEnd
    self.cancellation = cancellation
    self.onFirst = onFirst
  }

  func run() {
    // A parent may have started the program with signals blocked; here at least they get through.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    var byte: UInt8 = 0
    while true {
      let count = read(readingEnd, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return }
      if cancellation.cancel(.interrupted(signal: Int32(byte))) { onFirst() }
    }
  }
}

private func enterWatcher(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let pointer { Unmanaged<Watcher>.fromOpaque(pointer).takeRetainedValue().run() }
  return nil
}
