/// Java's regular expressions in the words of PCRE2.
///
/// The two agree on nearly everything; what differs is rewritten here, and what PCRE2 cannot do is refused with its name.
enum JavaPatternTranslation {
  /// Java's POSIX classes, by PCRE2's, with what they hold inside brackets.
  private static let classes: [String: String] = [
    "Lower": "a-z", "Upper": "A-Z", "ASCII": "\\x00-\\x7F", "Alpha": "a-zA-Z", "Digit": "0-9", "Alnum": "a-zA-Z0-9",
    "Punct": "!-\\/:-@\\[-`{-~", "Graph": "!-~", "Print": " -~", "Blank": " \\t", "Cntrl": "\\x00-\\x1F\\x7F",
    "XDigit": "0-9a-fA-F", "Space": " \\t\\n\\x0B\\f\\r", "IsAlphabetic": "\\p{L}\\p{Nl}", "IsLetter": "\\p{L}",
    "IsDigit": "\\p{Nd}", "IsUppercase": "\\p{Lu}", "IsLowercase": "\\p{Ll}", "IsPunctuation": "\\p{P}",
    "IsWhite_Space": "\\s", "javaLowerCase": "\\p{Ll}", "javaUpperCase": "\\p{Lu}", "javaWhitespace": "\\s",
    "IsL": "\\p{L}", "IsLu": "\\p{Lu}", "IsLl": "\\p{Ll}", "IsN": "\\p{N}", "IsP": "\\p{P}",
  ]

  static func translate(_ pattern: String) throws(JexlFault) -> String {
    let bytes = Array(pattern.utf8)
    var result: [UInt8] = []
    var index = 0
    /// How many brackets are open; Java's may be nested.
    var depth = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x5C:
        index = try escape(bytes, index, isInClass: depth > 0, &result)
        continue
      case 0x5B where depth > 0:
        throw unsupported("a class inside another ([a[b]])", in: pattern)
      case 0x5B:
        depth = 1
        result.append(byte)
        if index + 1 < bytes.count, bytes[index + 1] == 0x5E {
          result.append(0x5E)
          index += 1
        }
        // Java reads a bracket right behind the opening one as an element too.
        if index + 1 < bytes.count, bytes[index + 1] == 0x5D {
          result += [0x5C, 0x5D]
          index += 1
        }
      case 0x5D where depth > 0:
        depth = 0
        result.append(byte)
      case 0x26 where depth > 0 && index + 1 < bytes.count && bytes[index + 1] == 0x26:
        throw unsupported("the intersection of classes (&&)", in: pattern)
      case 0x28 where depth == 0 && bytes[index...].starts(with: "(?u)".utf8): index += 3
      default: result.append(byte)
      }
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Writes what an escape means and returns where it ends.
  private static func escape(
    _ bytes: [UInt8], _ start: Int, isInClass: Bool, _ result: inout [UInt8]
  ) throws(JexlFault) -> Int {
    guard start + 1 < bytes.count else {
      result.append(0x5C)
      return start + 1
    }
    let letter = bytes[start + 1]
    switch letter {
    case 0x70, 0x50:  // \p{…} and \P{…}
      guard start + 2 < bytes.count, bytes[start + 2] == 0x7B, let end = bytes[start...].firstIndex(of: 0x7D) else {
        break
      }
      let name = String(decoding: bytes[(start + 3)..<end], as: UTF8.self)
      guard let content = classes[name] else { break }
      if letter == 0x70 {
        result += Array((isInClass ? content : "[\(content)]").utf8)
      } else if isInClass {
        throw JexlFault(.badPattern, "\\P{\(name)} inside a class is not possible here")
      } else {
        result += Array("[^\(content)]".utf8)
      }
      return end + 1
    case 0x75:  // \uXXXX
      guard start + 5 < bytes.count else { break }
      result += Array("\\x{".utf8) + bytes[(start + 2)..<(start + 6)] + [0x7D]
      return start + 6
    case 0x5A:  // \Z ends before a last line end in both
      break
    case 0x51:  // \Q…\E
      let rest = Array(bytes[(start + 2)...])
      let end = rest.indices.first { rest[$0...].starts(with: [0x5C, 0x45]) } ?? rest.count
      for byte in rest[..<end] {
        if byte < 0x80, !(byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26) { result.append(0x5C) }
        result.append(byte)
      }
      return min(bytes.count, start + 2 + end + 2)
    default: break
    }
    result += [0x5C, letter]
    return start + 2
  }

  private static func unsupported(_ what: String, in pattern: String) -> JexlFault {
    JexlFault(.badPattern, "\(what) in the regular expression '\(pattern)' is Java's alone and cannot be read here")
  }
}
