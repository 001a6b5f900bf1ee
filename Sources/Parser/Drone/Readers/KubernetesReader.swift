import IR
import YAML

/// Reads what only kubernetes pipelines have.
enum KubernetesReader {
  static func read(_ fields: Fields) -> KubernetesOptions {
    var options = KubernetesOptions()
    let metadata = Fields(of: fields.all("metadata"))
    options.namespace = metadata["namespace"]?.string
    options.annotations = DataReader.texts(metadata.all("annotations"))
    options.labels = DataReader.texts(metadata.all("labels"))
    options.nodeName = fields["node_name"]?.string
    options.nodeSelector = DataReader.texts(fields.all("node_selector"))
    options.serviceAccountName = fields["service_account_name"]?.string
    options.tolerations = items(fields["tolerations"]).map(toleration)
    options.dns = dns(fields.all("dns_config"))
    options.hostAliases = items(fields["host_aliases"]).map {
      HostAlias(address: $0["ip"]?.string, names: $0["hostnames"]?.strings ?? [])
    }
    let resources = Fields(of: fields.all("resources"))
    options.requests = amounts(resources.all("requests"))
    options.limits = amounts(resources.all("limits"))
    return options
  }

  /// Amounts of processor and memory; nil where the last mapping given for them is null.
  static func amounts(_ nodes: [Node]) -> ResourceAmounts? {
    guard nodes.last?.kind == .mapping else { return nil }
    let fields = Fields(of: nodes)
    return ResourceAmounts(processor: fields["cpu"]?.integer, memory: fields["memory"].flatMap { StepReader.size($0) })
  }

  private static func toleration(_ fields: Fields) -> Toleration {
    var toleration = Toleration()
    toleration.key = fields["key"]?.string
    toleration.comparison = fields["operator"]?.string
    toleration.effect = fields["effect"]?.string
    toleration.value = fields["value"]?.string
    toleration.seconds = fields["tolerationseconds"]?.integer
    return toleration
  }

  private static func dns(_ nodes: [Node]) -> NameResolution? {
    guard nodes.last?.kind == .mapping else { return nil }
    let fields = Fields(of: nodes)
    var dns = NameResolution()
    dns.servers = fields["nameservers"]?.strings ?? []
    dns.searches = fields["searches"]?.strings ?? []
    dns.options = items(fields["options"]).map { .init(name: $0["name"]?.string, value: $0["value"]?.string) }
    return dns
  }

  /// The mappings of a list.
  private static func items(_ node: Node?) -> [Fields] {
    guard let node, node.kind == .sequence else { return [] }
    return node.items.map(\.resolved).filter { $0.kind == .mapping }.map { Fields(of: $0) }
  }
}
