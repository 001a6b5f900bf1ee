import Expressions

extension HarnessExpression {
  /// A node of the syntax without parentheses around it.
  func unwrapped(_ node: JexlProgram.ID) -> JexlProgram.ID {
    guard let program else { return node }
    var current = node
    while case .group(let inner) = program[current].kind { current = inner }
    return current
  }

  /// A text that is written out, with no `<+…>` in it.
  func textLiteral(_ node: JexlProgram.ID) -> String? {
    guard let program, case .literal(.string(let text)) = program[unwrapped(node)].kind else { return nil }
    let range = program[unwrapped(node)].range
    return hasHole(in: range) ? nil : text
  }

  /// Whether a `<+…>` stands in a range.
  private func hasHole(in range: Range<Int>) -> Bool {
    let next = hole(from: range.lowerBound)
    return next < holes.count && holes[next].lowerBound < range.upperBound
  }

  /// The number of the first `<+…>` that begins at an offset or behind it.
  func hole(from offset: Int) -> Int {
    var low = 0
    var high = holes.count
    while low < high {
      let middle = (low + high) / 2
      if holes[middle].lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a whole number is written out.
  func isNumberLiteral(_ node: JexlProgram.ID) -> Bool {
    guard let program, case .literal(let value) = program[unwrapped(node)].kind else { return false }
    switch value {
    case .integer, .long, .bigInteger, .double, .float, .bigDecimal: return true
    default: return false
    }
  }

  /// All binary operations: operator, left and right.
  var binaries: [(sign: JexlSyntax.BinaryOperator, left: JexlProgram.ID, right: JexlProgram.ID, node: JexlProgram.ID)] {
    guard let program else { return [] }
    var result: [(sign: JexlSyntax.BinaryOperator, left: JexlProgram.ID, right: JexlProgram.ID, node: JexlProgram.ID)] =
      []
    for (index, node) in program.nodes.enumerated() {
      if case .binary(let sign, let left, let right) = node.kind { result.append((sign, left, right, index)) }
    }
    return result
  }

  /// Whether it has statements, loops, variables or functions, whose names are its own.
  var isScript: Bool {
    guard let program else { return false }
    return program.nodes.contains { node in
      switch node.kind {
      case .block(let statements): !statements.isEmpty
      case .forEach, .whileLoop, .variable, .function, .ifElse, .returning: true
      default: false
      }
    }
  }

  /// The text of a name that stands alone or begins a path, with the numbers of the nodes: the name and the whole path.
  func bareNames(
    of text: HarnessScannedText
  ) -> [(name: String, identifier: JexlProgram.ID, whole: JexlProgram.ID)] {
    guard let program else { return [] }
    var result: [(name: String, identifier: JexlProgram.ID, whole: JexlProgram.ID)] = []
    var bases: Set<JexlProgram.ID> = []
    for (index, node) in program.nodes.enumerated() {
      if case .access(let base, _) = node.kind, case .identifier(let name) = program[base].kind {
        bases.insert(base)
        if text.nested(base, in: self) == nil { result.append((name, base, index)) }
      }
    }
    for (index, node) in program.nodes.enumerated() {
      if case .identifier(let name) = node.kind, !bases.contains(index), text.nested(index, in: self) == nil {
        result.append((name, index, index))
      }
    }
    return result.sorted { program[$0.whole].range.lowerBound < program[$1.whole].range.lowerBound }
  }
}

extension JexlSyntax.BinaryOperator {
  /// Whether it compares its sides.
  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .greater, .lessOrEqual, .greaterOrEqual, .matches, .doesNotMatch, .startsWith,
      .doesNotStartWith, .endsWith, .doesNotEndWith:
      true
    default: false
    }
  }

  var isLogical: Bool { self == .and || self == .or }
}

extension HarnessScannedText {
  /// What a node of an expression is, as far as the file tells: the type of the path in a `<+…>`, or of what is written out.
  func type(of node: JexlProgram.ID, in expression: HarnessExpression) -> HarnessType {
    guard let program = expression.program else { return .any }
    let node = expression.unwrapped(node)
    switch program[node].kind {
    case .literal(.string): return .string
    case .literal(.boolean): return .boolean
    case .literal: return expression.isNumberLiteral(node) ? .number : .any
    case .arrayLiteral: return .list
    case .mapLiteral: return .map
    case .binary(let sign, _, _) where sign.isComparison || sign.isLogical: return .boolean
    case .identifier:
      guard let inner = nested(node, in: expression), inner.isPlainPath, case .known(let type, _)? = inner.resolution
      else { return .any }
      return type
    case .access(_, let members):
      guard case .method(let name, _)? = members.last?.kind else { return .any }
      switch name {
      case "toUpperCase", "toLowerCase", "trim", "substring", "replace", "replaceAll", "replaceFirst", "concat",
        "toString",
        "repeat", "strip":
        return .string
      case "length", "size", "indexOf", "lastIndexOf": return .number
      case "contains", "startsWith", "endsWith", "equals", "equalsIgnoreCase", "isEmpty", "matches", "containsKey":
        return .boolean
      default: return .any
      }
    default: return .any
    }
  }

  /// The path that a node stands for: that of the `<+…>`, or nil.
  func path(of node: JexlProgram.ID, in expression: HarnessExpression) -> HarnessExpressionPath? {
    guard let inner = nested(expression.unwrapped(node), in: expression), inner.isPlainPath else { return nil }
    return inner.path
  }
}
