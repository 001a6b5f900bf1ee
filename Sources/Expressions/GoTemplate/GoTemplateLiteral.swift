extension GoTemplate {
  /// Texts and numbers as Go writes them.
  enum Literal {
    /// The text of a literal in double or single quotes; nil for an escape that there is not.
    static func unquote(_ literal: String) -> String? {
      var bytes: [UInt8] = []
      var rest = Array(literal.utf8)[...]
      guard rest.count >= 2, let quote = rest.popFirst(), rest.popLast() == quote else { return nil }
      while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\") else {
          bytes.append(byte)
          continue
        }
        guard let escape = rest.popFirst() else { return nil }
        switch escape {
        case UInt8(ascii: "a"): bytes.append(0x07)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "v"): bytes.append(0x0B)
        case UInt8(ascii: "\\"): bytes.append(escape)
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
          guard escape == quote else { return nil }
          bytes.append(escape)
        case UInt8(ascii: "x"):
          guard let value = digits(&rest, 2, radix: 16) else { return nil }
          bytes.append(UInt8(value))
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
          guard let value = digits(&rest, escape == UInt8(ascii: "u") ? 4 : 8, radix: 16),
            let scalar = Unicode.Scalar(value)
          else { return nil }
          bytes.append(contentsOf: String(scalar).utf8)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
          guard let more = digits(&rest, 2, radix: 8) else { return nil }
          let value = UInt32(escape - UInt8(ascii: "0")) * 64 + more
          guard value < 256 else { return nil }
          bytes.append(UInt8(value))
        default: return nil
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    private static func digits(_ rest: inout ArraySlice<UInt8>, _ count: Int, radix: Int) -> UInt32? {
      let text = rest.prefix(count)
      guard text.count == count, text.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
        return nil
      }
      rest = rest.dropFirst(count)
      return UInt32(String(decoding: text, as: UTF8.self), radix: radix)
    }

    /// The value of a number or character; nil where Go refuses it.
    static func number(_ text: String) -> Argument.Kind? {
      if text.hasPrefix("'") {
        guard let inner = unquote(text), inner.unicodeScalars.count == 1, let scalar = inner.unicodeScalars.first else {
          return nil
        }
        return .integer(Int64(scalar.value))
      }
      var body = Substring(text)
      let isNegative = body.hasPrefix("-")
      if isNegative || body.hasPrefix("+") { body.removeFirst() }
      guard !body.hasPrefix("_"), !body.hasSuffix("_"), !body.contains("__") else { return nil }
      let digits = body.filter { $0 != "_" }
      let lowered = digits.lowercased()
      var radix = 10
      var plain = Substring(lowered)
      for (prefix, value) in [("0x", 16), ("0b", 2), ("0o", 8)] where lowered.hasPrefix(prefix) {
        radix = value
        plain = plain.dropFirst(2)
      }
      if radix == 10, lowered.count > 1, lowered.hasPrefix("0"), lowered.allSatisfy({ ("0"..."9").contains($0) }) {
        radix = 8
      }
      guard let first = plain.first, first != "+", first != "-" else { return nil }
      if let value = Int64((isNegative ? "-" : "") + plain, radix: radix) { return .integer(value) }
      // What looks like a whole number and is none, is too large or has a digit that octal numbers have not.
      guard radix == 10, lowered.contains(where: { ".e".contains($0) }) else { return nil }
      guard lowered.allSatisfy({ $0.isASCII && !"in".contains($0) }), let value = Double(lowered), value.isFinite else {
        return nil
      }
      return .float(isNegative ? -value : value)
    }
  }
}
