import Diagnostics
import Planner
import Testing

/// Conditions of steps and pipelines: the decision, and what is said of it.
@Suite struct ConditionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var when: String
    var event = "push"
    var branch = "main"
    var policy: Plan.RunPolicy
    var testDescription: String { "when \(when) on \(event) to \(branch.isEmpty ? "nothing" : branch)" }

    init(_ when: String, _ policy: Plan.RunPolicy, event: String = "push", branch: String = "main") {
      self.when = when
      self.event = event
      self.branch = branch
      self.policy = policy
    }
  }

  static let rows = [
    Row("{branch: master}", .onSuccess, branch: "master"), Row("{branch: master}", .never, branch: "develop"),
    Row("{branch: master}", .never, event: "tag", branch: ""), Row("{branch: \"*\"}", .onSuccess, branch: ""),
    Row("{branch: \"*\"}", .never, branch: "feature/x"),
    Row("{branch: {include: [a*], exclude: [ab]}}", .never, branch: "ab"),
    Row("{branch: {include: [a*], exclude: [ab]}}", .onSuccess, branch: "ac"),
    Row("{branch: {include: [a*], exclude: [ab]}}", .never, branch: "b"),
    Row("{branch: {exclude: [\"[a\"]}}", .onSuccess, branch: "a"), Row("{branch: \"[a\"}", .never, branch: "a"),
    Row("{branch: \"\"}", .never, branch: "master"), Row("{branch: \"\"}", .onSuccess, branch: ""),
    Row("{event: [push], branch: [master]}", .never, branch: "dev"),
    Row("{event: {exclude: [pull_request]}}", .onSuccess),
    Row("{event: {exclude: [pull_request]}}", .never, event: "pull_request"),
    Row("{event: pr}", .never, event: "pull_request"), Row("{event: PUSH}", .never), Row("{event: []}", .onSuccess),
    Row("{event: {}}", .onSuccess), Row("{target: production}", .never),
    Row("{target: {exclude: [production]}}", .onSuccess),
    Row("{cron: nightly}", .never), Row("{paths: [\"nope/**\"]}", .onSuccess), Row("{status: failure}", .onFailure),
    Row("{status: \"f*\"}", .onFailure), Row("{status: {exclude: [success]}}", .onFailure),
    Row("{status: [failure, success]}", .always), Row("{status: \"*\"}", .always), Row("{status: changed}", .onSuccess),
    Row("{status: killed}", .onSuccess), Row("{status: []}", .onSuccess),
    Row("{status: {exclude: [failure]}}", .onSuccess),
    Row("{status: {exclude: [success, failure]}}", .onSuccess),
    Row("{status: {include: [failure], exclude: [failure]}}", .onSuccess),
    Row("{status: failure, event: tag}", .never), Row("{branches: master}", .onSuccess), Row("{}", .onSuccess),
  ]

  @Test(arguments: rows) func step(_ row: Row) throws {
    let text = "kind: pipeline\nsteps:\n- name: a\n  image: alpine\n  when: \(row.when)\n"
    let step = try #require(plan(text, in: context(event: row.event, branch: row.branch)).pipelines.first?.step("a"))
    #expect(step.runPolicy == row.policy)
    let decision: Plan.Decision = row.policy == .never ? .skip : row.policy == .onFailure ? .deferred : .run
    #expect(step.decision == decision)
  }

  /// A condition, the reason given, and the text at the place in the file.
  @Test(arguments: [
    ("{event: tag}", "event is push, not tag", "tag"),
    ("{branch: [a, b/*]}", "branch is main, not one of: a, b/*", "[a, b/*]"),
    ("{branch: {exclude: [dev, ma*]}}", "branch is main, which exclude: ma* rules out", "ma*"),
    ("{event: push}", "event is push", "push"),
    ("{branch: [m*], event: push}", "branch is main, which matches m*; event is push", "[m*]"),
    ("{event: {exclude: [tag]}}", "event is push, which nothing rules out", "{exclude: [tag]}"),
    ("{target: x}", "target is empty, not x", "x"),
    ("{status: failure}", "runs only if a step before it has failed", "failure"),
    ("{status: [success, failure]}", "runs whether steps before it fail or not", "[success, failure]"),
    ("{instance: ci.example.com}", "instance is empty, not ci.example.com", "ci.example.com"),
    ("{branch: \"a,b\"}", "branch is main, not \"a,b\"", "\"a,b\""),
  ])
  func reason(_ when: String, _ reason: String, _ place: String) throws {
    let text = "kind: pipeline\nsteps:\n- name: a\n  image: alpine\n  when: \(when)\n"
    let step = try #require(plan(text, in: context()).pipelines.first?.step("a"))
    #expect(step.reason.text == reason)
    let span = try #require(step.reason.span)
    #expect(String(decoding: Array(text.utf8)[Int(span.start)..<Int(span.end)], as: UTF8.self) == place)
  }

  /// Triggers are compared in the server's order, by the text as written, and not by instance or paths.
  @Test(
    arguments: [
      ("{event: tag, branch: x}", "branch is main, not x"), ("{cron: a, event: tag}", "event is push, not tag"),
      ("{instance: x}", nil), ("{paths: x}", nil),
      ("{branch: \"${DRONE_BRANCH}\"}", "branch is main, not ${DRONE_BRANCH}"),
      ("{repo: octocat/*}", nil), ("{ref: refs/heads/**}", nil),
      ("{ref: \"refs/tags/*\"}", "ref is refs/heads/main, not refs/tags/*"),
      ("{status: failure}", nil), ("{action: opened}", "action is empty, not opened"),
    ] as [(String, String?)])
  func trigger(_ trigger: String, _ reason: String?) throws {
    let text = "kind: pipeline\ntrigger: \(trigger)\nsteps: [{name: a, image: alpine}]\n"
    let pipeline = try #require(plan(text, in: context { $0.repository.slug = "octocat/x" }).pipelines.first)
    #expect(pipeline.decision == (reason == nil ? .run : .skip))
    if let reason { #expect(pipeline.reason.text == reason) }
    #expect(pipeline.steps.allSatisfy { ($0.decision == .skip) == (reason != nil) })
  }

  @Test(arguments: [
    ("push", "fix [CI SKIP]", true), ("push", "***NO_CI***", true), ("pull_request", "[skip ci]", true),
    ("tag", "[ci skip]", false), ("cron", "[ci skip]", false), ("promote", "[ci skip]", false),
    ("push", "skip ci", false),
  ])
  func skipText(_ event: String, _ message: String, _ isSkipped: Bool) throws {
    let text = "kind: pipeline\nsteps: [{name: a, image: alpine}]\n"
    let pipeline = try #require(plan(text, in: context(event: event) { $0.commit.message = message }).pipelines.first)
    #expect((pipeline.decision == .skip) == isSkipped)
  }
}
