import Diagnostics

/// `when`: the state that the pipeline or stage must be in, and a condition.
public struct HarnessCondition: Hashable, Sendable {
  /// `Success`, `Failure` or `All`, as written; nil when the key is missing.
  public var status: Text?
  /// `pipelineStatus` or `stageStatus`, as written.
  public var statusKey: Text?
  /// One JEXL expression in which spans are values.
  public var condition: Text?
  /// The whole value where it is a runtime input.
  public var input: Text?
  public var span: Span

  public init(status: Text?, statusKey: Text?, condition: Text?, input: Text? = nil, span: Span) {
    self.status = status
    self.statusKey = statusKey
    self.condition = condition
    self.input = input
    self.span = span
  }
}

/// `failureStrategies`.
public struct HarnessFailureStrategies: Hashable, Sendable {
  /// In source order.
  public var strategies: [HarnessFailureStrategy]
  /// The whole value where it is a runtime input.
  public var input: Text?
  public var span: Span

  public init(strategies: [HarnessFailureStrategy], input: Text? = nil, span: Span) {
    self.strategies = strategies
    self.input = input
    self.span = span
  }
}

/// One item of `failureStrategies`: what to do about some kinds of errors.
public struct HarnessFailureStrategy: Hashable, Sendable {
  /// `AllErrors`, `Timeout`, …, as written.
  public var errors: [Text]
  public var action: HarnessFailureAction?
  public var span: Span

  public init(errors: [Text], action: HarnessFailureAction?, span: Span) {
    self.errors = errors
    self.action = action
    self.span = span
  }
}

/// What to do about an error.
public struct HarnessFailureAction: Hashable, Sendable {
  /// `Ignore`, `Retry`, …, as written.
  public var type: Text?
  /// How often to try again, the first attempt not counted.
  public var retryCount: HarnessField<Int64>?
  /// Time strings; attempts after the last one wait as long as it.
  public var retryIntervals: HarnessTexts?
  /// Whether to try again at all.
  public var retryCondition: Text?
  /// How long to wait for a person; a time string.
  public var timeout: Text?
  /// What follows the last attempt or the end of the time; at most one.
  public var following: [HarnessFailureAction]
  /// Whether `spec` is written.
  public var hasSpec: Bool
  public var span: Span

  public init(type: Text?, span: Span) {
    self.type = type
    self.retryCount = nil
    self.retryIntervals = nil
    self.retryCondition = nil
    self.timeout = nil
    self.following = []
    self.hasSpec = false
    self.span = span
  }
}

/// `strategy`: how often a node runs, and with what.
public struct HarnessLoop: Hashable, Sendable {
  public var kind: Kind
  /// Decided once before the loop begins.
  public var condition: Text?
  /// `RunAll` or `SkipQueued`, as written.
  public var onFailure: Text?
  public var span: Span

  /// Which of the three loops.
  public enum Kind: Hashable, Sendable {
    case matrix(HarnessMatrix)
    case `repeat`(HarnessRepeat)
    case parallelism(HarnessField<Int64>)
    /// A runtime input or expression for all of it.
    case input(Text)
    /// None of the keys, or several.
    case invalid
  }

  public init(kind: Kind, condition: Text?, onFailure: Text?, span: Span) {
    self.kind = kind
    self.condition = condition
    self.onFailure = onFailure
    self.span = span
  }
}

/// `matrix`: one run for each combination of the axes' values.
public struct HarnessMatrix: Hashable, Sendable {
  /// In source order; a value is a list or an expression if it is right.
  public var axes: [HarnessEntry]
  /// Combinations that are left out; each a map from axes to values, or an expression for all.
  public var exclude: [Data]
  /// Combinations that are added at the end, in the newer forms; each a map from axes to values.
  public var include: [Data]
  public var maxConcurrency: HarnessField<Int64>?
  public var nodeName: Text?
  /// The whole value where it is an expression.
  public var expression: Text?
  public var span: Span

  public init(
    axes: [HarnessEntry], exclude: [Data], include: [Data] = [], maxConcurrency: HarnessField<Int64>?,
    nodeName: Text?, expression: Text? = nil, span: Span
  ) {
    self.axes = axes
    self.exclude = exclude
    self.include = include
    self.maxConcurrency = maxConcurrency
    self.nodeName = nodeName
    self.expression = expression
    self.span = span
  }
}

/// `repeat`: one run for each item, part of the items, or number.
public struct HarnessRepeat: Hashable, Sendable {
  public var times: HarnessField<Int64>?
  /// A list, or an expression or text that gives one.
  public var items: Data?
  public var partitionSize: HarnessField<Int64>?
  public var start: HarnessField<Int64>?
  public var end: HarnessField<Int64>?
  /// `Count` or `Percentage`, as written.
  public var unit: Text?
  public var maxConcurrency: HarnessField<Int64>?
  public var nodeName: Text?
  public var span: Span

  public init(span: Span) {
    self.times = nil
    self.items = nil
    self.partitionSize = nil
    self.start = nil
    self.end = nil
    self.unit = nil
    self.maxConcurrency = nil
    self.nodeName = nil
    self.span = span
  }
}

/// A link to a template in place of a body.
public struct HarnessTemplateLink: Hashable, Sendable {
  /// `account.x`, `org.x` or `x`.
  public var reference: Text?
  /// nil: the stable version.
  public var version: Text?
  /// Values for the runtime inputs of the template, in its shape.
  public var inputs: Data?
  /// Values for the variables of the template.
  public var variables: Data?
  public var span: Span

  public init(reference: Text?, version: Text?, inputs: Data?, variables: Data?, span: Span) {
    self.reference = reference
    self.version = version
    self.inputs = inputs
    self.variables = variables
    self.span = span
  }
}
