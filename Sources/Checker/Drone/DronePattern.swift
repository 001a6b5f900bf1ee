import Expressions

/// Questions about the patterns of conditions.
enum DronePattern {
  /// Whether a pattern has no special character, so that it matches exactly itself.
  static func isLiteral(_ pattern: String) -> Bool {
    !pattern.utf8.contains { byte in
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\\"): true
      default: false
      }
    }
  }

  /// Whether a pattern has a character that must be followed by another one.
  static func canBeMalformed(_ pattern: String) -> Bool {
    pattern.utf8.contains { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "\\") }
  }

  /// Whether a pattern matches a value, by the rules of the runner.
  static func matches(_ pattern: String, _ value: String) -> Bool {
    isLiteral(pattern) ? withoutTrailingSlash(pattern) == value : Glob(pattern).matches(value)
  }

  /// Whether a pattern contains a comma that is not between braces.
  static func hasBareComma(_ pattern: String) -> Bool {
    var depth = 0
    for byte in pattern.utf8 {
      switch byte {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth = max(0, depth - 1)
      case UInt8(ascii: ","): if depth == 0 { return true }
      default: break
      }
    }
    return false
  }

  /// The parts between commas, without surrounding spaces; empty parts are left out.
  static func commaParts(_ pattern: String) -> [String] {
    pattern.utf8.split(separator: UInt8(ascii: ",")).compactMap { part in
      let trimmed = part.drop { $0 == 0x20 || $0 == 0x09 }
      var end = trimmed.endIndex
      while end > trimmed.startIndex, [0x20, 0x09].contains(trimmed[trimmed.index(before: end)]) {
        end = trimmed.index(before: end)
      }
      let text = String(decoding: trimmed[trimmed.startIndex..<end], as: UTF8.self)
      return text.isEmpty ? nil : text
    }
  }

  /// Whether a slash stands between braces, where it makes the pattern malformed.
  static func hasSlashInBraces(_ pattern: String) -> Bool {
    var isInside = false
    var isEscaped = false
    for byte in pattern.utf8 {
      if isEscaped {
        isEscaped = false
        continue
      }
      switch byte {
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "{"): isInside = true
      case UInt8(ascii: "}"): isInside = false
      case UInt8(ascii: "/"): if isInside { return true }
      default: break
      }
    }
    return false
  }

  private static func withoutTrailingSlash(_ pattern: String) -> String {
    pattern.utf8.last == UInt8(ascii: "/") ? String(pattern.dropLast()) : pattern
  }
}
