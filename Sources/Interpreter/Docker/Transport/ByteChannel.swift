import Glibc

/// A bounded way for bytes from one thread, which blocks, to one task, which is suspended.
///
/// The sender blocks while `capacity` bytes wait to be taken, so a step that writes faster than anyone reads is slowed
/// down instead of filling the memory.
final class ByteChannel: @unchecked Sendable {
  private let capacity: Int
  // A lock with a condition, which `Mutex` has not; both are only touched through `withLock`.
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var waiting: [UInt8] = []
  private var receiver: CheckedContinuation<[UInt8]?, Never>?
  private var isFinished = false
  private var isCancelled = false
  private var cancellation: (@Sendable () -> Void)?

  init(capacity: Int = 1 << 20) {
    self.capacity = capacity
    lock = .allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    pthread_mutex_init(lock, nil)
    condition = .allocate(capacity: 1)
    condition.initialize(to: pthread_cond_t())
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(lock)
    condition.deallocate()
    lock.deallocate()
  }

  private func withLock<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body()
  }

  /// Hands over `bytes`, blocking while there is no room. False when nobody will take any more.
  func send(_ bytes: [UInt8]) -> Bool {
    if bytes.isEmpty { return !withLock { isCancelled } }
    pthread_mutex_lock(lock)
    while waiting.count >= capacity, !isCancelled {
      pthread_cond_wait(condition, lock)
    }
    if isCancelled || isFinished {
      pthread_mutex_unlock(lock)
      return false
    }
    if let receiver {
      self.receiver = nil
      pthread_mutex_unlock(lock)
      receiver.resume(returning: bytes)
    } else {
      waiting.append(contentsOf: bytes)
      pthread_mutex_unlock(lock)
    }
    return true
  }

  /// Has `action` done when the receiver gives up before the end.
  func onCancel(_ action: @escaping @Sendable () -> Void) {
    let isTooLate = withLock {
      if !isCancelled { cancellation = action }
      return isCancelled
    }
    if isTooLate { action() }
  }

  /// Nothing more will be sent.
  func finish() {
    let receiver = withLock {
      isFinished = true
      cancellation = nil
      return takeReceiver()
    }
    receiver?.resume(returning: nil)
  }

  /// Nobody will take anything more; what waits is dropped and a blocked sender is freed.
  func cancel() {
    let (receiver, action) = withLock {
      isCancelled = true
      waiting = []
      pthread_cond_broadcast(condition)
      defer { cancellation = nil }
      return (takeReceiver(), cancellation)
    }
    receiver?.resume(returning: nil)
    action?()
  }

  private func takeReceiver() -> CheckedContinuation<[UInt8]?, Never>? {
    defer { receiver = nil }
    return receiver
  }

  /// Everything that has arrived, or what arrives next; nil at the end. Only one task may receive at a time.
  func receive() async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      let (isOver, bytes): (Bool, [UInt8]?) = withLock {
        if !waiting.isEmpty {
          defer {
            waiting = []
            pthread_cond_broadcast(condition)
          }
          return (true, waiting)
        }
        if isFinished || isCancelled { return (true, nil) }
        receiver = continuation
        return (false, nil)
      }
      if isOver { continuation.resume(returning: bytes) }
    }
  }

  /// The bytes as a stream; giving it up cancels the channel.
  func stream() -> AsyncStream<[UInt8]> {
    let end = ReceivingEnd(self)
    return AsyncStream(unfolding: { await end.channel.receive() }, onCancel: { end.channel.cancel() })
  }
}

/// Cancels its channel when the last stream over it is gone.
private final class ReceivingEnd: Sendable {
  let channel: ByteChannel

  init(_ channel: ByteChannel) {
    self.channel = channel
  }

  deinit {
    channel.cancel()
  }
}
