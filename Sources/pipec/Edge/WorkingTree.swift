import Planner
import Threads

/// Reads what a git working tree tells about the build that its owner has in mind.
enum WorkingTree {
  /// What was found out.
  struct Reading: Sendable {
    /// nil where the current folder is in no working tree.
    var facts: WorkingTreeFacts?
    /// Whether there is no git to ask.
    var isGitMissing = false
  }

  /// Asks git about the current folder. Changes nothing and takes no locks.
  static func read() -> Reading {
    let questions = [
      ["log", "-1", "--no-show-signature", "--format=%H%x00%P%x00%an%x00%ae%x00%B"],
      ["symbolic-ref", "--quiet", "--short", "HEAD"],
      ["describe", "--tags", "--exact-match", "HEAD"],
      ["config", "--null", "--list"],
      ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"],
      ["rev-parse", "--is-inside-work-tree"],
    ]
    let answers = parallelMap(questions.count) { index in
      ChildProcess.run(["git", "--no-pager"] + questions[index], adding: ["GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"])
    }
    if answers.contains(.notFound) { return Reading(facts: nil, isGitMissing: true) }
    guard text(answers[5]) == "true" else { return Reading(facts: nil) }
    var facts = WorkingTreeFacts()
    facts.branch = text(answers[1])
    facts.tag = text(answers[2])
    if case .ended(0, let bytes) = answers[0] {
      let parts = bytes.split(separator: 0, maxSplits: 4, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      if parts.count == 5 {
        facts.sha = parts[0]
        facts.parentSHA = parts[1].split(separator: " ").first.map(String.init)
        facts.authorName = parts[2]
        facts.authorEmail = parts[3]
        facts.message = String(parts[4].reversed().drop { $0 == "\n" }.reversed())
      }
    }
    let settings = settings(answers[3])
    let remote = facts.branch.flatMap { settings["branch.\($0).remote"] } ?? "origin"
    facts.remoteURL = settings["remote.\(remote).url"] ?? settings["remote.origin.url"]
    if let head = text(answers[4]), head.hasPrefix("origin/") { facts.defaultBranch = String(head.dropFirst(7)) }
    return Reading(facts: facts)
  }

  /// One line of an answer; nil where git had none.
  private static func text(_ outcome: ChildProcess.Outcome) -> String? {
    guard case .ended(0, let bytes) = outcome else { return nil }
    let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    return line.isEmpty ? nil : line
  }

  /// The settings by name; of several, the last counts.
  private static func settings(_ outcome: ChildProcess.Outcome) -> [String: String] {
    guard case .ended(0, let bytes) = outcome else { return [:] }
    var result: [String: String] = [:]
    for entry in bytes.split(separator: 0) {
      let parts = entry.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      result[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
    }
    return result
  }
}
