/// Floating-point numbers as Go writes them: the shortest digits that read back as the same number.
public enum GoFloat {
  /// Go's `%v`: scientific from an exponent of 6 on and below -4, as settings are handed to plugins.
  public static func shortest(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
    let digits = Digits(value)
    return digits.exponent < -4 || digits.exponent >= 6 ? digits.scientific(minimumExponentWidth: 2) : digits.plain
  }

  /// Go's `encoding/json`: plain, except below 1e-6 and from 1e21 on. Nil for what JSON cannot hold.
  public static func json(_ value: Double) -> String? {
    guard value.isFinite else { return nil }
    let magnitude = value.magnitude
    let digits = Digits(value)
    guard magnitude != 0, magnitude < 1e-6 || magnitude >= 1e21 else { return digits.plain }
    return digits.scientific(minimumExponentWidth: 1)
  }

  /// The decimal digits of a number: `d.ddd` times ten to the power of `exponent`.
  private struct Digits {
    var isNegative: Bool
    var digits: [UInt8]
    var exponent: Int

    init(_ value: Double) {
      isNegative = value.sign == .minus
      digits = []
      exponent = 0
      var pointAt: Int?
      var written = 0
      var rest = Substring(value.magnitude.description).utf8[...]
      while let byte = rest.popFirst() {
        switch byte {
        case 0x2E: pointAt = digits.count
        case 0x65: written = Int(String(decoding: rest, as: UTF8.self)) ?? 0
        default: digits.append(byte)
        }
        if byte == 0x65 { break }
      }
      let whole = pointAt ?? digits.count
      let leadingZeros = digits.prefix { $0 == 0x30 }.count
      guard leadingZeros < digits.count else {
        digits = [0x30]
        return
      }
      digits.removeFirst(leadingZeros)
      while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
      exponent = whole - leadingZeros - 1 + written
    }

    var plain: String {
      var text = isNegative ? "-" : ""
      if exponent < 0 {
        text += "0." + String(repeating: "0", count: -exponent - 1) + string(digits[...])
      } else if digits.count <= exponent + 1 {
        text += string(digits[...]) + String(repeating: "0", count: exponent + 1 - digits.count)
      } else {
        text += string(digits[...exponent]) + "." + string(digits[(exponent + 1)...])
      }
      return text
    }

    func scientific(minimumExponentWidth width: Int) -> String {
      let power = String(exponent.magnitude)
      return (isNegative ? "-" : "") + string(digits[..<1]) + (digits.count > 1 ? "." + string(digits[1...]) : "") + "e"
        + (exponent < 0 ? "-" : "+") + String(repeating: "0", count: max(0, width - power.utf8.count)) + power
    }

    private func string(_ digits: ArraySlice<UInt8>) -> String { String(decoding: digits, as: UTF8.self) }
  }
}
