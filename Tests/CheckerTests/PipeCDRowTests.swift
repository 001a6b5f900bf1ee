import Checker
import Diagnostics
import Parser
import Testing

/// What users get wrong with PipeCD, by the numbers of the reference's section 10, and what must not be taken for it.
@Suite struct PipeCDRowTests {
  /// A piece of configuration and the rules of severity warning and above that speak about it. A stage stands for the
  /// pipeline of a KubernetesApp; a kind and a mapping for a whole file.
  struct Row: CustomTestStringConvertible, Sendable {
    var number: String
    var text: String
    var rules: [String]

    init(_ number: String, _ text: String, _ rules: String...) {
      self.number = number
      self.text = text
      self.rules = rules
    }

    var testDescription: String { "\(number) \(text)" }

    var file: String {
      let head = "apiVersion: pipecd.dev/v1beta1\n"
      if text.hasPrefix("{name: ") || text.hasPrefix("{}") {
        return head + "kind: KubernetesApp\nspec: {name: shop, pipeline: {stages: [\(text)]}}\n"
      }
      let parts = text.split(separator: " ", maxSplits: 1)
      return head + "kind: \(parts[0])\nspec: \(parts[1])\n"
    }
  }

  static func rules(
    _ text: String, name: String = "app.pipecd.yaml", plugins: Set<String>? = nil, isPedantic: Bool = false
  ) -> [String] {
    let source = Source(name: name, text: text)
    var options = Checker.Options()
    options.plugins = plugins
    if isPedantic { options.persona = .pedantic }
    var names: [String] = []
    for finding in Checker.check(PipeCDLoader.load(source), of: source, options: options)
    where !names.contains(finding.rule.text) { names.append(finding.rule.text) }
    return names.sorted()
  }

  @Test(arguments: keys + stages + others) func speaks(_ row: Row) {
    #expect(Self.rules(row.file) == row.rules.sorted())
  }

  static let keys = [
    Row("L01", "{name: WAIT, with: {duraton: 5m}}", "unknown-key"),
    Row("L01", "{name: WAIT, descr: a, with: {duration: 5m}}", "unknown-key"),
    Row("L01", "{name: WAIT, desc: a, with: {duration: 5m}}"),
    Row("L02", "Piped {projectID: a, pipedID: b, pipedKeyFile: c, apiAddress: d, platformProvider: []}", "unknown-key"),
    Row("L02", "Application {name: a, plugins: {kubernetes: {inputs: {}}}}", "unknown-key"),
    Row("L02", "Application {name: a, plugins: {mine: {anything: 1}}}"),
    Row("L03", "KubernetesApp {name: n}", "type-mismatch"),
    Row("L03", "KubernetesApp {name: a, labels: {debug: on}}", "type-mismatch"),
    Row("L04", "KubernetesApp {name: a, input: {kubectlVersion: 1.20}}", "type-mismatch"),
    Row("L04", "KubernetesApp {name: a, input: {kubectlVersion: \"1.20\"}}"),
    Row("L05", "KubernetesApp {name: a, timeout: 60}", "unitless-duration"),
    Row("L05", "{name: WAIT, with: {duration: 300}}", "unitless-duration"),
    Row("L06", "KubernetesApp {name: a, timeout: 1d}", "invalid-duration"),
    Row("L07", "{name: WAIT_APPROVAL, with: {approvers: [a], timeout: 0s}}", "replaced-zero"),
    Row("L08", "{name: K8S_SYNC}", "unsupported-stage"),
    Row("L12", "{name: WAIT, skipOn: {paths: [a]}, with: {duration: 1m}}", "misplaced-option"),
    Row(
      "L12", "Application {plugins: {kubernetes: {}}, pipeline: {stages: [{name: K8S_SYNC, with: {skipOn: {}}}]}}",
      "misplaced-option"),
    Row(
      "L13",
      "Application {plugins: {kubernetes: {}}, pipeline: {stages: [{name: K8S_SYNC}, {name: SCRIPT_RUN, with: {run: a, timeout: 1m}}]}}",
      "misplaced-option"),
    Row("L13", "{name: SCRIPT_RUN, timeout: 1m, with: {run: a}}", "unread-timeout"),
    Row("L14", "KubernetesApp {name: a, planner: {autoRollback: false}}", "rollback-switch"),
    Row("L14", "Application {plugins: {kubernetes: {input: {autoRollback: false}}}}", "misplaced-option"),
    Row("L52", "Application {plugins: {terraform: {input: {workspace: a}}}}", "misplaced-option"),
  ]

  private static let metric = "provider: p, query: q, interval: 1m, expected: {max: 1}"

  static let stages = [
    Row("L09", "TerraformApp {name: a, pipeline: {stages: [{name: K8S_PRIMARY_ROLLOUT}]}}", "foreign-stage"),
    Row(
      "L09", "TerraformApp {name: a, pipeline: {stages: [{name: WAIT, with: {duration: 1m}}, {name: TERRAFORM_APPLY}]}}"
    ),
    Row("L10", "Application {plugins: {kubernetes: {}}, pipeline: {stages: [{name: LAMBDA_SYNC}]}}", "foreign-stage"),
    Row(
      "L16", "Application {plugins: {kubernetes: {}}, pipeline: {stages: [{name: K8S_SYNC}, {name: WAIT_APPROVAL}]}}",
      "missing-approvers"),
    Row("L17", "{name: WAIT_APPROVAL}"),
    Row("L18", "{name: WAIT_APPROVAL, with: {approvers: [a], minApproverNum: 2}}", "approval-count"),
    Row("L18", "{name: WAIT_APPROVAL, with: {minApproverNum: 2}}"),
    Row(
      "L19", "{name: ANALYSIS, with: {duration: 9m, metrics: [{provider: p, query: q, interval: 1m}]}}",
      "incomplete-check"),
    Row(
      "L19",
      "{name: ANALYSIS, with: {duration: 9m, metrics: [{strategy: PREVIOUS, provider: p, query: q, interval: 1m}]}}"),
    Row("L20", "{name: ANALYSIS, with: {duration: 30m}}", "empty-analysis"),
    Row("L21", "{name: ANALYSIS, with: {duration: 30s, metrics: [{\(metric)}]}}", "late-interval"),
    Row("L22", "{name: ANALYSIS, with: {duration: 9m, https: [{url: a, interval: 1m}]}}", "incomplete-check"),
    Row("L22", "{name: ANALYSIS, with: {duration: 9m, https: [{url: a, expectedCode: 200}]}}", "incomplete-check"),
    Row("L22", "{name: ANALYSIS, with: {duration: 9m, https: [{template: {name: a}}]}}"),
    Row(
      "L24",
      "{name: ANALYSIS, with: {duration: 9m, metrics: [{provider: p, query: \"{{ .VariantArgs.pod }}\", interval: 1m, expected: {max: 1}}]}}",
      "unknown-template-path"),
    Row(
      "L24",
      "AnalysisTemplate {metrics: {a: {provider: p, query: \"{{ .Args.x }}\", interval: 1m, expected: {max: 1}}}}",
      "unknown-template-path"),
    Row(
      "L25",
      "{name: ANALYSIS, with: {duration: 9m, metrics: [{strategy: CANARY_PRIMARY, canaryArgs: {pod: a}, provider: p, query: \"{{ .VariantCustomArgs.pod }}\", interval: 1m}]}}",
      "missing-template-argument"),
    Row(
      "L25",
      "{name: ANALYSIS, with: {duration: 9m, metrics: [{strategy: CANARY_PRIMARY, canaryArgs: {pod: a}, primaryArgs: {pod: b}, provider: p, query: \"{{ .VariantCustomArgs.pod }}\", interval: 1m}]}}"
    ),
    Row(
      "L26",
      "{name: ANALYSIS, with: {duration: 9m, metrics: [{provider: p, query: \"{{ .App.Name | upper }}\", interval: 1m, expected: {max: 1}}]}}",
      "template-syntax"),
    Row("L42", "{name: K8S_CANARY_CLEAN}", "missing-rollout"),
    Row(
      "L42", "{name: K8S_TRAFFIC_ROUTING, with: {all: canary}}, {name: K8S_TRAFFIC_ROUTING, with: {all: primary}}",
      "missing-rollout"),
    Row("L43", "{name: K8S_CANARY_ROLLOUT}", "leftover-variant"),
    Row("L43", "{name: K8S_CANARY_ROLLOUT}, {name: K8S_CANARY_CLEAN}"),
    Row("L44", "{name: K8S_TRAFFIC_ROUTING}", "traffic-share"),
    Row(
      "L44",
      "KubernetesApp {name: a, trafficRouting: {method: istio}, pipeline: {stages: [{name: K8S_CANARY_ROLLOUT}, {name: K8S_TRAFFIC_ROUTING, with: {canary: 250}}, {name: K8S_TRAFFIC_ROUTING, with: {all: primary}}, {name: K8S_CANARY_CLEAN}]}}",
      "traffic-share"),
    Row(
      "L45",
      "{name: K8S_CANARY_ROLLOUT}, {name: K8S_TRAFFIC_ROUTING, with: {canary: 20}}, {name: K8S_TRAFFIC_ROUTING, with: {all: primary}}, {name: K8S_CANARY_CLEAN}",
      "traffic-share"),
    Row("L46", "KubernetesApp {name: a, trafficRouting: {method: smi}}", "traffic-method"),
    Row(
      "L47",
      "{name: K8S_CANARY_ROLLOUT, with: {patches: [{target: {kind: A, name: b}, ops: [{op: json-replace}]}]}}, {name: K8S_CANARY_CLEAN}",
      "patch-operation"),
    Row(
      "L48", "LambdaApp {name: a, pipeline: {stages: [{name: CUSTOM_SYNC, with: {run: a, env: {A: b}}}]}}",
      "unknown-key"),
    Row("L49", "{name: SCRIPT_RUN, with: {run: a, env: {N: 1}}}", "type-mismatch"),
    Row(
      "L50", "LambdaApp {name: a, pipeline: {stages: [{name: SCRIPT_RUN, with: {run: a, onRollback: b}}]}}",
      "unplanned-rollback"),
    Row("L51", "Application {pipeline: {stages: [{name: WAIT, with: {duration: 1m}}]}}", "unplannable-pipeline"),
    Row(
      "L51",
      "Application {planner: {alwaysUsePipeline: true}, pipeline: {stages: [{name: WAIT, with: {duration: 1m}}]}}"),
    Row("L51", "Application {pipeline: {stages: [{name: WAIT, with: {duration: 1m}}, {name: MY_DEPLOY}]}}"),
    Row("L61", "Application {plugins: {ecs: {}}, pipeline: {stages: [{name: ECS_SYNC}]}}", "ecs-rollback"),
  ]

  static let others = [
    Row(
      "L30", "KubernetesApp {name: a, encryption: {encryptedSecrets: {p: hunter2}, decryptionTargets: [x]}}",
      "plain-secret"),
    Row("L31", "KubernetesApp {name: a, encryption: {encryptedSecrets: {p: AQA=}}}", "undecrypted-secret"),
    Row("L32", "KubernetesApp {name: a, encryption: {decryptionTargets: [x]}}", "undecrypted-secret"),
    Row("L33", "KubernetesApp {name: a, attachment: {sources: {s: f}, targets: [../x]}}", "outside-target"),
    Row("L35", "KubernetesApp {name: a, trigger: {onCommit: {paths: [\".*\\\\.yaml$\"]}}}", "regex-like-path"),
    Row(
      "L35",
      "KubernetesApp {name: a, trigger: {onCommit: {paths: [\"**/*.yaml\", \"k8s/[ab]?.yaml\", \".github/**\"]}}}"),
    Row("L37", "KubernetesApp {name: a, commitMatcher: {pipeline: \"(\"}}", "commit-pattern"),
    Row(
      "L37", "KubernetesApp {name: a, commitMatcher: {pipeline: \"^(feat|fix)[(:]\", quickSync: \"[)](?i)x{2,3}?\"}}"),
    Row("L38", "KubernetesApp {name: a, postSync: {chain: {applications: [{kind: ECSApp}]}}}", "chain-kind"),
    Row("L39", "KubernetesApp {name: a, postSync: {chain: {applications: [{labels: {a: b}}]}}}", "chain-labels"),
    Row(
      "L41", "KubernetesApp {name: a, notification: {mentions: [{event: DEPLOYMENT_PLAN}]}}",
      "unknown-notification-event"),
    Row("L53", "KubernetesApp {name: a}\n---\nkind: Nope", "further-document"),
    Row(
      "L56", "EventWatcher {events: [{name: e, replacements: [{file: f, jsonField: a}]}]}", "unimplemented-replacement"),
    Row("L57", "EventWatcher {events: [{name: e, replacements: [{file: f, regex: \"(v.*)\"}]}]}", "event-replacement"),
    Row("L57", "EventWatcher {events: [{name: e, replacements: [{file: f, regex: \"v.*\"}]}]}", "event-replacement"),
    Row("L57", "EventWatcher {events: [{name: e, replacements: [{file: f, regex: \"tag: (v.*)\"}]}]}"),
    Row(
      "L58",
      "Piped {projectID: a, pipedID: b, pipedKeyFile: c, apiAddress: d, plugins: [{name: a, url: \"file:///a\", port: 1}, {name: a, url: \"file:///b\", port: 2}]}",
      "plugin-entry"),
    Row(
      "L60",
      "Piped {projectID: a, pipedID: b, pipedKeyFile: c, apiAddress: d, plugins: [{name: k, url: \"file:///kubernetes\", port: 1}, {name: l, url: \"https://h/kubernetes_linux_amd64\", port: 2}]}",
      "plugin-entry"),
  ]

  /// What only those hear who ask for advice.
  static let advice = [
    Row("L15", "TerraformApp {name: a}", "missing-rollback"),
    Row("L23", "{name: ANALYSIS, with: {duration: 9m, metrics: [{\(metric)}]}}", "failure-limit"),
    Row(
      "L29", "KubernetesApp {name: a, encryption: {encryptedSecrets: {db-pass: AQA=}, decryptionTargets: [x]}}",
      "secret-name"),
    Row("L36", "KubernetesApp {name: a, trigger: {onCommit: {ignores: [\"**/*.md\"]}}}", "vetoing-path"),
    Row("L36", "KubernetesApp {name: a, trigger: {onCommit: {ignores: [\"!a.md\"]}}}"),
    Row(
      "L59",
      "Piped {projectID: a, pipedID: b, pipedKeyFile: c, apiAddress: d, plugins: [{name: a, url: \"oci://r/a\", port: 1}]}",
      "reused-plugin"),
    Row(
      "L59",
      "Piped {projectID: a, pipedID: b, pipedKeyFile: c, apiAddress: d, plugins: [{name: a, url: \"oci://r/a:v1\", port: 1}]}"
    ),
    Row("L62", "KubernetesApp {labels: {a: b}}", "missing-name"),
    Row(
      "L63",
      "Application {name: a, plugins: {kubernetes: {}}, pipeline: {stages: [{name: K8S_SYNC, skipOn: {paths: [a]}}]}}",
      "skip-crash"),
    Row(
      "L64", "KubernetesApp {name: a, notification: {mentions: [{event: DEPLOYMENT_PLANNED, slack: [u]}]}}",
      "slack-name"),
  ]

  @Test(arguments: advice) func advises(_ row: Row) {
    #expect(Self.rules(row.file, isPedantic: true) == row.rules.sorted())
  }

  /// L54 and L55: names that PipeCD passes over, and folders that it cannot register.
  @Test func names() {
    let text = "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec: {name: shop}\n"
    #expect(Self.rules(text, name: "shop/app.pipecd.yaml") == [])
    #expect(Self.rules(text, name: "shop/prod.pipecd.yaml") == [])
    #expect(Self.rules(text, name: "shop/app.pipecd.yml") == ["unread-file"])
    #expect(Self.rules(text, name: "shop/pipecd.yaml") == ["unread-file"])
    #expect(Self.rules(text, name: "a/app.pipecd.yaml") == ["unread-file"])
  }

  /// L11: stages that no plugin of piped serves.
  @Test func plugins() {
    let text = """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {kubernetes: {}}
        pipeline:
          stages:
          - name: K8S_SYNC
          - name: WAIT
            with: {duration: 1m}
      """
    #expect(Self.rules(text) == [])
    #expect(Self.rules(text, plugins: ["kubernetes", "wait"]) == [])
    #expect(Self.rules(text, plugins: ["kubernetes"]) == ["unserved-stage"])
  }
}
