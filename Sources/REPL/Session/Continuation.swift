import Expressions

/// Whether a line is not finished, so that the next one belongs to it.
public enum Continuation {
  /// Whether something is open at the end of a text: `<+`, `${`, `{{`, a quote inside of one of them, a bracket of a
  /// command's YAML, or the line itself by a backslash. An empty line at its end finishes every text.
  public static func isOpen(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let last = bytes.last else { return false }
    if last == 0x0A { return false }
    if last == UInt8(ascii: "\\") { return !isEscaped(bytes) }
    if bytes.starts(with: Array(":encode".utf8)) { return isOpenYAML(bytes.dropFirst(7)) }
    if HarnessText.scan(bytes).unclosed != nil { return true }
    return depth(bytes, open: [0x24, 0x7B], close: [0x7D]) > 0
      || depth(bytes, open: [0x7B, 0x7B], close: [0x7D, 0x7D]) > 0
  }

  /// Whether the backslash at the end is itself behind one.
  private static func isEscaped(_ bytes: [UInt8]) -> Bool {
    bytes.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 0
  }

  /// How many openings have no end. `$${` opens nothing.
  private static func depth(_ bytes: [UInt8], open: [UInt8], close: [UInt8]) -> Int {
    var depth = 0
    var index = 0
    var quote: UInt8?
    while index < bytes.count {
      let rest = bytes[index...]
      if depth > 0, open == close.map({ $0 - 2 }), quote == nil, bytes[index] == 0x22 || bytes[index] == 0x60 {
        quote = bytes[index]
      } else if let mark = quote {
        if bytes[index] == mark { quote = nil } else if bytes[index] == 0x5C, mark == 0x22 { index += 1 }
      } else if rest.starts(with: [0x24, 0x24]) {
        index += 1
      } else if rest.starts(with: open) {
        depth += 1
        index += open.count - 1
      } else if depth > 0, rest.starts(with: close) {
        depth -= 1
        index += close.count - 1
      }
      index += 1
    }
    return depth
  }

  /// YAML of several lines ends with an empty one; in brackets it ends with them.
  private static func isOpenYAML(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first(where: { $0 > 0x20 }) else { return true }
    guard first == 0x5B || first == 0x7B else { return bytes.contains(0x0A) }
    var depth = 0
    var quote: UInt8?
    for byte in bytes {
      if let mark = quote {
        if byte == mark { quote = nil }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x5B || byte == 0x7B {
        depth += 1
      } else if byte == 0x5D || byte == 0x7D {
        depth -= 1
      }
    }
    return depth > 0
  }
}
