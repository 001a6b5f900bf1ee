import Diagnostics
import IR

/// One resolution of one pipeline.
struct HarnessTemplateResolver {
  let templates: HarnessTemplates
  let form: HarnessForm
  private(set) var problems: [Problem] = []
  private(set) var unresolved: [HarnessTemplateLink] = []

  /// The templates whose bodies are being written out.
  private var open: [String] = []
  /// The link of the document itself that led here: what goes wrong behind it is spoken of there.
  private var start: Span?
  private var path = ["pipeline"]
  /// How many values templates may still add: templates of templates can stand for very many.
  private var budget = 200_000
  private var isExhausted = false
  private var depth = 0

  /// How deeply the written-out pipeline may nest, and how long a chain of templates may be.
  private static let depthLimit = 400
  private static let nestingLimit = 32

  init(templates: HarnessTemplates, form: HarnessForm) {
    self.templates = templates
    self.form = form
  }

  /// The pipeline with its links written out.
  mutating func resolve(_ pipeline: Data) -> Data { resolve(pipeline, as: .pipeline) }

  /// The body of a template with its links written out.
  mutating func resolve(_ template: HarnessTemplate) -> Data {
    guard let spec = template.spec, let kind = (template.type?.value).flatMap({ Kind(rawValue: $0) }) else {
      return template.data
    }
    open.append(Self.name(of: template))
    defer { open.removeLast() }
    return resolve(spec, as: kind)
  }

  /// What a link may stand for.
  private enum Kind: String {
    case pipeline = "Pipeline"
    case stage = "Stage"
    case group = "StepGroup"
    case step = "Step"

    /// The kind of what a wrapper of a list leads to.
    init?(wrapper: String) {
      switch wrapper {
      case "stage": self = .stage
      case "stepGroup": self = .group
      case "step": self = .step
      default: return nil
      }
    }
  }

  private mutating func resolve(_ node: Data, as kind: Kind) -> Data {
    guard let template = node["template"], let link = HarnessFlowReader.link(template), link.reference != nil,
      let body = body(of: link, in: node, kind)
    else { return resolve(inside: node) }
    return body
  }

  private mutating func resolve(inside data: Data) -> Data {
    guard depth < Self.depthLimit else {
      exhaust(at: start ?? data.span)
      return data
    }
    depth += 1
    defer { depth -= 1 }
    switch data.value {
    case .map(let entries):
      return Data(
        .map(entries.map { Data.Entry(key: $0.key, value: resolve(under: $0.key.name, $0.value)) }), at: data.span)
    case .list(let items): return Data(.list(items.map { resolve(item: $0) }), at: data.span)
    default: return data
    }
  }

  private mutating func resolve(under name: String?, _ data: Data) -> Data {
    guard data.entries != nil || data.items != nil else { return data }
    path.append(name ?? "")
    defer { path.removeLast() }
    return resolve(inside: data)
  }

  private mutating func resolve(item: Data) -> Data {
    let (wrapper, body) = HarnessItemKey.body(of: item)
    guard let entry = item.entries?.first, let wrapper, let kind = Kind(wrapper: wrapper) else {
      return resolve(inside: item)
    }
    path.append(HarnessItemKey.name(of: item)?.text.value ?? "")
    defer { path.removeLast() }
    return Data(.map([Data.Entry(key: entry.key, value: resolve(body, as: kind))]), at: item.span)
  }

  // MARK: Links

  private static func name(of template: HarnessTemplate) -> String {
    (template.identifier?.value ?? "") + ":" + (template.version?.value ?? "")
  }

  /// The body of the template that `node` links to, under the names of `node`; nil where it is not at hand or refused.
  private mutating func body(of link: HarnessTemplateLink, in node: Data, _ kind: Kind) -> Data? {
    guard !isExhausted, let reference = link.reference, !reference.holdsExpression else {
      unresolved.append(link)
      return nil
    }
    switch templates.search(reference.value, version: link.version?.value) {
    case .missing:
      unresolved.append(link)
      return nil
    case .missingVersion(let known):
      refuseVersion(link, known)
      return nil
    case .found(let template):
      guard let type = template.type, type.value != kind.rawValue else { return expand(template, link, node, kind) }
      refuse(
        "template-type",
        "the template `\(reference.value)` is of the type `\(type.value)`, and a `\(kind.rawValue)` is used here",
        at: reference.span, upstream: "Template type \(type.value) cannot be used as \(kind.rawValue)",
        help: "link to a template of the type `\(kind.rawValue)`")
      return nil
    }
  }

  private mutating func expand(
    _ template: HarnessTemplate, _ link: HarnessTemplateLink, _ node: Data, _ kind: Kind
  ) -> Data? {
    guard let spec = template.spec, let identifier = template.identifier?.value else { return nil }
    let isOutermost = start == nil
    if isOutermost { start = link.reference?.span ?? link.span }
    defer { if isOutermost { start = nil } }
    let name = Self.name(of: template)
    guard !open.contains(name) else {
      let chain = (open.drop { $0 != name } + [name]).map { $0.prefix { $0 != ":" } }.joined(separator: " → ")
      refuse(
        "template-cycle", "the template `\(identifier)` leads back to itself: \(chain)",
        at: start ?? link.span, upstream: "Recursive template reference: \(chain)",
        help: "take one of the links away")
      return nil
    }
    budget -= spec.nodeCount
    guard budget >= 0, open.count < Self.nestingLimit else {
      exhaust(at: start ?? link.span)
      return nil
    }
    open.append(name)
    defer { open.removeLast() }
    var body = spec
    if template.form != .v0 {
      var inputs = HarnessNamedInputs(declared: template.data["inputs"], given: link.variables)
      body = inputs.fill(spec)
    } else if let inputs = link.inputs {
      var filling = HarnessFilling(.templateInputs, at: path)
      body = filling.fill(spec, with: inputs)
      problems += filling.problems
    }
    // What the user of a template says beside the link stands over the template, and before it.
    var entries = (node.entries ?? []).filter { $0.key.name != "template" }
    let overrides = node["template"]?["templateOverrides"]?.entries ?? []
    for override in overrides where !entries.contains(where: { $0.key.value == override.key.value }) {
      entries.append(override)
    }
    for entry in body.entries ?? [] where !entries.contains(where: { $0.key.value == entry.key.value }) {
      entries.append(entry)
    }
    if template.form == .v0 { addVariables(template, link, to: &entries) }
    return resolve(Data(.map(entries), at: node.span), as: kind)
  }

  /// The variables of a template count like those of the node that it stands for.
  private mutating func addVariables(
    _ template: HarnessTemplate, _ link: HarnessTemplateLink, to entries: inout [Data.Entry]
  ) {
    guard let declared = template.data["variables"], let items = declared.items, !items.isEmpty else { return }
    var variables = declared
    if let given = link.variables {
      var filling = HarnessFilling(.templateInputs, at: path + ["variables"])
      variables = filling.fill(declared, with: given.asVariables)
      problems += filling.problems
    }
    if let index = entries.firstIndex(where: { $0.key.name == "variables" }) {
      let own = entries[index].value.items ?? []
      let names = Set(own.compactMap { $0.text("name")?.value })
      let others = (variables.items ?? []).filter { $0.text("name").map { !names.contains($0.value) } ?? false }
      entries[index].value = Data(.list(own + others), at: entries[index].value.span)
    } else {
      let key = Data(.string(Text("variables", at: declared.span)), at: declared.span, raw: "variables", isPlain: true)
      entries.append(Data.Entry(key: key, value: variables))
    }
  }

  // MARK: What is refused

  private mutating func exhaust(at span: Span) {
    guard !isExhausted else { return }
    isExhausted = true
    refuse(
      "input-limit", "the templates of this pipeline stand for too many values", at: span,
      upstream: "Compiled yaml exceeds the limit")
  }

  private mutating func refuseVersion(_ link: HarnessTemplateLink, _ known: [String]) {
    guard let version = link.version, let reference = link.reference else { return }
    let nearest = Suggestion.nearest(to: version.value, among: known)
    refuse(
      "unknown-template", "the template `\(reference.value)` has no version `\(version.value)` here", at: version.span,
      upstream: "Template with identifier \(reference.value) and versionLabel \(version.value) does not exist",
      help: nearest.map { "did you mean `\($0)`?" } ?? "there is " + known.map { "`\($0)`" }.joined(separator: ", "))
  }

  private mutating func refuse(
    _ rule: RuleName, _ message: String, at span: Span, upstream: String, help: String? = nil
  ) {
    problems.append(
      Problem(
        Diagnostic(rule: rule, severity: .error, message: message, at: span, help: help), by: .server,
        upstream: upstream))
  }
}

extension Data {
  /// How many values there are in this one, itself included.
  fileprivate var nodeCount: Int {
    switch value {
    case .map(let entries): entries.reduce(1) { $0 + 1 + $1.value.nodeCount }
    case .list(let items): items.reduce(1) { $0 + $1.nodeCount }
    default: 1
    }
  }

  /// Variables as a list, also where they are written as names and values.
  fileprivate var asVariables: Data {
    guard let entries else { return self }
    func text(_ string: String, at span: Span) -> Data { Data(.string(Text(string, at: span)), at: span, raw: string) }
    return Data(
      .list(
        entries.map {
          Data(
            .map([
              .init(key: text("name", at: $0.key.span), value: $0.key),
              .init(key: text("value", at: $0.key.span), value: $0.value),
            ]), at: $0.key.span)
        }), at: span)
  }
}
