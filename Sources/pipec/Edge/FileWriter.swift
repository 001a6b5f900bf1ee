import Glibc

/// Writes files so that they are never half there.
enum FileWriter {
  /// Puts `bytes` in the place of what a file holds: a new file is written beside it and takes its name, permissions and
  /// owner. A symbolic link stays, and what it leads to is replaced. Where no file can stand beside it or take its place (a
  /// single file that a container is given, somebody else's folder), it is written over.
  static func replace(_ path: String, with bytes: [UInt8]) throws(CommandError) {
    let name = PipelineFiles.shown(path)
    func failure(_ number: Int32) -> CommandError { .failure("cannot write \(name): \(systemMessage(number))") }
    guard let resolved = realpath(path, nil) else { throw failure(errno) }
    defer { free(resolved) }
    let target = String(cString: resolved)
    var status = stat()
    // A folder that can be written to is no leave to change a file that cannot.
    guard stat(target, &status) == 0, access(target, W_OK) == 0 else { throw failure(errno) }
    var template = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      let number = errno
      guard [EACCES, EPERM, EROFS].contains(number) else { throw failure(number) }
      return try overwrite(target, with: bytes, failure)
    }
    guard status.st_uid == geteuid() || fchown(descriptor, status.st_uid, status.st_gid) == 0 else {
      close(descriptor)
      unlink(template)
      return try overwrite(target, with: bytes, failure)
    }
    if let number = write(bytes, to: descriptor, mode: status.st_mode & 0o7777) {
      unlink(template)
      throw failure(number)
    }
    guard rename(template, target) == 0 else {
      let number = errno
      unlink(template)
      guard number == EBUSY else { throw failure(number) }
      return try overwrite(target, with: bytes, failure)
    }
  }

  /// Writes over a file, once it is known that there is room for all of it.
  private static func overwrite(
    _ target: String, with bytes: [UInt8], _ failure: (Int32) -> CommandError
  ) throws(CommandError) {
    let descriptor = open(target, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno) }
    if !bytes.isEmpty {
      let number = posix_fallocate(descriptor, 0, bytes.count)
      guard number == 0 || number == EOPNOTSUPP else {
        close(descriptor)
        throw failure(number)
      }
    }
    guard ftruncate(descriptor, bytes.count) == 0 else {
      let number = errno
      close(descriptor)
      throw failure(number)
    }
    if let number = write(bytes, to: descriptor, mode: nil) { throw failure(number) }
  }

  /// Writes a file that need not be there; where that fails, there is none as before.
  static func create(_ path: String, _ bytes: [UInt8]) throws(CommandError) {
    let name = PipelineFiles.shown(path)
    let isNew = access(path, F_OK) != 0
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .failure("cannot write \(name): \(systemMessage(errno))") }
    if let failure = write(bytes, to: descriptor, mode: nil) {
      if isNew { unlink(path) }
      throw .failure("cannot write \(name): \(systemMessage(failure))")
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
