import Diagnostics
import Expressions
import IR

/// One expression: the inside of a `<+…>`, or a whole condition.
public struct HarnessExpression: Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// The inside of a `<+…>`.
    case span
    /// A text that Harness evaluates as a whole.
    case condition
  }

  public var kind: Kind
  /// Its UTF-8 range in the text, `<+` and `>` not included.
  public var range: Range<Int>
  /// The `<+…>` directly inside it: their numbers in `HarnessScannedText.expressions`.
  public var nested: [Int] = []
  /// How many expressions stand one in the other here, at the deepest; this one is counted.
  var height = 1
  /// More than so many Harness does not follow.
  static let mostHeight = 15
  /// Where they stand, in the bytes of this expression.
  var holes: [Range<Int>] = []
  /// The number of the expression that it stands in.
  public var parent: Int?
  /// Where it is a path and nothing else, or a path and what is done with it.
  public var path: HarnessExpressionPath?
  /// Where the path leads.
  public var resolution: HarnessPathResolution?
  /// The syntax; nil where it is a path alone, or cannot be read. The `<+…>` in it are identifiers there.
  public var program: JexlProgram?
  /// Why it cannot be read.
  public var error: JexlError?
  /// Whether a `<+…>` in it touches other words, so that its value is pasted into the text before that is read.
  public var isPasted = false
  /// Whether it is a runtime input, which never reaches the evaluation.
  public var isInput = false

  /// Whether it is nothing but a path.
  public var isPlainPath: Bool {
    guard let path, nested.isEmpty else { return false }
    return path.methodName == nil && !path.segments.isEmpty && program == nil
  }
}

/// A text with the expressions in it, all read and resolved once for all rules.
public struct HarnessScannedText: Sendable {
  public var field: HarnessTextField
  /// Inner ones before outer ones.
  public var expressions: [HarnessExpression] = []
  /// The expressions that stand in no other, in the order of the text.
  public var outermost: [Int] = []
  /// Where a `<+` begins that is never closed.
  public var unclosed: Int?
  /// The text.
  public var bytes: [UInt8]

  /// The place in the file of a UTF-8 range of the text.
  public func span(_ range: Range<Int>) -> Span { field.text.span(of: range) }

  /// The place of a node of an expression's syntax.
  public func span(of node: JexlProgram.ID, in expression: HarnessExpression) -> Span {
    guard let program = expression.program else { return span(expression.range) }
    return span(program[node].range, in: expression)
  }

  /// The place of a range within an expression.
  public func span(_ range: Range<Int>, in expression: HarnessExpression) -> Span {
    let start = expression.range.lowerBound
    return span(start + range.lowerBound..<start + range.upperBound)
  }

  /// What is written in a range.
  public func string(_ range: Range<Int>) -> String {
    let bounded = range.clamped(to: 0..<bytes.count)
    return String(decoding: bytes[bounded], as: UTF8.self)
  }

  /// The whole `<+…>` of an expression.
  public func whole(_ expression: HarnessExpression) -> Range<Int> {
    expression.kind == .condition
      ? expression.range : expression.range.lowerBound - 2..<expression.range.upperBound + 1
  }

  /// The `<+…>` that an identifier of an expression's syntax stands for.
  public func nested(_ node: JexlProgram.ID, in expression: HarnessExpression) -> HarnessExpression? {
    guard let program = expression.program, case .identifier = program[node].kind else { return nil }
    let start = program[node].range.lowerBound
    let number = expression.hole(from: start)
    guard number < expression.holes.count, expression.holes[number].lowerBound == start else { return nil }
    return expressions[expression.nested[number]]
  }
}

extension HarnessScannedText {
  /// What is written in a range of an expression.
  func string(in expression: HarnessExpression, _ range: Range<Int>) -> String {
    let start = expression.range.lowerBound
    return string(start + range.lowerBound..<start + range.upperBound)
  }
}
