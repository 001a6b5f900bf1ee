@preconcurrency import Glibc
import Synchronization

/// Runs other programs and collects what they write.
enum ChildProcess {
  /// How a program ended.
  enum Outcome: Hashable, Sendable {
    /// It ended by itself; what it wrote to standard output.
    case ended(status: Int32, output: [UInt8])
    /// There is no such program.
    case notFound
    /// It could not be started, or a signal ended it.
    case failed
  }

  /// Runs a program found in `PATH`, without input and with its complaints thrown away.
  ///
  /// - Parameters:
  ///   - words: The program and its arguments.
  ///   - additions: `NAME=value` for the environment, beside what this program has.
  ///   - removals: Names that it does not get.
  ///   - seconds: How long it may take; it is killed then, and counts as failed. nil: as long as it wants.
  static func run(
    _ words: [String], adding additions: [String] = [], removing removals: Set<Substring> = [],
    within seconds: Int? = nil
  ) -> Outcome {
    guard let (process, reading) = start(words, adding: additions, removing: removals) else { return .failed }
    guard process > 0 else { return .notFound }
    defer { close(reading) }
    let output: [UInt8]?
    if let seconds {
      output = read(from: reading, within: seconds)
      if output == nil { kill(process, SIGKILL) }
    } else {
      output = try? FileReader.read(from: reading, called: words[0])
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1, errno == EINTR {}
    guard status & 0x7F == 0, let output else { return .failed }
    return .ended(status: (status >> 8) & 0xFF, output: output)
  }

  /// No program that is waited for writes more, in bytes.
  private static let mostOutput = 1 << 26

  /// Everything up to the end of a pipe; nil where that takes longer than so many seconds, or never ends.
  private static func read(from descriptor: Int32, within seconds: Int) -> [UInt8]? {
    var output: [UInt8] = []
    let end = ContinuousClock.now + .seconds(seconds)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while output.count < mostOutput {
      let left = ContinuousClock.now.duration(to: end).components
      guard left.seconds >= 0, left.attoseconds >= 0 else { return nil }
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wanted, 1, Int32(clamping: left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1))
      if ready == 0 { return nil }
      guard ready > 0 else {
        if errno == EINTR { continue }
        return nil
      }
      let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return output }
      if count > 0 {
        output += buffer[..<count]
      } else if errno != EINTR {
        return nil
      }
    }
    return nil
  }

  /// Held from the making of a pipe to the start of its process, so that no other process inherits the pipe.
  private static let lock = Mutex(())

  /// Starts a program; the process is 0 where there is no such program, and nil means any other failure.
  private static func start(
    _ words: [String], adding additions: [String], removing removals: Set<Substring>
  ) -> (process: pid_t, reading: Int32)? {
    let inherited = Environment().all.map { "\($0.name)=\($0.value)" }
    let named = removals.union(additions.map { $0.prefix { $0 != "=" } })
    let variables = inherited.filter { !named.contains($0.prefix { $0 != "=" }) } + additions
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    defer { for pointer in arguments + environment { free(pointer) } }
    return lock.withLock { _ in
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
      var process = pid_t()
      let error = posix_spawnp(&process, words[0], &actions, nil, &arguments, &environment)
      close(ends[1])
      if error == 0 { return (process, ends[0]) }
      close(ends[0])
      return error == ENOENT ? (0, -1) : nil
    }
  }
}
