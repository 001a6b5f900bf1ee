/// Everything a run knows before it starts: the build, its commit and repository, and how the user wants it run.
///
/// A pure value. What comes from a git working tree is read by the caller and handed in as `WorkingTreeFacts`.
public struct Context: Hashable, Sendable {
  /// What happened.
  public var build = Build()
  /// What is built.
  public var commit = Commit()
  /// Where it comes from.
  public var repository = Repository()
  /// The server.
  public var system = System()
  /// Which part of the file is wanted.
  public var selection = Selection()
  /// What the machine adds.
  public var runner = Runner()
  /// Where the files in the workspace come from.
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
    /// The name; it is compared by its bytes.
    public var name: String
    /// The value; may be empty.
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What happened, and what Drone calls the build.
  public struct Build: Hashable, Sendable {
    /// What started it.
    public var event = BuildEvent.push
    /// `opened` or `synchronized` for pull requests, `create` for tags; else empty.
    public var action = ""
    /// Its number in the repository.
    public var number: Int64 = 1
    /// The build that was promoted, rolled back or restarted; 0 is none.
    public var parent: Int64 = 0
    /// The environment of a promotion or rollback.
    public var deployTo = ""
    /// The number of the deployment; 0 is none.
    public var deployID: Int64 = 0
    /// The name of the cron job; conditions on `cron` look at it.
    public var cron = ""
    /// `@hook`, `@cron` or a login.
    public var trigger = "@hook"
    /// The title of the pull request; empty for other events.
    public var pullRequestTitle = ""
    /// Whether the build was started in debug mode.
    public var isDebug = false
    /// Seconds since 1970; 0 takes the context's `now`.
    public var created: Int64 = 0
    /// Seconds since 1970; 0 takes the context's `now`.
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
    /// The full hash; empty when unknown.
    public var sha = ""
    /// The commit before; empty when unknown.
    public var before = ""
    /// Where it can be looked at.
    public var link = ""
    /// The whole message; `[ci skip]` in it is honoured.
    public var message = ""
    /// Who wrote it.
    public var author = Author()

    public init() {}

    /// The tag's name when the ref is one.
    public var tag: String? {
      ref.hasPrefix("refs/tags/") ? String(ref.dropFirst("refs/tags/".count)) : nil
    }
  }

  /// Who wrote the commit.
  public struct Author: Hashable, Sendable {
    /// The name at the forge.
    public var login = ""
    /// The person's name.
    public var name = ""
    /// The address.
    public var email = ""
    /// Where a picture is.
    public var avatar = ""

    public init() {}
  }

  /// The repository that is built.
  public struct Repository: Hashable, Sendable {
    /// `owner/name`; empty when unknown.
    public var slug = ""
    /// The kind of version control.
    public var sourceControl = "git"
    /// Where it can be looked at.
    public var link = ""
    /// The branch that counts when none is named; empty when unknown.
    public var defaultBranch = ""
    /// Where it is cloned from over HTTP.
    public var httpURL = ""
    /// Where it is cloned from over SSH.
    public var sshURL = ""
    /// Who can see it.
    public var visibility = Visibility.public
    /// Whether the repository may use what touches the host: privileged steps, host volumes and their kin.
    public var isTrusted = false

    public init() {}

    /// What stands before the first slash of `slug`.
    public var owner: String { slug.firstIndex(of: "/").map { String(slug[..<$0]) } ?? "" }
    /// What stands after the first slash of `slug`; all of it where there is none.
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
    /// `http` or `https`; empty when unknown.
    public var scheme = ""
    /// Also what conditions on `instance` look at.
    public var host = ""
    /// Its version; empty when unknown.
    public var version = ""

    public init() {}
  }

  /// Which part of the file is wanted.
  public struct Selection: Hashable, Sendable {
    /// Names of pipelines; empty takes what the triggers take. A pipeline that is named runs whatever its trigger says.
    public var pipelines: [String] = []
    /// Names of steps and services; empty takes all. The clone step always stays.
    public var include: [String] = []
    /// Names of steps and services that are not wanted.
    public var exclude: [String] = []
    /// Whether `[ci skip]` in the message and a trigger's conditions can keep a pipeline from running.
    public var honoursTriggers = true

    public init() {}
  }

  /// What the machine adds on its own.
  public struct Runner: Hashable, Sendable {
    /// The name that it gives to the server.
    public var name = ""
    /// Images that run privileged beside the ones Drone knows.
    public var privilegedImages: [String] = []
    /// Folders of the host mounted into every step.
    public var mounts: [HostMount] = []

    public init() {}
  }

  /// A folder of the host at a path of every container.
  public struct HostMount: Hashable, Sendable {
    /// The folder of the host.
    public var hostPath: String
    /// Where it is in the container.
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
    /// The host that the login is for.
    public var machine: String
    /// The user's name.
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
