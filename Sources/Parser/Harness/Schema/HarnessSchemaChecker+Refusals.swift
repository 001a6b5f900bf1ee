import CHarnessKeys
import Diagnostics
import IR
import YAML

extension HarnessSchemaChecker {
  /// Counts a rejection by the judge whose word is looked at; false where nothing is to be said of it.
  mutating func counts() -> Bool {
    if isPartial { return false }
    if judge == .schema { rejections += 1 }
    return !isSilent
  }

  private mutating func refuse(
    _ rule: RuleName, _ message: String, at span: Span, upstream: String, help: String? = nil, fixes: [Fix] = []
  ) {
    log.refuse(rule, message, at: span, by: .server, upstream: upstream, help: help, fixes: fixes)
  }

  /// How messages call a value.
  func name(of place: Place) -> String {
    guard let key = place.key?.text else { return "the document" }
    return place.isItem ? "an item of `\(key)`" : "`\(key)`"
  }

  /// A collection is pointed at by its key, so that not half the file is underlined.
  private func span(of node: Node, at place: Place) -> Span {
    if node.kind == .scalar, node.span.length > 0 { return node.useSpan }
    if let key = place.key, !place.isItem { return key.span }
    return SchemaChecker.firstLine(of: node)
  }

  private func noun(of node: Node) -> String {
    switch node.kind {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar, .alias: node.text.hasPrefix("<+") ? "an expression" : HarnessScalar(node).noun
    }
  }

  // MARK: Values

  mutating func mismatch(_ node: Node, _ type: UInt16, at place: Place) {
    guard counts() else { return }
    let advice = Advice(
      expected: Self.describe(type), takesText: Self.takesText(node, type), takesList: Self.takes(.list, type),
      takesSomeText: Self.takes(.string, type) || Self.takes(.text, type))
    refuseMismatch(node, advice, at: place)
  }

  mutating func mismatch(_ node: Node, _ shape: HarnessShape, at place: Place) {
    guard counts() else { return }
    refuseMismatch(node, Advice(expected: "a mapping", takesText: false, takesList: false), at: place)
  }

  private static func takes(_ wanted: HarnessTypeKind, _ type: UInt16) -> Bool {
    let record = harnessTypes()[Int(type)]
    let kind = HarnessTypeKind(record)
    guard kind == .one || kind == .anyOf || kind == .both else { return kind == wanted }
    return (0..<Int(record.count)).contains { takes(wanted, harnessLists()[Int(record.first) + $0]) }
  }

  /// What to say of a value that is of the wrong kind.
  private struct Advice {
    var expected: String
    /// Whether the same value in quotes would do.
    var takesText: Bool
    /// Whether a list would do.
    var takesList: Bool
    /// Whether some text would do.
    var takesSomeText = false
  }

  private mutating func refuseMismatch(_ node: Node, _ advice: Advice, at place: Place) {
    var help: String?
    var fixes: [Fix] = []
    var expected = advice.expected
    let scalar = node.kind == .scalar ? HarnessScalar(node) : nil
    if let scalar, scalar == .bool || scalar == .integer || scalar == .number, advice.takesText {
      // Nothing but its type is wrong.
      expected = "a text"
      help = "quote it: `\"\(node.text)\"`"
      fixes = [Fix("quote it", safety: .safe, edits: [.init(node.useSpan, "\"\(node.text)\"")])]
    } else if scalar == .null {
      help = "write a value, or delete the key"
    } else if let scalar, scalar == .integer || scalar == .number {
      help = HarnessTextAdvice(of: node.text, advice.expected, key: place.key?.text).help
    } else if scalar == .text, advice.takesList {
      help = "write it as a list: `[\(node.text.prefix(40))]`"
    } else if node.kind == .sequence, advice.takesSomeText {
      help = "write one text; with `|`, several lines can stand below it"
    } else if scalar == .text, ["yes", "no", "on", "off", "true", "false"].contains(node.text.lowercased()) {
      let value = "write `\(["yes", "on", "true"].contains(node.text.lowercased()))`"
      help = node.style == .plain ? value : value + ", without quotes"
    }
    refuse(
      "type-mismatch", "\(name(of: place)) must be \(expected), not \(noun(of: node))",
      at: span(of: node, at: place),
      upstream: "\(noun(of: node)) found, \(advice.expected) expected", help: help, fixes: fixes)
  }

  mutating func refuseForm(_ node: Node, _ expected: String, at place: Place) {
    guard counts() else { return }
    refuse(
      "malformed-value", "\(name(of: place)) must be \(expected)", at: span(of: node, at: place),
      upstream: "must be \(expected)")
  }

  mutating func refuseCount(_ node: Node, _ record: HarnessKeysType, at place: Place) {
    guard counts() else { return }
    let isShort = node.count < Int(record.minimum)
    let bound = isShort ? "at least \(record.minimum)" : "at most \(record.maximum)"
    refuse(
      "malformed-value",
      isShort && node.count == 0
        ? "\(name(of: place)) is empty" : "\(name(of: place)) must have \(bound) items, not \(node.count)",
      at: span(of: node, at: place), upstream: "there must be \(bound) items in the array")
  }

  mutating func refuseValue(_ node: Node, among values: [String], at place: Place) {
    guard counts() else { return }
    let text = node.text
    if text.hasPrefix("<+") {
      return refuse(
        "unknown-value", "\(name(of: place)) cannot be an expression", at: node.useSpan,
        upstream: "does not have a value in the enumeration", help: "write \(Self.describe(names: values))")
    }
    let nearest = values.first { $0.lowercased() == text.lowercased() } ?? Suggestion.nearest(to: text, among: values)
    refuse(
      "unknown-value", "\(name(of: place)) cannot be `\(text)`", at: node.useSpan,
      upstream: "does not have a value in the enumeration [\(values.joined(separator: ", "))]",
      help: nearest.map { "did you mean `\($0)`?" }
        ?? (values.count <= 24 ? "known values: \(values.joined(separator: ", "))" : nil),
      fixes: nearest.map {
        [
          Fix(
            "write `\($0)`", safety: $0.lowercased() == text.lowercased() ? .safe : .unsafe,
            edits: [.init(node.useSpan, $0)])
        ]
      } ?? [])
  }

  mutating func refusePattern(_ node: Node, _ pattern: UInt16, at place: Place) {
    guard counts() else { return }
    let advice = HarnessTextAdvice(of: node.text, HarnessTextPattern.meaning(pattern), key: place.key?.text)
    refuse(
      "malformed-value", "\(name(of: place)) must be \(HarnessTextPattern.meaning(pattern))",
      at: span(of: node, at: place), upstream: "does not match the regex pattern", help: advice.help,
      fixes: advice.replacement.map {
        [Fix("write `\($0)`", safety: .unsafe, edits: [.init(node.useSpan, $0)])]
      } ?? [])
  }

  // MARK: Types of stages and steps

  mutating func refuseStageType(_ node: Node) {
    let types = HarnessKeys.stageTypes
    refuseType("unknown-stage-type", node, "stage", types, HarnessKeyHabits.stageType(node.text))
  }

  mutating func refuseStepType(_ node: Node) {
    guard node.kind == .scalar else {
      guard counts() else { return }
      return refuse(
        "type-mismatch", "`type` must be a text, not \(noun(of: node))", at: node.span, upstream: "string expected")
    }
    refuseType("unknown-step-type", node, "step", HarnessKeys.stepTypes, HarnessKeyHabits.stepType(node.text))
  }

  private mutating func refuseType(
    _ rule: RuleName, _ node: Node, _ noun: String, _ types: [String], _ habit: String?
  ) {
    guard !isSilent else { return refuse(rule, "", at: node.span, upstream: "") }
    let text = node.text
    let nearest =
      habit ?? types.first { $0.lowercased() == text.lowercased() } ?? Suggestion.nearest(to: text, among: types)
    let isSure = nearest?.lowercased() == text.lowercased()
    refuse(
      rule,
      text.hasPrefix("<+") ? "the type of a \(noun) cannot be an expression" : "there is no \(noun) of type `\(text)`",
      at: node.useSpan, upstream: "does not have a value in the enumeration",
      help: nearest.map { "did you mean `\($0)`?" }
        ?? (types.count <= 24 ? "known types: \(types.joined(separator: ", "))" : nil),
      fixes: nearest.map {
        [Fix("write `\($0)`", safety: isSure ? .safe : .unsafe, edits: [.init(node.useSpan, $0)])]
      } ?? [])
  }

  mutating func refuseStep(_ type: Node, _ step: HarnessStepType) {
    guard counts() else { return }
    let around = stageType?.text ?? ""
    let stages = HarnessKeys.stageTypes(allowing: step)
    refuse(
      "unsupported-step", "a stage of type `\(around)` cannot have a step of type `\(step.name)`", at: type.useSpan,
      upstream: "does not have a value in the enumeration",
      help: HarnessKeyHabits.replacement(forStep: step.name, in: around)
        ?? "it may stand in stages of type \(Self.joined(stages.map { "`\($0)`" }))")
  }

  // MARK: Keys

  mutating func refuseMissing(_ key: UInt16, bySchema: Bool) {
    if isPartial || (!bySchema && isSilent) { return }
    let outer = judge
    judge = bySchema ? judge : .server
    defer { judge = outer }
    guard counts(), let frame = frames.last else { return }
    let name = HarnessKeys.name(key)
    if let written = misspelling(of: name) { return refuseMisspelt(written, for: name, in: frame) }
    refuse(
      "missing-key", "\(noun(of: frame)) needs `\(name)`", at: missingSpan,
      upstream: "\(name): is missing but it is required", help: HarnessKeyHabits.help(forMissing: name, in: frame.shape)
    )
  }

  /// One mistake is one finding: the key that is missing is there under another name.
  private mutating func refuseMisspelt(_ written: Node, for name: String, in frame: Frame) {
    explained.insert(written.span.start)
    refuse(
      "unknown-key", "\(noun(of: frame)) has no key `\(written.text)`, and needs `\(name)`", at: written.span,
      upstream: "\(name): is missing but it is required", help: "did you mean `\(name)`?",
      fixes: rename(written, written.text, to: name))
  }

  mutating func refuseMissing(spec node: Node, of type: Node) {
    guard counts() else { return }
    refuse(
      "missing-key", "a step of type `\(type.text)` needs `spec`", at: type.useSpan,
      upstream: "spec: is missing but it is required")
  }

  /// Where something is missing: the key that leads to the mapping, or its first key.
  private var missingSpan: Span {
    guard let frame = frames.last else { return Span(SourceID(0), 0, 0) }
    if let key = frame.place.key, !frame.place.isItem { return key.span }
    return SchemaChecker.firstLine(of: frame.node)
  }

  mutating func checkRules(_ node: Node, _ shape: HarnessShape) {
    for index in shape.ownRules {
      let record = harnessRules()[index]
      if record.weight != 0, isSilent { continue }
      let outer = judge
      if record.weight != 0 { judge = .server }
      checkRule(node, record)
      judge = outer
    }
  }

  private mutating func checkRule(_ node: Node, _ record: HarnessKeysRule) {
    switch record.kind {
    case 0, 1, 2, 3: checkGroups(node, record)
    case 4:
      let groups = (0..<2).map { harnessGroups()[Int(record.first) + $0] }
      guard hasAll(groups[0], node) else { return }
      for index in Int(groups[1].first)..<Int(groups[1].first) + Int(groups[1].count)
      where HarnessPairs.value(of: harnessLists()[index], in: node) == nil {
        refuseMissing(harnessLists()[index], bySchema: true)
      }
    case 5:
      let low = record.first == UInt16.max ? 0 : Int(record.first)
      let high = record.count == UInt16.max ? Int.max : Int(record.count)
      guard node.count < low || node.count > high, counts() else { return }
      refuse(
        "malformed-value",
        node.count < low
          ? "\(noun(of: frames[frames.count - 1])) needs at least \(low) keys"
          : "\(noun(of: frames[frames.count - 1])) can have at most \(high) keys", at: missingSpan,
        upstream: "wrong number of properties")
    case 6:
      HarnessPairs.forEach(in: node) { key, _ in
        if !HarnessTextPattern.matches(record.first, key) {
          refusePattern(key, record.first, at: Place(key: frames.last?.place.key))
        }
      }
    default:
      let shapes = (0..<Int(record.count)).map { HarnessShape(harnessLists()[Int(record.first) + $0]) }
      let matches = shapes.count { accepts(node, as: $0) }
      guard matches != 1, counts() else { return }
      refuse(
        "conflicting-keys", "the keys of \(noun(of: frames[frames.count - 1])) do not go together", at: missingSpan,
        upstream: "should be valid to one and only one schema")
    }
  }

  private func hasAll(_ group: HarnessKeysGroup, _ node: Node) -> Bool {
    (Int(group.first)..<Int(group.first) + Int(group.count)).allSatisfy {
      HarnessPairs.value(of: harnessLists()[$0], in: node) != nil
    }
  }

  /// `one`, `any`, `most` and `filled`: how many groups of keys are there.
  private mutating func checkGroups(_ node: Node, _ record: HarnessKeysRule) {
    let groups = (0..<Int(record.count)).map { harnessGroups()[Int(record.first) + $0] }
    let given = groups.filter { record.kind == 3 ? isFilled($0, node) : hasAll($0, node) }
    let isConflict = given.count > 1 && (record.kind == 0 || record.kind == 2)
    let isMissing = given.isEmpty && record.kind != 2
    guard isConflict || isMissing else { return }
    if let frame = frames.last, HarnessKeyHabits.saidElsewhere.contains(frame.shape.name) {
      _ = counts()
      return
    }
    if isConflict { return refuseConflict(node, given, record) }
    if groups.count == 1, groups[0].count == 1 {
      return refuseMissing(harnessLists()[Int(groups[0].first)], bySchema: judge == .schema)
    }
    guard counts() else { return }
    let names = groups.map { group in
      HarnessKeys.names(group.first, group.count).map { "`\($0)`" }.joined(separator: " and ")
    }
    let frame = frames[frames.count - 1]
    for group in groups where group.count == 1 {
      let name = HarnessKeys.name(harnessLists()[Int(group.first)])
      if let written = misspelling(of: name) { return refuseMisspelt(written, for: name, in: frame) }
    }
    if node.count == 1, names.count <= 8, let written = frame.unknown.first, frame.shape.name.hasSuffix("Entry") {
      // An item with a single key that nobody knows is one mistake.
      explained.insert(written.span.start)
      return refuse(
        "unknown-key", "\(noun(of: frame)) has no key `\(written.text)`, and needs \(Self.joined(names))",
        at: written.span, upstream: HarnessKeyHabits.upstream(forMissing: names, in: frame.shape),
        help: HarnessKeyHabits.item(namedBy: written.text))
    }
    refuse(
      "missing-key",
      record.kind == 3
        ? "\(noun(of: frame)) needs \(Self.joined(names)), not empty"
        : "\(noun(of: frame)) needs \(names.count > 8 ? "something to do" : Self.joined(names))", at: missingSpan,
      upstream: HarnessKeyHabits.upstream(forMissing: names, in: frame.shape),
      help: names.count > 8 ? "it is one of \(names.joined(separator: ", "))" : nil)
  }

  private func isFilled(_ group: HarnessKeysGroup, _ node: Node) -> Bool {
    HarnessPairs.value(of: harnessLists()[Int(group.first)], in: node).map {
      $0.kind != .sequence || $0.count > 0
    } ?? false
  }

  private mutating func refuseConflict(_ node: Node, _ given: [HarnessKeysGroup], _ record: HarnessKeysRule) {
    guard counts() else { return }
    let names = given.map { HarnessKeys.name(harnessLists()[Int($0.first)]) }
    let keys = node.entries.map { $0.key.resolved }.filter { key in names.contains { key.equals($0) } }
    let place = keys.last?.span ?? missingSpan
    let message = "\(noun(of: frames[frames.count - 1])) can have only one of \(Self.joined(names.map { "`\($0)`" }))"
    if record.weight == 2 {
      log.note("conflicting-keys", message, at: place, help: "delete all but one")
    } else {
      refuse(
        "conflicting-keys", message, at: place, upstream: "should be valid to one and only one schema",
        help: "delete all but one")
    }
  }
}
