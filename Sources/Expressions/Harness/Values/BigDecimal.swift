/// A decimal number as `java.math.BigDecimal` holds it: an unscaled whole number and a scale.
///
/// Operations round to 34 digits, half to even (`MathContext.DECIMAL128`), as JEXL's arithmetic does.
public struct BigDecimal: Hashable, Sendable, CustomStringConvertible {
  static let precision = 34
  static let maximumScale = 5_000

  /// The digits, as a whole number.
  public let unscaled: BigInteger
  /// How many of the digits stand behind the point.
  public let scale: Int

  init(unscaled: BigInteger, scale: Int) {
    self.unscaled = unscaled
    self.scale = scale
  }

  public init(_ value: BigInteger) { self.init(unscaled: value, scale: 0) }

  /// Reads what `new BigDecimal(text)` reads; nil for anything else, and for exponents beyond reason.
  public init?(_ text: String) {
    var digits = ""
    var scale = 0
    var exponent = 0
    var seenPoint = false
    var seenDigit = false
    let bytes = Array(text.utf8)
    guard bytes.count <= 2_000 else { return nil }
    var index = 0
    if let first = bytes.first, first == 0x2D || first == 0x2B {
      if first == 0x2D { digits = "-" }
      index = 1
    }
    while index < bytes.count {
      switch bytes[index] {
      case 0x30...0x39:
        digits.unicodeScalars.append(Unicode.Scalar(bytes[index]))
        seenDigit = true
        if seenPoint { scale += 1 }
      case 0x2E where !seenPoint: seenPoint = true
      case 0x65, 0x45:
        let rest = String(decoding: bytes[(index + 1)...], as: UTF8.self)
        guard seenDigit, let value = Int(rest), abs(value) <= Self.maximumScale else { return nil }
        exponent = value
        index = bytes.count
        continue
      default: return nil
      }
      index += 1
    }
    guard seenDigit, let unscaled = BigInteger(digits) else { return nil }
    self.init(unscaled: unscaled, scale: scale - exponent)
  }

  public var isZero: Bool { unscaled.isZero }
  /// How many digits it has.
  var digitCount: Int { unscaled.isZero ? 1 : unscaled.magnitude.description.utf8.count }

  /// The nearest double.
  public var double: Double { Double("\(unscaled)e\(-scale)") ?? 0 }

  /// The whole part, as `toBigInteger` gives it.
  public var whole: BigInteger {
    if scale <= 0 { return unscaled * BigInteger.powerOfTen(-scale) }
    return unscaled.quotientAndRemainder(dividingBy: .powerOfTen(scale)).quotient
  }

  /// The value as a 64-bit number if it is one exactly.
  public var exactInt64: Int64? {
    guard scale <= 0 || unscaled.quotientAndRemainder(dividingBy: .powerOfTen(scale)).remainder.isZero else {
      return nil
    }
    return whole.int64
  }

  /// As Java prints it: plain where the exponent is small, scientific otherwise.
  public var description: String {
    let digits = unscaled.magnitude.description
    let sign = unscaled.isNegative ? "-" : ""
    if scale == 0 { return sign + digits }
    let exponent = digits.utf8.count - 1 - scale
    if scale > 0, exponent >= -6 {
      if digits.utf8.count > scale {
        return sign + digits.prefix(digits.utf8.count - scale) + "." + digits.suffix(scale)
      }
      return sign + "0." + String(repeating: "0", count: scale - digits.utf8.count) + digits
    }
    let mantissa = digits.utf8.count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
    if exponent == 0 { return sign + mantissa }
    return sign + mantissa + "E" + (exponent > 0 ? "+" : "") + String(exponent)
  }

  /// Rounded to the precision, half to even.
  func rounded() -> BigDecimal {
    var value = self
    while value.digitCount > Self.precision {
      let drop = value.digitCount - Self.precision
      let divisor = BigInteger.powerOfTen(drop)
      let (quotient, remainder) = value.unscaled.quotientAndRemainder(dividingBy: divisor)
      let twice = remainder.magnitude + remainder.magnitude
      let isOdd = quotient.limbs.first.map { $0 & 1 == 1 } ?? false
      let up = twice > divisor || (twice == divisor && isOdd)
      let unit = BigInteger(value.unscaled.isNegative ? -1 : 1)
      value = BigDecimal(unscaled: up ? quotient + unit : quotient, scale: value.scale - drop)
    }
    return value
  }

  private static func aligned(_ left: Self, _ right: Self) -> (BigInteger, BigInteger, Int) {
    let scale = max(left.scale, right.scale)
    return (
      left.unscaled * .powerOfTen(scale - left.scale), right.unscaled * .powerOfTen(scale - right.scale), scale
    )
  }

  public static func + (left: Self, right: Self) -> Self {
    let (a, b, scale) = aligned(left, right)
    return BigDecimal(unscaled: a + b, scale: scale).rounded()
  }

  public static func - (left: Self, right: Self) -> Self {
    let (a, b, scale) = aligned(left, right)
    return BigDecimal(unscaled: a - b, scale: scale).rounded()
  }

  public static func * (left: Self, right: Self) -> Self {
    BigDecimal(unscaled: left.unscaled * right.unscaled, scale: left.scale + right.scale).rounded()
  }

  public static prefix func - (value: Self) -> Self { BigDecimal(unscaled: -value.unscaled, scale: value.scale) }

  /// The quotient to 34 digits, without trailing zeros beyond the scale that Java prefers.
  ///
  /// - Precondition: the divisor is not zero.
  public func divided(by divisor: Self) -> Self {
    let preferred = scale - divisor.scale
    if isZero { return BigDecimal(unscaled: .zero, scale: max(-Self.maximumScale, min(preferred, Self.maximumScale))) }
    let shift = max(0, Self.precision + 3 + divisor.digitCount - digitCount)
    let (quotient, remainder) = (unscaled * .powerOfTen(shift)).quotientAndRemainder(dividingBy: divisor.unscaled)
    // A digit behind the last keeps ties apart from what is a little more than one.
    let isNegative = unscaled.isNegative != divisor.unscaled.isNegative
    let sticky = quotient * BigInteger(10) + BigInteger(remainder.isZero ? 0 : isNegative ? -1 : 1)
    var value = BigDecimal(unscaled: sticky, scale: preferred + shift + 1).rounded()
    guard remainder.isZero else { return value }
    while value.scale > preferred {
      let (shorter, rest) = value.unscaled.quotientAndRemainder(dividingBy: BigInteger(10))
      guard rest.isZero else { break }
      value = BigDecimal(unscaled: shorter, scale: value.scale - 1)
    }
    return value
  }

  /// What division by whole multiples leaves, with the sign of the dividend.
  ///
  /// - Precondition: the divisor is not zero.
  public func remainder(dividingBy divisor: Self) -> Self {
    let (a, b, scale) = Self.aligned(self, divisor)
    return BigDecimal(unscaled: a.quotientAndRemainder(dividingBy: b).remainder, scale: scale).rounded()
  }

  /// Below, equal or above, whatever the scales.
  public static func compare(_ left: Self, _ right: Self) -> Int {
    let (a, b, _) = aligned(left, right)
    return a < b ? -1 : a == b ? 0 : 1
  }
}
