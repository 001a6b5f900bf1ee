import Diagnostics

extension Plan {
  /// One container or process of a pipeline, with everything its start needs; secrets are still only names.
  public struct Step: Hashable, Sendable {
    /// What it is to its pipeline.
    public enum Role: String, Hashable, Sendable {
      case clone, service, step
    }

    /// Unique within the pipeline and stable from plan to plan.
    public var id: String
    /// The name as written.
    public var name: String
    /// What it is to its pipeline.
    public var role: Role
    /// The stage that it belongs to, in dialects that have stages.
    public var stage: String?
    /// The full image reference; nil on the host.
    public var image: String?
    /// nil: the image's own.
    public var entrypoint: [String]?
    /// nil: the image's own.
    public var command: [String]?
    /// What the file asks to run, one command each, before it became a script; empty where the image's own program runs.
    public var commands: [String]
    /// In order of precedence: where a name occurs twice, the later entry wins. No entry has an empty literal value.
    public var environment: [EnvironmentVariable]
    /// nil: the image's own.
    public var workingDirectory: String?
    /// Volumes of the pipeline and where they are mounted.
    public var mounts: [Mount]
    /// Devices of the host.
    public var devices: [Device]
    /// Identifiers of the steps that must have completed before this one starts.
    public var needs: [String]
    /// Whether it runs.
    public var decision: Decision
    /// Why it runs or does not.
    public var reason: Reason
    /// When it runs, by how the steps before it ended.
    public var runPolicy: RunPolicy
    /// What its failure does to the pipeline.
    public var failurePolicy: FailurePolicy
    /// A detached step counts as complete once started; nobody waits for it and its end is not judged.
    public var isDetached: Bool
    /// When its image is fetched.
    public var pull: PullPolicy
    /// Whether the container has all privileges, by the file or because Drone trusts the plugin.
    public var isPrivileged: Bool
    /// The user in the container; nil: the image's own.
    public var user: String?
    /// The engine's network mode, which replaces the pipeline's network.
    public var networkMode: String?
    /// Names under which other steps of the pipeline reach this one.
    public var networkAliases: [String]
    /// Addresses of name servers; empty: the engine's own.
    public var dns: [String]
    /// Domains in which short names are looked up.
    public var dnsSearch: [String]
    /// Lines for `/etc/hosts`: `NAME:ADDRESS`.
    public var extraHosts: [String]
    /// In bytes; nil: no limit.
    public var memoryLimit: Int64?
    /// Memory and swap together, in bytes; nil: the engine's default.
    public var memorySwapLimit: Int64?
    /// The size of `/dev/shm` in bytes; nil: the engine's default.
    public var sharedMemorySize: Int64?
    /// Names of secrets that hold registry credentials (a Docker `config.json`), first match wins.
    public var registryCredentialSecrets: [String]
    /// In thousandths of a processor; nil: no limit.
    public var processorLimit: Int64?
    /// Ports of the host and the ports of the container that they lead to.
    public var ports: [Port]
    /// The dialect's word for what the step does, such as `Plugin`; nil in dialects that have none.
    public var type: String?
    /// Who does it; nil: the backend, in a container where there is an image.
    public var performer: Performer?
    /// Texts that hold secrets or what is deferred.
    public var openTexts: OpenTexts
    /// How long it may run, in milliseconds; nil: as long as it wants.
    public var timeout: Int64?
    /// Sets of policies that its outcome must meet.
    public var policySets: [String]
    /// Patterns of the files in which it leaves test results.
    public var reports: [String]
    /// The node of the Harness plan that it belongs to, as a place in `HarnessPlan.nodes`.
    public var node: Int?
    /// The step as written; nil for one that the system adds, such as a clone.
    public var span: Span?

    public init(id: String, name: String, role: Role, decision: Decision, reason: Reason) {
      self.id = id
      self.name = name
      self.role = role
      self.stage = nil
      self.image = nil
      self.entrypoint = nil
      self.command = nil
      self.commands = []
      self.environment = []
      self.workingDirectory = nil
      self.mounts = []
      self.devices = []
      self.needs = []
      self.decision = decision
      self.reason = reason
      self.runPolicy = .onSuccess
      self.failurePolicy = .fail
      self.isDetached = false
      self.pull = .automatic
      self.isPrivileged = false
      self.user = nil
      self.networkMode = nil
      self.networkAliases = []
      self.dns = []
      self.dnsSearch = []
      self.extraHosts = []
      self.memoryLimit = nil
      self.memorySwapLimit = nil
      self.sharedMemorySize = nil
      self.registryCredentialSecrets = []
      self.processorLimit = nil
      self.ports = []
      self.type = nil
      self.performer = nil
      self.openTexts = OpenTexts()
      self.timeout = nil
      self.policySets = []
      self.reports = []
      self.node = nil
      self.span = nil
    }
  }

  /// When a step whose needs have completed runs.
  public enum RunPolicy: String, Hashable, Sendable {
    case onSuccess = "on-success"
    case onFailure = "on-failure"
    case always
    /// Its conditions exclude it; it stays in the graph and completes at once.
    case never
  }

  /// What a failing step does to its pipeline.
  public enum FailurePolicy: String, Hashable, Sendable {
    case fail
    /// Everything else is stopped at once.
    case failFast = "fail-fast"
    case ignore
  }

  /// When an image is fetched.
  public enum PullPolicy: String, Hashable, Sendable {
    /// Always for `:latest`, otherwise only if it is missing.
    case automatic = "default"
    case always
    case ifNotExists = "if-not-exists"
    case never
  }

  /// A volume at a path of a container.
  public struct Mount: Hashable, Sendable {
    /// The name of a `Volume` of the pipeline, or `_workspace`.
    public var volume: String
    /// Where it is in the container.
    public var path: String

    public init(volume: String, path: String) {
      self.volume = volume
      self.path = path
    }
  }

  /// A device of the host inside a container.
  public struct Device: Hashable, Sendable {
    /// The device of the host.
    public var hostPath: String
    /// Where it is in the container.
    public var path: String

    public init(hostPath: String, path: String) {
      self.hostPath = hostPath
      self.path = path
    }
  }

  /// A port of the host that leads to a port of the container.
  public struct Port: Hashable, Sendable {
    /// The port of the host, as written.
    public var host: String
    /// The port of the container, as written.
    public var container: String

    public init(host: String, container: String) {
      self.host = host
      self.container = container
    }
  }

  /// A name and a value that may be known only later.
  public struct EnvironmentVariable: Hashable, Sendable {
    /// The variable's name.
    public var name: String
    /// Its value, or where that will come from.
    public var value: Value

    public init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }

    public init(_ name: String, _ text: String) {
      self.init(name, .literal(text))
    }
  }

  /// The value of a variable.
  public enum Value: Hashable, Sendable {
    case literal(String)
    /// The secret of that name; an unknown or withheld one becomes the empty string.
    case secret(String)
    /// A fact of the run that is settled when the step starts; the text is what it is before anything ran.
    case runtime(RuntimeFact, initially: String)
    /// Known once an earlier step has ended: the expression as written.
    case deferred(expression: String)
    /// Several pieces, one after the other; none: an empty text that is passed all the same.
    case pieces([Piece])

    /// The names of the secrets in it.
    public var secretNames: [String] {
      switch self {
      case .secret(let name): [name]
      case .pieces(let pieces): pieces.compactMap { if case .secret(let name) = $0 { name } else { nil } }
      case .literal, .runtime, .deferred: []
      }
    }

    /// Whether something in it is known only once an earlier step has ended.
    public var isDeferred: Bool {
      switch self {
      case .deferred: true
      case .pieces(let pieces): pieces.contains { if case .deferred = $0 { true } else { false } }
      case .literal, .secret, .runtime: false
      }
    }
  }

  /// A part of a text.
  public enum Piece: Hashable, Sendable {
    case literal(String)
    /// The secret of that name.
    case secret(String)
    /// Known once an earlier step has ended: the expression as written.
    case deferred(expression: String)
  }

  /// Texts of a step that hold secrets or what is deferred. Where one is nil, the step's own text is final; else the step
  /// has the expressions in their places.
  public struct OpenTexts: Hashable, Sendable {
    public var image: Value?
    public var entrypoint: [Value]?
    public var command: [Value]?
    public var user: Value?

    public init() {
      self.image = nil
      self.entrypoint = nil
      self.command = nil
      self.user = nil
    }

    /// Whether nothing is open.
    public var isEmpty: Bool { image == nil && entrypoint == nil && command == nil && user == nil }
  }

  /// Who does what a step says.
  public enum Performer: String, Hashable, Sendable {
    /// The backend, in a container of the step's image.
    case container
    /// The backend, on the machine.
    case host
    /// pipec itself: waiting, asking, calling, comparing.
    case pipec
    /// A program of Harness's with access to what is deployed; a local run can only stand in for it.
    case delegate
  }

  /// What a run knows about itself when a step starts.
  public enum RuntimeFact: String, Hashable, Sendable {
    /// `success`, or `failure` once a step has failed.
    case status
    /// `success`, or `failure` once a step of this pipeline or any other pipeline of the run has failed.
    case buildStatus
    /// Names of failed steps, comma-separated; the variable is unset while there are none.
    case failedSteps
    /// Names of failed pipelines, comma-separated; the variable is unset while there are none.
    case failedPipelines
    /// Seconds since 1970 at the start of the step.
    case now
    /// The engine's name of the pipeline's network.
    case network
    /// The engine's name of the workspace volume.
    case workspaceVolume
  }
}
