import Planner
import Testing

/// What a build is taken for when the user says little.
@Suite struct ContextTests {
  private static var tree: WorkingTreeFacts {
    var facts = WorkingTreeFacts()
    facts.branch = "feature/x"
    facts.tag = "v1.2.3"
    facts.sha = "8f51ad78"
    facts.parentSHA = "7fd1a60b"
    facts.message = "Title\n\nBody"
    facts.authorName = "Octo"
    facts.authorEmail = "octo@example.com"
    facts.remoteURL = "git@github.com:octocat/hello-world.git"
    facts.defaultBranch = "main"
    return facts
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var request: Context.Request
    var expected: String
    var testDescription: String { name }

    init(_ name: String, _ expected: String, _ change: (inout Context.Request) -> Void) {
      self.name = name
      self.expected = expected
      request = Context.Request()
      change(&request)
    }
  }

  /// Event, ref, target and source branch, action.
  static let rows = [
    Row("nothing", "push refs/heads/feature/x feature/x feature/x ") { _ in },
    Row("branch", "push refs/heads/dev dev dev ") { $0.branch = "dev" },
    Row("ref of a branch", "push refs/heads/dev dev dev ") { $0.ref = "refs/heads/dev" },
    Row("tag", "tag refs/tags/v2   create") { $0.tag = "v2" },
    Row("event tag", "tag refs/tags/v1.2.3   create") { $0.event = "tag" },
    Row("ref of a tag", "tag refs/tags/v3   create") { $0.ref = "refs/tags/v3" },
    Row("pull request", "pull_request refs/pull/1/head main feature/x opened") { $0.event = "pull_request" },
    Row("numbered", "pull_request refs/pull/7/head main feature/x opened") { $0.pullRequest = 7 },
    Row("ref of a pull request", "pull_request refs/pull/9/head main feature/x opened") { $0.ref = "refs/pull/9/head" },
    Row("action", "pull_request refs/pull/1/head main feature/x synchronized") {
      $0.event = "pull_request"
      $0.action = "synchronized"
    },
    Row("promotion", "promote refs/heads/feature/x feature/x feature/x ") { $0.deployTo = "production" },
    Row("promotion of a tag", "promote refs/tags/v2 feature/x feature/x ") {
      $0.event = "promote"
      $0.tag = "v2"
    },
    Row("cron", "cron refs/heads/main main  ") {
      $0.cron = "nightly"
      $0.branch = "main"
    },
    Row("an event of no name", " refs/heads/feature/x feature/x feature/x ") { $0.event = "" },
  ]

  @Test(arguments: rows) func build(_ row: Row) {
    let context = Context(row.request, workingTree: ContextTests.tree)
    let words = [
      context.build.event.text, context.commit.ref, context.commit.branch, context.commit.sourceBranch,
      context.build.action,
    ]
    #expect(words.joined(separator: " ") == row.expected)
  }

  @Test func repositoryFromItsRemote() {
    let context = Context(Context.Request(), workingTree: ContextTests.tree)
    #expect(context.repository.slug == "octocat/hello-world")
    #expect(context.repository.owner == "octocat" && context.repository.name == "hello-world")
    #expect(context.repository.link == "https://github.com/octocat/hello-world")
    #expect(context.repository.httpURL == "https://github.com/octocat/hello-world.git")
    #expect(context.commit.link == "https://github.com/octocat/hello-world/commit/8f51ad78")
    #expect(context.build.pullRequestTitle == "Title")
    #expect(context.commit.before == "7fd1a60b")
  }

  @Test func withoutAWorkingTree() {
    let context = Context(Context.Request())
    #expect(context.build.event == .push)
    #expect(context.commit.ref.isEmpty && context.repository.slug.isEmpty && context.repository.name.isEmpty)
  }

  @Test(
    arguments: [
      ("https://github.com/a/b.git", "github.com a/b"), ("https://user:pw@host:8443/a/b", "host a/b"),
      ("git@github.com:a/b.git", "github.com a/b"), ("ssh://git@host:22/a/b/", "host a/b"),
      ("/srv/git/a/b.git", " a/b"),
      ("file:///srv/git/a/b", " a/b"), ("https://gitlab.com/group/sub/b.git", "gitlab.com group/sub/b"),
      ("nonsense", nil), ("", nil), ("https://", nil), ("host:", nil),
    ] as [(String, String?)])
  func remote(_ url: String, _ expected: String?) {
    #expect(RemoteURL(url).map { "\($0.host) \($0.slug)" } == expected)
  }
}
