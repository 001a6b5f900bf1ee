import Glibc

/// The program of a plugin, on this machine.
struct PluginBinary: Hashable, Sendable {
  /// Where it is.
  var path: String
  /// What the plugin is told of where it came from; plugins accept `file`, `https` and `oci` only.
  var url: String

  /// Finds the program that a configuration names, and fetches it when it is elsewhere.
  ///
  /// - Parameter cacheFolder: where what was fetched is kept, by its URL. piped keeps it by the plugin's name, and so
  ///   goes on with an old program when the URL changes.
  static func find(
    _ configuration: PluginConfiguration, cacheFolder: String
  ) async throws(PluginFailure) -> PluginBinary {
    let name = configuration.name
    let url = configuration.url
    guard !url.isEmpty else { throw PluginFailure(.configuration, "the plugin '\(name)' has no url") }
    guard let scheme = url.firstRange(of: "://").map({ url[..<$0.lowerBound].lowercased() }) else {
      let path = absolute(url)
      return PluginBinary(path: try program(path, name), url: "file://\(path)")
    }
    switch scheme {
    case "file":
      let path = url.dropFirst("file://".count)
      guard path.hasPrefix("/") else {
        throw PluginFailure(
          .configuration, "the url '\(url)' of the plugin '\(name)' names no absolute path; write file:///…")
      }
      return PluginBinary(path: try program(decoded(path), name), url: url)
    case "https", "oci":
      let path = try await fetch(url, isImage: scheme == "oci", name: name, cacheFolder: cacheFolder)
      return PluginBinary(path: path, url: url)
    default:
      throw PluginFailure(
        .configuration,
        "the url '\(url)' of the plugin '\(name)' begins with \(scheme)://; plugins come by file, https and oci only")
    }
  }

  /// The path of a program that can be run.
  private static func program(_ path: String, _ name: String) throws(PluginFailure) -> String {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw PluginFailure(.binary, "the program of the plugin '\(name)' is not there: \(path)")
    }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw PluginFailure(.binary, "the program of the plugin '\(name)' is no file: \(path)")
    }
    guard access(path, X_OK) == 0 else {
      throw PluginFailure(
        .binary, "the program of the plugin '\(name)' cannot be run: chmod +x \(path)")
    }
    return path
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
  }

  /// A path with its percent signs read, as in any URL.
  private static func decoded(_ path: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = path.utf8[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == 0x25, digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func fetch(
    _ url: String, isImage: Bool, name: String, cacheFolder: String
  ) async throws(PluginFailure) -> String {
    let folder = "\(cacheFolder)/\(fingerprint(of: url))"
    let path = "\(folder)/\(name.replacing("/", with: "_"))"
    if access(path, X_OK) == 0 { return path }
    guard makeFolders(folder), let temporary = makeTemporaryFolder(in: folder) else {
      throw PluginFailure(.binary, "the folder \(folder) cannot be written")
    }
    let file = "\(temporary)/plugin"
    defer {
      unlink(file)
      rmdir(temporary)
    }
    do throws(DownloadFailure) {
      if isImage {
        try await PluginImage.download(url, to: file)
      } else {
        try await Download.file(url, to: file)
      }
    } catch {
      throw PluginFailure(.binary, "the plugin '\(name)' cannot be fetched from \(url): \(error.message)")
    }
    guard isProgram(file) else {
      throw PluginFailure(.binary, "what \(url) gives for the plugin '\(name)' is no program")
    }
    guard chmod(file, 0o755) == 0, rename(file, path) == 0 else {
      throw PluginFailure(.binary, "the folder \(folder) cannot be written")
    }
    return path
  }

  /// Whether a file begins as programs and scripts do: a page that says sorry must not be kept as one.
  private static func isProgram(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: 4)
    let count = read(descriptor, &start, start.count)
    return count == 4 && (start == [0x7F, 0x45, 0x4C, 0x46] || start.starts(with: [0x23, 0x21]))
  }

  /// 64 bits that tell URLs apart (FNV-1a), as hexadecimal digits.
  private static func fingerprint(of url: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in url.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
