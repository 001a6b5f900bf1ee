import Glibc

/// Threads for calls that block. Swift's own pool has as many threads as the machine has cores, so one blocked call per
/// core would stop every task of the program.
enum BlockingThread {
  /// Runs `body` on a new thread of its own. False when the system gives no further thread; `body` is then not run.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 512 * 1024)

    let box = Unmanaged.passRetained(Work(body))
    // Signals are for the main thread; a write to a closed connection must be an error, not the end of the program.
    var all = sigset_t()
    var previous = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    var thread = pthread_t()
    guard pthread_create(&thread, &attributes, runWork, box.toOpaque()) == 0 else {
      box.release()
      return false
    }
    return true
  }
}

private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}

private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
  return nil
}
