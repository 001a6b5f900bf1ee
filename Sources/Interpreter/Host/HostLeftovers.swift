import Glibc

extension HostBackend {
  /// Ends what runs of this user left behind that were killed themselves: their processes and their folders.
  ///
  /// - Returns: the names of the runs, in order.
  public static func removeLeftovers(in temporaryFolder: String = "/tmp") async -> [String] {
    var removed: [String] = []
    for name in entries(of: temporaryFolder).sorted() where name.hasPrefix("pipec-") {
      let root = "\(temporaryFolder)/\(name)"
      guard isMine(root), let owner = readFile("\(root)/owner"), !ProcessMark.isAlive(owner) else { continue }
      HostProcesses.kill(withHome: "\(root)/home")
      await HostFolders.remove(root)
      removed.append(String(name.dropFirst("pipec-".count)))
    }
    return removed
  }

  private static func isMine(_ folder: String) -> Bool {
    var information = stat()
    return lstat(folder, &information) == 0 && information.st_uid == getuid()
      && information.st_mode & S_IFMT == S_IFDIR
  }
}

/// What tells a process from all others, also after its number has been given to another.
enum ProcessMark {
  /// The mark of this process.
  static var own: [UInt8] { mark(of: getpid()) ?? [] }

  /// Whether the process with that mark still runs.
  static func isAlive(_ bytes: [UInt8]) -> Bool {
    let number = String(decoding: bytes, as: UTF8.self).split(separator: " ").first.flatMap { pid_t($0) }
    return number.flatMap(mark) == bytes
  }

  /// The number of the process and when it began, in ticks since the machine started.
  private static func mark(of process: pid_t) -> [UInt8]? {
    guard let stat = readFile("/proc/\(process)/stat") else { return nil }
    // The second field is a name in parentheses that may hold anything.
    let text = String(decoding: stat, as: UTF8.self)
    guard let name = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: name)...].split(separator: " ")
    return fields.count > 19 ? Array("\(process) \(fields[19])".utf8) : nil
  }
}

/// The processes of a run, known by the home folder that all of them were given.
enum HostProcesses {
  /// Kills them all, those too that left their process group.
  static func kill(withHome home: String) {
    let entry = Array("DRONE_HOME=\(home)".utf8)
    for name in entries(of: "/proc") {
      guard let process = pid_t(name), process != getpid(), let environment = readFile("/proc/\(name)/environ"),
        environment.split(separator: 0).contains(entry[...])
      else { continue }
      Glibc.kill(process, SIGKILL)
    }
  }
}
