import Diagnostics
import IR
import YAML

/// Converts one combination of a legacy file into a pipeline.
struct LegacyConverter {
  let axis: [String: String]
  /// Who meets what is wrong with this text.
  let readers: Views
  var log: LoadLog
  private var volumes: [Volume] = []
  private var hasTagSteps = false

  init(axis: [String: String], readers: Views, log: LoadLog) {
    self.axis = axis
    self.readers = readers
    self.log = log
  }

  mutating func pipeline(_ root: Node, name: String) -> Pipeline {
    let fields = Fields(of: root)
    let keySpan = fields.entries.first { $0.key.equals("pipeline") }?.key.span ?? root.span
    let title = Text(name, at: keySpan)
    var view = ServerView()
    view.kind = Text("pipeline", at: keySpan)
    view.name = title
    view.platform.os = Text("linux", at: keySpan)
    view.platform.architecture = Text("amd64", at: keySpan)
    var drone = DronePipeline(server: view)
    drone.kind = view.kind
    drone.platform = view.platform
    var pipeline = Pipeline(span: root.span, details: .drone(drone))
    pipeline.name = title

    let clones = containers(fields["clone"], key: "clone")
    drone.clone.isDisabled = !clones.isEmpty
    pipeline.steps = steps(clones + containers(fields["pipeline"], key: "pipeline"), role: .step)
    pipeline.services = steps(containers(fields["services"], key: "services"), role: .service)
    pipeline.volumes = volumes
    pipeline.workspace = workspace(fields.all("workspace"))
    drone.server.trigger = trigger(fields)
    pipeline.trigger = drone.server.trigger
    pipeline.details = .drone(drone)
    pipeline.keys.entries = fields.entries.compactMap { entry in
      switch entry.key.text {
      case "pipeline": Keys.Entry(key: .steps, span: entry.key.span)
      case "services": Keys.Entry(key: .services, span: entry.key.span)
      case "clone": Keys.Entry(key: .clone, span: entry.key.span)
      case "workspace": Keys.Entry(key: .workspace, span: entry.key.span)
      default: nil
      }
    }
    return pipeline
  }

  /// A container and its name.
  private typealias Container = (name: Node, body: Node)

  private mutating func containers(_ node: Node?, key: String) -> [Container] {
    guard let node, !node.isNullScalar else { return [] }
    guard node.kind == .mapping else {
      refuse(node.span, "`\(key)` must be a mapping from names to containers", "cannot unmarshal into yaml.Containers")
      return []
    }
    return Fields(of: node).entries.compactMap { entry in
      guard entry.value.kind == .mapping else { return nil }
      return (entry.key, entry.value)
    }
  }

  private mutating func steps(_ containers: [Container], role: Step.Role) -> [Step] {
    var steps: [Step] = []
    var names: Set<String> = []
    for container in containers {
      for repeats in selections(container.body) {
        var name = Text(container.name.text, at: container.name.span)
        // A name that is taken gets the position of the step; a step that several axes select keeps its name.
        if !repeats, names.contains(name.value) { name.value += "_\(steps.count)" }
        names.insert(name.value)
        steps.append(step(container.body, name: name, role: role))
      }
    }
    return steps
  }

  /// How often the step is taken, and whether each is a repetition: once for a step without `when.matrix`; else once for every key of it that the axis has, as upstream.
  private func selections(_ body: Node) -> [Bool] {
    let when = Fields(of: Fields(of: body).all("when"))
    let matrix = Fields(of: when.all("matrix")).entries
    guard !matrix.isEmpty else { return [false] }
    let matches = matrix.filter { axis[$0.key.text] == $0.value.text }
    return matches.indices.map { $0 > 0 }
  }

  private mutating func step(_ body: Node, name: Text, role: Step.Role) -> Step {
    var step = Step(role: role, span: body.span)
    step.name = name
    step.keys.entries.append(.init(key: .name, span: name.span))
    step.pull = Text("if-not-exists", at: name.span)
    var container = LegacyContainer()
    for entry in Fields(of: body).entries {
      container.read(entry, into: &step, volumes: &volumes) { node, message, upstream in
        log.refuse("legacy-format", message, at: node.span, by: readers, upstream: upstream)
      }
    }
    container.finish(&step)
    if step.condition?[.event]?.include.contains(where: { $0.value == "tag" }) == true { hasTagSteps = true }
    return step
  }

  private mutating func refuse(_ span: Span, _ message: String, _ upstream: String) {
    log.refuse("legacy-format", message, at: span, by: readers, upstream: upstream)
  }

  private func workspace(_ nodes: [Node]) -> Workspace? {
    guard let last = nodes.last, last.kind == .mapping else { return nil }
    let fields = Fields(of: nodes)
    var path = fields["path"]?.string
    if path?.value == "." { path?.value = "" }
    return Workspace(base: fields["base"]?.string, path: path, span: last.span)
  }

  /// `branches` becomes a trigger by ref, since a legacy branch pattern also let pull requests through.
  private func trigger(_ fields: Fields) -> Condition? {
    guard let entry = fields.entries.last(where: { $0.key.equals("branches") }) else { return nil }
    guard let patterns = LegacyContainer.patterns(entry.value) else { return nil }
    var clause = Condition.Clause(
      subject: .branch, keySpan: entry.key.span, valueSpan: entry.value.span, include: patterns.include,
      exclude: patterns.exclude)
    if patterns.exclude.isEmpty {
      guard !patterns.include.isEmpty else { return nil }
      clause.subject = .ref
      let span = entry.key.span
      var refs = ["refs/pull/**", "refs/pull-requests/**", "refs/merge-requests/**"].map { Text($0, at: span) }
      refs += patterns.include.map { Text("refs/heads/" + $0.value, at: $0.span) }
      if hasTagSteps { refs.append(Text("refs/tags/**", at: span)) }
      clause.include = refs
    }
    return Condition(clauses: [clause], span: entry.value.span)
  }
}
