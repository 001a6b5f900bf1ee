import Glibc

/// Writes files so that they are never half there.
enum FileWriter {
  /// Puts `bytes` in the place of what a file holds: a new file is written beside it and takes its name and permissions. A
  /// symbolic link stays, and what it leads to is replaced.
  static func replace(_ path: String, with bytes: [UInt8]) throws(CommandError) {
    guard let resolved = realpath(path, nil) else { throw .failure("cannot write \(path): \(systemMessage(errno))") }
    defer { free(resolved) }
    let target = String(cString: resolved)
    var status = stat()
    guard stat(target, &status) == 0 else { throw .failure("cannot write \(path): \(systemMessage(errno))") }
    var template = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .failure("cannot write beside \(path): \(systemMessage(errno))") }
    let failure = write(bytes, to: descriptor, mode: status.st_mode & 0o7777)
    if let failure {
      unlink(template)
      throw .failure("cannot write \(path): \(systemMessage(failure))")
    }
    guard rename(template, target) == 0 else {
      let number = errno
      unlink(template)
      throw .failure("cannot write \(path): \(systemMessage(number))")
    }
  }

  /// Writes a file that need not be there.
  static func create(_ path: String, _ bytes: [UInt8]) throws(CommandError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .failure("cannot write \(path): \(systemMessage(errno))") }
    if let failure = write(bytes, to: descriptor, mode: nil) {
      throw .failure("cannot write \(path): \(systemMessage(failure))")
    }
  }

  /// The number of what went wrong; nil if nothing did. Closes the file.
  private static func write(_ bytes: [UInt8], to descriptor: Int32, mode: mode_t?) -> Int32? {
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
      }
      if written < 0, errno != EINTR {
        let number = errno
        close(descriptor)
        return number
      }
      offset += max(0, written)
    }
    let hasMode = mode.map { fchmod(descriptor, $0) == 0 } ?? true
    guard hasMode, mode == nil || fsync(descriptor) == 0 else {
      let number = errno
      close(descriptor)
      return number
    }
    return close(descriptor) == 0 ? nil : errno
  }
}
