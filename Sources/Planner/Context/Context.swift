/// Everything a run knows before it starts: the build, its commit and repository, and how the user wants it run.
///
/// A pure value. What comes from a git working tree is read by the caller and handed in as `WorkingTreeFacts`.
public struct Context: Hashable, Sendable {
  public var build = Build()
  public var commit = Commit()
  public var repository = Repository()
  public var system = System()
  public var selection = Selection()
  public var runner = Runner()
  public var workspace = WorkspaceSource.mounted(path: ".")
  /// Credentials for cloning; secrets are only named.
  public var netrc: Netrc?
  /// `key=value` pairs of a promotion, in the order given; a name given twice counts last.
  public var parameters: [Parameter] = []
  /// Variables for every step with the lowest precedence (`--env-file`); not available to `${…}`.
  public var environment: [Parameter] = []
  /// `DRONE_*` variables of the user's own environment: they fill what the run itself does not know, in `${…}` alone.
  public var hostVariables: [Parameter] = []
  /// Proxy settings of the machine, passed on to every step.
  public var proxies: [Parameter] = []
  /// Seconds since 1970.
  public var now: Int64 = 0

  public init() {}

  /// A name and a value.
  public struct Parameter: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What happened, and what Drone calls the build.
  public struct Build: Hashable, Sendable {
    public var event = BuildEvent.push
    /// `opened` or `synchronized` for pull requests, `create` for tags; else empty.
    public var action = ""
    public var number: Int64 = 1
    /// The build that was promoted, rolled back or restarted; 0 is none.
    public var parent: Int64 = 0
    /// The environment of a promotion or rollback.
    public var deployTo = ""
    public var deployID: Int64 = 0
    /// The name of the cron job; conditions on `cron` look at it.
    public var cron = ""
    /// `@hook`, `@cron` or a login.
    public var trigger = "@hook"
    public var pullRequestTitle = ""
    public var isDebug = false
    /// Seconds since 1970; 0 takes the context's `now`.
    public var created: Int64 = 0
    public var started: Int64 = 0

    public init() {}
  }

  /// The commit that is built.
  public struct Commit: Hashable, Sendable {
    /// The target branch, which is what conditions on `branch` look at; empty for most tags.
    public var branch = ""
    /// The branch that a pull request comes from; for a push the branch itself.
    public var sourceBranch = ""
    /// `refs/heads/…`, `refs/tags/…`, `refs/pull/N/head`
    public var ref = ""
    public var sha = ""
    /// The commit before; empty when unknown.
    public var before = ""
    public var link = ""
    public var message = ""
    public var author = Author()

    public init() {}

    /// The tag's name when the ref is one.
    public var tag: String? {
      ref.hasPrefix("refs/tags/") ? String(ref.dropFirst("refs/tags/".count)) : nil
    }
  }

  /// Who wrote the commit.
  public struct Author: Hashable, Sendable {
    public var login = ""
    public var name = ""
    public var email = ""
    public var avatar = ""

    public init() {}
  }

  /// The repository that is built.
  public struct Repository: Hashable, Sendable {
    /// `owner/name`; empty when unknown.
    public var slug = ""
    public var sourceControl = "git"
    public var link = ""
    public var defaultBranch = ""
    public var httpURL = ""
    public var sshURL = ""
    public var visibility = Visibility.public
    /// Whether the repository may use what touches the host: privileged steps, host volumes and their kin.
    public var isTrusted = false

    public init() {}

    public var owner: String { slug.firstIndex(of: "/").map { String(slug[..<$0]) } ?? "" }
    public var name: String {
      slug.firstIndex(of: "/").map { String(slug[slug.index(after: $0)...]) } ?? slug
    }
  }

  /// Who can see the repository.
  public enum Visibility: String, Hashable, Sendable {
    case `public`, `private`, `internal`
  }

  /// The server that the build pretends to come from.
  public struct System: Hashable, Sendable {
    public var scheme = ""
    /// Also what conditions on `instance` look at.
    public var host = ""
    public var version = ""

    public init() {}
  }

  /// Which part of the file is wanted.
  public struct Selection: Hashable, Sendable {
    /// Names of pipelines; empty takes what the triggers take. A pipeline that is named runs whatever its trigger says.
    public var pipelines: [String] = []
    /// Names of steps and services; empty takes all. The clone step always stays.
    public var include: [String] = []
    public var exclude: [String] = []
    /// Whether `[ci skip]` in the message and a trigger's conditions can keep a pipeline from running.
    public var honoursTriggers = true

    public init() {}
  }

  /// What the machine adds on its own.
  public struct Runner: Hashable, Sendable {
    public var name = ""
    /// Images that run privileged beside the ones Drone knows.
    public var privilegedImages: [String] = []
    /// Folders of the host mounted into every step.
    public var mounts: [HostMount] = []

    public init() {}
  }

  /// A folder of the host at a path of every container.
  public struct HostMount: Hashable, Sendable {
    public var hostPath: String
    public var path: String

    public init(hostPath: String, path: String) {
      self.hostPath = hostPath
      self.path = path
    }
  }

  /// Where the files in the workspace come from.
  public enum WorkspaceSource: Hashable, Sendable {
    /// A folder of the host is mounted and nothing is cloned.
    case mounted(path: String)
    /// The clone step fills a fresh volume.
    case cloned
  }

  /// A login for the host of the repository.
  public struct Netrc: Hashable, Sendable {
    public var machine: String
    public var login: String
    /// The secret that holds the password.
    public var passwordSecret: String
    /// The secret that holds the text of the whole file.
    public var fileSecret: String

    public init(machine: String, login: String, passwordSecret: String, fileSecret: String) {
      self.machine = machine
      self.login = login
      self.passwordSecret = passwordSecret
      self.fileSecret = fileSecret
    }
  }
}
