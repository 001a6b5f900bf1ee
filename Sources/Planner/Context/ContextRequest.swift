extension Context {
  /// What the user says about the build; nil leaves the choice to the event and the working tree.
  public struct Request: Hashable, Sendable {
    /// The word for what happened, such as `push`.
    public var event: String?
    /// The target branch.
    public var branch: String?
    /// The branch that a pull request comes from.
    public var sourceBranch: String?
    /// The full name of the ref.
    public var ref: String?
    /// The tag's name, without `refs/tags/`.
    public var tag: String?
    /// The commit's hash.
    public var sha: String?
    /// The hash of the commit before.
    public var before: String?
    /// The commit's message.
    public var message: String?
    /// The author's login.
    public var author: String?
    /// The author's name.
    public var authorName: String?
    /// The author's address.
    public var authorEmail: String?
    /// `owner/name`.
    public var repository: String?
    /// The branch that counts when none is named.
    public var defaultBranch: String?
    /// The environment of a promotion or rollback.
    public var deployTo: String?
    /// The name of the cron job.
    public var cron: String?
    /// What was done to a pull request or tag.
    public var action: String?
    /// The number of the pull request.
    public var pullRequest: Int64?
    /// The title of the pull request; nil takes the message's first line.
    public var pullRequestTitle: String?
    /// The number of the build.
    public var buildNumber: Int64?
    /// The server's host.
    public var instance: String?
    /// Whether the repository is trusted.
    public var isTrusted = false

    public init() {}
  }

  /// Puts together what the user says, what the working tree tells, and what the event makes likely.
  ///
  /// The event follows from a tag or a deploy target or a cron job when only those are named; else it is `push`. The ref
  /// follows from the event as a Drone server would give it: `refs/tags/T`, `refs/pull/N/head`, `refs/heads/B`.
  public init(_ request: Request, workingTree facts: WorkingTreeFacts? = nil) {
    self.init()
    build.event = Context.event(of: request)
    describeRef(request, facts)
    commit.sha = request.sha ?? facts?.sha ?? ""
    commit.before = request.before ?? (build.event == .cron ? "" : facts?.parentSHA ?? "")
    if build.event == .custom, request.before == nil { commit.before = commit.sha }
    commit.message = request.message ?? facts?.message ?? ""
    commit.author.login = request.author ?? ""
    commit.author.name = request.authorName ?? facts?.authorName ?? ""
    commit.author.email = request.authorEmail ?? facts?.authorEmail ?? ""
    build.action = request.action ?? Context.action(of: build.event)
    build.deployTo = request.deployTo ?? ""
    build.cron = request.cron ?? ""
    build.number = request.buildNumber ?? 1
    if build.event == .promote || build.event == .rollback { build.parent = max(0, build.number - 1) }
    if build.event == .cron { build.trigger = "@cron" }
    build.pullRequestTitle = request.pullRequestTitle ?? Context.firstLine(of: commit.message)
    describeRepository(request, facts)
    system.host = request.instance ?? ""
    repository.isTrusted = request.isTrusted
  }

  private static func event(of request: Request) -> BuildEvent {
    if let event = request.event { return BuildEvent(event) }
    if request.tag != nil { return .tag }
    if request.pullRequest != nil { return .pullRequest }
    if request.deployTo != nil { return .promote }
    if request.cron != nil { return .cron }
    if let ref = request.ref {
      if ref.hasPrefix("refs/tags/") { return .tag }
      if ref.hasPrefix("refs/pull/") || ref.hasPrefix("refs/pull-requests/") || ref.hasPrefix("refs/merge-requests/") {
        return .pullRequest
      }
    }
    return .push
  }

  private static func action(of event: BuildEvent) -> String {
    switch event {
    case .pullRequest: "opened"
    case .tag: "create"
    default: ""
    }
  }

  private static func firstLine(of message: String) -> String {
    String(message.prefix { !$0.isNewline })
  }

  private mutating func describeRef(_ request: Request, _ facts: WorkingTreeFacts?) {
    let named = request.ref ?? ""
    let refBranch = named.hasPrefix("refs/heads/") ? String(named.dropFirst("refs/heads/".count)) : nil
    let current = facts?.branch ?? ""
    switch build.event {
    case .tag:
      commit.branch = request.branch ?? ""
      commit.sourceBranch = request.sourceBranch ?? commit.branch
      let tag = request.tag ?? facts?.tag ?? ""
      commit.ref = request.ref ?? (tag.isEmpty ? "" : "refs/tags/" + tag)
    case .pullRequest:
      commit.branch = request.branch ?? facts?.defaultBranch ?? current
      commit.sourceBranch = request.sourceBranch ?? current
      commit.ref = request.ref ?? "refs/pull/\(request.pullRequest ?? 1)/head"
    default:
      commit.branch = request.branch ?? refBranch ?? current
      commit.sourceBranch = request.sourceBranch ?? (build.event == .cron ? "" : commit.branch)
      if let tag = request.tag {
        commit.ref = request.ref ?? "refs/tags/" + tag
      } else {
        commit.ref = request.ref ?? (commit.branch.isEmpty ? "" : "refs/heads/" + commit.branch)
      }
    }
  }

  private mutating func describeRepository(_ request: Request, _ facts: WorkingTreeFacts?) {
    let remote = facts?.remoteURL.flatMap { RemoteURL($0) }
    repository.slug = request.repository ?? remote?.slug ?? ""
    repository.defaultBranch = request.defaultBranch ?? facts?.defaultBranch ?? ""
    if let remote, !remote.host.isEmpty, !repository.slug.isEmpty {
      repository.link = "https://\(remote.host)/\(repository.slug)"
      repository.httpURL = repository.link + ".git"
      repository.sshURL = "git@\(remote.host):\(repository.slug).git"
      if !commit.sha.isEmpty { commit.link = "\(repository.link)/commit/\(commit.sha)" }
    } else if let url = facts?.remoteURL {
      repository.httpURL = url
    }
  }
}
