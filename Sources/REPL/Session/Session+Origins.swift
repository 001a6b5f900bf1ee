import Checker
import Diagnostics
import Expressions
import IR
import Planner

/// Where a part of an expression came from.
struct Origin {
  /// The name or path as written.
  var name: String
  /// What it is, on one line; nil where it is nothing.
  var value: String?
  /// Where the value comes from.
  var place: String
}

extension Session {
  /// Columns: the name, its value, where it comes from.
  func table(_ origins: [Origin], limit: Int = 20) -> String {
    let shown = origins.prefix(limit).map { origin in
      (
        name: Self.cut(origin.name, to: 40), value: origin.value.map { Self.cut(hidden($0), to: 40) } ?? "-",
        origin.place
      )
    }
    let names = shown.map(\.name.count).max() ?? 0
    let values = shown.map(\.value.count).max() ?? 0
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    var lines = shown.map { "  \(padded($0.name, names))  \(padded($0.value, values))  " + style.paint($0.2, .faint) }
    if origins.count > limit { lines.append("  … and \(origins.count - limit) more") }
    return lines.map { $0 + "\n" }.joined()
  }

  static func cut(_ text: String, to width: Int) -> String {
    let line = Printable.line(text)
    return line.count <= width ? line : line.prefix(width - 1) + "…"
  }

  /// A place of the file, as it can be clicked on.
  func place(of span: Span, in sources: SourceSet) -> String? {
    guard Int(span.source.index) < sources.sources.count else { return nil }
    let source = sources[span.source]
    if source.name == ":set" { return "set here" }
    let position = source.position(of: span.start)
    return "\(Printable.line(source.name)):\(position.line):\(position.column)"
  }

  /// The type of a value, or what it will be once it is known.
  mutating func typeName(of expression: Expression, _ evaluation: Evaluation) -> String {
    if case .pieces(let pieces) = evaluation.result {
      if pieces.contains(where: { if case .deferred = $0 { true } else { false } }) {
        let type = staticType(of: expression)
        return type == "any" ? "not known before the run" : "\(type), not known before the run"
      }
      if pieces.contains(where: { if case .secret = $0 { true } else { false } }) { return "secret" }
    }
    return evaluation.typeName
  }

  /// Where the names in an expression got their values.
  mutating func origins(of expression: Expression) -> [Origin] {
    switch expression.language {
    case .drone: droneOrigins(expression.text)
    case .harness, .jexl: harnessOrigins(expression.text)
    case .gotemplate: templateOrigins(expression.text)
    }
  }

  // MARK: Drone

  private mutating func droneOrigins(_ text: String) -> [Origin] {
    let (syntax, failures) = Substitution.parse(Array(text.utf8))
    guard failures.isEmpty else { return [] }
    let lookup = droneLookup()
    let texts = droneTexts()
    let host = Set(surroundings.context.hostVariables.map(\.name))
    let context = surroundings.context(with: settings)
    var seen: Set<String> = []
    return syntax.expansions.compactMap { expansion in
      let name = expansion.name
      guard seen.insert(name).inserted else { return nil }
      let value = lookup(name)
      let place: String
      if settings[name] != nil || settings["param.\(name)"] != nil {
        place = "set here"
      } else if context.parameters.contains(where: { $0.name == name }) {
        place = "a parameter of the build"
      } else if texts[name, default: ""].isEmpty, host.contains(name) {
        place = "the environment of this machine"
      } else if let value {
        place = value.isEmpty ? "the build: empty" : droneOrigin(name)
      } else if Checker.isDroneVariable(name) {
        place = "this build has none"
      } else {
        let nearest = Suggestion.nearest(to: name, among: texts.keys.sorted())
        place = "nothing is called so: empty" + (nearest.map { "; did you mean \($0)?" } ?? "")
      }
      return Origin(name: name, value: value, place: place)
    }
  }

  /// Which fact of the build a variable tells, and who said it.
  private func droneOrigin(_ name: String) -> String {
    let facts = [
      "DRONE_BRANCH": "branch", "DRONE_COMMIT_BRANCH": "branch", "DRONE_TARGET_BRANCH": "branch",
      "DRONE_SOURCE_BRANCH": "source-branch", "DRONE_BUILD_EVENT": "event", "DRONE_BUILD_ACTION": "action",
      "DRONE_TAG": "tag", "DRONE_COMMIT_REF": "ref", "DRONE_COMMIT": "sha", "DRONE_COMMIT_SHA": "sha",
      "DRONE_COMMIT_AFTER": "sha", "DRONE_COMMIT_BEFORE": "before", "DRONE_COMMIT_MESSAGE": "message",
      "DRONE_COMMIT_AUTHOR": "author", "DRONE_COMMIT_AUTHOR_NAME": "author-name",
      "DRONE_COMMIT_AUTHOR_EMAIL": "author-email", "DRONE_REPO": "repo", "DRONE_REPO_NAME": "repo",
      "DRONE_REPO_OWNER": "repo", "DRONE_REPO_NAMESPACE": "repo", "DRONE_REPO_BRANCH": "default-branch",
      "DRONE_DEPLOY_TO": "deploy-to", "DRONE_BUILD_NUMBER": "build-number", "DRONE_PULL_REQUEST": "pull-request",
      "DRONE_PULL_REQUEST_TITLE": "pull-request-title", "DRONE_SYSTEM_HOST": "instance",
    ]
    guard let fact = facts[name] else { return "the build" }
    return settings[fact] == nil ? "the build: \(fact)" : "the build: :set \(fact)"
  }

  // MARK: Harness

  private mutating func harnessOrigins(_ text: String) -> [Origin] {
    let scanned = HarnessText.scan(text)
    guard let environment = environment() else { return treeOrigins(scanned) }
    let plan = planned()
    let sources = plan?.sources ?? reading()?.sources ?? SourceSet()
    let position = harnessPosition(environment)
    let scope = harnessScope()
    var seen: Set<String> = []
    var result: [Origin] = []
    for span in scanned.allSpans where span.nested.isEmpty && result.count < 100 {
      let body = String(decoding: scanned.bytes[span.bodyRange], as: UTF8.self)
      guard let path = HarnessExpressionPath.parse(body), !path.segments.isEmpty, seen.insert(body).inserted else {
        continue
      }
      let rendering = HarnessEvaluator(scope: scope).render("<+\(path.text)>")
      let value = rendering.unresolved.isEmpty ? rendering.text : nil
      let place = origin(of: path, environment, position, sources)
      result.append(Origin(name: path.text, value: value, place: place))
    }
    return result
  }

  /// The position in the document that stands for the conversation's.
  mutating func harnessPosition(_ environment: HarnessEnvironment) -> HarnessPosition {
    if let position, let found = environment.position(of: position) { return found }
    if let position, let settler = planned()?.settler, let place = settler.plan.place(named: position) {
      // An iteration of a loop is not in the document; the node that it repeats is.
      let start = settler.plan.nodes[place].span
      if let node = environment.nodes.first(where: { $0.data.span == start }) {
        return HarnessPosition(node: node.index, moment: .start)
      }
    }
    let first = environment.nodes.first { $0.kind == .step }?.index ?? 0
    return HarnessPosition(node: first, moment: .start)
  }

  private func origin(
    of path: HarnessExpressionPath, _ environment: HarnessEnvironment, _ position: HarnessPosition,
    _ sources: SourceSet
  ) -> String {
    switch environment.resolve(path, at: position) {
    case .dynamic: return "only a run can tell"
    case .unknown(let miss):
      return Self.words(for: miss, environment)
    case .known(let type, let node):
      var words = type.rawValue
      guard let node else { return words }
      let record = environment.nodes[node]
      words += ", " + Self.words(for: record)
      let written = Self.span(of: path, in: record) ?? record.identifier?.span
      return written.flatMap { place(of: $0, in: sources) }.map { "\(words), \($0)" } ?? words
    }
  }

  static func words(for record: HarnessNodeRecord) -> String {
    switch record.kind {
    case .pipeline: "the pipeline"
    case .stage: "stage \(record.name)"
    case .group: "group \(record.name)"
    case .step: "step \(record.name)"
    }
  }

  /// Where the value of a path is written: the variable or the key.
  private static func span(of path: HarnessExpressionPath, in record: HarnessNodeRecord) -> Span? {
    guard let name = path.segments.last?.name else { return nil }
    let names = path.segments.compactMap(\.name)
    if names.count >= 2, names[names.count - 2] == "variables" {
      let variables: [HarnessVariable] =
        switch record.payload {
        case .pipeline(let pipeline): pipeline.variables
        case .stage(let stage): stage.variables
        case .group(let group): group.variables
        case .step, .missing: []
        }
      let variable = variables.last { $0.name?.value == name }
      return variable?.value?.span ?? variable?.name?.span
    }
    return record.data[name]?.span
  }

  private func treeOrigins(_ scanned: HarnessText) -> [Origin] {
    let scope = HarnessTreeScope(settings.tree)
    var seen: Set<String> = []
    return scanned.allSpans.prefix(100).compactMap { span in
      let body = String(decoding: scanned.bytes[span.bodyRange], as: UTF8.self)
      guard span.nested.isEmpty, let path = HarnessExpressionPath.parse(body), !path.segments.isEmpty,
        seen.insert(path.text).inserted
      else { return nil }
      let rendering = HarnessEvaluator(scope: scope).render("<+\(path.text)>")
      let isKnown = rendering.unresolved.isEmpty
      return Origin(
        name: path.text, value: isKnown ? rendering.text : nil, place: isKnown ? "set here" : "nothing is set")
    }
  }

  // MARK: Go templates

  private mutating func templateOrigins(_ text: String) -> [Origin] {
    guard case .success(let syntax) = GoTemplate.parse(text) else { return [] }
    let data = templateData()
    var seen: Set<String> = []
    var result: [Origin] = []
    for path in GoTemplatePaths(syntax).fields where seen.insert(path.joined(separator: ".")).inserted {
      let name = path.joined(separator: ".")
      let written = "{{.\(name)}}"
      let value = GoTemplate.parse(written).flatMap { $0.render(data) }
      let isHere = settings[name] != nil
      let place = isHere ? "set here" : file == nil ? "nothing is set" : "the application"
      result.append(Origin(name: "." + name, value: try? value.get(), place: place))
    }
    return result
  }

  /// What is known of the type of an expression without its value.
  mutating func staticType(of expression: Expression) -> String {
    switch expression.language {
    case .drone: return "string"
    case .gotemplate:
      guard case .success(let syntax) = GoTemplate.parse(expression.text) else { return "any" }
      return syntax.resultType(for: templateData().dataType).word
    case .harness, .jexl: return harnessType(of: expression).rawValue
    }
  }
}
