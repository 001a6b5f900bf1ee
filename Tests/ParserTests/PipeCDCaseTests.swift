import Diagnostics
import IR
import Parser
import Testing

/// The cases of the reference's differential material that concern decoding, T001 to T113: what each generation of piped
/// answers; nil where it accepts.
@Suite struct PipeCDCaseTests {
  /// A case: its number, the text, and the answers. A text that begins with `spec ` is that of a KubernetesApp; one that
  /// begins with a kind and a colon is that of another kind; anything else is the whole file.
  struct Case: CustomTestStringConvertible, Sendable {
    var number: String
    var text: String
    var v0: String?
    var v1: String?

    init(_ number: String, _ text: String, v0: String? = nil, v1: String? = nil) {
      self.number = number
      self.text = text
      self.v0 = v0
      self.v1 = v1
    }

    init(_ number: String, _ text: String, both: String) {
      self.init(number, text, v0: both, v1: both)
    }

    var testDescription: String { "\(number) \(text.split(separator: "\n").joined(separator: "⏎"))" }

    var file: String {
      for kind in [
        "KubernetesApp", "TerraformApp", "LambdaApp", "ECSApp", "Application", "Piped", "EventWatcher",
        "AnalysisTemplate",
      ] {
        guard text.hasPrefix(kind + " ") || text.hasPrefix(kind + "\n") else { continue }
        return "apiVersion: pipecd.dev/v1beta1\nkind: \(kind)\nspec:\(text.dropFirst(kind.count))\n"
      }
      return text
    }
  }

  /// The answer begins like this; `type: A→B` stands for the words of a type error.
  static func agrees(_ expected: String?, _ answer: String?) -> Bool {
    guard let expected else { return answer == nil }
    guard let answer else { return false }
    guard expected.hasPrefix("type: ") else { return answer == expected }
    let parts = expected.dropFirst(6).split(separator: "→")
    return answer.hasPrefix("json: cannot unmarshal \(parts[0])") && (parts.count < 2 || answer.hasSuffix(parts[1]))
  }

  @Test(arguments: envelopes + values + stages + sections + others) func answers(_ example: Case) {
    for (generation, expected) in [(PipeCD.Generation.v0, example.v0), (.v1, example.v1)] {
      let program = PipeCDLoader.load(Source(name: "app.pipecd.yaml", text: example.file), generation: generation)
      let answer = PipeCDCorpusTests.refusal(program)
      #expect(Self.agrees(expected, answer), "\(generation): \(answer ?? "accepted")")
    }
  }

  private static let head = "apiVersion: pipecd.dev/v1beta1\n"

  static let envelopes = [
    Case("T001", "", v0: "unsupported kind: ", v1: "unsupported version: "),
    Case("T002", "kind: KubernetesApp\n", both: "unsupported version: "),
    Case("T003", "apiVersion: pipecd.dev/v1\nkind: KubernetesApp\n", both: "unsupported version: pipecd.dev/v1"),
    Case("T004", head, v0: "unsupported kind: ", v1: "kind is required"),
    Case("T005", head + "kind: Foo\n", v0: "unsupported kind: Foo"),
    Case("T006", head + "kind: kubernetesapp\n", v0: "unsupported kind: kubernetesapp"),
    Case(
      "T007", head + "kind: KubernetesApp\nmetadata: {name: a}\nspec: {}\n", v0: "json: unknown field \"metadata\""),
    Case("T008", head + "kind: KubernetesApp\n"), Case("T008", "KubernetesApp null"),
    Case("T009", "KubernetesApp []", both: "type: array"),
    Case(
      "T010",
      head + "kind: KubernetesApp\nSpec: {NAME: abc, PipeLine: {Stages: [{NAME: WAIT, WITH: {DURATION: 5s}}]}}\n"),
    Case("T011", "KubernetesApp\n  name: a\n  name: b"),
    Case("T012", head + "kind: KubernetesApp\n---\nkind: Nope\n"),
    Case(
      "T024", head + "kind: KubernetesApp\nspec:\n\tname: a\n",
      both: "yaml: line 4: found character that cannot start any token"),
    Case(
      "T025", head + "kind: KubernetesApp\nspec: {a: b\n", both: "yaml: line 3: did not find expected ',' or '}'"),
  ]

  static let values = [
    Case("T013", "KubernetesApp {name: 123}", both: "type: number→of type string"),
    Case("T013", "KubernetesApp {name: yes}", both: "type: bool→of type string"),
    Case("T013", "KubernetesApp {name: 1.0}", both: "type: number→of type string"),
    Case("T013", "KubernetesApp {name: [a]}", both: "type: array→of type string"),
    Case("T014", "KubernetesApp {name: 1.2.3}"), Case("T014", "KubernetesApp {name: 2024-01-02}"),
    Case("T014", "KubernetesApp\n  name: 1:30"), Case("T014", "KubernetesApp {name: 10%}"),
    Case("T015", "KubernetesApp {name: .inf}", both: "json: unsupported value: +Inf"),
    Case("T016", "KubernetesApp {labels: {1: a, yes: b, 1.5: c}}"),
    Case("T017", "KubernetesApp {labels: {<<: {a: b}, c: d}}"),
    Case("T018", "KubernetesApp {labels: {ver: 1}}", both: "type: number→of type string"),
    Case("T019", "KubernetesApp {input: {kubectlVersion: 1.20}}", v0: "type: number→of type string"),
    Case("T020", "KubernetesApp {foo: 1}", v0: "json: unknown field \"foo\""),
    Case("T021", "KubernetesApp {trigger: {onCommit: {path: [a]}}}", v0: "json: unknown field \"path\""),
    Case("T026", "KubernetesApp {timeout: 60}"),
    Case("T027", "KubernetesApp {timeout: \"60\"}", both: "time: missing unit in duration \"60\""),
    Case("T028", "KubernetesApp {timeout: 1d}", both: "time: unknown unit \"d\" in duration \"1d\""),
    Case("T029", "KubernetesApp {timeout: 1h30m}"), Case("T029", "KubernetesApp {timeout: 1.5h}"),
    Case("T029", "KubernetesApp {timeout: 100µs}"), Case("T029", "KubernetesApp {timeout: -5m}"),
    Case("T031", "KubernetesApp {timeout: [1]}", both: "invalid duration: [1]"),
    Case("T031", "KubernetesApp {timeout: null}", both: "invalid duration: null"),
    Case("T031", "KubernetesApp {timeout: \"\"}", both: "time: invalid duration \"\""),
    Case("T031", "KubernetesApp {timeout: true}", both: "invalid duration: true"),
    Case("T032", "KubernetesApp {timeout: \"5 m\"}", both: "time: unknown unit \" m\" in duration \"5 m\""),
    Case("T033", "KubernetesApp\n  timeout: 1:30", both: "time: unknown unit \":\" in duration \"1:30\""),
    Case("T072", "KubernetesApp {planner: {autoRollback: \"false\"}}", both: "type: string→of type bool"),
    Case("T072", "KubernetesApp {planner: {autoRollback: no}}"),
    Case("T073", "KubernetesApp {trigger: {onCommit: {paths: a}}}", both: "type: string→of type []string"),
  ]

  private static func stage(_ number: String, _ stage: String, v0: String? = nil, v1: String? = nil) -> Case {
    Case(number, "KubernetesApp {pipeline: {stages: [\(stage)]}}", v0: v0, v1: v1)
  }

  private static let metric = "one of metrics configurations of ANALYSIS stage is invalid: "

  static let stages = [
    stage("T022", "{name: WAIT, bogus: 1, with: {duration: 1s, bogus2: 2}}"),
    Case("T023", "KubernetesApp {pipeline: {stagez: []}}", v0: "json: unknown field \"stagez\""),
    stage("T035", "{name: K8S_SYNC}", v0: "unsupported stage name: K8S_SYNC"),
    stage("T036", "{name: ROLLBACK}", v0: "unsupported stage name: ROLLBACK"),
    stage("T036", "{name: MY_STAGE}", v0: "unsupported stage name: MY_STAGE"),
    stage("T036", "{}", v0: "unsupported stage name: "),
    Case("T037", "TerraformApp {pipeline: {stages: [{name: K8S_CANARY_ROLLOUT}]}}"),
    stage("T038", "{name: WAIT}"), stage("T038", "{name: WAIT, with: null}"),
    stage("T039", "{name: WAIT, with: {duration: abc}}", v0: "time: invalid duration \"abc\""),
    stage("T040", "{name: WAIT, with: [1]}", v0: "type: array→WaitStageOptions"),
    stage("T040", "{name: WAIT, with: abc}", v0: "type: string→WaitStageOptions"),
    stage("T041", "{name: WAIT_APPROVAL, with: {minApproverNum: 0}}"),
    stage(
      "T042", "{name: WAIT_APPROVAL, with: {minApproverNum: -1}}", v0: "minApproverNum -1 should be greater than 0"),
    stage("T043", "{name: WAIT_APPROVAL, with: {minApproverNum: \"2\"}}", v0: "type: string→of type int"),
    stage("T044", "{name: WAIT_APPROVAL, with: {approvers: bob}}", v0: "type: string→of type []string"),
    stage("T045", "{name: ANALYSIS}", v0: "the ANALYSIS stage requires duration field"),
    stage("T046", "{name: ANALYSIS, with: {duration: 1m, metrics: [{}]}}", v0: metric + "missing \"provider\" field"),
    stage(
      "T046", "{name: ANALYSIS, with: {duration: 1m, metrics: [{provider: p}]}}",
      v0: metric + "missing \"query\" field"),
    stage(
      "T046", "{name: ANALYSIS, with: {duration: 1m, metrics: [{provider: p, query: q}]}}",
      v0: metric + "missing \"interval\" field"),
    stage(
      "T047", "{name: ANALYSIS, with: {duration: 1m, metrics: [{provider: p, query: q, interval: 1s, deviation: UP}]}}",
      v0: metric + "\"deviation\" have to be one of EITHER, HIGH or LOW"),
    stage(
      "T048", "{name: ANALYSIS, with: {duration: 1m, metrics: [{provider: p, query: q, interval: 1s, strategy: FOO}]}}"),
    stage("T049", "{name: ANALYSIS, with: {duration: 1m, metrics: [{template: {name: a}}], logs: [{}], https: [{}]}}"),
    stage("T050", "{name: SCRIPT_RUN}"),
    stage("T051", "{name: SCRIPT_RUN, with: {env: {A: 1}}}", v0: "type: number→of type string"),
    stage("T052", "{name: CUSTOM_SYNC}", v0: "the CUSTOM_SYNC stage requires run field"),
    stage("T053", "{name: K8S_CANARY_ROLLOUT, with: {replicas: 10%}}"),
    stage("T053", "{name: K8S_CANARY_ROLLOUT, with: {replicas: 2.7}}"),
    stage("T053", "{name: K8S_CANARY_ROLLOUT, with: {replicas: -3}}"),
    stage(
      "T054", "{name: K8S_CANARY_ROLLOUT, with: {replicas: abc}}",
      v0: "invalid replicas: strconv.Atoi: parsing \"abc\": invalid syntax"),
    stage(
      "T054", "{name: K8S_CANARY_ROLLOUT, with: {replicas: 12.5%}}",
      v0: "invalid replicas: strconv.Atoi: parsing \"12.5\": invalid syntax"),
    stage("T054", "{name: K8S_CANARY_ROLLOUT, with: {replicas: true}}", v0: "invalid replicas: true"),
    stage("T055", "{name: K8S_TRAFFIC_ROUTING, with: {canary: 10, primary: \"90\", baseline: 5%}}"),
    stage("T055", "{name: K8S_TRAFFIC_ROUTING, with: {canary: 250, all: prim}}"),
    stage(
      "T056", "{name: K8S_TRAFFIC_ROUTING, with: {canary: 10.5}}",
      v0: "invalid percentage: strconv.ParseInt: parsing \"10.5\": invalid syntax"),
    stage(
      "T056", "{name: K8S_TRAFFIC_ROUTING, with: {canary: ten}}",
      v0: "invalid percentage: strconv.ParseInt: parsing \"ten\": invalid syntax"),
    stage(
      "T056", "{name: K8S_TRAFFIC_ROUTING, with: {canary: null}}",
      v0: "invalid percentage: strconv.ParseInt: parsing \"null\": invalid syntax"),
    stage(
      "T057", "{name: K8S_CANARY_ROLLOUT, with: {patches: [{target: {name: n}}]}}", v0: "type: bool→of type string"),
    stage("T058", "{name: TERRAFORM_PLAN, with: {exitOnNoChanges: \"true\"}}", v0: "type: string→of type bool"),
    Case("T059", "ECSApp {pipeline: {stages: [{name: ECS_CANARY_ROLLOUT, with: {scale: 30%}}]}}"),
    Case("T060", "KubernetesApp {pipeline: null}"), Case("T060", "KubernetesApp {pipeline: {stages: null}}"),
    Case("T061", "KubernetesApp {pipeline: {stages: {name: WAIT}}}", both: "type: object"),
    Case("T061", "KubernetesApp {pipeline: [{name: WAIT}]}", both: "type: array"),
  ]
}
