/// Where Harness looks for the first name of a path, in this order.
public enum HarnessPrefix: String, Hashable, Sendable, CaseIterable {
  /// Outcomes published in the scope: `service`, `artifacts`, `env`, ….
  case outcome
  /// Sweeping outputs in the scope: `codebase`, `httpResponseCode`, ….
  case output
  /// The fields and children of the node that the text belongs to.
  case child
  /// The nearest enclosing node with this identifier, or a group word: `stage`, `step`, `stepGroup`, `steps`, `pipeline`, ….
  case ancestor
  /// From the root: the first name is `pipeline`.
  case qualified
  /// The functions of the date functor.
  case datetime
  /// Root objects: `trigger`, `account`, `strategy`, …; the functors need not be given.
  case none
}

/// What a scope knows of a name.
public enum HarnessLookup: Hashable, Sendable {
  case value(JexlValue)
  case absent
  /// It exists, but is not known before something has run; the text says what.
  case deferred(String)
}

/// What expressions of one place in a pipeline can refer to.
public protocol HarnessScope {
  /// What the first name of a path means behind a prefix. `datetime` is never asked for.
  func lookup(_ prefix: HarnessPrefix, _ name: String) -> HarnessLookup
  /// The time that `currentDate()` and `currentTime()` speak of; nil where it is not known before the run.
  var now: HarnessInstant? { get }
  /// What `exportedVariables.getValue("scope.alias.name")` gives.
  func exportedVariable(_ path: String) -> HarnessLookup
}

extension HarnessScope {
  public var now: HarnessInstant? { nil }
  public func exportedVariable(_ path: String) -> HarnessLookup { .absent }
}

/// What becomes of an expression that has no value.
public enum HarnessMode: String, Hashable, Sendable, CaseIterable {
  /// It renders as `null`: ordinary step fields.
  case null
  /// It stays as written: the initialise phase of CI, Http, external approvals.
  case original
  /// It is an error: the Policy step.
  case `throw`
}

/// How to evaluate, beyond what the place in the pipeline decides.
public struct HarnessOptions: Hashable, Sendable {
  /// Looks up every bare path of an expression, where Harness only looks up the first.
  public var isLenient = false
  /// Pastes texts that stand beside other text instead of taking them as operands, as Harness does by default.
  public var concatenates = true

  public init(isLenient: Bool = false, concatenates: Bool = true) {
    self.isLenient = isLenient
    self.concatenates = concatenates
  }
}

/// What a text becomes.
public struct HarnessRendering: Hashable, Sendable {
  /// A top-level expression that has no value.
  public struct Unresolved: Hashable, Sendable {
    /// From `<+` to `>`.
    public var range: Range<Int>
    /// What stands between them.
    public var expression: String
  }

  /// The text in its parts; empty if rendering failed.
  public var pieces: [RenderedPiece] = []
  /// What had no value, in the order of the text.
  public var unresolved: [Unresolved] = []
  /// Why the real system fails here, if it does.
  public var failure: JexlError?

  /// The text, if there is neither a secret nor anything deferred in it.
  public var text: String? {
    guard failure == nil else { return nil }
    var result = ""
    for piece in pieces {
      guard case .literal(let literal) = piece else { return nil }
      result += literal
    }
    return result
  }
}

/// What an expression gives.
public enum HarnessOutcome: Hashable, Sendable {
  case value(JexlValue)
  /// Not known before something has run; the text says what.
  case deferred(String)
  case failure(JexlError)
}
