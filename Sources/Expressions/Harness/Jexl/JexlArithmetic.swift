/// A failure whose place is not known yet.
struct JexlFault: Error {
  var kind: JexlError.Kind
  var message: String
  var help: String?

  init(_ kind: JexlError.Kind, _ message: String, help: String? = nil) {
    self.kind = kind
    self.message = message
    self.help = help
  }

  static func null(_ sign: String) -> JexlFault {
    JexlFault(.nullOperand, "null cannot be an operand of `\(sign)`", help: "give a default with ?:")
  }
}

/// JEXL's strict arithmetic: whole numbers widen as they must, texts that look like numbers count as numbers everywhere
/// but with `+`, null is refused.
enum JexlArithmetic {
  /// `left + right`: joins where either is a text.
  static func add(_ left: JexlValue, _ right: JexlValue) throws(JexlFault) -> JexlValue {
    if left.isNull || right.isNull { throw .null("+") }
    if left.text != nil || right.text != nil { return try join(left, right) }
    return try compute("+", left, right) {
      $0 + $1
    } decimal: {
      $0 + $1
    } whole: {
      $0 + $1
    }
  }

  private static func join(_ left: JexlValue, _ right: JexlValue) throws(JexlFault) -> JexlValue {
    let text = JexlCoercion.text(left) + JexlCoercion.text(right)
    guard text.utf8.count <= JexlLimits.maximumTextLength else {
      throw JexlFault(.limit, "the text becomes too long")
    }
    return .string(text)
  }

  static func subtract(_ left: JexlValue, _ right: JexlValue) throws(JexlFault) -> JexlValue {
    try compute("-", left, right) {
      $0 - $1
    } decimal: {
      $0 - $1
    } whole: {
      $0 - $1
    }
  }

  static func multiply(_ left: JexlValue, _ right: JexlValue) throws(JexlFault) -> JexlValue {
    try compute("*", left, right) {
      $0 * $1
    } decimal: {
      $0 * $1
    } whole: {
      $0 * $1
    }
  }

  /// Whole numbers divide towards zero; dividing by zero fails, for floating-point numbers too.
  static func divide(_ left: JexlValue, _ right: JexlValue) throws(JexlFault) -> JexlValue {
    try compute("/", left, right) { (a, b) throws(JexlFault) in
      try nonzero(b == 0)
      return a / b
    } decimal: { (a, b) throws(JexlFault) in
      try nonzero(b.isZero)
      return a.divided(by: b)
    } whole: { (a, b) throws(JexlFault) in
      try nonzero(b.isZero)
      return a.quotientAndRemainder(dividingBy: b).quotient
    }
  }

  /// The mathematical modulus of whole numbers, never negative; Java's remainder of others.
  static func modulo(_ left: JexlValue, _ right: JexlValue) throws(JexlFault) -> JexlValue {
    try compute("%", left, right) { (a, b) throws(JexlFault) in
      try nonzero(b == 0)
      return a.truncatingRemainder(dividingBy: b)
    } decimal: { (a, b) throws(JexlFault) in
      try nonzero(b.isZero)
      return a.remainder(dividingBy: b)
    } whole: { (a, b) throws(JexlFault) in
      try nonzero(b.isZero)
      guard !b.isNegative else { throw JexlFault(.arithmetic, "the right side of `%` is negative") }
      let remainder = a.quotientAndRemainder(dividingBy: b).remainder
      return remainder.isNegative ? remainder + b : remainder
    }
  }

  private static func nonzero(_ isZero: Bool) throws(JexlFault) {
    if isZero { throw JexlFault(.arithmetic, "division by zero") }
  }

  /// Coerces both operands to the widest type that either needs, computes, and narrows the result as JEXL does.
  private static func compute(
    _ sign: String, _ left: JexlValue, _ right: JexlValue,
    double: (Double, Double) throws(JexlFault) -> Double,
    decimal: (BigDecimal, BigDecimal) throws(JexlFault) -> BigDecimal,
    whole: (BigInteger, BigInteger) throws(JexlFault) -> BigInteger
  ) throws(JexlFault) -> JexlValue {
    if left.isNull && right.isNull { throw .null(sign) }
    do throws(JexlFault) {
      return try computed(left, right, double: double, decimal: decimal, whole: whole)
    } catch {
      // The left side is read first: a text that is no number is found before a null behind it.
      throw error.kind == .nullOperand ? .null(sign) : error
    }
  }

  private static func computed(
    _ left: JexlValue, _ right: JexlValue,
    double: (Double, Double) throws(JexlFault) -> Double,
    decimal: (BigDecimal, BigDecimal) throws(JexlFault) -> BigDecimal,
    whole: (BigInteger, BigInteger) throws(JexlFault) -> BigInteger
  ) throws(JexlFault) -> JexlValue {
    if left.isBigDecimal || right.isBigDecimal {
      let result = try decimal(JexlCoercion.bigDecimal(left), JexlCoercion.bigDecimal(right))
      guard !result.unscaled.isTooLarge, abs(result.scale) <= BigDecimal.maximumScale else {
        throw JexlFault(.limit, "the number becomes too large")
      }
      if left.isNumberable || right.isNumberable, let exact = result.exactInt64 { return .whole(exact) }
      return .bigDecimal(result)
    }
    if JexlCoercion.looksFloating(left) || JexlCoercion.looksFloating(right) {
      return .double(try double(JexlCoercion.double(left), JexlCoercion.double(right)))
    }
    let result = try whole(JexlCoercion.bigInteger(left), JexlCoercion.bigInteger(right))
    guard !result.isTooLarge else { throw JexlFault(.limit, "the number becomes too large") }
    return narrowed(result, left, right)
  }

  /// An int, unless an operand was a long or the number needs more.
  private static func narrowed(_ number: BigInteger, _ left: JexlValue, _ right: JexlValue) -> JexlValue {
    if left.isBigInteger || right.isBigInteger { return .bigInteger(number) }
    guard let value = number.int64 else { return .bigInteger(number) }
    return left.isLong || right.isLong ? .long(value) : .whole(value)
  }

  static func bitwise(
    _ left: JexlValue, _ right: JexlValue, _ operation: (Int64, Int64) -> Int64
  ) throws(JexlFault) -> JexlValue {
    .long(operation(try JexlCoercion.long(left), try JexlCoercion.long(right)))
  }

  static func negate(_ value: JexlValue) throws(JexlFault) -> JexlValue {
    switch value {
    case .integer(let number): .integer(0 &- number)
    case .long(let number): .long(0 &- number)
    case .double(let number): .double(-number)
    case .float(let number): .float(-number)
    case .bigInteger(let number): .bigInteger(-number)
    case .bigDecimal(let number): .bigDecimal(-number)
    case .boolean(let flag): .boolean(!flag)
    case .null: throw .null("-")
    default: throw JexlFault(.arithmetic, "\(value.kindName) cannot be negated")
    }
  }

  // MARK: - Comparison

  /// `left == right`.
  static func equals(_ left: JexlValue, _ right: JexlValue) throws(JexlFault) -> Bool {
    if left.isNull || right.isNull { return left.isNull && right.isNull }
    if case .boolean = left { return try JexlCoercion.boolean(left) == JexlCoercion.boolean(right) }
    if case .boolean = right { return try JexlCoercion.boolean(left) == JexlCoercion.boolean(right) }
    return try compare(left, right, "==") == 0
  }

  /// Below, equal or above. Neither side is null.
  static func compare(_ left: JexlValue, _ right: JexlValue, _ sign: String) throws(JexlFault) -> Int {
    if left.isBigDecimal || right.isBigDecimal {
      return BigDecimal.compare(try JexlCoercion.bigDecimal(left), try JexlCoercion.bigDecimal(right))
    }
    if left.isBigInteger || right.isBigInteger {
      return order(try JexlCoercion.bigInteger(left), try JexlCoercion.bigInteger(right))
    }
    if left.isFloating || right.isFloating {
      let a = try JexlCoercion.double(left)
      let b = try JexlCoercion.double(right)
      if a.isNaN { return b.isNaN ? 0 : -1 }
      return b.isNaN ? 1 : order(a, b)
    }
    if left.isNumberable || right.isNumberable {
      return order(try JexlCoercion.long(left), try JexlCoercion.long(right))
    }
    if left.text != nil || right.text != nil {
      return orderByUTF16(JexlCoercion.text(left), JexlCoercion.text(right))
    }
    if sign == "==" { return left == right ? 0 : -1 }
    if case .boolean(let a) = left, case .boolean(let b) = right { return a == b ? 0 : a ? 1 : -1 }
    throw JexlFault(.arithmetic, "\(left.kindName) and \(right.kindName) cannot be compared with `\(sign)`")
  }

  private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
    left < right ? -1 : left == right ? 0 : 1
  }

  /// As `String.compareTo` orders texts.
  static func orderByUTF16(_ left: String, _ right: String) -> Int {
    left.utf16.lexicographicallyPrecedes(right.utf16) ? -1 : left.utf16.elementsEqual(right.utf16) ? 0 : 1
  }
}

extension JexlValue {
  fileprivate var isBigDecimal: Bool { if case .bigDecimal = self { true } else { false } }
  fileprivate var isBigInteger: Bool { if case .bigInteger = self { true } else { false } }
  fileprivate var isLong: Bool { if case .long = self { true } else { false } }

  fileprivate var isFloating: Bool {
    switch self {
    case .float, .double: true
    default: false
    }
  }

  /// Java's small whole numbers, and characters.
  fileprivate var isNumberable: Bool {
    switch self {
    case .integer, .long, .character: true
    default: false
    }
  }
}
