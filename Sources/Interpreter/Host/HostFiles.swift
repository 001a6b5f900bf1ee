import Glibc

/// Reads files of this machine for a request.
enum HostFiles {
  /// How deep folders are followed, and how many entries are looked at; more is no workspace that reports lie in.
  private static let deepest = 64
  private static let mostEntries = 1_000_000

  /// The files at `path`, where the folder or file of the request is on this machine. Links are not followed.
  static func read(_ request: StepFileRequest, at path: String) -> [StepFile] {
    var collection = StepFileCollection(request)
    var entries = 0
    add(path, below: "", depth: 0, to: &collection, &entries)
    return collection.sorted
  }

  private static func add(
    _ path: String, below relative: String, depth: Int, to collection: inout StepFileCollection, _ entries: inout Int
  ) {
    entries += 1
    var status = stat()
    guard !collection.isFull, entries <= mostEntries, lstat(path, &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      let size = Int(status.st_size)
      guard collection.takes(relative, size: size), let bytes = content(of: path, atMost: size) else { return }
      collection.add(StepFile(path: relative, bytes: bytes))
    case S_IFDIR:
      guard depth < deepest else { return }
      for name in names(in: path) {
        add(
          "\(path)/\(name)", below: relative.isEmpty ? name : "\(relative)/\(name)", depth: depth + 1, to: &collection,
          &entries)
      }
    default: return
    }
  }

  private static func names(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func content(of path: String, atMost size: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while bytes.count < size {
      let wanted = size - bytes.count
      let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, length in
        length = max(0, Glibc.read(descriptor, buffer.baseAddress, wanted))
      }
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }
}
