import IR

/// What starts a pipeline from outside, as expressions and conditions of triggers see it.
public struct HarnessEvent: Hashable, Sendable {
  /// `PR`, `PUSH`, `Release` or another; empty for what is no event of a code host.
  public var kind = ""
  /// `Github`, `Gitlab`, `Bitbucket`, `Custom`, …
  public var sourceType = "Custom"
  /// `Webhook`, `Custom`, `Scheduled`, …
  public var type = "Webhook"
  /// What happened in the words of the host: `opened`, `synchronize`, …
  public var action = ""
  public var branch = ""
  public var targetBranch = ""
  public var sourceBranch = ""
  public var number = ""
  public var title = ""
  public var commit = ""
  public var baseCommit = ""
  public var repository = ""
  public var repositoryName = ""
  public var user = ""
  public var tag = ""
  public var message = ""
  public var link = ""
  public var body = ""
  public var state = ""
  /// Paths that the event changes.
  public var changedFiles: [String] = []
  /// What was sent.
  public var payload = HarnessValue.null

  public init() {}

  /// Reads what a code host sends: GitHub, GitLab or Bitbucket; anything else is a custom payload.
  public init(payload: HarnessValue) {
    self.payload = payload
    if payload["object_kind"] != nil {
      readGitLab()
    } else if payload["pullrequest"] != nil || payload["push"] != nil {
      readBitbucket()
    } else if payload["pull_request"] != nil || payload["release"] != nil
      || (payload["ref"] != nil && payload["repository"] != nil)
    {
      readGitHub()
    } else {
      type = "Custom"
    }
  }

  /// What a build of a context would be as an event, for those who name the event on the command line.
  public init(_ context: Context) {
    let commit = context.commit
    sourceType = "Github"
    branch = commit.branch
    targetBranch = commit.branch
    self.commit = commit.sha
    repository = context.repository.link
    repositoryName = context.repository.name
    user = commit.author.login.isEmpty ? commit.author.name : commit.author.login
    message = commit.message
    action = context.build.action
    switch context.build.event {
    case .pullRequest:
      kind = "PR"
      sourceBranch = commit.sourceBranch
      number = DroneVariables.pullRequestNumber(in: commit.ref)
      title = context.build.pullRequestTitle
      baseCommit = commit.before
    case .tag:
      kind = "PUSH"
      tag = commit.tag ?? ""
    case .cron:
      type = "Scheduled"
      sourceType = ""
    case .custom: type = "Custom"
    default: kind = "PUSH"
    }
  }

  // MARK: Code hosts

  private func text(_ path: String, in value: HarnessValue? = nil) -> String {
    var current = value ?? payload
    for name in path.split(separator: ".") {
      guard let next = current[String(name)] else { return "" }
      current = next
    }
    return current == .null ? "" : current.literalText ?? ""
  }

  private func list(_ name: String) -> [HarnessValue] {
    if case .list(let items)? = payload[name] { items } else { [] }
  }

  private static func branch(of ref: String) -> String {
    ref.hasPrefix("refs/heads/") ? String(ref.dropFirst("refs/heads/".count)) : ""
  }

  private static func tag(of ref: String) -> String {
    ref.hasPrefix("refs/tags/") ? String(ref.dropFirst("refs/tags/".count)) : ""
  }

  private mutating func readFiles(of commits: [HarnessValue]) {
    for commit in commits {
      for key in ["added", "modified", "removed"] {
        guard case .list(let files)? = commit[key] else { continue }
        for case .text(let path) in files where !changedFiles.contains(path) { changedFiles.append(path) }
      }
    }
  }

  private mutating func readGitHub() {
    sourceType = "Github"
    action = text("action")
    repository = text("repository.html_url")
    repositoryName = text("repository.name")
    user = text("sender.login")
    if payload["pull_request"] != nil {
      kind = "PR"
      number = text("pull_request.number")
      title = text("pull_request.title")
      targetBranch = text("pull_request.base.ref")
      sourceBranch = text("pull_request.head.ref")
      branch = targetBranch
      commit = text("pull_request.head.sha")
      baseCommit = text("pull_request.base.sha")
      link = text("pull_request.html_url")
      body = text("pull_request.body")
      state = text("pull_request.state")
    } else if payload["release"] != nil {
      kind = "Release"
      tag = text("release.tag_name")
      branch = text("release.target_commitish")
      title = text("release.name")
      body = text("release.body")
      link = text("release.html_url")
    } else {
      kind = "PUSH"
      let ref = text("ref")
      branch = Self.branch(of: ref)
      tag = Self.tag(of: ref)
      targetBranch = branch
      commit = text("after")
      baseCommit = text("before")
      message = text("head_commit.message")
      readFiles(of: list("commits"))
    }
  }

  private mutating func readGitLab() {
    sourceType = "Gitlab"
    repository = text("project.web_url")
    repositoryName = text("project.name")
    user = text("user_username").isEmpty ? text("user.username") : text("user_username")
    switch text("object_kind") {
    case "merge_request":
      kind = "PR"
      action = text("object_attributes.action")
      number = text("object_attributes.iid")
      title = text("object_attributes.title")
      targetBranch = text("object_attributes.target_branch")
      sourceBranch = text("object_attributes.source_branch")
      branch = targetBranch
      commit = text("object_attributes.last_commit.id")
      link = text("object_attributes.url")
      body = text("object_attributes.description")
      state = text("object_attributes.state")
    default:
      kind = "PUSH"
      let ref = text("ref")
      branch = Self.branch(of: ref)
      tag = Self.tag(of: ref)
      targetBranch = branch
      commit = text("checkout_sha")
      baseCommit = text("before")
      if case .list(let commits)? = payload["commits"] {
        message = commits.last.map { text("message", in: $0) } ?? ""
        readFiles(of: commits)
      }
    }
  }

  private mutating func readBitbucket() {
    sourceType = "Bitbucket"
    repository = text("repository.links.html.href")
    repositoryName = text("repository.name")
    user = text("actor.nickname")
    if payload["pullrequest"] != nil {
      kind = "PR"
      number = text("pullrequest.id")
      title = text("pullrequest.title")
      targetBranch = text("pullrequest.destination.branch.name")
      sourceBranch = text("pullrequest.source.branch.name")
      branch = targetBranch
      commit = text("pullrequest.source.commit.hash")
      baseCommit = text("pullrequest.destination.commit.hash")
      link = text("pullrequest.links.html.href")
      state = text("pullrequest.state")
    } else {
      kind = "PUSH"
      guard case .list(let changes)? = payload["push"]?["changes"], let change = changes.first else { return }
      let name = text("new.name", in: change)
      if text("new.type", in: change) == "tag" { tag = name } else { branch = name }
      targetBranch = branch
      commit = text("new.target.hash", in: change)
      message = text("new.target.message", in: change)
      baseCommit = text("old.target.hash", in: change)
    }
  }
}
