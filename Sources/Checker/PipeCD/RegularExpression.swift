/// Looks at regular expressions of Go without reading all of their syntax.
enum RegularExpression {
  /// Why Go refuses an expression, as the end of a sentence that begins with it; nil where nothing is found.
  static func fault(in pattern: String) -> String? {
    let bytes = Array(pattern.utf8)
    var open = 0
    var index = 0
    var canRepeat = false
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"):
        guard index + 1 < bytes.count else { return "ends in a backslash" }
        if (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(bytes[index + 1]) { return "refers back to a group" }
        if bytes[index + 1] == UInt8(ascii: "Q") { return nil }
        index += 1
        canRepeat = true
      case UInt8(ascii: "["):
        guard let end = endOfClass(bytes, from: index) else { return "has a `[` that is never closed" }
        index = end
        canRepeat = true
      case UInt8(ascii: "("):
        open += 1
        if bytes[index...].starts(with: "(?=".utf8) || bytes[index...].starts(with: "(?!".utf8)
          || bytes[index...].starts(with: "(?<=".utf8) || bytes[index...].starts(with: "(?<!".utf8)
        {
          return "looks ahead or behind"
        }
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "?") { index += 1 }
        canRepeat = false
      case UInt8(ascii: ")"):
        guard open > 0 else { return "has a `)` that closes nothing" }
        open -= 1
        canRepeat = true
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
        guard canRepeat else { return "repeats nothing" }
        // One `?` more makes it lazy.
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "?") { index += 1 }
        canRepeat = false
      case UInt8(ascii: "|"): canRepeat = false
      default: canRepeat = true
      }
      index += 1
    }
    return open > 0 ? "has a `(` that is never closed" : nil
  }

  /// Whether there is a group whose text is kept.
  static func hasGroup(_ pattern: String) -> Bool { groupStart(Array(pattern.utf8)) != nil }

  /// Whether the expression is one group and nothing else.
  static func isOneGroup(_ pattern: String) -> Bool {
    let bytes = Array(pattern.utf8)
    guard groupStart(bytes) == 0 else { return false }
    var depth = 0
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): index = endOfClass(bytes, from: index) ?? bytes.count
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return index == bytes.count - 1 }
      default: break
      }
      index += 1
    }
    return false
  }

  private static func groupStart(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): index = endOfClass(bytes, from: index) ?? bytes.count
      case UInt8(ascii: "("):
        let rest = bytes[index...]
        if !rest.starts(with: "(?".utf8) || rest.starts(with: "(?P<".utf8) || rest.starts(with: "(?<".utf8) {
          return index
        }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The `]` of a class that begins at an offset.
  private static func endOfClass(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start + 1
    if index < bytes.count, bytes[index] == UInt8(ascii: "^") { index += 1 }
    if index < bytes.count, bytes[index] == UInt8(ascii: "]") { index += 1 }
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "[") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: ":"):
        while index < bytes.count, bytes[index] != UInt8(ascii: "]") { index += 1 }
      case UInt8(ascii: "]"): return index
      default: break
      }
      index += 1
    }
    return nil
  }
}
