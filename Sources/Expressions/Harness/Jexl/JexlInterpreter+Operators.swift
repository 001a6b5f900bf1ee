extension JexlInterpreter {
  mutating func unary(
    _ sign: JexlSyntax.UnaryOperator, _ operand: JexlProgram.ID, _ id: JexlProgram.ID
  ) throws(JexlSignal) -> JexlValue {
    switch sign {
    case .empty, .size:
      do throws(JexlSignal) {
        let value = try evaluate(operand)
        if value.deferral != nil { return value }
        return sign == .empty ? .boolean(JexlSizes.isEmpty(value)) : JexlSizes.sizeValue(value)
      } catch {
        // What cannot be evaluated is empty, unless no engine would get that far.
        guard case .failure(let failure) = error, !failure.isFinal else { throw error }
        return sign == .empty ? .boolean(true) : .integer(0)
      }
    case .negate, .complement, .not:
      let value = try evaluate(operand)
      if value.deferral != nil { return value }
      return try at(id) { () throws(JexlFault) in
        switch sign {
        case .negate: return try JexlArithmetic.negate(value)
        case .complement: return .long(~(try JexlCoercion.long(value)))
        default: return .boolean(!(try JexlCoercion.boolean(value)))
        }
      }
    }
  }

  /// Operators in a row lean to the left; they are worked off without recursion, so that their number does not matter.
  mutating func binary(_ id: JexlProgram.ID) throws(JexlSignal) -> JexlValue {
    var spine: [JexlProgram.ID] = []
    var next = id
    while case .binary(_, let left, _) = program[next].kind {
      spine.append(next)
      next = left
    }
    var value = try evaluate(next)
    for node in spine.reversed() {
      guard case .binary(let sign, let left, let right) = program[node].kind else { continue }
      try at(node) { () throws(JexlFault) in try budget.spend() }
      value = try apply(sign, value, left, right, node)
      budget.trace?.note(program[node], value)
    }
    return value
  }

  private mutating func apply(
    _ sign: JexlSyntax.BinaryOperator, _ left: JexlValue, _ leftID: JexlProgram.ID, _ rightID: JexlProgram.ID,
    _ id: JexlProgram.ID
  ) throws(JexlSignal) -> JexlValue {
    if sign == .and || sign == .or {
      switch try truth(left, leftID) {
      case .known(sign == .or): return .boolean(sign == .or)
      case .deferred(let reason):
        // The right side may still fail for certain, but what it is does not decide.
        return .deferred(reason)
      case .known:
        switch try truth(try evaluate(rightID), rightID) {
        case .known(let isTrue): return .boolean(isTrue)
        case .deferred(let reason): return .deferred(reason)
        }
      }
    }
    let right = try evaluate(rightID)
    if left.deferral != nil { return left }
    if right.deferral != nil { return right }
    return try at(id) { () throws(JexlFault) in try Self.apply(sign, left, right, budget) }
  }

  static func apply(
    _ sign: JexlSyntax.BinaryOperator, _ left: JexlValue, _ right: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue {
    switch sign {
    case .add: try JexlArithmetic.add(left, right)
    case .subtract: try JexlArithmetic.subtract(left, right)
    case .multiply: try JexlArithmetic.multiply(left, right)
    case .divide: try JexlArithmetic.divide(left, right)
    case .modulo: try JexlArithmetic.modulo(left, right)
    case .bitAnd: try JexlArithmetic.bitwise(left, right, &)
    case .bitOr: try JexlArithmetic.bitwise(left, right, |)
    case .bitXor: try JexlArithmetic.bitwise(left, right, ^)
    case .equal: .boolean(try JexlArithmetic.equals(left, right))
    case .notEqual: .boolean(!(try JexlArithmetic.equals(left, right)))
    case .less: .boolean(try ordered(left, right, "<", ifSame: false) { $0 < 0 })
    case .greater: .boolean(try ordered(left, right, ">", ifSame: false) { $0 > 0 })
    case .lessOrEqual: .boolean(try ordered(left, right, "<=", ifSame: true) { $0 <= 0 })
    case .greaterOrEqual: .boolean(try ordered(left, right, ">=", ifSame: true) { $0 >= 0 })
    case .matches: .boolean(try JexlMembership.contains(right, left, budget))
    case .doesNotMatch: .boolean(!(try JexlMembership.contains(right, left, budget)))
    case .startsWith: .boolean(try affix(left, right) { $0.starts(with: $1) })
    case .doesNotStartWith: .boolean(!(try affix(left, right) { $0.starts(with: $1) }))
    case .endsWith: .boolean(try affix(left, right) { $0.reversed().starts(with: $1.reversed()) })
    case .doesNotEndWith: .boolean(!(try affix(left, right) { $0.reversed().starts(with: $1.reversed()) }))
    case .range: try range(left, right, budget)
    case .and, .or: .boolean(false)
    }
  }

  private static func ordered(
    _ left: JexlValue, _ right: JexlValue, _ sign: String, ifSame: Bool, _ test: (Int) -> Bool
  ) throws(JexlFault) -> Bool {
    if left.isNull || right.isNull { return ifSame && left.isNull && right.isNull }
    switch left {
    // An object is neither below nor above itself.
    case .list, .array, .node: if left == right { return ifSame }
    default: break
    }
    return test(try JexlArithmetic.compare(left, right, sign))
  }

  /// Prefix and suffix tests; what is no text on the left is compared as a whole.
  private static func affix(
    _ left: JexlValue, _ right: JexlValue, _ test: (String.UTF8View, String.UTF8View) -> Bool
  ) throws(JexlFault) -> Bool {
    if left.isNull || right.isNull { return left.isNull && right.isNull }
    guard let text = left.text else { return try JexlArithmetic.equals(left, right) }
    return test(text.utf8, JexlCoercion.text(right).utf8)
  }

  private static func range(
    _ left: JexlValue, _ right: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue {
    if left.isNull || right.isNull { throw .null("..") }
    let from = try JexlCoercion.long(left)
    let to = try JexlCoercion.long(right)
    let (count, overflow) = to.subtractingReportingOverflow(from)
    guard !overflow, count.magnitude < UInt64(JexlLimits.maximumElements) else {
      throw JexlFault(.limit, "the range is too large")
    }
    try budget.spend(Int(count.magnitude))
    let isInt = Int32(exactly: from) != nil && Int32(exactly: to) != nil
    let numbers = from <= to ? Array(from...to) : Array((to...from).reversed())
    return .list(numbers.map { isInt ? .integer(Int32($0)) : .long($0) })
  }
}

/// Whether something is in a container, for `=~`.
enum JexlMembership {
  /// A text on the right is a regular expression that all of the left side must match; a map is asked for its keys.
  static func contains(
    _ container: JexlValue, _ value: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> Bool {
    if container.isNull || value.isNull { return container.isNull && value.isNull }
    switch container {
    case .string(let pattern):
      let text = value.javaText
      try budget.spend(1 + text.utf8.count / 16)
      return try budget.pattern(pattern).matchesWhole(text)
    case .map(let map):
      if case .map(let other) = value { return other.keys.allSatisfy { map[$0] != nil } }
      return map[value] != nil
    case .node(let node): return value.text.map { node.base.member($0) != nil } ?? false
    case .list(let elements), .set(let elements):
      try budget.spend(elements.count / 8)
      switch value {
      case .list(let others), .set(let others):
        let known = Set(elements)
        return others.allSatisfy(known.contains)
      default: return elements.contains(value)
      }
    case .array(let array):
      try budget.spend(array.elements.count / 8)
      return array.elements.contains(value)
    default: return try JexlArithmetic.equals(value, container)
    }
  }
}

/// `empty` and `size`.
enum JexlSizes {
  static func isEmpty(_ value: JexlValue) -> Bool {
    switch value {
    case .null: true
    case .integer, .long, .bigInteger, .float, .double, .bigDecimal:
      (try? JexlCoercion.double(value)).map { $0.isNaN || $0 == 0 } ?? false
    case .string, .list, .array, .map, .set, .node: size(value) == 0
    default: false
    }
  }

  /// Null for what has no size.
  static func sizeValue(_ value: JexlValue) -> JexlValue { size(value).map { .integer($0) } ?? .null }

  private static func size(_ value: JexlValue) -> Int32? {
    let count: Int? =
      switch value {
      case .null: 0
      case .string(let text): text.utf16.count
      case .list(let elements), .set(let elements): elements.count
      case .array(let array): array.elements.count
      case .map(let map): map.count
      case .node(let node): node.base.memberNames.count
      default: nil
      }
    return count.map { Int32(clamping: $0) }
  }
}
