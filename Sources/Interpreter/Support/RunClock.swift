import Glibc

/// What time it is, and how to wait; tests give their own.
public struct RunClock: Sendable {
  /// Milliseconds since 1970.
  public var now: @Sendable () -> Int64
  /// Milliseconds since some moment before the run; never goes back.
  public var elapsed: @Sendable () -> Int64
  /// Waits as long as given; throws when the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void

  public init(
    now: @escaping @Sendable () -> Int64, elapsed: @escaping @Sendable () -> Int64,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.elapsed = elapsed
    self.sleep = sleep
  }

  /// The system's clocks.
  public static let system = RunClock(
    now: { milliseconds(of: CLOCK_REALTIME) }, elapsed: { milliseconds(of: CLOCK_MONOTONIC) },
    sleep: { try await Task.sleep(for: $0) })

  private static func milliseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
