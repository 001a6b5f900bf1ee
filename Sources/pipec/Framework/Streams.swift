import Glibc

/// A stream that collects what is written and hands it to the system in one piece.
final class OutputStream {
  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []
  /// Whether the reader has gone, so that nothing more needs to be written.
  private(set) var isClosed = false

  /// - Parameters:
  ///   - descriptor: An open file descriptor.
  ///   - name: What people call the stream.
  init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// Whether a person looks at it.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The columns of the terminal; nil where there is none.
  var columns: Int? {
    guard isTerminal else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Adds a text.
  func write(_ text: String) { buffer.append(contentsOf: text.utf8) }

  /// Adds bytes.
  func write(_ bytes: [UInt8]) { buffer.append(contentsOf: bytes) }

  /// Adds a text and a line break.
  func line(_ text: String) {
    write(text)
    buffer.append(0x0A)
  }

  /// Writes what was collected. A reader that has gone is no error: it has seen what it wanted to see.
  func flush() throws(CommandError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    var offset = 0
    while offset < buffer.count, !isClosed {
      let written = buffer.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      }
      if written >= 0 {
        offset += written
      } else if errno == EPIPE {
        isClosed = true
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
      } else if errno != EINTR {
        isClosed = true
        throw .failure("cannot write to \(name): \(systemMessage(errno))")
      }
    }
  }
}

/// What a command reads from and writes to.
struct Streams {
  let input: Int32
  let output: OutputStream
  let error: OutputStream
  let environment: Environment

  /// The three streams that the program was started with, made safe: a closed one cannot be taken by a file opened
  /// later, and a reader that goes away is told by a failing write, not by a signal.
  static func standard() -> Streams {
    signal(SIGPIPE, SIG_IGN)
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      // Opened the wrong way round, so that using the stream fails as it would if it were closed.
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
    return Streams(
      input: 0, output: OutputStream(descriptor: 1, name: "standard output"),
      error: OutputStream(descriptor: 2, name: "standard error"), environment: Environment())
  }
}

/// The system's words for an error number.
func systemMessage(_ number: Int32) -> String {
  String(cString: strerror(number))
}
