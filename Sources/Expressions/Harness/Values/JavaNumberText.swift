/// How Java writes floating-point numbers.
enum JavaNumberText {
  /// `Double.toString`: `3.0`, `1.0E10`, `NaN`, `-Infinity`.
  static func text(_ value: Double) -> String { text(value.description, value.isNaN, value.magnitude) }

  /// `Float.toString`.
  static func text(_ value: Float) -> String { text(value.description, value.isNaN, Double(value.magnitude)) }

  /// Swift and Java choose the same shortest digits; only the layout differs.
  private static func text(_ description: String, _ isNaN: Bool, _ magnitude: Double) -> String {
    if isNaN { return "NaN" }
    let sign = description.hasPrefix("-") ? "-" : ""
    let unsigned = description.drop { $0 == "-" }
    if magnitude.isInfinite { return sign + "Infinity" }
    if magnitude == 0 { return sign + "0.0" }
    // Digits without a point, and where the point stands among them.
    var digits: [UInt8] = []
    var point = 0
    var seenPoint = false
    var exponent = 0
    let parts = unsigned.utf8.split(separator: 0x65)
    for byte in parts[0] {
      if byte == 0x2E {
        seenPoint = true
      } else {
        digits.append(byte)
        if !seenPoint { point += 1 }
      }
    }
    if parts.count > 1 { exponent = Int(String(decoding: parts[1], as: UTF8.self).drop { $0 == "+" }) ?? 0 }
    point += exponent
    let zeros = digits.prefix { $0 == 0x30 }.count
    digits.removeFirst(zeros)
    point -= zeros
    while digits.last == 0x30 { digits.removeLast() }
    if magnitude >= 1e-3, magnitude < 1e7 {
      if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + string(digits[...]) }
      while digits.count < point { digits.append(0x30) }
      return sign + string(digits[..<point]) + "." + (digits.count == point ? "0" : string(digits[point...]))
    }
    return sign + string(digits[..<1]) + "." + (digits.count == 1 ? "0" : string(digits[1...])) + "E\(point - 1)"
  }

  private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
