/// Paths as Go's `path.Clean` makes them, which the runner's library uses.
public enum CleanPath {
  /// The shortest path that names the same place: no `.`, no doubled slash, and no `..` where a name stands before it;
  /// `..` above the root vanishes. The empty path is `.`.
  public static func of(_ path: String) -> String {
    let isRooted = path.utf8.first == UInt8(ascii: "/")
    var parts: [Substring] = []
    // A slash separates also where a combining character after it makes the two one `Character`.
    for scalars in path.unicodeScalars.split(separator: "/") {
      let part = Substring(scalars)
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
