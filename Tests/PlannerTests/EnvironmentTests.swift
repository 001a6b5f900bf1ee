import Planner
import Testing

/// The variables of steps: what the file sets, what Drone sets, and which wins.
@Suite struct EnvironmentTests {
  /// The `environment` of a step, and what its container gets as `X`; nil is nothing.
  @Test(
    arguments: [
      ("{X: 1}", "1"), ("{X: yes}", "yes"), ("{X: 0755}", "0755"), ("{X: 1.10}", "1.10"), ("{X: null}", nil),
      ("{X: }", nil), ("{X: \"\"}", nil), ("{X: {from_secret: tok}}", "secret:tok"),
      ("{X: {from_secret: tok, value: v}}", "secret:tok"), ("{X: {from_secret: \" \"}}", nil),
      ("{X: {value: foo}}", "foo"),
      ("{X: {unknown: foo}}", nil), ("{X: 1, X: 2}", "2"), ("{<<: {X: 1}, X: 3}", "3"), ("{X: 3, <<: {X: 1}}", "1"),
    ] as [(String, String?)])
  func stepVariable(_ yaml: String, _ expected: String?) throws {
    let step = try #require(first(step: "environment: \(yaml)"))
    #expect(step[variable: "X"] == expected)
  }

  @Test(arguments: ["environment: {X: [1]}", "environment: [A=1]"]) func refused(_ line: String) {
    let plan = plan(text(step: line), in: context())
    #expect(!plan.refusals.isEmpty || plan.pipelines.contains { !$0.refusals.isEmpty })
  }

  @Test func pipelineVariablesKnowNoSecrets() {
    let plan = plan(text(step: "commands: [a]", pipeline: "environment: {A: {from_secret: x}}"), in: context())
    #expect(plan.pipelines.contains { !$0.refusals.isEmpty })
  }

  /// Each row: pipeline's environment, step's environment, the variable and what the step gets.
  @Test(
    arguments: [
      ("{A: p}", "{}", "A", "p"), ("{A: p}", "{A: s}", "A", "s"), ("{A: p}", "{A: \"\"}", "A", nil),
      ("{A: p}", "{A: null}", "A", "p"), ("{DRONE_REPO: x}", "{}", "DRONE_REPO", "octocat/hello-world"),
      ("{}", "{DRONE_REPO: x}", "DRONE_REPO", "x"), ("{}", "{DRONE_BRANCH: x}", "DRONE_BRANCH", "main"),
      ("{}", "{DRONE_DEPLOY_TO: x}", "DRONE_DEPLOY_TO", nil), ("{}", "{DRONE_TAG: x}", "DRONE_TAG", "x"),
      ("{PARAM: p}", "{}", "PARAM", "p"), ("{}", "{}", "PARAM", "given"), ("{FILE: p}", "{}", "FILE", "p"),
      ("{}", "{}", "FILE", "env"), ("{}", "{}", "BOTH", "given"),
      ("{}", "{GIT_AUTHOR_NAME: me}", "GIT_AUTHOR_NAME", "me"),
      ("{GIT_AUTHOR_NAME: me}", "{}", "GIT_AUTHOR_NAME", "drone"), ("{}", "{http_proxy: x}", "http_proxy", "x"),
      ("{http_proxy: x}", "{}", "http_proxy", "http://proxy"), ("{}", "{DRONE_STEP_NAME: x}", "DRONE_STEP_NAME", "a"),
      ("{}", "{PLUGIN_V: {from_secret: s}}", "PLUGIN_V", "secret:s"),
    ] as [(String, String, String, String?)])
  func precedence(_ pipeline: String, _ step: String, _ name: String, _ expected: String?) throws {
    let context = context {
      $0.repository.slug = "octocat/hello-world"
      $0.parameters = [.init("PARAM", "given"), .init("BOTH", "given")]
      $0.environment = [.init("FILE", "env"), .init("BOTH", "env")]
      $0.proxies = [.init("http_proxy", "http://proxy")]
    }
    let text = text(
      step: "environment: \(step)\n  settings: {v: literal}", pipeline: "environment: \(pipeline)")
    let found = try #require(plan(text, in: context).pipelines.first?.step("a"))
    #expect(found[variable: name] == expected)
    #expect(Set(found.environment.map(\.name)).count == found.environment.count, "each name once")
  }

  @Test func everyVariableOfAPush() throws {
    let context = context(branch: "feature/x") {
      $0.build.number = 42
      $0.commit.sourceBranch = "feature/x"
      $0.commit.sha = "8f51ad7884c5"
      $0.commit.before = "7fd1a60b01f9"
      $0.commit.message = "one\n\ntwo"
      $0.commit.author.login = "octocat"
      $0.commit.author.name = "The Octocat"
      $0.commit.author.email = "octocat@github.com"
      $0.repository.slug = "octocat/hello-world"
      $0.repository.link = "https://github.com/octocat/hello-world"
      $0.repository.httpURL = "https://github.com/octocat/hello-world.git"
      $0.repository.sshURL = "git@github.com:octocat/hello-world.git"
      $0.repository.defaultBranch = "main"
      $0.repository.visibility = .private
      $0.system.scheme = "https"
      $0.system.host = "drone.example.com"
      $0.system.version = "2.28.1"
      $0.runner.name = "machine"
      $0.now = 1_700_000_000
    }
    let step = try #require(plan(text(step: "commands: [a]"), in: context).pipelines.first?.step("a"))
    let lines = step.environment.compactMap { variable -> String? in
      if variable.name == "DRONE_SCRIPT" { return nil }
      switch variable.value {
      case .literal(let text): return "\(variable.name)=\(text.split(separator: "\n").joined(separator: "|"))"
      case .secret(let name): return "\(variable.name) from \(name)"
      case .deferred, .pieces: return "\(variable.name) is open"
      case .runtime(let fact, let text): return "\(variable.name)=\(text) then \(fact.rawValue)"
      }
    }
    #expect(lines.joined(separator: "\n") + "\n" == golden("push-variables.txt", lines.joined(separator: "\n") + "\n"))
  }

  /// Which variables exist for an event only.
  @Test(
    arguments: [
      (
        "push", "refs/heads/main",
        ["DRONE_TAG": nil, "DRONE_SEMVER": nil, "DRONE_PULL_REQUEST": nil, "DRONE_SEMVER_ERROR": nil]
      ),
      (
        "tag", "refs/tags/v21.04.1-beta",
        ["DRONE_TAG": "v21.04.1-beta", "DRONE_SEMVER_SHORT": "21.4.1", "DRONE_CALVER_SHORT": "21.04.1"]
      ),
      (
        "promote", "refs/tags/v1.2.3",
        ["DRONE_TAG": "v1.2.3", "DRONE_SEMVER": "1.2.3", "DRONE_DEPLOY_TO": "production"]
      ),
      (
        "tag", "refs/tags/v1.2",
        ["DRONE_TAG": "v1.2", "DRONE_SEMVER": nil, "DRONE_SEMVER_ERROR": "1.2 is not in dotted-tri format"]
      ),
      (
        "pull_request", "refs/pull/42/head",
        ["DRONE_PULL_REQUEST": "42", "DRONE_PULL_REQUEST_TITLE": "Title", "DRONE_TAG": nil]
      ),
      ("custom", "refs/pull/42/head", ["DRONE_PULL_REQUEST": nil, "DRONE_PULL_REQUEST_TITLE": nil]),
    ] as [(String, String, [String: String?])])
  func eventVariables(_ event: String, _ ref: String, _ expected: [String: String?]) throws {
    let context = context(event: event) {
      $0.commit.ref = ref
      $0.build.pullRequestTitle = "Title"
      if event == "promote" { $0.build.deployTo = "production" }
    }
    let step = try #require(plan(text(step: "commands: [a]"), in: context).pipelines.first?.step("a"))
    for (name, value) in expected { #expect(step[variable: name] == value, "\(name)") }
  }

  /// Text in the file with `${…}`, and what the runner makes of it.
  @Test(
    arguments: [
      ("${DRONE_BRANCH}", "main"), ("${PARAM}", "given"), ("${FILE}", nil), ("${DRONE_STEP_NAME}", nil),
      ("${DRONE_WORKSPACE}", nil), ("${DRONE_STAGE_NAME}", "build"), ("${DRONE_BUILD_STATUS}", "success"),
      ("${DRONE_REPO_NAME}", "shadow"), ("${DRONE_FROM_HOST}", "host"), ("${DRONE_COMMIT_REF}", "refs/heads/main"),
      ("${UNKNOWN:-word}", "word"),
    ] as [(String, String?)])
  func substitution(_ written: String, _ expected: String?) throws {
    let context = context {
      $0.repository.slug = "octocat/hello-world"
      $0.parameters = [.init("PARAM", "given"), .init("DRONE_REPO_NAME", "shadow")]
      $0.environment = [.init("FILE", "env")]
      $0.hostVariables = [.init("DRONE_FROM_HOST", "host"), .init("DRONE_COMMIT_REF", "other")]
    }
    let text = text(step: "settings: {v: \"\(written)\"}", pipeline: "name: build")
    let step = try #require(plan(text, in: context).pipelines.first?.step("a"))
    #expect(step[variable: "PLUGIN_V"] == expected)
  }

  private func text(step: String, pipeline: String = "type: docker") -> String {
    "kind: pipeline\n\(pipeline)\nsteps:\n- name: a\n  image: alpine\n  \(step)\n"
  }

  private func first(step: String) -> Plan.Step? {
    plan(text(step: step), in: context()).pipelines.first?.step("a")
  }
}
