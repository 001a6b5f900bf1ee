/// What a name means where an expression is evaluated.
public enum JexlLookup: Hashable, Sendable {
  case value(JexlValue)
  /// Nothing has the name: using it is an error.
  case undefined
}

/// The variables and functors that an expression can name.
protocol JexlContext: AnyObject {
  func value(of name: String) -> JexlLookup
  func set(_ name: String, to value: JexlValue)
  /// Calls a function of a functor.
  func call(_ functor: HarnessFunctor, _ name: String, _ arguments: [JexlValue]) throws(JexlFault) -> JexlValue
}

/// The work that one evaluation has done, shared by all expressions that it leads to.
final class JexlBudget {
  private(set) var steps = 0
  /// The work before the last restart.
  private var earlierSteps = 0
  private var identities = 0
  var calls = 0
  /// How many nodes are being evaluated inside each other.
  var depth = 0
  /// Where intermediate values are noted; nil where nobody wants to see them.
  var trace: JexlTrace?
  /// Patterns that were compiled, because the same condition often tests many values.
  private var patterns: [String: JavaPattern] = [:]

  /// Counts work; fails when it is too much.
  func spend(_ count: Int = 1) throws(JexlFault) {
    steps += count
    guard steps <= JexlLimits.maximumSteps, earlierSteps <= JexlLimits.maximumTotalSteps else {
      throw JexlFault(.limit, "the expression takes too long")
    }
  }

  /// Begins to count anew: each expression of a text has its own bounds, and all of them together wider ones.
  func restart() {
    earlierSteps += steps
    steps = 0
  }

  /// A number that no other array has.
  func identity() -> Int {
    identities += 1
    return identities
  }

  func pattern(_ text: String) throws(JexlFault) -> JavaPattern {
    if let known = patterns[text] { return known }
    try spend(100 + text.utf8.count)
    let pattern = try JavaPattern(text)
    if patterns.count < 100 { patterns[text] = pattern }
    return pattern
  }
}
