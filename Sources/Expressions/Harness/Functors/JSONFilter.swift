/// A condition on elements: `[?(@.price < 10 && @.name == 'x')]`.
indirect enum JSONFilter {
  enum Comparison {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, matches, isIn, isNotIn
  }

  enum Operand {
    case path(JSONPath)
    case value(JexlValue)
  }

  /// Longer ones first.
  static let comparisons: [(String, Comparison)] = [
    ("==", .equal), ("!=", .notEqual), ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("=~", .matches), ("<", .less),
    (">", .greater), ("nin ", .isNotIn), ("in ", .isIn),
  ]

  case compare(Operand, Comparison, Operand)
  case exists(Operand)
  case both(JSONFilter, JSONFilter)
  case either(JSONFilter, JSONFilter)
  case not(JSONFilter)

  func accepts(_ element: JexlValue, _ budget: JexlBudget) throws(JexlFault) -> Bool {
    try budget.spend()
    switch self {
    case .both(let left, let right):
      if try !left.accepts(element, budget) { return false }
      return try right.accepts(element, budget)
    case .either(let left, let right):
      if try left.accepts(element, budget) { return true }
      return try right.accepts(element, budget)
    case .not(let inner): return try !inner.accepts(element, budget)
    case .exists(let operand): return try Self.value(operand, element, budget) != nil
    case .compare(let left, let comparison, let right):
      // What is not there is equal to nothing, null included.
      guard let a = try Self.value(left, element, budget), let b = try Self.value(right, element, budget) else {
        return comparison == .notEqual || comparison == .isNotIn
      }
      return try Self.compare(a, comparison, b, budget)
    }
  }

  private static func value(
    _ operand: Operand, _ element: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue? {
    switch operand {
    case .value(let value): value
    case .path(let path): try path.first(in: element, budget)
    }
  }

  private static func compare(
    _ left: JexlValue, _ comparison: Comparison, _ right: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> Bool {
    switch comparison {
    case .equal: return isEqual(left, right)
    case .notEqual: return !isEqual(left, right)
    case .matches:
      guard let text = left.text, let pattern = right.text else { return false }
      return try budget.pattern(pattern).matchesWhole(text)
    case .isIn, .isNotIn:
      guard case .list(let elements) = right else { return comparison == .isNotIn }
      return elements.contains { isEqual(left, $0) } == (comparison == .isIn)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard let order = order(left, right) else { return false }
      switch comparison {
      case .less: return order < 0
      case .lessOrEqual: return order <= 0
      case .greater: return order > 0
      default: return order >= 0
      }
    }
  }

  private static func isEqual(_ left: JexlValue, _ right: JexlValue) -> Bool {
    left.isJavaNumber && right.isJavaNumber ? order(left, right) == 0 : left == right
  }

  private static func order(_ left: JexlValue, _ right: JexlValue) -> Int? {
    if left.isJavaNumber, right.isJavaNumber { return try? JexlArithmetic.compare(left, right, "<") }
    guard let a = left.text, let b = right.text else { return nil }
    return JexlArithmetic.orderByUTF16(a, b)
  }
}
