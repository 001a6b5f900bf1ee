import Diagnostics

extension PipeCD {
  /// A query whose answer must be as expected.
  public struct MetricCheck: PipeCDRecord {
    /// `THRESHOLD`, `PREVIOUS`, `CANARY_BASELINE` or `CANARY_PRIMARY`.
    public var strategy: PipeCD.Option<String>
    /// Who answers.
    public var provider: PipeCD.Option<String>
    /// A template of the query.
    public var query: PipeCD.Option<String>
    /// The range of good answers.
    public var expected: PipeCD.Option<PipeCD.Expected>
    /// The time between queries.
    public var interval: PipeCD.Option<PipeCD.Duration>
    /// How many bad answers are forgiven.
    public var failureLimit: PipeCD.Option<Int64>
    /// Whether no answer is a good one.
    public var skipOnNoData: PipeCD.Option<Bool>
    /// How long a query may take.
    public var timeout: PipeCD.Option<PipeCD.Duration>
    /// `EITHER`, `HIGH` or `LOW`: the direction that is bad.
    public var deviation: PipeCD.Option<String>
    /// `.VariantCustomArgs` of the canary.
    public var canaryArguments: PipeCD.Option<PipeCD.Map<String>>
    /// `.VariantCustomArgs` of the baseline.
    public var baselineArguments: PipeCD.Option<PipeCD.Map<String>>
    /// `.VariantCustomArgs` of the primary.
    public var primaryArguments: PipeCD.Option<PipeCD.Map<String>>

    public init() {
      strategy = .zero
      provider = .zero
      query = .zero
      expected = .zero
      interval = .zero
      failureLimit = .zero
      skipOnNoData = .zero
      timeout = .zero
      deviation = .zero
      canaryArguments = .zero
      baselineArguments = .zero
      primaryArguments = .zero
    }

    public static var goType: String { "config.AnalysisMetrics" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("strategy", \.strategy, default: "THRESHOLD"),
      .init("provider", \.provider),
      .init("query", \.query),
      .init("expected", \.expected),
      .init("interval", \.interval),
      .init("failureLimit", \.failureLimit),
      .init("skipOnNoData", \.skipOnNoData),
      .init("timeout", \.timeout, default: .seconds(30)),
      .init("deviation", \.deviation, default: "EITHER"),
      .init("canaryArgs", \.canaryArguments),
      .init("baselineArgs", \.baselineArguments),
      .init("primaryArgs", \.primaryArguments),
    ]
  }

  /// An inclusive range.
  public struct Expected: PipeCDRecord {
    /// The least good answer.
    public var minimum: PipeCD.Option<Double?>
    /// The greatest good answer.
    public var maximum: PipeCD.Option<Double?>

    public init() {
      minimum = .zero
      maximum = .zero
    }

    public static var goType: String { "config.AnalysisExpected" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("min", \.minimum),
      .init("max", \.maximum),
    ]
  }

  /// A query of logs.
  public struct LogCheck: PipeCDRecord {
    /// A template of the query.
    public var query: PipeCD.Option<String>
    /// The time between queries.
    public var interval: PipeCD.Option<PipeCD.Duration>
    /// How many bad answers are forgiven.
    public var failureLimit: PipeCD.Option<Int64>
    /// Whether no answer is a good one.
    public var skipOnNoData: PipeCD.Option<Bool>
    /// How long a query may take.
    public var timeout: PipeCD.Option<PipeCD.Duration>
    /// Who answers.
    public var provider: PipeCD.Option<String>

    public init() {
      query = .zero
      interval = .zero
      failureLimit = .zero
      skipOnNoData = .zero
      timeout = .zero
      provider = .zero
    }

    public static var goType: String { "config.AnalysisLog" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("query", \.query),
      .init("interval", \.interval),
      .init("failureLimit", \.failureLimit),
      .init("skipOnNoData", \.skipOnNoData),
      .init("timeout", \.timeout),
      .init("provider", \.provider),
    ]
  }

  /// A request whose answer must be as expected.
  public struct HTTPCheck: PipeCDRecord {
    /// The address.
    public var url: PipeCD.Option<String>
    /// The method.
    public var method: PipeCD.Option<String>
    /// Headers of the request.
    public var headers: PipeCD.List<PipeCD.HTTPHeader>
    /// The status that is good; 0 never comes.
    public var expectedCode: PipeCD.Option<Int64>
    /// Decoded, and never compared.
    public var expectedResponse: PipeCD.Option<String>
    /// The time between requests.
    public var interval: PipeCD.Option<PipeCD.Duration>
    /// How many bad answers are forgiven.
    public var failureLimit: PipeCD.Option<Int64>
    /// Whether no answer is a good one.
    public var skipOnNoData: PipeCD.Option<Bool>
    /// How long a request may take.
    public var timeout: PipeCD.Option<PipeCD.Duration>

    public init() {
      url = .zero
      method = .zero
      headers = .zero
      expectedCode = .zero
      expectedResponse = .zero
      interval = .zero
      failureLimit = .zero
      skipOnNoData = .zero
      timeout = .zero
    }

    public static var goType: String { "config.AnalysisHTTP" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("url", \.url),
      .init("method", \.method),
      .init("headers", \.headers),
      .init("expectedCode", \.expectedCode),
      .init("expectedResponse", \.expectedResponse),
      .init("interval", \.interval),
      .init("failureLimit", \.failureLimit),
      .init("skipOnNoData", \.skipOnNoData),
      .init("timeout", \.timeout),
    ]
  }

  /// A header of a request.
  public struct HTTPHeader: PipeCDRecord {
    /// Its name.
    public var key: PipeCD.Option<String>
    /// Its value.
    public var value: PipeCD.Option<String>

    public init() {
      key = .zero
      value = .zero
    }

    public static var goType: String { "config.AnalysisHeader" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("key", \.key),
      .init("value", \.value),
    ]
  }

  /// A check that a template describes.
  public struct TemplateReference: PipeCDRecord {
    /// The name in the AnalysisTemplate.
    public var name: PipeCD.Option<String>
    /// `.AppCustomArgs` of the template.
    public var arguments: PipeCD.Option<PipeCD.Map<String>>

    public init() {
      name = .zero
      arguments = .zero
    }

    public static var goType: String { "config.AnalysisTemplateRef" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("appArgs", \.arguments),
    ]
  }

  /// A metric check of a stage: itself, or a template.
  public struct StageMetric: PipeCDRecord {
    /// What all kinds have.
    public var check: MetricCheck
    /// The template that replaces everything else.
    public var template: PipeCD.Option<PipeCD.TemplateReference>

    public init() {
      check = MetricCheck()
      template = .zero
    }

    public static var goType: String { "config.TemplatableAnalysisMetrics" }
    public static let fields: [PipeCD.Field<Self>] =
      MetricCheck.fields.map { $0.lifted(\.check) } + [
        .init("template", \.template)
      ]
  }

  /// A log check of a stage: itself, or a template.
  public struct StageLog: PipeCDRecord {
    /// What all kinds have.
    public var check: LogCheck
    /// The template that replaces everything else.
    public var template: PipeCD.Option<PipeCD.TemplateReference>

    public init() {
      check = LogCheck()
      template = .zero
    }

    public static var goType: String { "config.TemplatableAnalysisLog" }
    public static let fields: [PipeCD.Field<Self>] =
      LogCheck.fields.map { $0.lifted(\.check) } + [
        .init("template", \.template)
      ]
  }

  /// An HTTP check of a stage: itself, or a template.
  public struct StageHTTP: PipeCDRecord {
    /// What all kinds have.
    public var check: HTTPCheck
    /// The template that replaces everything else.
    public var template: PipeCD.Option<PipeCD.TemplateReference>

    public init() {
      check = HTTPCheck()
      template = .zero
    }

    public static var goType: String { "config.TemplatableAnalysisHTTP" }
    public static let fields: [PipeCD.Field<Self>] =
      HTTPCheck.fields.map { $0.lifted(\.check) } + [
        .init("template", \.template)
      ]
  }

  /// Checks by name, for the stages of a whole repository.
  public struct AnalysisTemplateSpec: PipeCDRecord {
    /// Metric checks.
    public var metrics: PipeCD.Option<PipeCD.Map<PipeCD.MetricCheck>>
    /// Log checks.
    public var logs: PipeCD.Option<PipeCD.Map<PipeCD.LogCheck>>
    /// HTTP checks.
    public var https: PipeCD.Option<PipeCD.Map<PipeCD.HTTPCheck>>

    public init() {
      metrics = .zero
      logs = .zero
      https = .zero
    }

    public static var goType: String { "config.AnalysisTemplateSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("metrics", \.metrics),
      .init("logs", \.logs),
      .init("https", \.https),
    ]
  }
}
