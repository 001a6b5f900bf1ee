import CProcess
import Glibc
import Synchronization

/// A program of the host, with all its children in a process group of its own.
///
/// Its first process stays unreaped until `end`, so that the group's number cannot come to mean something else.
public final class ProcessGroup: Sendable {
  /// How the first process of a group ended.
  public enum Ending: Hashable, Sendable {
    case exited(code: Int32)
    /// A signal from elsewhere ended it.
    case signalled(number: Int32)
    /// `stop` ended it.
    case stopped
  }

  private struct State {
    var status: Ending?
    var isStopped = false
    var isReaped = false
    var waiting: [CheckedContinuation<Ending, Never>] = []
  }

  /// The number of the first process, which is the group's as well.
  public let leader: pid_t
  private let channel = ByteChannel()
  private let state = Mutex(State())

  /// What it writes to standard output and standard error.
  public var output: AsyncStream<[UInt8]> { channel.stream }

  /// Starts `arguments` in `folder` with exactly this environment and an empty standard input.
  public init(arguments: [String], environment: [String], folder: String) throws(SystemFailure) {
    let output = try Pipe()
    let ended = try Pipe()
    do throws(SystemFailure) {
      leader = try spawn(arguments, environment, folder: folder, output: output.writing)
    } catch {
      output.close()
      ended.close()
      throw error
    }
    cprocess_remember_group(leader)
    close(output.writing)
    let isRead = BlockingThread.start { [channel] in
      Self.read(output.reading, until: ended.reading, into: channel)
      close(output.reading)
      close(ended.reading)
    }
    let isWatched =
      isRead
      && BlockingThread.start { [self] in
        watch()
        close(ended.writing)
      }
    if isWatched { return }
    // Nobody would notice the end; a thread that reads sees it by its pipe closing.
    kill(-leader, SIGKILL)
    cprocess_forget_group(leader)
    waitpid(leader, nil, 0)
    state.withLock { $0.isReaped = true }
    close(ended.writing)
    if !isRead {
      close(output.reading)
      close(ended.reading)
      channel.finish()
    }
    throw SystemFailure("start a thread", EAGAIN)
  }

  /// Waits for the end of the first process.
  public func wait() async -> Ending {
    await withCheckedContinuation { continuation in
      let status = state.withLock { state in
        if state.status == nil { state.waiting.append(continuation) }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }

  /// Sends a signal to the first process, unless it has ended.
  public func signal(_ number: Int32) {
    state.withLock { state in
      if !state.isReaped { kill(leader, number) }
    }
  }

  /// Kills every process of the group.
  public func stop() {
    state.withLock { state in
      if state.status == nil { state.isStopped = true }
      if !state.isReaped { kill(-leader, SIGKILL) }
    }
  }

  /// Kills what is left of the group, waits until it is really gone, and forgets it.
  public func end() async {
    stop()
    _ = await wait()
    let isMine = state.withLock { state in
      defer { state.isReaped = true }
      return !state.isReaped
    }
    channel.abandon()
    guard isMine else { return }
    cprocess_forget_group(leader)
    await withCheckedContinuation { continuation in
      let reap = { @Sendable [leader] in
        // Whoever dies leaves its children to this program, so the last one comes by as well.
        while waitpid(-leader, nil, 0) > 0 || errno == EINTR {}
        continuation.resume()
      }
      if !BlockingThread.start(reap) { reap() }
    }
  }

  /// Passes on output until every writer has closed it, or the first process has ended and the pipe is empty:
  /// processes left in the background do not keep a step from ending.
  private static func read(_ output: Int32, until ended: Int32, into channel: ByteChannel) {
    var remaining = Int.max
    while remaining > 0 {
      let isOver = remaining != .max
      var descriptors = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: ended, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&descriptors, 2, isOver ? 0 : -1)
      if count < 0, errno == EINTR { continue }
      if descriptors[0].revents != 0 {
        let chunk = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, length in
          length = max(0, Glibc.read(output, buffer.baseAddress, buffer.count))
        }
        guard !chunk.isEmpty, channel.write(chunk) else { break }
        if isOver { remaining -= chunk.count }
      } else if isOver || count < 0 {
        break
      } else {
        // More than a pipe can hold was not written before the end.
        remaining = 1 << 20
      }
    }
    channel.finish()
  }

  private func watch() {
    var information = siginfo_t()
    while waitid(P_PID, id_t(leader), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    let code = information._sifields._sigchld.si_status
    let isExit = information.si_code == Int32(CLD_EXITED)
    let (status, waiting) = state.withLock { state in
      let status: Ending =
        isExit ? .exited(code: code) : state.isStopped ? .stopped : .signalled(number: code)
      state.status = status
      defer { state.waiting = [] }
      return (status, state.waiting)
    }
    for continuation in waiting { continuation.resume(returning: status) }
  }
}
