import Checker
import Diagnostics
import Glibc

/// The files that lie in the folders of PipeCD applications. Each is opened once, however many applications share its folder
/// or lie below one another, and only templates are kept: no rule looks into other files.
struct CompanionFiles {
  /// No application has more files that anybody looks at.
  private static let fileLimit = 2000
  private static let depthLimit = 8
  /// A larger file is no template, in bytes.
  private static let largestFile = 1 << 20
  /// How many bytes of templates are kept; what would be more is not looked into.
  private static let largestTotal = 64 << 20

  private var folders: [String: [PipeCDNeighbours.Companion]] = [:]
  private var contents: [String: PipeCDNeighbours.Companion.Content] = [:]
  private var total = 0
  /// What was read last; allocated once, because a folder may have thousands of files.
  private var buffer: [UInt8] = []

  /// The files in a folder and below, in the order of their paths.
  ///
  /// - Parameters:
  ///   - folder: absolute.
  ///   - keep: makes a source of a template that is met for the first time.
  mutating func all(
    in folder: String, keep: (_ path: String, _ bytes: [UInt8]) -> Source
  ) -> [PipeCDNeighbours.Companion] {
    if let known = folders[folder] { return known }
    let start = folder == "/" ? 1 : folder.utf8.count + 1
    let found = PipelineFiles.all(in: folder, depth: Self.depthLimit, limit: Self.fileLimit).map { path in
      PipeCDNeighbours.Companion(
        path: String(path.utf8.dropFirst(start)) ?? path, content: content(of: path, keep: keep))
    }
    folders[folder] = found
    return found
  }

  private mutating func content(
    of path: String, keep: (_ path: String, _ bytes: [UInt8]) -> Source
  ) -> PipeCDNeighbours.Companion.Content {
    if let known = contents[path] { return known }
    let content = read(path, keep: keep)
    contents[path] = content
    return content
  }

  private mutating func read(
    _ path: String, keep: (_ path: String, _ bytes: [UInt8]) -> Source
  ) -> PipeCDNeighbours.Companion.Content {
    // A pipe among the files must not be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .unread }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.largestFile else {
      return .unread
    }
    if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: Self.largestFile + 1) }
    var count = 0
    while count < buffer.count {
      let found = buffer.withUnsafeMutableBytes { bytes in
        Glibc.read(descriptor, bytes.baseAddress.map { $0 + count }, bytes.count - count)
      }
      if found < 0, errno == EINTR { continue }
      guard found >= 0 else { return .unread }
      guard found > 0 else { break }
      count += found
      // A regular file of the size that was told has no more: another call would only say so.
      if count == Int(status.st_size) { break }
    }
    guard count <= Self.largestFile else { return .unread }
    guard hasAction(count) else { return .plain }
    guard total + count <= Self.largestTotal else { return .unread }
    total += count
    return .template(keep(path, Array(buffer[..<count])))
  }

  /// Whether two braces stand side by side somewhere in what was read.
  private func hasAction(_ count: Int) -> Bool {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      let brace = UInt8(ascii: "{")
      var offset = 0
      while offset + 1 < count, let hit = memchr(base + offset, Int32(brace), count - offset - 1) {
        let place = base.distance(to: UnsafeRawPointer(hit))
        if bytes[place + 1] == brace { return true }
        offset = place + 1
      }
      return false
    }
  }
}
