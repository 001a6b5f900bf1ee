/// Makes text from anywhere safe to show: nothing in it can move a cursor, colour a terminal or reverse the reading order.
public enum Printable {
  /// `text` with every control character, line break and reordering mark written as an escape, such as `\n` or `\x1b`.
  public static func line(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let escape = escape(of: scalar) { result += escape } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// `text` line by line, each made safe; a line break at the end makes no line of its own.
  public static func lines(_ text: String) -> [String] {
    var parts = text.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }
    if parts.count > 1, parts.last == "" { parts.removeLast() }
    return parts
  }

  /// How a scalar that must not reach a terminal is written instead; nil when it may.
  static func escape(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x09: return "\\t"
    case 0x0A: return "\\n"
    case 0x0D: return "\\r"
    case 0x00..<0x20, 0x7F: return escape(of: UInt8(scalar.value))
    case 0x80..<0xA0, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
      0xE0000...0xE007F:
      return "\\u{" + String(scalar.value, radix: 16) + "}"
    default: return nil
    }
  }

  /// How a byte that is no text is written.
  static func escape(of byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
