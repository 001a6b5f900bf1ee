import IR
import YAML

extension Key {
  /// The key of that name in a Drone file.
  private static let named: [(name: String, key: Key)] = [
    ("name", .name), ("image", .image), ("commands", .commands), ("command", .command), ("entrypoint", .entrypoint),
    ("environment", .environment), ("settings", .settings), ("when", .when), ("depends_on", .dependsOn),
    ("detach", .detach), ("failure", .failure), ("pull", .pull), ("privileged", .privileged), ("user", .user),
    ("working_dir", .workingDirectory), ("volumes", .volumes), ("devices", .devices), ("dns", .dns),
    ("dns_search", .dnsSearch), ("extra_hosts", .extraHosts), ("network_mode", .networkMode),
    ("mem_limit", .memoryLimit), ("memswap_limit", .memorySwapLimit), ("shm_size", .sharedMemorySize),
    ("shell", .shell), ("build", .build), ("push", .push), ("ports", .ports), ("port_bindings", .portBindings),
    ("resources", .resources), ("group", .group), ("kind", .kind), ("type", .type), ("version", .version),
    ("clone", .clone), ("concurrency", .concurrency), ("image_pull_secrets", .imagePullSecrets), ("node", .node),
    ("platform", .platform), ("services", .services), ("steps", .steps), ("trigger", .trigger),
    ("workspace", .workspace), ("server", .server), ("token", .token), ("pool", .pool), ("metadata", .metadata),
    ("node_name", .nodeName), ("node_selector", .nodeSelector), ("service_account_name", .serviceAccountName),
    ("tolerations", .tolerations), ("dns_config", .dnsConfig), ("host_aliases", .hostAliases),
  ]

  private static let table = NameTable(named.map(\.name))

  /// The key that a scalar names; nil for unknown ones.
  init?(_ node: Node) {
    guard let position = Self.table.position(of: node) else { return nil }
    self = Self.named[position].key
  }
}
