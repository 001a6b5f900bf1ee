import Diagnostics
import IR
import Threads
import YAML

/// Reads one pipeline document.
enum PipelineReader {
  /// - Parameters:
  ///   - node: the root of the document as the runner reads it.
  ///   - server: what the server read in the text before substitution.
  ///   - span: the whole document.
  static func read(_ node: Node, server: ServerView, span: Span) -> Pipeline {
    let fields = Fields(of: node)
    var drone = DronePipeline(server: server)
    drone.kind = fields["kind"]?.string
    drone.type = fields["type"]?.string
    drone.runner = runner(ofType: drone.type?.value)
    var pipeline = Pipeline(span: span, details: .drone(drone))
    pipeline.name = fields["name"]?.string
    pipeline.dependsOn = fields["depends_on"]?.strings ?? []
    pipeline.trigger = ConditionReader.read(fields.all("trigger"))
    pipeline.environment = DataReader.texts(fields.all("environment"))
    pipeline.services = steps(fields["services"], role: .service)
    pipeline.steps = steps(fields["steps"], role: .step)
    pipeline.volumes = volumes(fields["volumes"])
    pipeline.workspace = workspace(fields.all("workspace"))
    pipeline.keys.entries = fields.entries.compactMap { entry in
      Key(entry.key).map { Keys.Entry(key: $0, span: entry.key.span) }
    }
    drone.clone = clone(fields.all("clone"))
    drone.concurrencyLimit = Fields(of: fields.all("concurrency"))["limit"]?.integer
    drone.imagePullSecrets = fields["image_pull_secrets"]?.strings ?? []
    drone.node = DataReader.texts(fields.all("node"))
    drone.platform = platform(fields.all("platform"))
    drone.machine = machine(fields)
    if drone.runner == .kubernetes { drone.kubernetes = KubernetesReader.read(fields) }
    pipeline.details = .drone(drone)
    return pipeline
  }

  /// The runner that takes pipelines of a type; the empty type is docker's.
  static func runner(ofType type: String?) -> DronePipeline.Runner? {
    guard let type, !type.isEmpty else { return .docker }
    return DronePipeline.Runner(rawValue: type)
  }

  /// What the server evaluates.
  static func serverView(_ node: Node) -> ServerView {
    let fields = Fields(of: node)
    var view = ServerView()
    view.kind = fields["kind"]?.string
    view.type = fields["type"]?.string
    view.name = fields["name"]?.string
    view.dependsOn = fields["depends_on"]?.strings ?? []
    view.trigger = ConditionReader.read(fields.all("trigger"))
    view.platform = platform(fields.all("platform"))
    view.node = DataReader.texts(fields.all("node"))
    view.concurrencyLimit = Fields(of: fields.all("concurrency"))["limit"]?.integer?.value ?? 0
    return view
  }

  private static func steps(_ node: Node?, role: Step.Role) -> [Step] {
    guard let node, node.kind == .sequence else { return [] }
    guard node.count >= SchemaChecker.parallelCount else { return steps(node.items, count: node.count, role: role) }
    let items = Array(node.items)
    let chunks = parallelChunks(of: items.count) { Self.steps(items[$0], count: $0.count, role: role) }
    var steps: [Step] = []
    steps.reserveCapacity(items.count)
    for chunk in chunks { steps.append(contentsOf: chunk) }
    return steps
  }

  private static func steps(_ items: some Sequence<Node>, count: Int, role: Step.Role) -> [Step] {
    var steps: [Step] = []
    steps.reserveCapacity(count)
    for item in items where item.resolved.kind == .mapping { steps.append(StepReader.read(item, role: role)) }
    return steps
  }

  static func platform(_ nodes: [Node]) -> Platform {
    let fields = Fields(of: nodes)
    var platform = Platform()
    platform.os = fields["os"]?.string
    platform.architecture = fields["arch"]?.string
    platform.variant = fields["variant"]?.string
    platform.version = fields["version"]?.string
    platform.span = nodes.last?.span
    return platform
  }

  private static func clone(_ nodes: [Node]) -> Clone {
    let fields = Fields(of: nodes)
    var clone = Clone()
    clone.isDisabled = fields["disable"]?.bool?.value ?? false
    clone.depth = fields["depth"]?.integer?.value ?? 0
    clone.retries = fields["retries"]?.integer?.value ?? 0
    clone.skipsVerification = fields["skip_verify"]?.bool?.value ?? false
    clone.isTraced = fields["trace"]?.bool?.value ?? false
    clone.span = nodes.last?.span
    return clone
  }

  private static func workspace(_ nodes: [Node]) -> Workspace? {
    guard let last = nodes.last(where: { $0.kind == .mapping }) else { return nil }
    let fields = Fields(of: nodes)
    return Workspace(base: fields["base"]?.string, path: fields["path"]?.string, span: last.span)
  }

  private static func volumes(_ node: Node?) -> [Volume] {
    guard let node, node.kind == .sequence else { return [] }
    return node.items.map { volume($0) }
  }

  private static func volume(_ use: Node) -> Volume {
    let item = use.resolved
    let fields = Fields(of: item)
    var volume = Volume(name: fields["name"]?.string, storage: nil, span: item.kind == .mapping ? item.span : use.span)
    for entry in fields.entries where entry.value.isNullScalar && ["temp", "host"].contains(entry.key.text) {
      volume.emptyStorageKey = entry.key.string
    }
    let temporary = fields.all("temp")
    let host = fields.all("host")
    if temporary.last?.kind == .mapping {
      let options = Fields(of: temporary)
      volume.storage = .temporary(
        medium: options["medium"]?.string, sizeLimit: options["size_limit"].flatMap { StepReader.size($0) })
    } else if host.last?.kind == .mapping {
      volume.storage = .host(path: Fields(of: host)["path"]?.string)
    } else if let claim = fields["claim"], claim.kind == .mapping {
      let options = Fields(of: claim)
      volume.storage = .claim(name: options["name"]?.string, isReadOnly: options["read_only"]?.bool?.value ?? false)
    } else if let map = fields["config_map"], map.kind == .mapping {
      let options = Fields(of: map)
      volume.storage = .configMap(
        name: options["name"]?.string, mode: options["default_mode"]?.integer,
        isOptional: options["optional"]?.bool?.value ?? false)
    } else if let secret = fields["secret"], secret.kind == .mapping {
      let options = Fields(of: secret)
      volume.storage = .secret(
        name: options["name"]?.string, mode: options["default_mode"]?.integer,
        isOptional: options["optional"]?.bool?.value ?? false)
    }
    return volume
  }

  private static func machine(_ fields: Fields) -> Machine? {
    let nodes = fields.all("server") + fields.all("settings") + fields.all("pool")
    var machine = Machine(values: DataReader.variables(nodes), span: nodes.last?.span)
    if let token = fields.entries.last(where: { $0.key.equals("token") }), let name = token.key.string {
      let value: Variable.Value
      if let secret = DataReader.secret(token.value) {
        value = .secret(secret)
      } else {
        value = token.value.string.map { $0.value.isEmpty ? .unset : .text($0) } ?? .unset
      }
      machine.values.append(Variable(name: name, value: value, span: token.value.span))
    }
    return machine.values.isEmpty && machine.span == nil ? nil : machine
  }
}
