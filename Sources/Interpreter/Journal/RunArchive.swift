import Glibc

/// The folder in which runs are written down, each in a folder named after it.
public struct RunArchive: Sendable {
  /// An absolute path; it need not exist.
  public let root: String
  /// How many runs are kept.
  private let limit: Int

  public init(root: String, limit: Int = 20) {
    self.root = root
    self.limit = limit
  }

  /// The user's: below `XDG_STATE_HOME`, or `~/.local/state` where that is not set or relative; nil without a home.
  public static func standard(environment: (String) -> String?) -> RunArchive? {
    if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return RunArchive(root: "\(state)/pipec/runs")
    }
    guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
    return RunArchive(root: "\(home)/.local/state/pipec/runs")
  }

  /// The names of the runs, oldest first.
  public var runs: [String] {
    entries(of: root).filter { isRun($0) }.sorted()
  }

  /// What a run has done; nil when there is no such run.
  public func resumePoint(run: String) -> ResumePoint? {
    guard isRun(run), let bytes = readFile("\(root)/\(run)/succeeded") else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return ResumePoint(run: run, succeeded: Set(lines))
  }

  /// What the last run of a pipeline file has done; nil when there is none.
  public func lastResumePoint(of subject: String) -> ResumePoint? {
    for run in runs.reversed() where readFile("\(root)/\(run)/subject") == Array(subject.utf8) {
      if let point = resumePoint(run: run) { return point }
    }
    return nil
  }

  /// Whether the process of a run still works at it. Runs that are not written down here may be anybody's and count as
  /// alive. Pipelines of a run that has several bear its name and a number, and are taken, too.
  public func isAlive(run identifier: String) -> Bool {
    let parent = identifier.lastIndex(of: "-").map { String(identifier[..<$0]) }
    for run in [identifier, parent ?? ""] where isRun(run) {
      if let owner = readFile("\(root)/\(run)/owner") { return ProcessMark.isAlive(owner) }
    }
    return true
  }

  /// Forgets the oldest runs, so that there is room for one more.
  func makeRoom() {
    for run in runs.dropLast(limit - 1) {
      for file in ["events.jsonl", "succeeded", "run.json", "subject", "owner"] { unlink("\(root)/\(run)/\(file)") }
      rmdir("\(root)/\(run)")
    }
  }

  /// Names are made by `RunIdentifier`; nothing else in the folder is ever touched.
  private func isRun(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".")
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
      }
  }
}

/// The names in a folder, in no order; none if it cannot be read.
func entries(of folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

/// The bytes of a file, or nil if it cannot be read.
func readFile(_ path: String) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  while true {
    let chunk = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, length in
      length = max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
    if chunk.isEmpty { return bytes }
    bytes += chunk
  }
}

/// Makes a folder and those above it, for the user alone; false, with `errno` set, when that fails.
func makeFolders(_ path: String) -> Bool {
  var current = ""
  for part in path.split(separator: "/") {
    current += "/\(part)"
    if mkdir(current, 0o700) != 0, errno != EEXIST { return false }
  }
  return true
}
