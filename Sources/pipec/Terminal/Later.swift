import Glibc
import Synchronization

/// Work on a thread of its own whose result is asked for later, or never.
final class Later<Value: Sendable>: Sendable {
  private let result = Mutex<Value?>(nil)
  /// Written to when the result is there.
  private let ends: (reading: Int32, writing: Int32)

  private init() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 { for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) } }
    self.ends = (ends[0], ends[1])
  }

  /// Begins the work; where no thread can be had, does it at once.
  static func begin(_ work: @escaping @Sendable () -> Value) -> Later<Value> {
    let later = Later<Value>()
    let box = Unmanaged.passRetained(LaterBody { later.finish(work()) })
    var thread = pthread_t()
    let status = pthread_create(&thread, nil, enterLater, box.toOpaque())
    if status == 0 {
      pthread_detach(thread)
    } else {
      box.takeRetainedValue().body()
    }
    return later
  }

  private func finish(_ value: Value) {
    result.withLock { $0 = value }
    var byte: UInt8 = 1
    _ = write(ends.writing, &byte, 1)
  }

  deinit {
    close(ends.reading)
    close(ends.writing)
  }

  /// Waits for the result.
  ///
  /// - Parameter interruption: a descriptor that can be read when nobody wants to wait any more; then nil is given.
  func value(unless interruption: Int32 = -1) -> Value? {
    while true {
      if let value = result.withLock({ $0 }) { return value }
      var waiting = [
        pollfd(fd: ends.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: interruption, events: Int16(POLLIN), revents: 0),
      ]
      _ = poll(&waiting, 2, -1)
      if waiting[1].revents != 0, waiting[0].revents == 0 { return nil }
    }
  }
}

private final class LaterBody {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func enterLater(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let pointer { Unmanaged<LaterBody>.fromOpaque(pointer).takeRetainedValue().body() }
  return nil
}
