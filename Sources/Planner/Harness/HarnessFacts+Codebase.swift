import IR

extension HarnessFacts {
  /// Takes what the pipeline says it builds, where it says it as such; a branch that the user names counts more.
  public mutating func chooseBuild(of codebase: HarnessCodebase?, isBranchGiven: Bool) {
    guard !isBranchGiven, let build = codebase?.build, let text = build.reference?.value, !text.isEmpty,
      !text.contains("<+")
    else { return }
    switch build.type?.value {
    case "branch":
      context.commit.branch = text
      context.commit.sourceBranch = text
      context.commit.ref = "refs/heads/" + text
    case "tag":
      context.build.event = .tag
      context.commit.ref = "refs/tags/" + text
    case "PR":
      context.build.event = .pullRequest
      context.commit.ref = "refs/pull/\(text)/head"
    case "commitSha": context.commit.sha = text
    default: break
    }
  }

  /// `codebase` as a build of a context has it.
  public static func codebase(of context: Context) -> [HarnessValue.Member] {
    let commit = context.commit
    let build = context.build
    let isPullRequest = build.event == .pullRequest
    let number = isPullRequest ? DroneVariables.pullRequestNumber(in: commit.ref) : ""
    var members: [HarnessValue.Member] = []
    func set(_ name: String, _ text: String) {
      if !text.isEmpty { members.append(.init(name, .text(text))) }
    }
    set("branch", commit.branch)
    set("tag", commit.tag ?? "")
    set("targetBranch", isPullRequest ? commit.branch : "")
    set("sourceBranch", isPullRequest ? commit.sourceBranch : "")
    set("prNumber", number)
    set("prTitle", isPullRequest ? build.pullRequestTitle : "")
    set("commitSha", commit.sha)
    set("shortCommitSha", String(commit.sha.prefix(7)))
    set("baseCommitSha", commit.before)
    set("commitRef", commit.ref)
    set("commitMessage", commit.message)
    set("repoUrl", context.repository.link)
    set("repoName", context.repository.name)
    set("gitUser", commit.author.name.isEmpty ? commit.author.login : commit.author.name)
    set("gitUserId", commit.author.login)
    set("gitUserEmail", commit.author.email)
    set("gitUserAvatar", commit.author.avatar)
    let kind = isPullRequest ? "PR" : commit.tag != nil ? "tag" : "branch"
    var spec: [HarnessValue.Member] = []
    switch kind {
    case "PR": spec.append(.init("number", .text(number)))
    case "tag": spec.append(.init("tag", .text(commit.tag ?? "")))
    default: spec.append(.init("branch", .text(commit.branch)))
    }
    members.append(.init("build", .map([.init("type", .text(kind)), .init("spec", .map(spec))])))
    return [.init("codebase", .map(members))]
  }
}
