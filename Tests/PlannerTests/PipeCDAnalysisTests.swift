import Diagnostics
import IR
import Parser
import Planner
import Testing

/// What analyses ask: queries by variant, templates of the repository, and checks that cannot be carried out.
@Suite struct PipeCDAnalysisTests {
  private static let templates = """
    apiVersion: pipecd.dev/v1beta1
    kind: AnalysisTemplate
    spec:
      metrics:
        latency:
          provider: datadog
          query: 'p99{job="{{ .AppCustomArgs.job }}",ns="{{ .K8s.Namespace }}"}'
          interval: 2m
          expected: {max: 0.5}
    """

  private static func checks(_ kind: String, _ spec: String) -> [PlannedAnalysis.Check] {
    var request = DeploymentRequest(trigger: .command, strategy: .pipeline)
    for case .pipecd(let document) in PipeCDLoader.load(Source(name: "t.yaml", text: templates)).documents {
      if case .analysisTemplate(let templates) = document.specification { request.templates = templates }
    }
    let deployment = PipeCDPlanning.deployment(kind, spec, request)
    guard case .analysis(let analysis)? = deployment?.stages.first?.kind else { return [] }
    return analysis.checks
  }

  private static func metric(_ fields: String) -> String {
    "pipeline: {stages: [{name: ANALYSIS, with: {duration: 5m, metrics: [{\(fields)}]}}]}"
  }

  /// Kind, further keys, the fields of the metric, the queries as `VARIANT: TEXT`, a part of the problem.
  @Test(arguments: [
    (
      "KubernetesApp", "name: shop",
      "provider: p, interval: 1m, expected: {max: 1}, query: 'a{{ .App.Name }}|{{ .App.Env }}|{{ .K8s.Namespace }}'",
      ["primary: ashop||default"], ""
    ),
    (
      "KubernetesApp", "input: {namespace: prod}",
      "provider: p, interval: 1m, expected: {max: 1}, query: '{{ .K8s.Namespace }}'",
      ["primary: prod"], ""
    ),
    (
      "TerraformApp", "name: x", "provider: p, interval: 1m, expected: {max: 1}, query: '[{{ .K8s.Namespace }}]'",
      ["primary: []"], ""
    ),
    (
      "KubernetesApp", "name: x",
      "provider: p, interval: 1m, strategy: CANARY_PRIMARY, query: '{{ .Variant.Name }} {{ .VariantCustomArgs.pod }}', canaryArgs: {pod: c}",
      ["canary: canary c", "primary: primary <no value>"], ""
    ),
    (
      "KubernetesApp", "name: x", "provider: p, interval: 1m, strategy: PREVIOUS, query: '{{ .Variant.Name }}'",
      ["primary: primary"], ""
    ),
    ("KubernetesApp", "name: x", "provider: p, interval: 1m, query: q", ["primary: q"], "no expected range"),
    ("KubernetesApp", "name: x", "provider: p, interval: 1m, strategy: OTHER, query: q", [], "no strategy OTHER"),
    (
      "KubernetesApp", "name: x", "provider: p, interval: 1m, expected: {max: 1}, query: '{{ .VariantArgs.x }}'",
      [], "cannot be rendered"
    ),
    (
      "KubernetesApp", "input: {namespace: prod}", "template: {name: latency, appArgs: {job: cart}}",
      [#"primary: p99{job="cart",ns="prod"}"#], ""
    ),
    ("KubernetesApp", "name: x", "template: {name: none}", [], "no analysis template none"),
    (
      "Application", "name: x", "provider: p, interval: 1m, expected: {max: 1}, query: '{{ .App.Env }}'", [],
      "cannot be rendered"
    ),
    (
      "Application", "plugins: {analysis: {appCustomArgs: {job: own, k8sNamespace: prod}}}",
      "template: {name: latency}",
      [#"primary: p99{job="own",ns="prod"}"#], ""
    ),
    (
      "Application", "plugins: {analysis: {appCustomArgs: {job: own}}}",
      "template: {name: latency, appArgs: {job: cart}}",
      [#"primary: p99{job="cart",ns=""}"#], ""
    ),
  ]) func queries(_ kind: String, _ keys: String, _ fields: String, _ queries: [String], _ problem: String) throws {
    let check = try #require(Self.checks(kind, "{\(keys), \(Self.metric(fields))}").first)
    #expect(check.queries.map { "\($0.variant): \($0.text)" } == queries)
    #expect((check.problem?.text ?? "").contains(problem) && (check.problem == nil) == problem.isEmpty)
  }

  @Test("a request without expectedCode, and any query of logs, always fails") func failing() {
    let spec =
      "{pipeline: {stages: [{name: ANALYSIS, with: {duration: 5m, logs: [{provider: l, query: q, interval: 1m}], https: [{url: u, interval: 1m}, {url: u, method: HEAD, expectedCode: 204, interval: 1m}]}}]}}"
    let checks = Self.checks("KubernetesApp", spec)
    #expect(checks.map(\.kind) == [.log, .http, .http])
    #expect(checks.map { $0.problem != nil } == [true, true, false])
    #expect(checks.map { $0.queries.map(\.text) } == [["q"], ["GET u"], ["HEAD u"]])
  }
}
