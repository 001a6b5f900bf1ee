import Checker
import Diagnostics
import IR
import Parser
import Testing

/// Rules that look at what lies around a file: templates, chains, rendered files and paths of the repository.
@Suite struct PipeCDNeighbourTests {
  private static let shop = """
    apiVersion: pipecd.dev/v1beta1
    kind: KubernetesApp
    spec:
      name: shop

    """

  /// What is said about a file whose `spec` has these further lines: `rule: message`.
  private static func findings(
    _ lines: String, providers: [String]? = nil, _ change: (inout PipeCDNeighbours) -> Void
  ) -> [String] {
    let text = shop + lines.split(separator: "\n").map { "  \($0)\n" }.joined()
    let source = Source(name: "shop/app.pipecd.yaml", text: text)
    var neighbours = PipeCDNeighbours { ["charts", "shop/k8s", "shop/README.md"].contains($0) }
    neighbours.directory = "shop"
    change(&neighbours)
    var options = Checker.Options()
    options.neighbours = neighbours
    options.providers = providers
    options.ignored = ["failing-log-check"]
    return Checker.check(PipeCDLoader.load(source), of: source, options: options).map {
      "\($0.rule.text): \($0.message)" + ($0.help.map { " (\($0))" } ?? "")
    }
  }

  private static func templates(_ text: String, file: String? = ".pipe/analysis.yaml") -> PipeCDNeighbours.Templates {
    let source = Source(name: "t.yaml", text: "apiVersion: pipecd.dev/v1beta1\nkind: AnalysisTemplate\nspec: \(text)\n")
    for case .pipecd(let document) in PipeCDLoader.load(source).documents {
      if case .analysisTemplate(let templates) = document.specification {
        return PipeCDNeighbours.Templates(file: file, specification: templates)
      }
    }
    return PipeCDNeighbours.Templates(file: nil, specification: PipeCD.AnalysisTemplateSpec())
  }

  /// L27: the check, and what is said.
  @Test(arguments: [
    ("metrics: [{template: {name: latency}}]", []),
    (
      "metrics: [{template: {name: latenzy}}]",
      ["unknown-analysis-template: .pipe/analysis.yaml has no `latenzy` under `metrics` (did you mean `latency`?)"]
    ),
    (
      "logs: [{template: {name: latency}}]",
      ["unknown-analysis-template: .pipe/analysis.yaml has no `latency` under `logs` (it is under `metrics` there)"]
    ),
    (
      "https: [{template: {name: other}}]",
      ["unknown-analysis-template: .pipe/analysis.yaml has no `other` under `https` (there are `smoke`)"]
    ),
  ]) func analysisTemplates(_ check: String, _ expected: [String]) {
    let lines = "pipeline: {stages: [{name: ANALYSIS, with: {duration: 9m, \(check)}}]}"
    let found = Self.findings(lines) {
      $0.templates = Self.templates("{metrics: {latency: {}}, https: {smoke: {}}}")
    }
    #expect(found == expected)
    #expect(Self.findings(lines) { _ in } == [])
    let without = Self.findings(lines) { $0.templates = Self.templates("{}", file: nil) }
    #expect(without.count == 1 && without[0].contains("no file in `.pipe` is an AnalysisTemplate"))
  }

  /// L27: providers.
  @Test func providers() {
    let lines =
      "pipeline: {stages: [{name: ANALYSIS, with: {duration: 9m, metrics: [{provider: prom, query: q, interval: 1m, expected: {max: 1}}]}}]}"
    #expect(Self.findings(lines) { _ in } == [])
    #expect(Self.findings(lines, providers: ["prom"]) { _ in } == [])
    #expect(
      Self.findings(lines, providers: ["prod", "x"]) { _ in } == [
        "unknown-analysis-provider: piped has no analysis provider `prom` (did you mean `prod`?)"
      ])
    #expect(
      Self.findings(lines, providers: []) { _ in } == [
        "unknown-analysis-provider: piped has no analysis provider `prom` (add it to `analysisProviders` of piped)"
      ])
  }

  /// L40: whether the application that the chain names allows it, and whether it is known.
  @Test(arguments: [
    ("cart", true, []), ("other", false, []),
    (
      "cart", false,
      [
        "unchained-application: the application `cart` is not started by chains (write `trigger: {onChain: {disabled: false}}` in cart/app.pipecd.yaml)"
      ]
    ),
  ]) func chains(_ name: String, _ isStarted: Bool, _ expected: [String]) {
    let found = Self.findings("postSync: {chain: {applications: [{name: \(name)}]}}") {
      $0.applications = [
        .init(
          name: "cart", file: "cart/app.pipecd.yaml", isStartedByChains: isStarted, place: Span(SourceID(7), 0, 1))
      ]
    }
    #expect(found == expected)
  }

  /// L28: the lines of the file, the files beside it, what is said.
  @Test(arguments: [
    (
      "encryption: {encryptedSecrets: {db: AQA=}, decryptionTargets: [a.yaml]}",
      [("a.yaml", "x: {{ .encryptedSecrets.db | b64enc }}")], []
    ),
    (
      "encryption: {encryptedSecrets: {database: AQA=}, decryptionTargets: [a.yaml]}",
      [("a.yaml", "{{ .encryptedSecrets.databse }} {{ .encryptedSecrets.database }} {{ .encryptedSecrets.databse }}")],
      ["undeclared-secret: `a.yaml` uses the secret `databse`, which is not declared (did you mean `database`?)"]
    ),
    (
      "encryption: {encryptedSecrets: {db: AQA=, key: AQA=}, decryptionTargets: [./a.yaml]}",
      [("a.yaml", "{{ .encryptedSecrets.db }}")],
      [
        "forgotten-secret: no file of the application uses the secret `key` (remove it, or write `{{ .encryptedSecrets.key }}` into a target)"
      ]
    ),
    (
      "encryption: {encryptedSecrets: {my-db: AQA=}, decryptionTargets: [a.yaml]}",
      [("a.yaml", "{{ index .encryptedSecrets \"my-db\" }}")], []
    ),
    (
      "encryption: {encryptedSecrets: {my-db: AQA=}, decryptionTargets: [a.yaml]}",
      [("a.yaml", "{{ .encryptedSecrets.my-db }}")],
      [
        "target-syntax: `a.yaml` is no template: bad character U+002D '-' (a name with a dash needs `index`: `{{ index .encryptedSecrets \"my-key\" }}`)"
      ]
    ),
    // A copy of a configuration, with nothing to deploy beside it.
    (
      "encryption: {encryptedSecrets: {db: AQA=}, decryptionTargets: [a.yaml]}", [("other.pipecd.yaml", "x: 1")], []
    ),
    (
      "encryption: {encryptedSecrets: {db: AQA=}, decryptionTargets: [a.yaml]}", [("b.yaml", "x: {{ .Values.a }}")],
      ["missing-companion: there is no file `a.yaml` in the folder of the application (did you mean `b.yaml`?)"]
    ),
    (
      "encryption: {encryptedSecrets: {db: AQA=}, decryptionTargets: [a.yaml]}",
      [("a.yaml", "{{ .encryptedSecrets.db }}"), ("b.yaml", "x: {{ .encryptedSecrets.db }}")],
      [
        "unlisted-target: `b.yaml` uses `.encryptedSecrets.db` and is not named here, so that it is not rendered (add `b.yaml`)"
      ]
    ),
    (
      "attachment: {sources: {c: conf.txt}, targets: [a.yaml]}",
      [("a.yaml", "{{ .attachment.d }}"), ("conf.txt", "x")],
      ["undeclared-secret: `a.yaml` uses the attachment `d`, which is not declared (declare it under `sources`)"]
    ),
    (
      "attachment: {sources: {c: conf.txt}, targets: [a.yaml]}",
      [("a.yaml", "{{ .attachment.c }} {{ .Values.x }}"), ("conf.txt", "x")],
      ["undeclared-secret: `a.yaml` uses `.Values`, which is not there (there are `.attachment`)"]
    ),
    (
      "encryption: {encryptedSecrets: {db: AQA=}, decryptionTargets: [a.yaml]}",
      [("a.yaml", "{{ .encryptedSecrets.db | sha256sum }}")], []
    ),
  ]) func secrets(_ lines: String, _ files: [(String, String)], _ expected: [String]) {
    let found = Self.findings(lines) { neighbours in
      neighbours.companions = files.enumerated().map { index, file in
        let source = Source(id: SourceID(UInt32(index + 1)), name: "shop/\(file.0)", text: file.1)
        return .init(path: file.0, content: file.1.contains("{{") ? .template(source) : .plain)
      }
    }
    #expect(found == expected)
    #expect(Self.findings(lines) { _ in } == [])
  }

  /// L34: paths, and what is said.
  @Test(arguments: [
    ("paths: [charts/**]", []), ("paths: ['**/*.yaml']", []), ("paths: [shop-2]", []),
    ("ignores: [shop/README.md]", []),
    (
      "paths: ['shop/k8s/**']",
      [
        "trigger-path: every change in `shop`, the folder of the application, deploys it anyway (`paths` adds places and takes none away; name what is not to deploy it under `ignores`)"
      ]
    ),
    (
      "paths: ['k8s/*.yaml']",
      [
        "trigger-path: paths begin at the root of the repository, where there is no `k8s` (a change of `shop/k8s` deploys it anyway)"
      ]
    ),
    (
      "ignores: [README.md]",
      [
        "trigger-path: paths begin at the root of the repository, where there is no `README.md` (write `shop/README.md`)"
      ]
    ),
  ]) func paths(_ line: String, _ expected: [String]) {
    #expect(Self.findings("trigger: {onCommit: {\(line)}}") { _ in } == expected)
    #expect(Self.findings("trigger: {onCommit: {\(line)}}") { $0.directory = nil } == [])
  }

  @Test("a comment that ignores what nobody could look for is not reported") func suppression() {
    let source = Source(
      name: "app.pipecd.yaml",
      text: Self.shop
        + "  postSync: {chain: {applications: [{name: a}]}}  # pipec: ignore[unchained-application] other repository\n")
    #expect(Checker.check(PipeCDLoader.load(source), of: source).isEmpty)
  }
}
