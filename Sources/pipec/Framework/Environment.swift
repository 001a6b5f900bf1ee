@preconcurrency import Glibc

/// The environment variables of the program, looked up when they are asked for.
struct Environment: Sendable {
  /// The value of a variable; nil where it is not set.
  subscript(name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Whether a variable is set and not empty, which is how switches such as `NO_COLOR` are read.
  func isSet(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }

  /// All variables, in the order of their names; of several with one name the first counts, as in a lookup.
  var all: [(name: String, value: String)] {
    var values: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text)
      if let equals = pair.utf8.firstIndex(of: 0x3D) {
        let name = String(pair[..<equals])
        if values[name] == nil { values[name] = String(pair[pair.index(after: equals)...]) }
      }
      entry += 1
    }
    return values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }
}
