import IR

/// The step that fetches the repository before all others.
enum DroneClone {
  static let image = "drone/git:latest"

  /// What the clone image reads.
  static func variables(_ clone: Clone) -> [Plan.EnvironmentVariable] {
    var list: [Plan.EnvironmentVariable] = []
    if clone.depth > 0 { list.append(.init("PLUGIN_DEPTH", String(clone.depth))) }
    if clone.retries > 0 { list.append(.init("PLUGIN_RETRIES", String(clone.retries))) }
    if clone.skipsVerification {
      list.append(.init("GIT_SSL_NO_VERIFY", "true"))
      list.append(.init("PLUGIN_SKIP_VERIFY", "true"))
    }
    return list
  }

  /// What the clone options add to every step.
  static func variablesForAll(_ clone: Clone) -> [Plan.EnvironmentVariable] {
    var list: [Plan.EnvironmentVariable] = []
    if clone.skipsVerification { list.append(.init("GIT_SSL_NO_VERIFY", "true")) }
    if clone.isTraced { list.append(.init("GIT_TRACE", "true")) }
    return list
  }

  /// The git commands for runners that have no clone image.
  static func commands(_ clone: Clone, _ context: Context, honoursDepth: Bool) -> [String] {
    let commit = context.commit
    let fetch = honoursDepth && clone.depth > 0 ? "git fetch --depth=\(clone.depth) origin" : "git fetch origin"
    var list = ["git init", "git remote add origin \(quoted(context.repository.httpURL))"]
    let isPullRequest =
      commit.ref.hasPrefix("refs/pull/") || commit.ref.hasPrefix("refs/pull-request/")
      || commit.ref.hasPrefix("refs/merge-requests/") || context.build.event == .pullRequest
    if let tag = commit.tag {
      list.append("\(fetch) \(quoted("+refs/tags/\(tag):"))")
      list.append("git checkout -qf FETCH_HEAD")
    } else if isPullRequest {
      list.append("\(fetch) \(quoted("+refs/heads/\(commit.branch):"))")
      list.append("git checkout \(quoted(commit.branch))")
      list.append("git fetch origin \(quoted(commit.ref + ":"))")
      list.append("git merge \(quoted(commit.sha))")
    } else if commit.branch.isEmpty {
      list.append("git fetch origin")
      list.append("git checkout -qf \(quoted(commit.sha))")
    } else {
      list.append("\(fetch) \(quoted("+refs/heads/\(commit.branch):"))")
      list.append("git checkout \(quoted(commit.sha)) -b \(quoted(commit.branch))")
    }
    return list
  }

  /// One word of a shell command.
  private static func quoted(_ text: String) -> String {
    let plain = "+-./:@_%="
    let isPlain =
      !text.isEmpty
      && text.unicodeScalars.allSatisfy { scalar in
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
          || plain.unicodeScalars.contains(scalar)
      }
    if isPlain { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
