import Glibc

/// The ports on which processes of this machine listen, as the system tells in `/proc`.
enum ListeningPorts {
  /// A larger table is not read to its end, in bytes.
  private static let largestTable = 4 << 20

  /// The TCP ports of these processes, each once, in order; none where that cannot be known.
  static func of(_ processes: [pid_t]) -> [Int] {
    let own = processes.reduce(into: Set<Substring>()) { $0.formUnion(sockets(of: $1).map { $0[...] }) }
    guard !own.isEmpty else { return [] }
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map { String(decoding: read($0), as: UTF8.self) }
    return Set(tables.flatMap { ports(in: $0, of: own) }).sorted()
  }

  /// The ports in a table of sockets that listen and are among those given.
  static func ports(in table: String, of sockets: Set<Substring>) -> [Int] {
    table.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ")
      // The state of a socket that listens is 0A.
      guard fields.count > 9, fields[3] == "0A", sockets.contains(fields[9]),
        let colon = fields[1].lastIndex(of: ":")
      else { return nil }
      return Int(fields[1][fields[1].index(after: colon)...], radix: 16)
    }
  }

  /// The numbers of the sockets that a process has open.
  private static func sockets(of process: pid_t) -> [String] {
    let path = "/proc/\(process)/fd"
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var found: [String] = []
    var target = [CChar](repeating: 0, count: 128)
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      let count = readlink("\(path)/\(name)", &target, target.count)
      guard count > 0 else { continue }
      let text = String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix("socket:["), text.hasSuffix("]") { found.append(String(text.dropFirst(8).dropLast())) }
    }
    return found
  }

  private static func read(_ path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while result.count < largestTable {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      result += chunk[..<count]
    }
    return result
  }
}
