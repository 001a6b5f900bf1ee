/// The values of literals as written.
enum JexlLiterals {
  /// A whole number: decimal, octal with a leading zero, or hexadecimal; `L` makes a long, `H` a big integer.
  static func integer(_ text: String) -> JexlValue? {
    var digits = text[...]
    var radix: UInt32 = 10
    var isLong = false
    var isBig = false
    if let last = digits.last, "lLhH".contains(last) {
      isLong = last == "l" || last == "L"
      isBig = !isLong
      digits.removeLast()
    }
    if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
      radix = 16
      digits = digits.dropFirst(2)
    } else if digits.count > 1, digits.hasPrefix("0") {
      radix = 8
    }
    guard let number = BigInteger(String(digits), radix: radix) else { return nil }
    if isBig { return .bigInteger(number) }
    guard let value = number.int64 else { return .bigInteger(number) }
    return isLong ? .long(value) : .whole(value)
  }

  /// A number with a point, an exponent or a suffix: `F` makes a float, `B` a big decimal, anything else a double.
  static func float(_ text: String) -> JexlValue? {
    var digits = text[...]
    var suffix: Character = "d"
    if let last = digits.last, "dDfFbB".contains(last) {
      suffix = last
      digits.removeLast()
    }
    if digits.hasSuffix(".") { digits.removeLast() }
    switch suffix {
    case "f", "F": return Float(digits).map { .float($0) }
    case "b", "B": return BigDecimal(String(digits)).map { .bigDecimal($0) }
    default: return Double(digits).map { .double($0) }
    }
  }

  /// The text between two quotes: `\` before the quote, before `\` and in `\uXXXX` is an escape, and stays otherwise.
  static func string(_ bytes: ArraySlice<UInt8>, quote: UInt8) -> String {
    guard bytes.contains(0x5C) else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    var index = bytes.startIndex
    var units: [UInt16] = []
    func flush() {
      guard !units.isEmpty else { return }
      result.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
      units = []
    }
    while index < bytes.endIndex {
      if bytes[index] == 0x5C, index + 1 < bytes.endIndex {
        let next = bytes[index + 1]
        if next == 0x75, let unit = unicode(bytes[(index + 2)...]) {
          units.append(unit)
          index += 6
          continue
        }
        flush()
        if next != quote, next != 0x5C { result.append(0x5C) }
        result.append(next)
        index += 2
        continue
      }
      flush()
      result.append(bytes[index])
      index += 1
    }
    flush()
    return String(decoding: result, as: UTF8.self)
  }

  private static func unicode(_ bytes: ArraySlice<UInt8>) -> UInt16? {
    let digits = bytes.prefix(4)
    guard digits.count == 4 else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
