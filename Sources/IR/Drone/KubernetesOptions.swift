import Diagnostics

/// What only kubernetes pipelines have.
public struct KubernetesOptions: Hashable, Sendable {
  public var namespace: Text?
  public var annotations: [Variable] = []
  public var labels: [Variable] = []
  public var nodeName: Text?
  public var nodeSelector: [Variable] = []
  public var serviceAccountName: Text?
  public var tolerations: [Toleration] = []
  public var dns: NameResolution?
  public var hostAliases: [HostAlias] = []
  /// What the pod asks for.
  public var requests: ResourceAmounts?
  /// Limits belong to steps: the runner refuses them here.
  public var limits: ResourceAmounts?

  public init() {}
}

/// A taint of nodes that a pod puts up with.
public struct Toleration: Hashable, Sendable {
  public var key: Text?
  public var comparison: Text?
  public var effect: Text?
  public var value: Text?
  public var seconds: Located<Int64>?

  public init() {}
}

/// How names are resolved in a pod.
public struct NameResolution: Hashable, Sendable {
  public var servers: [Text] = []
  public var searches: [Text] = []
  public var options: [Option] = []

  public struct Option: Hashable, Sendable {
    public var name: Text?
    public var value: Text?

    public init(name: Text?, value: Text?) {
      self.name = name
      self.value = value
    }
  }

  public init() {}
}

/// Names of an address that no name server knows.
public struct HostAlias: Hashable, Sendable {
  public var address: Text?
  public var names: [Text]

  public init(address: Text?, names: [Text]) {
    self.address = address
    self.names = names
  }
}

/// Shares of a machine.
public struct ResourceAmounts: Hashable, Sendable {
  /// In thousandths of a processor.
  public var processor: Located<Int64>?
  /// In bytes.
  public var memory: Located<Int64>?

  public init(processor: Located<Int64>?, memory: Located<Int64>?) {
    self.processor = processor
    self.memory = memory
  }
}
