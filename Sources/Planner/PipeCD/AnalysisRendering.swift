import Diagnostics
import Expressions
import IR

/// Makes of the checks of an analysis what is really asked: templates filled in, queries rendered for their variants.
struct AnalysisRendering {
  let generation: PipeCD.Generation
  /// The name of the application.
  let application: String
  /// The namespace that queries see.
  let namespace: String
  /// `.AppCustomArgs` of all queries (v1).
  let arguments: [Context.Parameter]
  /// The templates of the repository; nil: not known.
  let templates: PipeCD.AnalysisTemplateSpec?

  /// The checks of a stage.
  func plan(_ options: PipeCD.AnalysisOptions) -> PlannedAnalysis {
    var checks: [PlannedAnalysis.Check] = []
    for item in options.metrics.value { checks.append(metric(item.value, at: item.place)) }
    for item in options.logs.value { checks.append(log(item.value, at: item.place)) }
    for item in options.https.value { checks.append(http(item.value, at: item.place)) }
    return PlannedAnalysis(duration: options.duration.value, checks: checks)
  }

  // MARK: Kinds

  private func metric(_ item: PipeCD.StageMetric, at span: Span?) -> PlannedAnalysis.Check {
    var check = PlannedAnalysis.Check(.metric)
    let template = item.template.value
    guard let source = resolve(item.check, template, in: templates?.metrics.value, &check, at: span) else {
      return check
    }
    check.strategy = source.strategy.value.isEmpty ? "THRESHOLD" : source.strategy.value
    check.provider = source.provider.value
    check.minimum = source.expected.value.minimum.value
    check.maximum = source.expected.value.maximum.value
    check.interval = source.interval.value
    check.timeout = item.check.timeout.value
    check.failureLimit = source.failureLimit.value
    check.skipsNoData = source.skipOnNoData.value
    let primary = ("primary", source.primaryArguments.value)
    let canary = ("canary", source.canaryArguments.value)
    let baseline = ("baseline", source.baselineArguments.value)
    let variants: [(String, PipeCD.Map<String>)]
    switch check.strategy {
    case "THRESHOLD", "PREVIOUS": variants = [primary]
    case "CANARY_BASELINE": variants = [canary, baseline]
    case "CANARY_PRIMARY": variants = [canary, primary]
    default:
      check.problem =
        check.problem ?? Plan.Reason("there is no strategy \(check.strategy)", at: source.strategy.place ?? span)
      check.effect = .firstQuery
      return check
    }
    if check.strategy == "THRESHOLD" {
      if check.minimum == nil, check.maximum == nil {
        check.problem = check.problem ?? Plan.Reason("every query fails, because there is no expected range", at: span)
      }
    } else {
      check.deviation = source.deviation.value
    }
    for (variant, values) in variants {
      render(source.query, for: variant, values, template.arguments.value, &check)
    }
    return check
  }

  private func log(_ item: PipeCD.StageLog, at span: Span?) -> PlannedAnalysis.Check {
    var check = PlannedAnalysis.Check(.log)
    let template = item.template.value
    guard let source = resolve(item.check, template, in: templates?.logs.value, &check, at: span) else { return check }
    check.provider = source.provider.value
    check.interval = source.interval.value
    check.timeout = item.check.timeout.value
    check.failureLimit = source.failureLimit.value
    check.skipsNoData = source.skipOnNoData.value
    render(source.query, for: "primary", PipeCD.Map(), template.arguments.value, &check)
    check.problem =
      check.problem ?? Plan.Reason("every query fails, because no provider of logs is implemented", at: span)
    return check
  }

  private func http(_ item: PipeCD.StageHTTP, at span: Span?) -> PlannedAnalysis.Check {
    var check = PlannedAnalysis.Check(.http)
    guard let source = resolve(item.check, item.template.value, in: templates?.https.value, &check, at: span) else {
      return check
    }
    let method = source.method.value.isEmpty ? "GET" : source.method.value
    check.queries = [PlannedAnalysis.Query(variant: "", text: "\(method) \(source.url.value)", data: .null)]
    check.request = PlannedAnalysis.Request(
      method: method, url: source.url.value,
      headers: source.headers.value.map { Context.Parameter($0.value.key.value, $0.value.value.value) })
    check.expectedCode = source.expectedCode.value
    check.interval = source.interval.value
    // Unlike for metrics, the template's own holds.
    check.timeout = source.timeout.value == .zero ? .seconds(30) : source.timeout.value
    check.failureLimit = source.failureLimit.value
    check.skipsNoData = source.skipOnNoData.value
    if source.expectedCode.value == 0 {
      check.problem = Plan.Reason("every request fails, because there is no expectedCode", at: span)
    }
    return check
  }

  // MARK: Templates

  /// The check itself, or that of its template; nil where that is not known.
  private func resolve<Record: PipeCDValue>(
    _ own: Record, _ template: PipeCD.TemplateReference, in map: PipeCD.Map<Record>?,
    _ check: inout PlannedAnalysis.Check, at span: Span?
  ) -> Record? {
    let name = template.name.value
    guard !name.isEmpty else { return own }
    check.template = name
    guard let map else {
      check.effect = .start
      check.problem = Plan.Reason(
        "the template is in .pipe of the repository, which has not been read", at: template.name.place)
      return nil
    }
    guard let found = map[name] else {
      check.effect = .start
      check.problem = Plan.Reason("there is no analysis template \(name)", at: template.name.place)
      return nil
    }
    return found.value
  }

  private func render(
    _ query: PipeCD.Option<String>, for variant: String, _ values: PipeCD.Map<String>,
    _ templateArguments: PipeCD.Map<String>, _ check: inout PlannedAnalysis.Check
  ) {
    typealias Value = GoTemplate.Value
    var own: [String: String] = [:]
    if generation == .v1 { for argument in arguments { own[argument.name] = argument.value } }
    for entry in templateArguments.entries { own[entry.name.value] = entry.option.value }
    var custom: [String: String] = [:]
    for entry in values.entries { custom[entry.name.value] = entry.option.value }
    var app = [Value.Member("Name", .string(application))]
    // The second generation has no environments.
    if generation == .v0 { app.append(.init("Env", .string(""))) }
    let data = Value.structure(
      type: "metrics.argsTemplate",
      [
        .init("App", .structure(type: "App", app)),
        .init("K8s", .structure(type: "K8s", [.init("Namespace", .string(namespace))])),
        .init("Variant", .structure(type: "Variant", [.init("Name", .string(variant))])),
        .init("VariantCustomArgs", .map(custom)), .init("AppCustomArgs", .map(own)),
      ])
    let rendered = GoTemplate.parse(query.value, name: "AnalysisTemplate").flatMap { $0.render(data) }
    switch rendered {
    case .success(let text): check.queries.append(PlannedAnalysis.Query(variant: variant, text: text, data: data))
    case .failure(let failure):
      check.problem = check.problem ?? Plan.Reason("the query cannot be rendered: \(failure.detail)", at: query.place)
    }
  }
}
