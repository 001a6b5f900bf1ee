import CCurl
import Glibc
import Processes

/// Runs a small program to its end, as Docker runs the programs that keep credentials.
enum CredentialProgram {
  /// What the program writes when it is given `input`; nil when it cannot be started, fails, or writes more than 1 MiB.
  static func output(of command: [String], input: [UInt8]) async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      let isRunning = BlockingThread.start { continuation.resume(returning: run(command, input: input)) }
      if !isRunning { continuation.resume(returning: nil) }
    }
  }

  private static func run(_ command: [String], input: [UInt8]) -> [UInt8]? {
    var strings = CStrings()
    defer { strings.free() }
    var child: pid_t = 0
    let connection = ccurl_dial(strings.add(list: command), &child)
    guard connection >= 0 else { return nil }
    defer { close(connection) }
    // The input is a host's name and fits into the buffer. SIGPIPE is blocked on this thread.
    _ = write(connection, input, input.count)
    shutdown(connection, Int32(SHUT_WR))

    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(connection, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      if result.count <= 1 << 20 { result += buffer[..<count] }
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status == 0 && result.count <= 1 << 20 ? result : nil
  }
}
