extension IRWriter {
  /// The members of what only kubernetes pipelines have.
  mutating func write(_ options: KubernetesOptions) {
    member("namespace", options.namespace)
    member("annotations", options.annotations)
    member("labels", options.labels)
    member("nodeName", options.nodeName)
    member("nodeSelector", options.nodeSelector)
    member("serviceAccountName", options.serviceAccountName)
    member("tolerations", objects: options.tolerations) { writer, toleration in
      writer.member("key", toleration.key)
      writer.member("operator", toleration.comparison)
      writer.member("effect", toleration.effect)
      writer.member("value", toleration.value)
      writer.member("seconds", toleration.seconds)
    }
    if let dns = options.dns {
      member("dns") { writer in
        writer.member("nameservers", dns.servers)
        writer.member("searches", dns.searches)
        writer.member("options", objects: dns.options) { writer, option in
          writer.member("name", option.name)
          writer.member("value", option.value)
        }
      }
    }
    member("hostAliases", objects: options.hostAliases) { writer, alias in
      writer.member("ip", alias.address)
      writer.member("hostnames", alias.names)
    }
    member("requests", options.requests)
    member("limits", options.limits)
  }

  /// A key and shares of a machine; nothing for nil.
  mutating func member(_ key: String, _ amounts: ResourceAmounts?) {
    guard let amounts else { return }
    member(key) {
      $0.member("milliCPU", amounts.processor)
      $0.member("memory", amounts.memory)
    }
  }
}
