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
  public var clone: Clone
  /// How many builds of this pipeline may run at once; 0 is no limit.
  public var concurrencyLimit: Located<Int64>?
  public var imagePullSecrets: [Text]
  /// Labels that the runner must have.
  public var node: [Variable]
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
  public var isDisabled: Bool = false
  /// How many commits; 0 is all.
  public var depth: Int64 = 0
  public var retries: Int64 = 0
  public var skipsVerification: Bool = false
  public var isTraced: Bool = false
  public var span: Span?

  public init() {}
}

/// Where a pipeline can run.
public struct Platform: Hashable, Sendable {
  public var os: Text?
  public var architecture: Text?
  public var variant: Text?
  public var version: Text?
  public var span: Span?

  public init() {}
}

/// The keys that the server evaluates, from the text before substitution.
public struct ServerView: Hashable, Sendable {
  public var kind: Text?
  public var type: Text?
  public var name: Text?
  public var dependsOn: [Text] = []
  public var trigger: Condition?
  public var platform = Platform()
  public var node: [Variable] = []
  public var concurrencyLimit: Int64 = 0

  public init() {}
}

/// A machine that ssh, digitalocean, macstadium and vm pipelines run on.
public struct Machine: Hashable, Sendable {
  /// Host, user, password, key, token, image, region, size, cpu, pool… in source order; keys as written.
  public var values: [Variable]
  public var span: Span?

  public init(values: [Variable] = [], span: Span? = nil) {
    self.values = values
    self.span = span
  }

  /// The value of a key, if it is written and not null.
  public subscript(key: String) -> Variable? { values.last { $0.name.value == key } }
}
