/// A whole number of any size that JEXL can produce, as `java.math.BigInteger`.
///
/// Sizes are bounded by `maximumLimbs`, far more than any pipeline needs, so that no expression fills the memory.
public struct BigInteger: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The most 32-bit limbs a number may have before evaluation gives up.
  public static let maximumLimbs = 512

  /// Whether it is below zero; never for zero.
  public let isNegative: Bool
  /// The absolute value, least significant limb first, without leading zeros; empty for zero.
  let limbs: [UInt32]

  public static let zero = BigInteger(0)

  public init(_ value: Int64) {
    var rest = value.magnitude
    var limbs: [UInt32] = []
    while rest > 0 {
      limbs.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
    self.init(isNegative: value < 0, limbs: limbs)
  }

  init(isNegative: Bool, limbs: [UInt32]) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    self.limbs = limbs
    self.isNegative = isNegative && !limbs.isEmpty
  }

  /// Reads what `new BigInteger(text, radix)` reads: an optional sign and digits; nil for anything else, and for
  /// numbers that are too large.
  public init?(_ text: String, radix: UInt32 = 10) {
    var digits = Substring(text).utf8[...]
    var isNegative = false
    if let first = digits.first, first == 0x2D || first == 0x2B {
      isNegative = first == 0x2D
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty, digits.count <= BigInteger.maximumLimbs * 8 else { return nil }
    var limbs: [UInt32] = []
    for byte in digits {
      let digit: UInt32
      switch byte {
      case 0x30...0x39: digit = UInt32(byte - 0x30)
      case 0x61...0x7A: digit = UInt32(byte - 0x61) + 10
      case 0x41...0x5A: digit = UInt32(byte - 0x41) + 10
      default: return nil
      }
      guard digit < radix else { return nil }
      var carry = UInt64(digit)
      for index in limbs.indices {
        let product = UInt64(limbs[index]) * UInt64(radix) + carry
        limbs[index] = UInt32(truncatingIfNeeded: product)
        carry = product >> 32
      }
      if carry > 0 { limbs.append(UInt32(carry)) }
    }
    guard limbs.count <= BigInteger.maximumLimbs else { return nil }
    self.init(isNegative: isNegative, limbs: limbs)
  }

  /// Whether it is larger than evaluation allows.
  public var isTooLarge: Bool { limbs.count > Self.maximumLimbs }

  /// Its value where 64 bits hold it.
  public var int64: Int64? {
    guard limbs.count <= 2 else { return nil }
    let magnitude = limbs.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(32 * $1.offset) }
    if isNegative { return magnitude <= UInt64(1) << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
    return Int64(exactly: magnitude)
  }

  /// The low 64 bits, as `BigInteger.longValue` gives them.
  public var truncatedInt64: Int64 {
    let magnitude = limbs.prefix(2).enumerated().reduce(UInt64(0)) {
      $0 | UInt64($1.element) << UInt64(32 * $1.offset)
    }
    return Int64(bitPattern: isNegative ? 0 &- magnitude : magnitude)
  }

  /// The nearest double, infinite where there is none.
  public var double: Double { Double(description) ?? 0 }

  public var isZero: Bool { limbs.isEmpty }
  public var magnitude: BigInteger { BigInteger(isNegative: false, limbs: limbs) }
  /// The number of bits that its magnitude needs.
  public var bitLength: Int { limbs.last.map { limbs.count * 32 - $0.leadingZeroBitCount } ?? 0 }

  public var description: String {
    guard !limbs.isEmpty else { return "0" }
    var rest = limbs
    var groups: [UInt32] = []
    while !rest.isEmpty {
      groups.append(Self.divide(&rest, by: 1_000_000_000))
      while rest.last == 0 { rest.removeLast() }
    }
    var text = isNegative ? "-" : ""
    text += String(groups.last ?? 0)
    for group in groups.dropLast().reversed() {
      let digits = String(group)
      text += String(repeating: "0", count: 9 - digits.utf8.count) + digits
    }
    return text
  }

  public static func < (left: Self, right: Self) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    let order = compare(left.limbs, right.limbs)
    return left.isNegative ? order > 0 : order < 0
  }

  public static prefix func - (value: Self) -> Self {
    BigInteger(isNegative: !value.isNegative, limbs: value.limbs)
  }

  public static func + (left: Self, right: Self) -> Self {
    if left.isNegative == right.isNegative {
      return BigInteger(isNegative: left.isNegative, limbs: add(left.limbs, right.limbs))
    }
    if compare(left.limbs, right.limbs) >= 0 {
      return BigInteger(isNegative: left.isNegative, limbs: subtract(left.limbs, right.limbs))
    }
    return BigInteger(isNegative: right.isNegative, limbs: subtract(right.limbs, left.limbs))
  }

  public static func - (left: Self, right: Self) -> Self { left + (-right) }

  public static func * (left: Self, right: Self) -> Self {
    guard !left.isZero, !right.isZero else { return zero }
    var limbs = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
    for (i, a) in left.limbs.enumerated() {
      var carry: UInt64 = 0
      for (j, b) in right.limbs.enumerated() {
        let value = UInt64(a) * UInt64(b) + UInt64(limbs[i + j]) + carry
        limbs[i + j] = UInt32(truncatingIfNeeded: value)
        carry = value >> 32
      }
      limbs[i + right.limbs.count] = UInt32(carry)
    }
    return BigInteger(isNegative: left.isNegative != right.isNegative, limbs: limbs)
  }

  /// Quotient towards zero and remainder with the sign of the dividend, as Java divides.
  ///
  /// - Precondition: the divisor is not zero.
  public func quotientAndRemainder(dividingBy divisor: Self) -> (quotient: Self, remainder: Self) {
    precondition(!divisor.isZero, "division by zero")
    if Self.compare(limbs, divisor.limbs) < 0 { return (.zero, self) }
    var quotient = [UInt32](repeating: 0, count: limbs.count)
    var rest: [UInt32] = []
    if divisor.limbs.count == 1, let only = divisor.limbs.first {
      quotient = limbs
      rest = [Self.divide(&quotient, by: only)]
    } else {
      // Bit by bit: numbers are small, and the work is bounded.
      for bit in stride(from: bitLength - 1, through: 0, by: -1) {
        Self.shiftLeft(&rest, bringingIn: limbs[bit / 32] >> UInt32(bit % 32) & 1)
        if Self.compare(rest, divisor.limbs) >= 0 {
          rest = Self.subtract(rest, divisor.limbs)
          while rest.last == 0 { rest.removeLast() }
          quotient[bit / 32] |= 1 << UInt32(bit % 32)
        }
      }
    }
    return (
      BigInteger(isNegative: isNegative != divisor.isNegative, limbs: quotient),
      BigInteger(isNegative: isNegative, limbs: rest)
    )
  }

  /// Ten to a power, none for a negative one.
  static func powerOfTen(_ exponent: Int) -> BigInteger {
    var result = BigInteger(1)
    var base = BigInteger(10)
    var rest = max(0, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = result * base }
      rest >>= 1
      if rest > 0 { base = base * base }
    }
    return result
  }

  // MARK: - Magnitudes

  private static func compare(_ left: [UInt32], _ right: [UInt32]) -> Int {
    if left.count != right.count { return left.count < right.count ? -1 : 1 }
    for index in left.indices.reversed() where left[index] != right[index] {
      return left[index] < right[index] ? -1 : 1
    }
    return 0
  }

  private static func add(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(max(left.count, right.count) + 1)
    var carry: UInt64 = 0
    for index in 0..<max(left.count, right.count) {
      let sum = UInt64(index < left.count ? left[index] : 0) + UInt64(index < right.count ? right[index] : 0) + carry
      result.append(UInt32(truncatingIfNeeded: sum))
      carry = sum >> 32
    }
    if carry > 0 { result.append(UInt32(carry)) }
    return result
  }

  /// `left` must not be smaller.
  private static func subtract(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result = left
    var borrow: Int64 = 0
    for index in left.indices {
      var difference = Int64(left[index]) - Int64(index < right.count ? right[index] : 0) - borrow
      borrow = difference < 0 ? 1 : 0
      if difference < 0 { difference += 1 << 32 }
      result[index] = UInt32(difference)
    }
    return result
  }

  private static func divide(_ limbs: inout [UInt32], by divisor: UInt32) -> UInt32 {
    var rest: UInt64 = 0
    for index in limbs.indices.reversed() {
      let value = rest << 32 | UInt64(limbs[index])
      limbs[index] = UInt32(value / UInt64(divisor))
      rest = value % UInt64(divisor)
    }
    return UInt32(rest)
  }

  private static func shiftLeft(_ limbs: inout [UInt32], bringingIn bit: UInt32) {
    var carry = bit
    for index in limbs.indices {
      let next = limbs[index] >> 31
      limbs[index] = limbs[index] << 1 | carry
      carry = next
    }
    if carry > 0 { limbs.append(carry) }
  }
}
