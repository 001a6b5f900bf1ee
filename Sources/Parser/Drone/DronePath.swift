/// Paths as the runner's own library cleans them.
public enum DronePath {
  /// The shortest path that names the same place: no `.`, no doubled slash, `..` resolved where it can be.
  public static func clean(_ path: String) -> String {
    guard !path.isEmpty else { return "." }
    let isRooted = path.hasPrefix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      switch part {
      case ".": continue
      case "..":
        if let last = parts.last, last != ".." {
          parts.removeLast()
        } else if !isRooted {
          parts.append(part)
        }
      default: parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if isRooted { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }
}
