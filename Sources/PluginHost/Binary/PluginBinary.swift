import Glibc

/// The program of a plugin, on this machine.
struct PluginBinary: Hashable, Sendable {
  /// Where it is.
  var path: String
  /// What the plugin is told of where it came from; plugins accept `file`, `https` and `oci` only.
  var url: String

  /// Finds the program that a configuration names, and fetches it when it is elsewhere.
  ///
  /// - Parameters:
  ///   - cacheFolder: where what was fetched is kept, by its URL. piped keeps it by the plugin's name, and so goes on with
  ///     an old program when the URL changes.
  ///   - authorities: a file with certificates of authorities that are trusted as well as those of the system; nil: none.
  ///   - onNotice: is told that something is about to be fetched, which may take long.
  static func find(
    _ configuration: PluginConfiguration, cacheFolder: String, authorities: String? = nil,
    onNotice: (String) -> Void = { _ in }
  ) async throws(PluginFailure) -> PluginBinary {
    let name = configuration.name
    let url = configuration.url
    guard !url.isEmpty else { throw PluginFailure(.configuration, "the plugin '\(name)' has no url") }
    guard let scheme = url.firstRange(of: "://").map({ url[..<$0.lowerBound].lowercased() }) else {
      let path = absolute(url)
      return PluginBinary(path: try program(path, name, cacheFolder), url: "file://\(encoded(path))")
    }
    switch scheme {
    case "file":
      let path = url.dropFirst("file://".count)
      guard path.hasPrefix("/") else {
        throw PluginFailure(
          .configuration, "the url '\(url)' of the plugin '\(name)' names no absolute path; write file:///…")
      }
      return PluginBinary(path: try program(decoded(path), name, cacheFolder), url: url)
    case "https", "oci":
      let path = try await fetch(
        url, isImage: scheme == "oci", name: name, cacheFolder: cacheFolder, authorities: authorities, onNotice)
      return PluginBinary(path: path, url: url)
    default:
      throw PluginFailure(
        .configuration,
        "the url '\(url)' of the plugin '\(name)' begins with \(scheme)://; plugins come by file, https and oci only")
    }
  }

  /// The path of a program that can be run: piped runs a copy, which it makes executable, so that the file itself need
  /// not be.
  private static func program(
    _ path: String, _ name: String, _ cacheFolder: String
  ) throws(PluginFailure) -> String {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw PluginFailure(.binary, "the program of the plugin '\(name)' is not there: \(path)")
    }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw PluginFailure(.binary, "the program of the plugin '\(name)' is no file: \(path)")
    }
    if access(path, X_OK) == 0 { return path }
    guard isProgram(path) else {
      throw PluginFailure(
        .binary, "the program of the plugin '\(name)' cannot be run: chmod +x \(path)")
    }
    let time = information.st_mtim
    let version = "\(path) \(information.st_ino) \(information.st_size) \(time.tv_sec).\(time.tv_nsec)"
    let folder = "\(cacheFolder)/\(fingerprint(of: version))"
    let copy = "\(folder)/\(name.replacing("/", with: "_"))"
    if access(copy, X_OK) == 0 { return copy }
    guard makeFolders(folder), let temporary = makeTemporaryFolder(in: folder) else {
      throw PluginFailure(.binary, "the folder \(folder) cannot be written")
    }
    let file = "\(temporary)/plugin"
    defer {
      unlink(file)
      rmdir(temporary)
    }
    guard copyFile(path, to: file), chmod(file, 0o755) == 0, rename(file, copy) == 0 else {
      throw PluginFailure(
        .binary, "the program of the plugin '\(name)' cannot be run, nor copied to \(folder): chmod +x \(path)")
    }
    return copy
  }

  private static func copyFile(_ path: String, to copy: String) -> Bool {
    let input = open(path, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { return false }
    defer { close(input) }
    let output = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { return false }
    defer { close(output) }
    while true {
      let count = sendfile(output, input, nil, 1 << 30)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return count == 0 }
    }
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
  }

  /// A path with what a URL reads otherwise as percent signs and digits.
  private static func encoded(_ path: String) -> String {
    path.replacing("%", with: "%25").replacing("?", with: "%3F").replacing("#", with: "%23")
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
    _ url: String, isImage: Bool, name: String, cacheFolder: String, authorities: String?, _ onNotice: (String) -> Void
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
    onNotice("fetching the plugin '\(name)' from \(url)")
    do throws(DownloadFailure) {
      if isImage {
        try await PluginImage.download(url, with: Download(authorities: authorities), to: file)
      } else {
        try await Download(authorities: authorities).file(url, to: file)
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
