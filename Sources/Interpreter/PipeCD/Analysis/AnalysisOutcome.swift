/// How an analysis ended.
public struct AnalysisOutcome: Hashable, Sendable {
  /// What becomes of the stage.
  public enum Status: String, Hashable, Sendable {
    case success, failure, cancelled
  }

  /// The answer that broke a bound.
  public struct Violation: Hashable, Sendable {
    /// The check: `metrics-0`, `logs-0` or `http-0`, numbered as in the file.
    public var check: String
    /// What was asked, in one line; of two variants the first.
    public var query: String
    /// What was measured: the value out of the range, or the status of an answer; nil where two samples differ, and where
    /// nothing was measured.
    public var measured: Double?
    /// The least good value; nil for none.
    public var minimum: Double?
    /// The greatest good value; nil for none.
    public var maximum: Double?
    /// How probable a difference such as this is between samples that do not differ; nil where nothing was compared.
    public var probability: Double?
    /// One clause that says all of it.
    public var message: String

    init(_ check: String, _ query: String, _ message: String) {
      self.check = check
      self.query = query
      self.message = message
    }
  }

  /// What becomes of the stage.
  public var status: Status
  /// Why, one clause; empty for a success.
  public var message: String
  /// What ended it; nil for a success and for what never began.
  public var violation: Violation?
  /// When it began, in seconds since 1970: of a success, the moment that the next analysis with the strategy `PREVIOUS`
  /// compares with.
  public var startTime: Int64
}

/// A line of the log of an analysis, without secrets.
public struct AnalysisLogLine: Hashable, Sendable {
  /// What it tells.
  public enum Kind: String, Hashable, Sendable {
    case information, success, failure
  }

  /// What it tells.
  public var kind: Kind
  /// The text, without a line break.
  public var text: String
}
