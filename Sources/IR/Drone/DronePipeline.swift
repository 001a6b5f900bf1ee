import Diagnostics

/// What only Drone pipelines have.
public struct DronePipeline: Hashable, Sendable {
  /// The runner that a pipeline is for.
  public enum Runner: String, Hashable, Sendable, CaseIterable {
    case docker, exec, kubernetes, ssh, digitalocean, macstadium, vm
  }

  /// `kind` as written; anything but `pipeline` is scheduled and never run.
  public var kind: Text?
  /// `type` as written; nil or empty means docker.
  public var type: Text?
  /// nil: no runner has this type.
  public var runner: Runner?
  /// How the repository is cloned.
  public var clone: Clone
  /// How many builds of this pipeline may run at once; 0 is no limit.
  public var concurrencyLimit: Located<Int64>?
  /// Names of secrets that hold registry credentials.
  public var imagePullSecrets: [Text]
  /// Labels that the runner must have.
  public var node: [Variable]
  /// Where it can run, as the runner reads it.
  public var platform: Platform
  /// What the server reads, which is the text before substitution.
  public var server: ServerView
  /// Of ssh and digitalocean pipelines.
  public var machine: Machine?
  /// Of kubernetes pipelines.
  public var kubernetes: KubernetesOptions?

  public init(server: ServerView) {
    self.kind = nil
    self.type = nil
    self.runner = .docker
    self.clone = Clone()
    self.concurrencyLimit = nil
    self.imagePullSecrets = []
    self.node = []
    self.platform = Platform()
    self.server = server
    self.machine = nil
    self.kubernetes = nil
  }
}

/// How the repository is cloned.
public struct Clone: Hashable, Sendable {
  /// Whether nothing is cloned.
  public var isDisabled: Bool = false
  /// How many commits; 0 is all.
  public var depth: Int64 = 0
  /// How often a clone that failed is tried again.
  public var retries: Int64 = 0
  /// Whether certificates are not looked at.
  public var skipsVerification: Bool = false
  /// Whether git's own trace is switched on.
  public var isTraced: Bool = false
  /// The mapping; nil where it is not written.
  public var span: Span?

  public init() {}
}

/// Where a pipeline can run.
public struct Platform: Hashable, Sendable {
  /// `linux`, `windows`, …; nil means linux.
  public var os: Text?
  /// `amd64`, `arm64`, …; nil means amd64.
  public var architecture: Text?
  /// Of the architecture, such as `v7`.
  public var variant: Text?
  /// Of the operating system; only Windows has it.
  public var version: Text?
  /// The mapping; nil where it is not written.
  public var span: Span?

  public init() {}
}

/// The keys that the server evaluates, from the text before substitution.
public struct ServerView: Hashable, Sendable {
  /// As written.
  public var kind: Text?
  /// As written.
  public var type: Text?
  /// The name that other pipelines and people use.
  public var name: Text?
  /// Names of the pipelines that must end first.
  public var dependsOn: [Text] = []
  /// When the pipeline is part of a build.
  public var trigger: Condition?
  /// Which runners may take it.
  public var platform = Platform()
  /// Labels that the runner must have.
  public var node: [Variable] = []
  /// How many builds of the pipeline may run at once; 0 is no limit.
  public var concurrencyLimit: Int64 = 0

  public init() {}
}

/// A machine that ssh, digitalocean, macstadium and vm pipelines run on.
public struct Machine: Hashable, Sendable {
  /// Host, user, password, key, token, image, region, size, cpu, pool… in source order; keys as written.
  public var values: [Variable]
  /// The mapping; nil where it is not written.
  public var span: Span?

  public init(values: [Variable] = [], span: Span? = nil) {
    self.values = values
    self.span = span
  }

  /// The value of a key, if it is written and not null.
  public subscript(key: String) -> Variable? { values.last { $0.name.value == key } }
}
