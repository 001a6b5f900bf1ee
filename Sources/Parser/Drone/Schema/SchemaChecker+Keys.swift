import Diagnostics
import IR
import YAML

extension SchemaChecker {
  /// Keys of a free mapping that are written twice.
  mutating func noteDuplicates(of node: Node) {
    guard reportsKeys, node.count > 1 else { return }
    // Most have a handful of keys: comparing each with those before it makes no strings.
    if node.count <= 8 {
      for (index, (key, _)) in node.entries.enumerated() where index > 0 && !Fields.isMerge(key) {
        let key = key.resolved
        let isRepeated = key.withText { text in
          node.entries.prefix(index).contains { $0.key.resolved.withText { $0.elementsEqual(text) } }
        }
        if isRepeated { noteDuplicate(key.text, key, of: node) }
      }
      return
    }
    var written: Set<String> = []
    for (key, _) in node.entries where !Fields.isMerge(key) {
      let name = key.resolved.text
      if !written.insert(name).inserted { noteDuplicate(name, key.resolved, of: node) }
    }
  }

  mutating func noteDuplicate(_ name: String, _ key: Node, of node: Node) {
    guard reportsKeys, let first = node.entries.first(where: { $0.key.resolved.equals(name) })?.key else { return }
    log.note(
      "duplicate-key", "`\(name)` is written twice; only this one counts", at: key.span,
      help: "delete one of the two", related: [.init(first.span, "this one has no effect")])
  }

  /// A key that the server's structure has and the runner's has not: it is checked, and then does nothing.
  mutating func noteUnread(_ key: Node, _ name: String, in schema: MappingSchema) {
    if schema.level == .conditions, reportsKeys {
      noteUnknownCondition(Fields.Entry(key: key, value: key, isMerged: false), name)
      return
    }
    guard reportsKeys, schema.level == .step || schema.level == .service || schema.level == .pipeline else { return }
    let type = runner?.rawValue ?? "docker"
    log.note(
      "unsupported-key",
      "`\(name)` does nothing in \(schema.level == .pipeline ? "a pipeline of type `\(type)`" : "\(schema.level.noun) of a pipeline of type `\(type)`")",
      at: key.span,
      help: KeyHabits.help(for: name, runner: runner))
  }

  mutating func noteUnknown(_ key: Node, _ value: Node, in schema: MappingSchema, of node: Node) {
    let entry = Fields.Entry(key: key, value: value, isMerged: false)
    let name = key.text
    guard reportsKeys, !isExtension(entry, name, schema) else { return }
    let fields = Fields(of: node)
    if schema.level == .conditions {
      noteUnknownCondition(entry, name)
      return
    }
    let isPlugin = schema.level == .step && fields["image"] != nil && fields["commands"] == nil
    if isPlugin, KeyHabits.pluginParameters.contains(name) {
      log.note(
        "misplaced-key", "`\(name)` does nothing in a step: the plugin's parameters go under `settings`",
        at: entry.key.span,
        help: "write `settings: {\(name): …}`, or `when: {\(name): …}` if it is meant as a condition")
      return
    }
    if let owner = KeyHabits.owner(of: name, at: schema.level) {
      log.note(
        "misplaced-key", "`\(name)` does nothing in \(schema.level.noun): it belongs \(owner.place)",
        at: entry.key.span, help: owner.help)
      return
    }
    if schema.level == .step || schema.level == .service, let help = KeyHabits.removed[name] {
      log.note(
        "unsupported-key", "`\(name)` does nothing in \(schema.level.noun): Drone 1.x and later do not have it",
        at: entry.key.span, help: help)
      return
    }
    if schema.level == .pipeline, let types = pipelineTypes(with: name) {
      let type = runner?.rawValue ?? "docker"
      log.note(
        "unsupported-key", "`\(name)` does nothing in a pipeline of type `\(type)`", at: entry.key.span,
        help: "only pipelines of type \(types) have it")
      return
    }
    let nearest = Suggestion.nearest(to: name, among: schema.effectiveNames)
    let isWritten = nearest.map { near in fields.entries.contains { $0.key.equals(near) } } ?? false
    var help: String?
    var fixes: [Fix] = []
    if let nearest, !isWritten {
      help = "did you mean `\(nearest)`?"
      fixes = [
        Fix("rename `\(name)` to `\(nearest)`", safety: .unsafe, edits: [.init(entry.key.span, nearest)])
      ]
    } else if name.hasPrefix("-") {
      help = "a dash that starts an item of a list needs a space behind it: `- \(name.dropFirst())`"
    } else if let nearest, nearest == name.lowercased() {
      help = "keys are written in lower case, and `\(nearest)` is there already"
    } else if isPlugin {
      help = "if it is a parameter of the plugin, move it under `settings`"
    } else if schema.effectiveNames.count <= 12 {
      help = "known keys: \(schema.effectiveNames.joined(separator: ", "))"
    }
    log.note(
      "unknown-key", "\(schema.level.noun) has no key `\(name)`; it is ignored", at: entry.key.span, help: help,
      fixes: fixes)
  }

  /// The types of pipelines that have a key, as text; nil where there is none.
  private func pipelineTypes(with name: String) -> String? {
    let types = DronePipeline.Runner.allCases.filter {
      DroneSchema.pipeline(for: $0).effectiveNames.contains(name)
    }.map { "`\($0.rawValue)`" }
    guard let last = types.last else { return nil }
    return types.count == 1 ? last : types.dropLast().joined(separator: ", ") + " and " + last
  }

  private mutating func noteUnknownCondition(_ entry: Fields.Entry, _ name: String) {
    let (help, replacement) = KeyHabits.condition(name)
    let fixes = replacement.map {
      [Fix("rename `\(name)` to `\($0)`", safety: .unsafe, edits: [.init(entry.key.span, $0)])]
    }
    log.note(
      "unknown-condition", "there is no condition `\(name)`; it is ignored, so it holds back nothing",
      at: entry.key.span, help: help, fixes: fixes ?? [])
  }

  /// Keys that exist to carry an anchor, or that are marked as extensions, are nobody's mistake.
  private func isExtension(_ entry: Fields.Entry, _ name: String, _ schema: MappingSchema) -> Bool {
    if name.hasPrefix("x-") || name.hasPrefix(".") || name.hasPrefix("_") { return true }
    if entry.value.anchor != nil { return true }
    return schema.level == .pipeline && containsAnchor(entry.value, depth: 0)
  }

  private func containsAnchor(_ node: Node, depth: Int) -> Bool {
    guard depth < 3, node.kind != .alias else { return false }
    if node.anchor != nil { return true }
    return node.items.contains { containsAnchor($0, depth: depth + 1) }
      || node.entries.contains { containsAnchor($0.value, depth: depth + 1) }
  }

  /// A pair written before `<<` is overwritten by the merged mapping, against what YAML says.
  mutating func noteMergeOrder(of node: Node) {
    guard reportsKeys else { return }
    var before: [Node] = []
    for (key, value) in node.entries {
      guard Fields.isMerge(key) else {
        before.append(key)
        continue
      }
      guard !before.isEmpty else { continue }
      let target = value.resolved
      let merged = Fields(of: target.kind == .sequence ? target.items.map(\.resolved) : [target])
      for written in before {
        let name = written.text
        guard let loser = node[name], loser.kind == .scalar || loser.kind == .sequence else { continue }
        guard merged.entries.contains(where: { $0.key.equals(name) }) else { continue }
        log.note(
          "merge-key-order", "`\(name)` is overwritten by the `<<` after it", at: written.span,
          help: "write `<<` first: the decoder takes pairs and merges in the order in which they stand",
          related: [.init(key.span, "merged here")])
      }
    }
  }
}
