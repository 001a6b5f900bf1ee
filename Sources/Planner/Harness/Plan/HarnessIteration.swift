import Diagnostics

/// Which iteration of a loop a node is.
public struct HarnessIteration: Hashable, Sendable {
  /// From 0.
  public var index: Int
  /// How many there are.
  public var count: Int
  /// What the loop adds to identifier and name, such as `_0`, `_0_1` or `_linux`.
  public var postfix: String
  /// The value of each axis, in the order of the file; empty for loops other than matrices.
  public var matrix: [HarnessValue.Member]
  /// `repeat.item`.
  public var item: HarnessValue?
  /// `repeat.partition`.
  public var partition: [HarnessValue]?
  /// The number of the iteration over all enclosing loops, the outermost counting most.
  public var globalIndex: Int
  /// How many iterations all enclosing loops make together.
  public var globalCount: Int

  public init(index: Int, count: Int, postfix: String) {
    self.index = index
    self.count = count
    self.postfix = postfix
    self.matrix = []
    self.item = nil
    self.partition = nil
    self.globalIndex = index
    self.globalCount = count
  }
}

/// What a loop is as a node; its iterations are its children.
public struct HarnessPlanLoop: Hashable, Sendable {
  /// How many iterations run at the same time at most; 0: all.
  public var maxConcurrency: Int
  /// Whether a failed iteration keeps those from starting that have not (`onFailure: SkipQueued`).
  public var skipsQueued: Bool
  /// What its iterations wait for, as written, where they are not known before the run; then it has no children until
  /// `HarnessSettler.expand` makes them.
  public var waitsFor: String?
  /// What its iterations look like while they are not known: the node that it repeats, without any iteration.
  public var template: Int?
  /// What the iterations are: `matrix`, `repeat` or `parallelism`.
  public var kind: String
  public var span: Span

  public init(maxConcurrency: Int, skipsQueued: Bool, waitsFor: String? = nil, kind: String, span: Span) {
    self.maxConcurrency = maxConcurrency
    self.skipsQueued = skipsQueued
    self.waitsFor = waitsFor
    self.template = nil
    self.kind = kind
    self.span = span
  }
}
