extension GoTemplate {
  /// `fmt.Sprintf` for the values that templates have.
  enum Format {
    static func text(_ format: String, _ arguments: [Value]) -> String {
      var result = ""
      var rest = Substring(format)
      var next = 0
      while let percent = rest.firstIndex(of: "%") {
        result += rest[..<percent]
        rest = rest[rest.index(after: percent)...]
        var flags = Flags()
        flags.read(&rest, arguments, &next)
        guard let verb = rest.popFirst() else {
          result += "%!(NOVERB)"
          break
        }
        if verb == "%" {
          result += "%"
          continue
        }
        guard next < arguments.count else {
          result += "%!\(verb)(MISSING)"
          continue
        }
        result += flags.padded(value(arguments[next], verb, flags), isNumber: isNumber(arguments[next]))
        next += 1
        guard result.utf8.count <= Limits.standard.outputBytes else { break }
      }
      result += rest
      if next < arguments.count {
        let extra = arguments[next...].map { $0 == .null || $0 == .missing ? "<nil>" : "\($0.type)=\($0.text)" }
        result += "%!(EXTRA \(extra.joined(separator: ", ")))"
      }
      return result
    }

    private static func isNumber(_ value: Value) -> Bool {
      switch value {
      case .integer, .float: true
      default: false
      }
    }

    private static func value(_ value: Value, _ verb: Character, _ flags: Flags) -> String {
      switch (verb, value) {
      case ("v", .missing), ("v", .null): return "<nil>"
      case ("s", .missing), ("s", .null), ("d", .missing), ("d", .null), ("q", .missing), ("q", .null):
        return "%!\(verb)(<nil>)"
      case ("T", _): return value.type
      case ("v", .string(let text)), ("s", .string(let text)): return flags.cut(text)
      case ("v", .integer(let number)), ("d", .integer(let number)): return flags.signed(String(number), number >= 0)
      case ("v", _): return value.text
      case ("q", .string(let text)): return GoQuote.quote(flags.cut(text))
      case ("x", .string(let text)): return text.utf8.map { hexadecimal($0) }.joined()
      case ("x", .integer(let number)): return String(number, radix: 16)
      case ("X", .integer(let number)): return String(number, radix: 16, uppercase: true)
      case ("o", .integer(let number)): return String(number, radix: 8)
      case ("b", .integer(let number)): return String(number, radix: 2)
      case ("c", .integer(let number)):
        return UInt32(exactly: number).flatMap(Unicode.Scalar.init).map { String($0) } ?? "\u{FFFD}"
      case ("t", .bool(let flag)): return flag ? "true" : "false"
      case ("f", .float(let number)), ("F", .float(let number)):
        return flags.signed(fixed(number, flags.precision ?? 6), number >= 0)
      case ("g", .float(let number)): return flags.signed(Value.text(of: number), number >= 0)
      case ("s", .list), ("s", .map), ("d", .list), ("d", .map): return value.text
      default: return "%!\(verb)(\(value.type)=\(value.text))"
      }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// A number with so many digits behind the point, rounded to even as Go does where it is exact.
    private static func fixed(_ value: Double, _ precision: Int) -> String {
      guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
      var scale = 1.0
      for _ in 0..<min(precision, 15) { scale *= 10 }
      let scaled = (value.magnitude * scale).rounded(.toNearestOrEven)
      guard scaled < 9e18 else { return GoFloat.json(value) ?? "" }
      var digits = String(UInt64(scaled))
      let count = min(precision, 15)
      while digits.count <= count { digits = "0" + digits }
      let whole = digits.dropLast(count)
      let fraction = digits.suffix(count) + String(repeating: "0", count: precision - count)
      return (value < 0 ? "-" : "") + whole + (precision == 0 ? "" : "." + fraction)
    }

    /// What stands between `%` and the verb.
    struct Flags {
      var isLeft = false
      var hasZeros = false
      var hasSign = false
      var width = 0
      var precision: Int?

      /// Wider than this nobody means it.
      private static let widest = 4096

      mutating func read(_ rest: inout Substring, _ arguments: [Value], _ next: inout Int) {
        while let flag = rest.first, "-0+ #".contains(flag) {
          if flag == "-" { isLeft = true }
          if flag == "0" { hasZeros = true }
          if flag == "+" { hasSign = true }
          rest.removeFirst()
        }
        width = Self.number(&rest, arguments, &next) ?? 0
        if rest.first == "." {
          rest.removeFirst()
          precision = Self.number(&rest, arguments, &next) ?? 0
        }
      }

      private static func number(_ rest: inout Substring, _ arguments: [Value], _ next: inout Int) -> Int? {
        if rest.first == "*" {
          rest.removeFirst()
          guard next < arguments.count, case .integer(let number) = arguments[next] else { return nil }
          next += 1
          return min(Int(clamping: number.magnitude), widest)
        }
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits.isEmpty ? nil : min(Int(digits) ?? widest, widest)
      }

      func cut(_ text: String) -> String { precision.map { String(text.prefix($0)) } ?? text }

      func signed(_ text: String, _ isPositive: Bool) -> String { hasSign && isPositive ? "+" + text : text }

      func padded(_ text: String, isNumber: Bool) -> String {
        let missing = width - text.unicodeScalars.count
        guard missing > 0 else { return text }
        if isLeft { return text + String(repeating: " ", count: missing) }
        guard hasZeros, isNumber else { return String(repeating: " ", count: missing) + text }
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
        return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
      }
    }
  }

  /// What `html`, `js` and `urlquery` replace.
  enum Escapes {
    static func html(_ scalar: Unicode.Scalar) -> String? {
      switch scalar {
      case "\"": "&#34;"
      case "'": "&#39;"
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\0": "\u{FFFD}"
      default: nil
      }
    }

    static func script(_ scalar: Unicode.Scalar) -> String? {
      switch scalar {
      case "\\": return "\\\\"
      case "'": return "\\'"
      case "\"": return "\\\""
      case "<": return "\\u003C"
      case ">": return "\\u003E"
      case "&": return "\\u0026"
      case "=": return "\\u003D"
      default:
        guard scalar.value < 0x20 || scalar.value >= 0x80 && !Runes.isPrintable(scalar) else { return nil }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      }
    }

    /// As `url.QueryEscape`.
    static func query(_ text: String) -> String {
      var result = ""
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
          UInt8(ascii: "~"):
          result.unicodeScalars.append(Unicode.Scalar(byte))
        case 0x20: result += "+"
        default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      }
      return result
    }
  }
}
