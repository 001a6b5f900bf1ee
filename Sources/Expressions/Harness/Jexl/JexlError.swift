/// Why an expression cannot be read or evaluated.
public struct JexlError: Error, Hashable, Sendable {
  /// What kind of failure it is.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The text is no expression.
    case syntax
    /// A name that nothing defines.
    case undefinedVariable
    /// Null where an operator needs a value.
    case nullOperand
    /// A text that is no number where one is needed. JEXL lets this pass through everything that swallows other errors.
    case numberFormat
    /// A member or index that the value does not have.
    case noProperty
    /// A function or method that the value does not have.
    case noMethod
    /// Division by zero, or operands that cannot be computed with.
    case arithmetic
    /// A method that exists failed: an index outside the text, for example.
    case badCall
    /// A regular expression that cannot be read.
    case badPattern
    /// The expression needs more steps, depth or memory than pipec allows.
    case limit
    /// Expressions refer to each other too deeply, or to themselves.
    case recursion
    /// Names that must be resolved are not.
    case unresolved
  }

  public var kind: Kind
  /// The bytes of the text that the failure is about.
  public var range: Range<Int>
  /// What is wrong, as one clause.
  public var message: String
  /// What to write instead, where that is known.
  public var help: String?
  /// Whether it ends the whole evaluation instead of counting as "not found".
  var isFinal: Bool

  /// A failure of a kind at a place, with what to do about it.
  public init(_ kind: Kind, _ range: Range<Int>, _ message: String, help: String? = nil) {
    self.kind = kind
    self.range = range
    self.message = message
    self.help = help
    isFinal = kind == .numberFormat || kind == .limit || kind == .recursion || kind == .badPattern
  }

  /// The same failure at another place.
  func moved(to range: Range<Int>) -> JexlError {
    var result = self
    result.range = range
    return result
  }

  /// The same failure as one that nothing swallows.
  var final: JexlError {
    var result = self
    result.isFinal = true
    return result
  }
}

/// Bounds on what an expression may cost.
public enum JexlLimits {
  /// The longest text, in UTF-8 bytes.
  public static let maximumTextLength = 1 << 20
  /// The most elements of a collection.
  public static let maximumElements = 100_000
  /// How deep brackets and blocks may be nested.
  public static let maximumNesting = 100
  /// How many nodes of syntax trees one expression of a text may visit.
  public static let maximumSteps = 1_000_000
  /// How many nodes all expressions of a text may visit.
  public static let maximumTotalSteps = 4_000_000
  /// How deep evaluation may go, through functions that call each other too.
  public static let maximumDepth = 500
  /// How deep functions may call each other.
  public static let maximumCalls = 50
}
