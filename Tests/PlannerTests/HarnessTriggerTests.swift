import Diagnostics
import IR
import Parser
import Testing

@testable import Planner

/// What starts a pipeline: payloads of code hosts, and the conditions of triggers (§4.6.6 and §7.4 of the reference).
@Suite struct HarnessTriggerTests {
  static let pullRequest = """
    {"action": "opened", "pull_request": {"number": 7, "title": "Add x", "html_url": "https://h/o/n/pull/7",
      "base": {"ref": "main", "sha": "b0"}, "head": {"ref": "feature", "sha": "h1"}},
     "repository": {"html_url": "https://h/o/n", "name": "n"}, "sender": {"login": "amy"}}
    """
  static let push = """
    {"ref": "refs/heads/main", "before": "b0", "after": "h1", "head_commit": {"message": "Fix"},
     "commits": [{"added": ["a.txt"], "modified": ["src/b.go"], "removed": []}],
     "repository": {"html_url": "https://h/o/n", "name": "n"}, "sender": {"login": "amy"}}
    """
  static let mergeRequest = """
    {"object_kind": "merge_request", "user": {"username": "bo"}, "project": {"web_url": "https://g/o/n", "name": "n"},
     "object_attributes": {"iid": 3, "title": "T", "target_branch": "main", "source_branch": "f", "action": "open",
     "last_commit": {"id": "h1"}}}
    """
  static let bitbucketPush = """
    {"actor": {"nickname": "cy"}, "repository": {"name": "n", "links": {"html": {"href": "https://b/o/n"}}},
     "push": {"changes": [{"new": {"type": "branch", "name": "dev", "target": {"hash": "h1"}}}]}}
    """

  static func event(_ json: String) throws -> HarnessEvent {
    let data = try #require(HarnessPayload.data(Source(name: "payload.json", text: json)))
    return HarnessEvent(payload: HarnessValue(written: data))
  }

  @Test(arguments: [
    (pullRequest, "PR Github opened branch main target main source feature 7 Add x h1 b0 amy"),
    (push, "PUSH Github  branch main target main source    h1 b0 amy"),
    (mergeRequest, "PR Gitlab open branch main target main source f 3 T h1  bo"),
    (bitbucketPush, "PUSH Bitbucket  branch dev target dev source    h1  cy"),
    ("{\"anything\": 1}", " Custom  branch  target  source      "),
  ]) func reading(_ json: String, _ expected: String) throws {
    let event = try Self.event(json)
    let actual =
      "\(event.kind) \(event.sourceType) \(event.action) branch \(event.branch) target \(event.targetBranch) "
      + "source \(event.sourceBranch) \(event.number) \(event.title) \(event.commit) \(event.baseCommit) \(event.user)"
    #expect(actual == expected)
  }

  @Test(
    "expressions see the event",
    arguments: [
      ("<+trigger.event>", "PR"), ("<+trigger.type>", "Webhook"), ("<+trigger.targetBranch>", "main"),
      ("<+trigger.sourceBranch>", "feature"), ("<+trigger.prNumber>", "7"), ("<+trigger.commitSha>", "h1"),
      ("<+trigger.payload.pull_request.title>", "Add x"), ("<+eventPayload.action>", "opened"),
      ("<+trigger.header[\"X-Event\"]>", "pull"), ("<+trigger.header[\"x-event\"]>", "pull"),
      ("<+codebase.prNumber>", "7"), ("<+codebase.sourceBranch>", "feature"), ("<+codebase.build.type>", "PR"),
      ("<+pipeline.triggerType>", "WEBHOOK"), ("<+trigger.tag>", "null"),
    ]) func expressions(_ expression: String, _ expected: String) throws
  {
    let facts = try HarnessPlanning.facts {
      $0.begin(with: try Self.event(Self.pullRequest), headers: [.init("X-Event", .text("pull"))])
    }
    let yaml = HarnessPlanning.file(
      steps: "- step: {identifier: t, type: Run, spec: {image: i, command: '\(expression)'}}"
    ).replacing("cloneCodebase: false", with: "cloneCodebase: true")
    let step = try HarnessPlanning.step("build.t", in: HarnessPlanning.plan(yaml, facts: facts))
    #expect(step.commands == [expected])
    #expect(step.variable("DRONE_PULL_REQUEST") == "7")
    #expect(step.variable("DRONE_BUILD_EVENT") == "pull_request")
  }

  @Test(arguments: [
    ("payloadConditions: [{key: targetBranch, operator: Equals, value: main}]", "the trigger t starts it"),
    (
      "payloadConditions: [{key: targetBranch, operator: In, value: 'dev, release'}]",
      "the trigger t does not start it: targetBranch is main, which is not In dev, release"
    ),
    ("payloadConditions: [{key: sourceBranch, operator: Regex, value: 'feat.*'}]", "the trigger t starts it"),
    (
      "payloadConditions: [{key: sourceBranch, operator: Regex, value: feat}]",
      "the trigger t does not start it: sourceBranch is feature, which is not Regex feat"
    ),
    (
      "payloadConditions: [{key: <+trigger.payload.sender.login>, operator: StartsWith, value: am}]",
      "the trigger t starts it"
    ),
    ("jexlCondition: <+trigger.payload.action> == \"opened\"", "the trigger t starts it"),
    (
      "jexlCondition: <+trigger.payload.action> == \"closed\"",
      "the trigger t does not start it: <+trigger.payload.action> == \"closed\" is false"
    ),
    ("actions: [Open]", "the trigger t starts it"),
    ("actions: [Close, Edit]", "the trigger t does not start it: the action is opened, not one of: Close, Edit"),
  ]) func conditions(_ key: String, _ reason: String) throws {
    let yaml = """
      trigger:
        identifier: t
        orgIdentifier: o
        projectIdentifier: p
        source:
          type: Webhook
          spec:
            type: Github
            spec:
              type: PullRequest
              spec:
                \(key)
      """
    var facts = HarnessPlanning.facts()
    let event = try Self.event(Self.pullRequest)
    facts.begin(with: event)
    let program = HarnessLoader.load(Source(name: "trigger.yaml", text: yaml))
    guard case .harness(.trigger(let trigger))? = program.documents.first else {
      Issue.record("no trigger")
      return
    }
    let pipeline = HarnessPipeline(form: .v0, data: trigger.data)
    let verdict = HarnessTriggerVerdict(trigger, event, facts, pipeline)
    #expect(verdict.reason.text == reason)
    #expect(verdict.fires == reason.hasSuffix("starts it"))
  }

  @Test("a trigger for another event does not fire") func otherEvent() throws {
    var trigger = HarnessTrigger(data: Data(.map([]), at: Span(SourceID(0), 0, 0)))
    trigger.event = Text("Push", at: Span(SourceID(0), 0, 0))
    let event = try Self.event(Self.pullRequest)
    let verdict = HarnessTriggerVerdict(
      trigger, event, HarnessPlanning.facts(), HarnessPipeline(form: .v0, data: trigger.data))
    #expect(verdict.reason.text == "the trigger does not start it: it is for Push, and the event is PR")
  }
}
