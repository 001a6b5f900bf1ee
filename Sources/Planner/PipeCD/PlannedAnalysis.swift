import Diagnostics
import Expressions
import IR

/// What an `ANALYSIS` stage would ask, and what it expects.
public struct PlannedAnalysis: Hashable, Sendable {
  /// How long it looks.
  public var duration: PipeCD.Duration
  /// Its checks: metrics, logs, then HTTP, each in the order of the file.
  public var checks: [Check]

  public init(duration: PipeCD.Duration, checks: [Check]) {
    self.duration = duration
    self.checks = checks
  }

  /// One check, which asks at every interval.
  public struct Check: Hashable, Sendable {
    /// What is asked.
    public enum Kind: String, Hashable, Sendable {
      case metric, log, http
    }

    /// What is asked.
    public var kind: Kind
    /// The template that describes it; nil where it describes itself.
    public var template: String?
    /// Who answers; empty for HTTP.
    public var provider: String
    /// `THRESHOLD`, `PREVIOUS`, `CANARY_BASELINE` or `CANARY_PRIMARY` for metrics; else empty.
    public var strategy: String
    /// The queries that are sent, by variant; for HTTP the method and the address.
    public var queries: [Query]
    /// The least good answer; nil for none.
    public var minimum: Double?
    /// The greatest good answer; nil for none.
    public var maximum: Double?
    /// The status that is good; nil for other than HTTP.
    public var expectedCode: Int64?
    /// The direction that is bad where two samples are compared; else empty.
    public var deviation: String
    /// The time between queries.
    public var interval: PipeCD.Duration
    /// How long one may take.
    public var timeout: PipeCD.Duration
    /// How many bad answers are forgiven.
    public var failureLimit: Int64
    /// Whether no answer is a good one.
    public var skipsNoData: Bool
    /// The request of an HTTP check; nil for the others.
    public var request: Request?
    /// Why it cannot be carried out, one clause; nil where it can.
    public var problem: Plan.Reason?
    /// What the problem does to a deployment.
    public var effect: Effect

    init(_ kind: Kind) {
      self.kind = kind
      self.template = nil
      self.provider = ""
      self.strategy = ""
      self.queries = []
      self.minimum = nil
      self.maximum = nil
      self.expectedCode = nil
      self.deviation = ""
      self.interval = .zero
      self.timeout = .zero
      self.failureLimit = 0
      self.skipsNoData = false
      self.request = nil
      self.problem = nil
      self.effect = .everyQuery
    }
  }

  /// What a problem of a check does to a deployment.
  public enum Effect: Hashable, Sendable {
    /// The stage fails before anything is asked.
    case start
    /// The stage fails when the check asks for the first time, however many failures are forgiven.
    case firstQuery
    /// Each query counts as a failure.
    case everyQuery
  }

  /// What an HTTP check sends.
  public struct Request: Hashable, Sendable {
    /// `GET` where the file says nothing.
    public var method: String
    /// As written; HTTP checks have no templates.
    public var url: String
    /// Of several with one name, PipeCD sends the last.
    public var headers: [Context.Parameter]
  }

  /// A query that is sent.
  public struct Query: Hashable, Sendable {
    /// `primary`, `canary` or `baseline`; empty for HTTP.
    public var variant: String
    /// The text after templates.
    public var text: String
    /// What its templates are given; null for HTTP, where there are none.
    public var data: GoTemplate.Value
  }
}
