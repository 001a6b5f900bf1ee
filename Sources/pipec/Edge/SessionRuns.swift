@preconcurrency import Glibc
import REPL

/// Runs steps for a conversation: by this program itself, as a process of its own, so that Ctrl-C ends the run and not the
/// conversation.
enum SessionRuns {
  /// Runs and waits; the status of the program, or nil where it could not be started.
  static func run(_ request: RunRequest) -> Int32? {
    var arguments = request.arguments
    var descriptors: [Int32] = []
    defer { for descriptor in descriptors { close(descriptor) } }
    // Values stand in no argument, because others can see those, and in no file.
    for (option, lines) in [("--env-file", request.environment), ("--secret-file", request.secrets)]
    where !lines.isEmpty {
      guard let descriptor = pipe(holding: lines.map { Self.quoted($0) }.joined(separator: "\n") + "\n") else {
        return nil
      }
      descriptors.append(descriptor)
      arguments.insert(contentsOf: [option, "/dev/fd/\(descriptor)"], at: 1)
    }
    var words: [UnsafeMutablePointer<CChar>?] = (["pipec"] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var old = sigaction()
    var passing = sigaction()
    // A handler, because what is ignored would be ignored by the new program, too.
    passing.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGINT, &passing, &old)
    defer { sigaction(SIGINT, &old, nil) }
    var process = pid_t()
    guard posix_spawn(&process, "/proc/self/exe", nil, nil, &words, environ) == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// `NAME=VALUE` as a line of a file of variables: the value in quotes, so that nothing in it means anything.
  private static func quoted(_ line: String) -> String {
    guard let equals = line.firstIndex(of: "=") else { return line }
    let value = line[line.index(after: equals)...]
    guard !value.contains("'"), !value.contains("\n") else { return line }
    return line[...equals] + "'" + value + "'"
  }

  /// A descriptor from which a text can be read once; nil where it is more than a pipe holds.
  private static func pipe(holding text: String) -> Int32? {
    let bytes = Array(text.utf8)
    var ends: [Int32] = [-1, -1]
    guard bytes.count <= 60_000, Glibc.pipe(&ends) == 0 else { return nil }
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    let written = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
    close(ends[1])
    guard written == bytes.count else {
      close(ends[0])
      return nil
    }
    return ends[0]
  }
}
