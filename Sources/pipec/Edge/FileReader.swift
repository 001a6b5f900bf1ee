import Glibc

/// Reads whole files.
enum FileReader {
  /// No pipeline file is larger; a device that never ends is given up here. In bytes.
  static let limit = 1 << 30

  /// The bytes of a file.
  static func read(_ path: String) throws(CommandError) -> [UInt8] {
    guard !path.isEmpty else { throw .input("an empty name is no file") }
    let name = PipelineFiles.shown(path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .input("cannot read \(name): \(systemMessage(errno))") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .input("cannot read \(name): \(systemMessage(errno))") }
    if status.st_mode & S_IFMT == S_IFDIR { throw .input("cannot read \(name): it is a folder") }
    return try read(from: descriptor, called: name, expecting: Int(status.st_size))
  }

  /// Everything up to the end of a stream.
  static func read(
    from descriptor: Int32, called name: String, expecting size: Int = 0
  ) throws(CommandError) -> [UInt8] {
    guard size <= limit else { throw .input("cannot read \(name): it is larger than 1 GiB") }
    var bytes = [UInt8](repeating: 0, count: max(size, 0) + 1)
    var count = 0
    while true {
      if count == bytes.count {
        guard count < limit else { throw .input("cannot read \(name): it is larger than 1 GiB") }
        bytes.append(contentsOf: repeatElement(0, count: max(65_536, count)))
      }
      let found = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
      }
      if found > 0 {
        count += found
      } else if found == 0 {
        break
      } else if errno != EINTR {
        throw .input("cannot read \(name): \(systemMessage(errno))")
      }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// What a path names.
  enum Kind {
    case file, folder, nothing
  }

  /// What a path names, symbolic links followed.
  static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .nothing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// Whether a path names a file that has an end and can be read again, symbolic links followed. One that may be there and
  /// cannot be looked at counts, so that reading it says why.
  static func isPlain(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno == EACCES }
    return status.st_mode & S_IFMT == S_IFREG
  }

  /// How many bytes a file has; nil where there is none.
  static func size(of path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }
}
