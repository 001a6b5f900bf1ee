import Diagnostics
import IR
import YAML

/// The keys of a legacy container, and what becomes of each.
struct LegacyContainer {
  private var environment: [Variable] = []
  private var devicesAndDNS = (dns: [Text](), dnsSearch: [Text](), extraHosts: [Text]())
  private var settings: [Setting] = []

  typealias Refusal = (_ node: Node, _ message: String, _ upstream: String) -> Void

  mutating func read(
    _ entry: Fields.Entry, into step: inout Step, volumes: inout [Volume], refuse: Refusal
  ) {
    let value = entry.value
    let key = entry.key.span
    switch entry.key.text {
    case "image":
      step.image = value.mappedString
      step.keys.entries.append(.init(key: .image, span: key))
    case "commands":
      step.commands = Self.texts(value)
      step.keys.entries.append(.init(key: .commands, span: key))
      refuseMaps(in: value, refuse)
    case "command":
      step.command = Self.texts(value)
      refuseMaps(in: value, refuse)
    case "entrypoint":
      step.entrypoint = Self.texts(value)
      step.keys.entries.append(.init(key: .entrypoint, span: key))
    case "detach": step.isDetached = value.bool
    case "privileged":
      step.isPrivileged = value.bool
      step.keys.entries.append(.init(key: .privileged, span: key))
    case "pull":
      if value.bool?.value == true { step.pull = Text("always", at: value.span) }
    case "environment":
      environment += Self.environment(value)
      refuseLists(in: value, refuse)
      step.keys.entries.append(.init(key: .environment, span: key))
    case "secrets": environment += secrets(value, refuse)
    case "when":
      step.condition = Self.condition(value)
      step.keys.entries.append(.init(key: .when, span: key))
    case "volumes": mount(value, &step, &volumes)
    case "dns": devicesAndDNS.dns = Self.texts(value)
    case "dns_search": devicesAndDNS.dnsSearch = Self.texts(value)
    case "extra_hosts": devicesAndDNS.extraHosts = Self.texts(value)
    case "shell", "devices", "tmpfs", "allow_failure", "name": break
    default:
      guard let name = entry.key.string else { return }
      if let secret = DataReader.secret(value) {
        settings.append(Setting(name: name, value: .secret(secret), span: value.span))
      } else {
        settings.append(
          Setting(name: name, value: .data(LegacyPrinter.reread(DataReader.data(value))), span: value.span))
      }
    }
  }

  func finish(_ step: inout Step) {
    step.environment = environment
    step.settings = settings
    if !devicesAndDNS.dns.isEmpty || !devicesAndDNS.dnsSearch.isEmpty || !devicesAndDNS.extraHosts.isEmpty {
      step.container = ContainerOptions(
        dns: devicesAndDNS.dns, dnsSearch: devicesAndDNS.dnsSearch, extraHosts: devicesAndDNS.extraHosts)
    }
  }

  private func refuseMaps(in node: Node, _ refuse: Refusal) {
    if node.kind == .mapping {
      refuse(node, "a list of commands cannot be a mapping", "cannot unmarshal !!map into []string")
    }
    for item in node.items where item.resolved.kind != .scalar {
      let tag = item.resolved.kind == .mapping ? "!!map" : "!!seq"
      refuse(item.resolved, "a command must be a text", "cannot unmarshal \(tag) into string")
    }
  }

  private func refuseLists(in node: Node, _ refuse: Refusal) {
    for entry in Fields(of: node).entries where entry.value.kind == .sequence {
      refuse(entry.value, "the value of a variable must be a text", "cannot unmarshal !!map into []string")
    }
  }

  /// A scalar or a list of scalars.
  private static func texts(_ node: Node) -> [Text] {
    if node.kind == .scalar { return node.isNullScalar ? [] : [node.mappedString].compactMap { $0 } }
    return node.strings
  }

  /// A mapping, or a list of `NAME=value`; items without `=` are dropped.
  private static func environment(_ node: Node) -> [Variable] {
    guard node.kind == .sequence else { return DataReader.variables([node]) }
    return node.items.compactMap { item in
      guard let text = item.resolved.mappedString, let equals = text.value.firstIndex(of: "=") else { return nil }
      let name = String(text.value[..<equals])
      let value = String(text.value[text.value.index(after: equals)...])
      let length = name.utf8.count
      return Variable(
        name: Text(name, at: text.span(of: 0..<length)),
        value: .text(Text(value, at: text.span(of: length + 1..<text.value.utf8.count))), span: text.span)
    }
  }

  /// `[a]` is the variable A from the secret a; `[{source, target}]` names both.
  private func secrets(_ node: Node, _ refuse: Refusal) -> [Variable] {
    let items = node.items.map(\.resolved)
    let hasTexts = items.contains { $0.kind == .scalar }
    let hasMaps = items.contains { $0.kind == .mapping }
    if hasTexts, hasMaps {
      refuse(node, "`secrets` mixes names and `{source, target}` pairs", "cannot unmarshal !!map into string")
    }
    return items.compactMap { item in
      let fields = Fields(of: item)
      guard let source = item.kind == .scalar ? item.string : fields["source"]?.string else { return nil }
      let target = fields["target"]?.string ?? source
      return Variable(
        name: Text(target.value.uppercased(), at: target.span),
        value: .secret(SecretReference(name: source, span: item.span)), span: item.span)
    }
  }

  /// `source:target[:ro]` becomes a volume of the host, named after the source, and a mount of it.
  private func mount(_ node: Node, _ step: inout Step, _ volumes: inout [Volume]) {
    for text in Self.texts(node) {
      let parts = text.value.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count >= 2 else { continue }
      let path = String(parts[0])
      let name = path.utf8.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
      let named = Text(name, at: text.span)
      step.mounts.append(
        Mount(name: named, path: Text(String(parts[1]), at: text.span), span: text.span))
      guard !volumes.contains(where: { $0.name == named }) else { continue }
      volumes.append(Volume(name: named, storage: .host(path: Text(path, at: text.span)), span: text.span))
    }
  }

  private static func condition(_ node: Node) -> Condition? {
    guard node.kind == .mapping else { return nil }
    var clauses: [Condition.Clause] = []
    for entry in Fields(of: node).entries {
      let subject: Condition.Subject
      switch entry.key.text {
      case "ref": subject = .ref
      case "repo": subject = .repo
      case "instance": subject = .instance
      case "event": subject = .event
      case "branch": subject = .branch
      case "status": subject = .status
      case "environment": subject = .target
      default: continue
      }
      guard var found = patterns(entry.value) else { continue }
      if subject == .event {
        found.include = found.include.map(currentEvent)
        found.exclude = found.exclude.map(currentEvent)
      }
      clauses.append(
        Condition.Clause(
          subject: subject, keySpan: entry.key.span, valueSpan: entry.value.span, include: found.include,
          exclude: found.exclude))
    }
    return Condition(clauses: clauses, span: node.span)
  }

  private static func currentEvent(_ text: Text) -> Text {
    text.value == "deploy" || text.value == "deployment" ? Text("promote", at: text.span) : text
  }

  /// A scalar, a list, or `{include, exclude}` of either; nil where nothing is said.
  static func patterns(_ node: Node) -> (include: [Text], exclude: [Text])? {
    if node.kind != .mapping {
      let include = texts(node)
      return include.isEmpty ? nil : (include, [])
    }
    let fields = Fields(of: node)
    let include = fields["include"].map(texts) ?? []
    let exclude = fields["exclude"].map(texts) ?? []
    return include.isEmpty && exclude.isEmpty ? nil : (include, exclude)
  }
}
