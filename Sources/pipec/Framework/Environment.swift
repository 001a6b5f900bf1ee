@preconcurrency import Glibc

/// The environment variables of the program.
struct Environment: Sendable {
  private let values: [String: String]

  /// - Parameter values: Names and values.
  init(_ values: [String: String]) {
    self.values = values
  }

  /// The variables that the program was started with.
  static func current() -> Environment {
    var values: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text)
      if let equals = pair.utf8.firstIndex(of: 0x3D) {
        values[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
      }
      entry += 1
    }
    return Environment(values)
  }

  /// The value of a variable; nil where it is not set.
  subscript(name: String) -> String? { values[name] }

  /// Whether a variable is set and not empty, which is how switches such as `NO_COLOR` are read.
  func isSet(_ name: String) -> Bool { !(values[name] ?? "").isEmpty }

  /// All variables, in the order of their names.
  var all: [(name: String, value: String)] {
    values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }
}
