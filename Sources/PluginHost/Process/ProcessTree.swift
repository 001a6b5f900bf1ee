import Glibc

/// The processes that a process started, and those that they started.
enum ProcessTree {
  /// The numbers of all of them, also of those that left the process group, without the process itself.
  static func descendants(of root: pid_t) -> [pid_t] {
    var children: [pid_t: [pid_t]] = [:]
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard let process = pid_t(name), let parent = parent(of: process) else { continue }
      children[parent, default: []].append(process)
    }
    var found: [pid_t] = []
    var open = [root]
    while let process = open.popLast() {
      let next = children.removeValue(forKey: process) ?? []
      found += next
      open += next
    }
    return found
  }

  private static func parent(of process: pid_t) -> pid_t? {
    let descriptor = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(descriptor, &bytes, bytes.count)
    // The name before may hold anything; then come the state and the parent.
    guard count > 0, let name = bytes[..<count].lastIndex(of: 0x29) else { return nil }
    let fields = bytes[(name + 1)..<count].split(separator: 0x20)
    return fields.count > 1 ? pid_t(String(decoding: fields[1], as: UTF8.self)) : nil
  }
}
