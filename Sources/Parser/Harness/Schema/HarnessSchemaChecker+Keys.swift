import CHarnessKeys
import Diagnostics
import IR
import YAML

extension HarnessSchemaChecker {
  /// What messages call a mapping.
  func noun(of frame: Frame) -> String {
    let name = frame.shape.name
    if let noun = HarnessKeyHabits.nouns[name] { return noun }
    if frame.place.key?.equals("spec") == true, let outer = frames.last(where: { $0.node != frame.node }),
      let type = HarnessPairs.value(of: "type", in: outer.node), type.kind == .scalar
    {
      switch HarnessKeyHabits.nouns[outer.shape.name] {
      case "a step"?, "a step template"?: return "the `spec` of a step of type `\(type.text)`"
      case "a stage"?, "a stage template"?: return "the `spec` of a stage of type `\(type.text)`"
      default: return "the `spec` of type `\(type.text)`"
      }
    }
    return self.name(of: frame.place)
  }

  /// A key that none of the shapes of a mapping knows.
  mutating func unknown(_ key: Node) {
    let isClosed = active[(frames.last?.shapes ?? 0..<0)].contains { $0.record.closed != 0 }
    if isClosed, judge == .schema { rejections += 1 }
    guard !isSilent, let frame = frames.last, key.kind == .scalar else { return }
    let name = key.text
    if name.hasPrefix("__") || name.hasPrefix("x-") { return }
    // What stands beside the root key is refused already, unless `kind` says what the document is.
    if frame.place.key == nil, HarnessPairs.value(of: "kind", in: frame.node) == nil { return }
    if noteOwner(of: key, name, in: frame) { return }
    if let help = HarnessKeyHabits.foreign(name, in: frame.shape) {
      log.note(
        "unknown-key", "\(noun(of: frame)) has no key `\(name)`; it is ignored", at: key.span,
        help: help.text, fixes: help.replacement.map { rename(key, name, to: $0) } ?? [])
      return
    }
    let known = knownNames(of: frame)
    let nearest = Suggestion.nearest(to: name, among: known)
    let isFree = nearest.map { near in !frame.node.entries.contains { $0.key.resolved.equals(near) } } ?? false
    var help: String?
    if let nearest, isFree {
      help = "did you mean `\(nearest)`?"
    } else if !known.isEmpty, known.count <= 12 {
      help = "known keys: \(known.joined(separator: ", "))"
    }
    let fixes = nearest.flatMap { isFree ? rename(key, name, to: $0) : nil } ?? []
    if isClosed {
      log.refuse(
        "unknown-key", "\(noun(of: frame)) has no key `\(name)`", at: key.span, by: .server,
        upstream: "\(name): is not defined in the schema and the schema does not allow additional properties",
        help: help, fixes: fixes)
    } else {
      log.note(
        "unknown-key", "\(noun(of: frame)) has no key `\(name)`; it is ignored", at: key.span, help: help, fixes: fixes)
    }
  }

  /// The key of the last mapping that is meant to be one that is missing; nil where none looks like it.
  func misspelling(of name: String) -> Node? {
    guard !isSilent, let frame = frames.last, !frame.unknown.isEmpty else { return nil }
    let known = knownNames(of: frame)
    return frame.unknown.first { key in
      guard key.kind == .scalar, !explained.contains(key.span.start) else { return false }
      let text = key.text
      return HarnessKeyHabits.foreign(text, in: frame.shape)?.replacement == name
        || Suggestion.nearest(to: text, among: known) == name
    }
  }

  func rename(_ key: Node, _ name: String, to other: String) -> [Fix] {
    [Fix("rename `\(name)` to `\(other)`", safety: .unsafe, edits: [.init(key.span, other)])]
  }

  /// All keys that the shapes of a mapping know, sorted.
  private func knownNames(of frame: Frame) -> [String] {
    var names: Set<String> = []
    for shape in active[frame.shapes] {
      for field in shape.ownFields { names.insert(HarnessKeys.name(harnessFields()[field].name)) }
    }
    return names.sorted()
  }

  /// Says so where the key is known one level above or below; false where it is not.
  private mutating func noteOwner(of key: Node, _ name: String, in frame: Frame) -> Bool {
    guard !HarnessKeyHabits.common.contains(name) else { return false }
    if let key = HarnessKeyHabits.counterparts[frame.shape.name]?[name] {
      log.note(
        "misplaced-key", "`\(name)` does nothing in \(noun(of: frame))", at: keySpan(name, in: frame), help: key)
      return true
    }
    // Above: `timeout` under `spec`.
    if frame.place.key?.equals("spec") == true, frames.count > 1 {
      let outer = frames[frames.count - 2]
      if active[outer.shapes].contains(where: { Self.fieldType(key, in: $0) != nil }) {
        log.note(
          "misplaced-key", "`\(name)` does nothing in \(noun(of: frame)): it belongs to \(noun(of: outer))",
          at: key.span, help: "move it out of `spec`, beside `type`")
        return true
      }
    }
    // Below: `command` beside `spec`.
    if let spec = specShape(of: frame), Self.fieldType(key, in: spec) != nil {
      log.note(
        "misplaced-key", "`\(name)` does nothing in \(noun(of: frame)): it belongs under `spec`", at: key.span,
        help: "write `spec: {\(name): …}`")
      return true
    }
    return false
  }

  private func keySpan(_ name: String, in frame: Frame) -> Span {
    frame.node.entries.first { $0.key.resolved.equals(name) }?.key.span ?? frame.node.span
  }

  /// The shape of the `spec` beside a `type`, for steps and stages.
  private func specShape(of frame: Frame) -> HarnessShape? {
    guard let type = HarnessPairs.value(of: "type", in: frame.node), type.kind == .scalar else { return nil }
    switch frame.shape.name {
    case "Step", "DatabaseStep", "ExperimentStep", "StepTemplate":
      return type.withText(HarnessKeys.step(named:)).flatMap { HarnessShape(ofType: $0.record.spec) }
    case "StageOrTemplate", "StageBody":
      return type.withText(HarnessKeys.stage(named:)).flatMap { HarnessShape(ofType: $0.spec) }
    default: return nil
    }
  }

  // MARK: What keys mean together

  /// A plugin without an image is known to Harness Cloud alone.
  mutating func checkPluginName(_ node: Node) {
    guard let uses = HarnessPairs.value(of: "uses", in: node), HarnessPairs.value(of: "image", in: node) == nil,
      let infrastructure = stageSpec.flatMap({ HarnessPairs.value(of: "infrastructure", in: $0) }),
      HarnessPairs.value(of: "type", in: infrastructure)?.equals("KubernetesDirect") == true
    else { return }
    log.refuse(
      "unsupported-key", "`uses` needs a stage that runs in Harness Cloud, and this one runs on Kubernetes",
      at: uses.useSpan, by: .server, upstream: "uses field is applicable only for cloud builds",
      help: "name the plugin's image with `image`")
  }
}
