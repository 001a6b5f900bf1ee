import Expressions
import IR

/// Where the repository's files are inside the steps of a docker pipeline.
enum DroneWorkspace {
  private static let standard = "/drone/src"

  /// - Parameters:
  ///   - isWindows: paths get a drive and backslashes.
  ///   - hostPath: a folder of the host mounted at the full path; then nothing is left below the base.
  static func plan(_ workspace: Workspace?, isWindows: Bool = false, hostPath: String? = nil) -> Plan.Workspace {
    var base = workspace?.base?.value ?? ""
    var path = workspace?.path?.value ?? ""
    if base.isEmpty {
      if path.hasPrefix("/") {
        base = path
        path = ""
      } else {
        base = standard
      }
    }
    var full = CleanPath.of(base + "/" + path)
    if isRestricted(full) {
      base = standard
      path = ""
      full = standard
    }
    if isWindows {
      base = windows(base)
      full = windows(full)
      path = backslashed(path)
    }
    if hostPath != nil {
      base = full
      path = ""
    }
    return Plan.Workspace(base: base, path: path, full: full, hostPath: hostPath)
  }

  /// Paths where Drone mounts nothing over, compared without regard to case.
  static func isRestricted(_ path: String) -> Bool {
    let lowered = CleanPath.of("/" + path.lowercased())
    if ["/", "/etc", "/var"].contains(lowered) { return true }
    return restrictedTrees.contains { lowered == $0 || lowered.hasPrefix($0 + "/") }
  }

  private static let restrictedTrees = [
    "/etc/docker", "/var/run", "/proc", "/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/bin", "/mnt", "/mount",
    "/media", "/sys", "/dev",
  ]

  private static func windows(_ path: String) -> String { "c:" + backslashed(path) }

  private static func backslashed(_ path: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in path.unicodeScalars { result.append(scalar == "/" ? "\\" : scalar) }
    return String(result)
  }
}
