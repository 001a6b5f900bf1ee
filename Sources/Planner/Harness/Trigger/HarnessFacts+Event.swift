extension HarnessFacts {
  /// Tells expressions and steps what started the pipeline.
  ///
  /// - Parameter headers: of the request, by name; they are found whatever the case of the name.
  public mutating func begin(with event: HarnessEvent, headers: [HarnessValue.Member] = []) {
    triggerType =
      switch event.type {
      case "Scheduled": "SCHEDULER_CRON"
      case "Custom": "WEBHOOK_CUSTOM"
      case "Artifact": "ARTIFACT"
      case "Manifest": "MANIFEST"
      default: "WEBHOOK"
      }
    roots.removeAll { ["trigger", "eventPayload"].contains($0.name) }
    roots.append(.init("trigger", .map(Self.members(of: event, headers: headers))))
    if event.payload != .null { roots.append(.init("eventPayload", event.payload)) }
    apply(event)
    roots.removeAll { $0.name == "codebase" }
    roots += Self.codebase(of: context)
  }

  private static func members(of event: HarnessEvent, headers: [HarnessValue.Member]) -> [HarnessValue.Member] {
    var members: [HarnessValue.Member] = []
    func set(_ name: String, _ text: String) {
      if !text.isEmpty { members.append(.init(name, .text(text))) }
    }
    set("type", event.type)
    set("event", event.kind)
    set("branch", event.branch)
    set("targetBranch", event.targetBranch)
    set("sourceBranch", event.sourceBranch)
    set("prNumber", event.number)
    set("prTitle", event.kind == "PR" ? event.title : "")
    set("commitSha", event.commit)
    set("baseCommitSha", event.baseCommit)
    set("repoUrl", event.repository)
    set("gitUser", event.user)
    set("tag", event.tag)
    set("sourceType", event.sourceType)
    set("sourceRepo", event.sourceType)
    if event.payload != .null {
      members.append(.init("payload", event.payload))
      var json = HarnessJSON(isCompact: true)
      json.write(event.payload)
      members.append(.init("eventPayload", .text(json.text.value.display)))
    }
    if !headers.isEmpty {
      // Both as given and in lower case, which is how most people write them.
      let lowered = headers.map { HarnessValue.Member($0.name.lowercased(), $0.value) }
      members.append(
        .init("header", .map(headers + lowered.filter { one in !headers.contains { $0.name == one.name } })))
    }
    return members
  }

  /// The build, as Drone's variables have it.
  private mutating func apply(_ event: HarnessEvent) {
    switch event.kind {
    case "PR": context.build.event = .pullRequest
    case "PUSH": context.build.event = event.tag.isEmpty ? .push : .tag
    case "Release": context.build.event = BuildEvent("release")
    default: context.build.event = event.type == "Scheduled" ? .cron : .custom
    }
    func take(_ text: String, _ place: WritableKeyPath<Context, String>) {
      if !text.isEmpty { context[keyPath: place] = text }
    }
    take(event.action, \.build.action)
    take(event.targetBranch.isEmpty ? event.branch : event.targetBranch, \.commit.branch)
    take(event.sourceBranch.isEmpty ? event.branch : event.sourceBranch, \.commit.sourceBranch)
    take(event.commit, \.commit.sha)
    take(event.baseCommit, \.commit.before)
    take(event.message, \.commit.message)
    take(event.title, \.build.pullRequestTitle)
    take(event.user, \.commit.author.login)
    take(event.repository, \.repository.link)
    if !event.tag.isEmpty {
      context.commit.ref = "refs/tags/" + event.tag
    } else if event.kind == "PR" {
      context.commit.ref = "refs/pull/\(event.number.isEmpty ? "1" : event.number)/head"
    } else if !event.branch.isEmpty {
      context.commit.ref = "refs/heads/" + event.branch
    }
  }
}
