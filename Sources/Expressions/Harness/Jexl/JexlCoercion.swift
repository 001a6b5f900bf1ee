/// What JEXL makes of a value where it needs another type.
enum JexlCoercion {
  /// Numbers are true unless 0 or NaN, texts unless empty or `false`, all other objects always.
  static func boolean(_ value: JexlValue) throws(JexlFault) -> Bool {
    switch value {
    case .null: throw JexlFault(.nullOperand, "null is neither true nor false", help: "compare it with null")
    case .boolean(let flag): flag
    case .integer, .long, .bigInteger, .float, .double, .bigDecimal: try isTrue(double(value))
    case .string(let text): !text.isEmpty && text != "false"
    default: true
    }
  }

  private static func isTrue(_ number: Double) -> Bool { !number.isNaN && number != 0 }

  static func long(_ value: JexlValue) throws(JexlFault) -> Int64 {
    switch value {
    case .null: throw JexlFault(.nullOperand, "null is no number")
    case .integer(let number): return Int64(number)
    case .long(let number): return number
    case .bigInteger(let number): return number.truncatedInt64
    case .float(let number): return saturated(Double(number))
    case .double(let number): return saturated(number)
    case .bigDecimal(let number): return number.whole.truncatedInt64
    case .character(let unit): return Int64(unit)
    case .boolean(let flag): return flag ? 1 : 0
    case .string(let text):
      if text.isEmpty { return 0 }
      guard let number = Int64(text) else { throw noNumber(text) }
      return number
    default: throw JexlFault(.arithmetic, "\(value.kindName) is no number")
    }
  }

  static func double(_ value: JexlValue) throws(JexlFault) -> Double {
    switch value {
    case .null: throw JexlFault(.nullOperand, "null is no number")
    case .integer(let number): return Double(number)
    case .long(let number): return Double(number)
    case .bigInteger(let number): return number.double
    case .float(let number): return Double(number)
    case .double(let number): return number
    case .bigDecimal(let number): return number.double
    case .character(let unit): return Double(unit)
    case .boolean(let flag): return flag ? 1 : 0
    case .string(let text):
      if text.isEmpty { return .nan }
      guard let number = parseDouble(text) else { throw noNumber(text) }
      return number
    default: throw JexlFault(.arithmetic, "\(value.kindName) is no number")
    }
  }

  static func bigInteger(_ value: JexlValue) throws(JexlFault) -> BigInteger {
    switch value {
    case .bigInteger(let number): return number
    case .bigDecimal(let number): return number.whole
    case .string(let text):
      if text.isEmpty { return .zero }
      guard let number = BigInteger(text) else { throw noNumber(text) }
      return number
    default: return BigInteger(try long(value))
    }
  }

  static func bigDecimal(_ value: JexlValue) throws(JexlFault) -> BigDecimal {
    switch value {
    case .bigDecimal(let number): return number
    case .bigInteger(let number): return BigDecimal(number)
    case .float, .double:
      let number = try double(value)
      if number.isNaN { return BigDecimal(.zero) }
      guard let decimal = BigDecimal(value.javaText) else { throw noNumber(value.javaText) }
      return decimal
    case .string(let text):
      if text.isEmpty { return BigDecimal(.zero) }
      guard let decimal = BigDecimal(text) else { throw noNumber(text) }
      return decimal
    case .boolean(let flag): return BigDecimal(unscaled: BigInteger(flag ? 10 : 0), scale: 1)
    default: return BigDecimal(BigInteger(try long(value)))
    }
  }

  /// Text for joining and comparing; NaN is empty.
  static func text(_ value: JexlValue) -> String {
    if case .double(let number) = value, number.isNaN { return "" }
    return value.javaText
  }

  /// Whether arithmetic with it is floating-point: floats, doubles, and texts with a point or an exponent.
  static func looksFloating(_ value: JexlValue) -> Bool {
    switch value {
    case .float, .double: return true
    case .string(let text):
      var bytes = text.utf8[...]
      if let first = bytes.first, first == 0x2B || first == 0x2D { bytes.removeFirst() }
      func dropDigits() { bytes = bytes.drop { $0 &- 0x30 < 10 } }
      dropDigits()
      var isFloating = false
      if bytes.first == 0x2E {
        isFloating = true
        bytes.removeFirst()
        dropDigits()
      }
      if let letter = bytes.first, letter | 0x20 == 0x65 {
        isFloating = true
        bytes.removeFirst()
        if let first = bytes.first, first == 0x2B || first == 0x2D { bytes.removeFirst() }
        guard let first = bytes.first, first &- 0x30 < 10 else { return false }
        dropDigits()
      }
      return isFloating && bytes.isEmpty
    default: return false
    }
  }

  /// `Double.parseDouble`: blanks around it and a type suffix are allowed.
  static func parseDouble(_ text: String) -> Double? {
    var bytes = text.utf8[...]
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    if let last = bytes.last, bytes.count > 1, [0x64, 0x66].contains(last | 0x20),
      bytes.dropLast().last.map({ $0 &- 0x30 < 10 || $0 == 0x2E }) == true
    {
      bytes.removeLast()
    }
    switch String(Substring(bytes)) {
    case "NaN", "+NaN", "-NaN": return .nan
    case "Infinity", "+Infinity": return .infinity
    case "-Infinity": return -.infinity
    case let digits:
      guard digits.utf8.allSatisfy({ $0 &- 0x30 < 10 || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }) else {
        return nil
      }
      return Double(digits)
    }
  }

  private static func saturated(_ number: Double) -> Int64 {
    if number.isNaN { return 0 }
    if number >= 9.223372036854775807e18 { return .max }
    return number <= -9.223372036854775808e18 ? .min : Int64(number)
  }

  private static func noNumber(_ text: String) -> JexlFault {
    let shown = text.count > 40 ? text.prefix(40) + "…" : text[...]
    return JexlFault(
      .numberFormat, "the text '\(shown)' is no number",
      help: "quote both sides to compare texts, or put the value into a text of its own")
  }
}
