import Diagnostics
import IR
import Parser
import Testing

extension PipeCDCaseTests {
  private static let matcher =
    "at least one of \"name\", \"kind\" or \"labels\" must be set to find applications to deploy"
  private static let form = "ignoreFields must be in the form of 'apiVersion:kind:namespace:name#fieldPath'"

  static let sections = [
    Case(
      "T062", "KubernetesApp {encryption: {encryptedSecrets: {a: b}}}", both: "derecryptionTargets must not be empty"),
    Case(
      "T063", "KubernetesApp {encryption: {encryptedSecrets: {a: \"\"}, decryptionTargets: [x]}}",
      both: "value field of a in encryptedSecrets must not be empty"),
    Case(
      "T063", "KubernetesApp {encryption: {encryptedSecrets: {\"\": b}, decryptionTargets: [x]}}",
      both: "key field in encryptedSecrets must not be empty"),
    Case("T064", "KubernetesApp {encryption: {decryptionTargets: [x]}}"),
    Case("T065", "KubernetesApp {attachment: {sources: {a: b}}}", both: "attachment targets must not be empty"),
    Case(
      "T065", "KubernetesApp {attachment: {sources: {a: \"\"}, targets: [x]}}",
      both: "value field in sources must not be empty"),
    Case(
      "T065", "KubernetesApp {attachment: {sources: {\"\": b}, targets: [x]}}",
      both: "key field in sources must not be empty"),
    Case(
      "T066", "KubernetesApp {postSync: {chain: {applications: []}}}",
      both: "missing specified applications that will be triggered on this chain of deployment"),
    Case("T066", "KubernetesApp {postSync: {chain: {applications: [{}]}}}", both: matcher),
    Case("T067", "KubernetesApp {postSync: {chain: {applications: [{kind: ECSApp}]}}}"),
    Case("T067", "KubernetesApp {postSync: {}}"),
    Case(
      "T068", "KubernetesApp {notification: {mentions: [{event: FOO}]}}",
      both: "event \"FOO\" is incorrect as NotificationEventType"),
    Case(
      "T068", "KubernetesApp {notification: {mentions: [{event: EVENT_DEPLOYMENT_PLANNED}]}}",
      both: "event \"EVENT_DEPLOYMENT_PLANNED\" is incorrect as NotificationEventType"),
    Case(
      "T068", "KubernetesApp {notification: {mentions: [{}]}}",
      both: "event \"\" is incorrect as NotificationEventType"),
    Case("T069", "KubernetesApp {notification: {mentions: [{event: \"*\"}, {event: STAGE_FAILED}]}}"),
    Case("T070", "KubernetesApp {driftDetection: {ignoreFields: [\"apps/v1:Deployment:default:x\"]}}", both: form),
    Case("T070", "KubernetesApp {driftDetection: {ignoreFields: [\"a#b#c\"]}}", both: form),
    Case("T070", "KubernetesApp {driftDetection: {ignoreFields: [\"x#y\"]}}"),
    Case("T071", "KubernetesApp {commitMatcher: {pipeline: \"(\"}}"),
    Case("T074", "ECSApp {input: {accessType: elb}}", v0: "invalid accessType: elb"),
    Case("T079", "KubernetesApp {trafficRouting: {method: pod}}"),
    Case("T080", "TerraformApp {input: {vars: [foo]}}"),
    Case("T081", "LambdaApp {architectures: [arm64]}", v0: "json: unknown field \"architectures\""),
    Case(
      "T082",
      "KubernetesApp {eventWatcher: [{}, {handler: {type: X, config: {replacements: [{yamlField: a, regex: b}]}}}]}"
    ),
    Case("T083", "KubernetesApp {input: {helmChart: {insecure: true}}}", v0: "json: unknown field \"insecure\""),
    Case(
      "T084", "ECSApp {input: {targetGroups: {primary: {containerPort: \"80\"}}}}", v0: "type: string→of type int"),
    Case("T085", "Application {name: a}", v0: "unsupported kind: Application"),
    Case("T086", "Application {plugins: {kubernetes: {input: {namespace: a}}}}"),
    Case(
      "T087", "Application {plugins: {kubernetes: {}, terraform: {}}}",
      v0: "multiple plaform providers are not allowed: terraform"),
    Case(
      "T088", "Application {plugins: {kubernetes: {}, analysis: {appCustomArgs: {}}}}",
      v0: "json: unknown field \"appCustomArgs\""),
    Case("T089", "Application {plugins: {terraform: {workspace: dev}}}", v0: "json: unknown field \"workspace\""),
    Case("T089", "Application {plugins: {terraform: {input: {workspace: dev}}}}"),
    Case("T090", "Application {plugins: {kubernetes_multicluster: {}}}", v0: "unsupported kind: Application"),
    Case("T090", "Application {plugins: {wait: {}}}", v0: "unsupported kind: Application"),
    Case("T091", "apiVersion: pipecd.dev/v1beta1\nkind: Application\n", v0: "unexpected end of JSON input"),
    Case(
      "T092", "Application {plugins: {kubernetes: abc}}",
      v0: "unmarshal b: json: cannot unmarshal string into Go value of type map[string]interface {}", v1: "type: string"
    ),
    Case("T093", "Application {plugins: [kubernetes]}", v0: "type: array", v1: "type: array"),
    Case("T094", "KubernetesApp {plugins: {anything: [1]}}", v1: "type: array"),
    Case("T095", "AnalysisTemplate {metrics: {a: {bogus: 1}}}", v0: "json: unknown field \"bogus\""),
    Case("T096", "AnalysisTemplate {metrics: {a: {}}}"),
    Case("T097", "EventWatcher {events: [{}]}", both: "event name must not be empty"),
    Case(
      "T097", "EventWatcher {events: [{name: e}]}", both: "there must be at least one replacement to an event"),
    Case(
      "T097", "EventWatcher {events: [{name: e, replacements: [{}]}]}",
      both: "event \"e\" has a replacement with no file name"),
    Case(
      "T097", "EventWatcher {events: [{name: e, replacements: [{file: f}]}]}",
      both: "event \"e\" has a replacement with no field"),
    Case("T098", "EventWatcher {events: [{name: e, replacements: [{file: f, yamlField: a, regex: b}]}]}"),
    Case(
      "T098", "EventWatcher {events: [{name: e, replacements: [{file: f, yamlField: a, regex: b, jsonField: c}]}]}",
      both: "event \"e\" has multiple fields"),
  ]

  private static let minimum = "projectID: a, pipedID: b, pipedKeyFile: c, apiAddress: d"

  private static func piped(_ number: String, _ more: String, v0: String? = nil, v1: String? = nil) -> Case {
    Case(number, "Piped {\(minimum), \(more)}", v0: v0, v1: v1)
  }

  private static func piped(_ number: String, _ more: String, both: String) -> Case {
    piped(number, more, v0: both, v1: both)
  }

  static let others = [
    piped("T099", "name: e"),
    Case("T100", "Piped {}", both: "projectID must be set"),
    Case("T100", "Piped {projectID: a}", both: "pipedID must be set"),
    Case("T100", "Piped {projectID: a, pipedID: b}", both: "either pipedKeyFile or pipedKeyData must be set"),
    Case("T100", "Piped {projectID: a, pipedID: b, pipedKeyFile: c}", both: "apiAddress must be set"),
    piped("T101", "bogus: 1, git: {bogus: 2}"),
    piped("T102", "syncInterval: -1s", both: "syncInterval must be greater than or equal to 0"),
    piped(
      "T103", "git: {sshKeyFile: a, password: b}",
      both: "cannot configure both sshKeyData or sshKeyFile and password authentication"),
    piped("T103", "git: {sshKeyFile: a, sshKeyData: b}", both: "only either sshKeyFile or sshKeyData can be set"),
    piped("T103", "git: {password: b}", both: "both username and password must be set"),
    piped("T104", "secretManagement: {type: VAULT}", both: "unsupported secret management type: "),
    piped(
      "T105", "secretManagement: {type: KEY_PAIR}", both: "either privateKeyFile or privateKeyData must be set"),
    piped("T106", "eventWatcher: {gitRepos: [{}]}", both: "missing repoID at index 0"),
    piped(
      "T106", "eventWatcher: {gitRepos: [{repoId: x}, {repoId: x}]}",
      both: "duplicated repo id (x) found in the eventWatcher directive"),
    piped(
      "T107", "notifications: {receivers: [{slack: {}}]}", both: "missing channelID or OAuth token configuration"),
    piped(
      "T107", "notifications: {receivers: [{slack: {hookURL: a, channelID: b}}]}",
      both: "only one of sending via hook URL or API should be used"),
    piped(
      "T107", "notifications: {receivers: [{slack: {oauthToken: a, oauthTokenFile: b, channelID: c}}]}",
      both: "only one of OAuthToken, OAuthTokenData and OAuthTokenFile should be set"),
    piped("T108", "platformProviders: [{name: x, type: AZURE}]", v0: "unsupported platform provider type: x"),
    piped("T109", "cloudProviders: [{name: y, type: TERRAFORM}]", v0: "type: bool→of type string"),
    piped(
      "T110", "analysisProviders: [{name: x, type: PROMETHEUS, config: {}}]",
      v0: "prometheus analysis provider requires the address"),
    piped("T111", "plugins: [{}, {name: a, url: \"ftp://x\"}, {name: a}]"),
    piped("T112", "plugins: [{name: a, port: \"7001\"}]", v1: "type: string→of type int"),
  ]

  /// T030, T034, T041, T053, T075 to T078: defaults.
  @Test func defaults() throws {
    func load(_ text: String, _ generation: PipeCD.Generation = .v0) throws -> PipeCDDocument {
      let program = PipeCDLoader.load(Source(name: "a", text: Case("", text).file), generation: generation)
      guard case .pipecd(let document)? = program.documents.first else { throw NotRead() }
      return document
    }
    for generation in PipeCD.Generation.allCases {
      #expect(try load("KubernetesApp {timeout: 0s}", generation).application?.timeout.value == .hours(6))
      let trigger = try load(
        "KubernetesApp {trigger: {onOutOfSync: {minWindow: 0s, disabled: false}}}", generation
      ).application?.trigger
      #expect(trigger?.onOutOfSync.minimumWindow.value == .minutes(5))
      #expect(trigger?.onOutOfSync.disabled.value == false)
      #expect(trigger?.onChain.disabled.value == true)
    }
    guard case .ecs(let ecs) = try load("ECSApp {}").specification else { throw NotRead() }
    #expect(ecs.input.launchType.value == "FARGATE" && ecs.input.taskFile.value == "taskdef.json")
    #expect(ecs.input.serviceFile.value.isEmpty && ecs.input.runsStandaloneTask.value == true)
    #expect(
      ecs.input.accessType.value == "ELB" && ecs.input.autoRollback.value == true && !ecs.quickSync.recreates.value)
    guard case .kubernetes(let kubernetes) = try load("KubernetesApp {}").specification else { throw NotRead() }
    #expect(kubernetes.input.autoRollback.value == true && kubernetes.variantLabel.name.value == "pipecd.dev/variant")
    #expect(kubernetes.generic.pipeline.value == nil)
    guard case .terraform(let terraform) = try load("TerraformApp {}").specification else { throw NotRead() }
    #expect(!terraform.input.autoRollback.value)
    guard case .lambda(let lambda) = try load("LambdaApp {}").specification else { throw NotRead() }
    #expect(lambda.input.functionFile.value == "function.yaml")
    let stages = "KubernetesApp {pipeline: {stages: [{name: WAIT_APPROVAL, with: {minApproverNum: 0}}]}}"
    guard case .waitApproval(let approval)? = try load(stages).stages.first?.options else { throw NotRead() }
    #expect(approval.minimumCount.value == 1 && approval.timeout.value == .hours(6))
    #expect(
      try load("KubernetesApp {labels: {1: a, yes: b, 1.5: c}}").application?.labels.names == ["1", "1.5", "true"])
    #expect(try load(stages, .v1).stages.first?.head.timeout.value == .hours(6))
  }

  private struct NotRead: Error {}
}
