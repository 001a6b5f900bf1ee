import Glibc
import Planner
import Processes

/// The folders of one run on the host: a home, and a workspace unless the plan names a folder for it.
struct HostFolders: Sendable {
  let root: String
  let home: String
  /// What stands for the workspace's base.
  let base: String
  private let workspace: Plan.Workspace

  init(root: String, workspace: Plan.Workspace) throws(SystemFailure) {
    self.root = root
    self.workspace = workspace
    home = "\(root)/home"
    base = workspace.hostPath ?? "\(root)/workspace"
    var folders = [root, home]
    if workspace.hostPath == nil {
      folders.append(base)
      var folder = base
      for part in workspace.path.split(separator: "/") where part != "." && part != ".." {
        folder += "/\(part)"
        folders.append(folder)
      }
    }
    for folder in folders where mkdir(folder, 0o700) != 0 {
      throw SystemFailure("make the folder \(folder)", errno)
    }
    try Self.write(ProcessMark.own, to: "\(root)/owner")
  }

  /// The folder in which steps work.
  var full: String { path(of: workspace.full) }

  /// Where a path of the plan is on the host; nil means the workspace.
  func path(of planned: String?) -> String {
    guard let planned else { return full }
    if planned == workspace.base { return base }
    let prefix = workspace.base.hasSuffix("/") ? workspace.base : workspace.base + "/"
    if planned.hasPrefix(prefix) { return base + "/" + planned.dropFirst(prefix.count) }
    return planned.hasPrefix("/") ? planned : base + "/" + planned
  }

  /// Where a path is that lies in one of the step's volumes: each is a folder of the run, made when it is first asked for.
  func path(of planned: String, mounts: [Plan.Mount]) -> String {
    for mount in mounts where planned == mount.path || planned.hasPrefix(mount.path + "/") {
      if mount.volume == "_workspace" { break }
      let name = mount.volume.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "_" }
      let folder = "\(root)/volume-\(String(name))"
      mkdir(folder, 0o700)
      return folder + planned.dropFirst(mount.path.count)
    }
    return path(of: planned)
  }

  /// Puts a script that is too long for an argument into a file; the result is its path.
  func write(script: String, number: Int) throws(SystemFailure) -> String {
    let path = "\(root)/script-\(number)"
    try Self.write(Array(script.utf8), to: path)
    return path
  }

  /// Kills what processes of the run still live, and removes what was made for it.
  func remove() async {
    HostProcesses.kill(withHome: home)
    await Self.remove(root)
  }

  /// Removes a folder, also what a step made read-only, as module caches are.
  static func remove(_ root: String) async {
    let script = "chmod -R u+rwX -- \"$1\" 2>/dev/null; rm -rf -- \"$1\""
    let arguments = ["/bin/sh", "-c", script, "sh", root]
    guard let process = try? ProcessGroup(arguments: arguments, environment: ["PATH=/usr/bin:/bin"], folder: "/")
    else { return }
    for await _ in process.output {}
    await process.end()
  }

  /// Writes a file that is not there yet and that only this user may read.
  static func write(_ bytes: [UInt8], to path: String) throws(SystemFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemFailure("write \(path)", errno) }
    defer { close(descriptor) }
    guard writeAll(bytes, to: descriptor) else { throw SystemFailure("write \(path)", errno) }
  }
}

/// What processes of the host get besides the plan's environment.
struct HostEnvironment: Sendable {
  let path: String
  let user: String

  /// The environment of a step as `NAME=value`.
  func entries(of step: BackendStep, in folders: HostFolders) -> [String] {
    let own = [
      ("HOME", folders.home), ("HOMEPATH", folders.home), ("USERPROFILE", folders.home), ("DRONE_HOME", folders.home),
      ("DRONE_WORKSPACE", folders.full), ("DRONE_WORKSPACE_BASE", folders.base),
    ]
    let replaced = Set(["DRONE_WORKSPACE", "DRONE_WORKSPACE_BASE", "DRONE_HOME"])
    var entries: [String] = []
    var names: Set<String> = []
    for (name, value) in step.environment where !replaced.contains(name) {
      guard !name.isEmpty, !name.contains("="), !name.contains("\0"), !value.contains("\0") else { continue }
      // The exec runner expands this one variable and no other.
      entries.append("\(name)=\(name == "PATH" ? expandedPath(value) : value)")
      names.insert(name)
    }
    for (name, value) in own + [("PATH", path), ("USER", user)] where !names.contains(name) && !value.isEmpty {
      entries.append("\(name)=\(value)")
    }
    return entries
  }

  private func expandedPath(_ value: String) -> String {
    var result = ""
    var rest = value[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      let spelling = ["${PATH}", "$PATH"].first { rest.hasPrefix($0) }
      result += spelling == nil ? "$" : path
      rest = rest.dropFirst(spelling?.count ?? 1)
    }
    return result + rest
  }
}
