import CHarnessKeys
import Diagnostics
import IR
import YAML

extension HarnessSchemaChecker {
  /// What a case asks before its shape holds.
  private enum CaseKind: UInt8 {
    case equal, given, unless, with, without, stages, steps
  }

  /// What goes on while the shapes of one mapping are found.
  private struct Activation {
    /// Cases that hold only because their key is missing.
    var open: [(key: UInt16, shape: HarnessShape)] = []
    /// Cases that do not hold because their key has another value.
    var closed: [(key: UInt16, shape: HarnessShape)] = []
    /// Shapes that hold if one of their keys is given, where none is.
    var alternatives: [HarnessShape] = []
    var hasAlternative = false
    /// Keys whose value is that of a case.
    var decided: [UInt16] = []
    /// The type of `spec`, where the `type` beside it decides.
    var spec: UInt16?
    /// The bit of the stage that the mapping is, and its `type`.
    var stage: (bit: UInt16, type: Node)?

    /// Whether a key belongs to a case that would hold if the value that decides were right.
    func mayKnow(_ key: Node) -> Bool {
      open.contains { HarnessSchemaChecker.fieldType(key, in: $0.shape) != nil }
        || (!hasAlternative && alternatives.contains { HarnessSchemaChecker.fieldType(key, in: $0) != nil })
        || closed.contains { !decided.contains($0.key) && HarnessSchemaChecker.fieldType(key, in: $0.shape) != nil }
    }
  }

  mutating func checkMapping(_ node: Node, _ shape: HarnessShape, spec: UInt16? = nil, at place: Place) {
    guard node.kind == .mapping else { return mismatch(node, shape, at: place) }
    let start = active.count
    var activation = Activation(spec: spec)
    activate(shape, node, &activation)
    frames.append(Frame(node: node, shape: shape, shapes: start..<active.count, place: place))
    let outer = (stage, stageType, stageSpec)
    if let inner = activation.stage {
      (stage, stageType) = inner
      stageSpec = HarnessPairs.value(of: "spec", in: node)
    }
    HarnessPairs.forEach(in: node) { key, value in
      if checkPair(key, value, start, activation.spec) { return }
      if !activation.mayKnow(key) { frames[frames.count - 1].unknown.append(key) }
    }
    if !isPartial {
      checkPresence(node, start)
      checkOpen(node, activation.open)
      for index in start..<frames[frames.count - 1].shapes.upperBound { checkRules(node, active[index]) }
      if !isSilent, shape.name == "Step Plugin" { checkPluginName(node) }
    }
    for key in frames[frames.count - 1].unknown where !explained.contains(key.span.start) { unknown(key) }
    (stage, stageType, stageSpec) = outer
    frames.removeLast()
    active.removeSubrange(start...)
  }

  /// Adds a shape, what it takes over, and the cases that hold.
  private mutating func activate(_ shape: HarnessShape, _ node: Node, _ activation: inout Activation) {
    active.append(shape)
    for parent in shape.parents { activate(parent, node, &activation) }
    for index in shape.ownCases {
      let record = harnessCases()[index]
      switch CaseKind(rawValue: record.kind) ?? .equal {
      case .equal:
        let key = harnessLists()[Int(record.firstKey)]
        guard let value = HarnessPairs.value(of: key, in: node) else {
          if !isPartial { activation.open.append((key, HarnessShape(record.shape))) }
          continue
        }
        guard isOne(record, value) else {
          if !isSilent { activation.closed.append((key, HarnessShape(record.shape))) }
          continue
        }
        activation.decided.append(key)
      case .given:
        guard let value = HarnessPairs.value(of: harnessLists()[Int(record.firstKey)], in: node), isOne(record, value)
        else { continue }
      case .unless:
        let value = HarnessPairs.value(of: harnessLists()[Int(record.firstKey)], in: node)
        if let value, isOne(record, value) { continue }
      case .with:
        guard hasKey(of: record, node) else {
          if !isSilent { activation.alternatives.append(HarnessShape(record.shape)) }
          continue
        }
        activation.hasAlternative = true
      case .without: guard !hasKey(of: record, node) else { continue }
      case .stages:
        guard let type = HarnessPairs.value(of: "type", in: node),
          let found = type.withText(HarnessKeys.stage(named:)), type.kind == .scalar
        else { continue }
        activation.stage = (found.letter, type)
        activation.spec = found.spec
        continue
      case .steps:
        guard let type = HarnessPairs.value(of: "type", in: node), type.kind == .scalar,
          let found = type.withText(HarnessKeys.step(named:))
        else { continue }
        activation.spec = found.record.spec
        continue
      }
      activate(HarnessShape(record.shape), node, &activation)
    }
  }

  private func isOne(_ record: HarnessKeysCase, _ value: Node) -> Bool {
    HarnessKeys.isOne(ofNames: record.firstValue, record.valueCount, value)
  }

  private func hasKey(of record: HarnessKeysCase, _ node: Node) -> Bool {
    (Int(record.firstKey)..<Int(record.firstKey) + Int(record.keyCount)).contains {
      HarnessPairs.value(of: harnessLists()[$0], in: node) != nil
    }
  }

  /// Checks the value of a key in all shapes that know it; false where none does.
  private mutating func checkPair(_ key: Node, _ value: Node, _ start: Int, _ spec: UInt16?) -> Bool {
    var isKnown = false
    let end = frames[frames.count - 1].shapes.upperBound
    for index in start..<end {
      guard let field = active[index].ownField(key) else { continue }
      isKnown = true
      let record = harnessFields()[field]
      let outer = judge
      if record.flags & 4 != 0 { judge = .server }
      // A key that the schema does not list is nothing that it could reject.
      if !isSilent || judge == .schema { check(value, record.type, at: Place(key: key)) }
      judge = outer
    }
    if isKnown {
      if let spec, key.equals("spec") { check(value, spec, at: Place(key: key)) }
      if !isSilent, key.equals("templateInputs") || key.equals("pipeline") { checkPart(key, value) }
      return true
    }
    var isFree = false
    for index in start..<end where active[index].record.rest != UInt16.max {
      isFree = true
      check(value, active[index].record.rest, at: Place(key: key))
    }
    return isFree
  }

  private mutating func checkPresence(_ node: Node, _ start: Int) {
    for index in start..<frames[frames.count - 1].shapes.upperBound {
      for field in active[index].ownFields {
        let record = harnessFields()[field]
        guard record.flags & 3 != 0 else { continue }
        let isPublished = record.flags & 1 != 0
        if isSilent && !isPublished { continue }
        guard HarnessPairs.value(of: record.name, in: node) == nil else { continue }
        refuseMissing(record.name, bySchema: isPublished && judge == .schema)
      }
    }
  }

  /// Where the key that decides is missing, the schema holds the mapping against all cases.
  private mutating func checkOpen(_ node: Node, _ open: [(key: UInt16, shape: HarnessShape)]) {
    guard judge == .schema, let first = open.first else { return }
    let before = rejections
    for (_, shape) in open where !accepts(node, as: shape) {
      refuseMissing(first.key, bySchema: true)
      if rejections > before { return }
      rejections += 1
      return
    }
  }

  // MARK: Steps

  mutating func checkStep(_ node: Node, at place: Place) {
    guard node.kind == .mapping else { return mismatch(node, HarnessShape(harness_template_step), at: place) }
    let plain = HarnessShape(harness_step_shape)
    if HarnessPairs.value(of: "template", in: node) != nil {
      return checkMapping(node, HarnessShape(harness_template_step), at: place)
    }
    guard let type = HarnessPairs.value(of: "type", in: node) else { return checkMapping(node, plain, at: place) }
    guard type.kind == .scalar, let found = type.withText(HarnessKeys.step(named:)) else {
      refuseStepType(type)
      return checkMapping(node, plain, at: place)
    }
    if stage != 0, found.record.stages & stage == 0 { refuseStep(type, found) }
    checkMapping(node, HarnessShape(found.record.shape), spec: found.record.spec, at: place)
    if !isPartial, !found.hasOptionalSpec, HarnessPairs.value(of: "spec", in: node) == nil {
      refuseMissing(spec: node, of: type)
    }
  }

  // MARK: Parts of other documents

  /// What a link gives to a template, and what an input set gives to a pipeline: parts of them, in which nothing is
  /// missing and any value may stand.
  private mutating func checkPart(_ key: Node, _ value: Node) {
    guard value.kind == .mapping, !isPartial, frames.count > 1 || key.equals("pipeline") else { return }
    let owner = frames[frames.count - (key.equals("pipeline") ? 1 : 2)].shape
    guard let part = owner.part else { return }
    isPartial = true
    let outer = judge
    judge = .server
    checkMapping(value, part, at: Place(key: key))
    judge = outer
    isPartial = false
  }
}

extension HarnessShape {
  /// What stands under `templateInputs` of a link in a mapping of this shape, and under `pipeline` of an input set.
  fileprivate var part: HarnessShape? {
    switch name {
    case "TemplateStep": HarnessKeys.shape("StepTemplate")
    case "StageOrTemplate": HarnessKeys.shape("StageBody")
    case "CIStepGroup", "PlainStepGroup", "DeploymentStepGroup", "CustomStepGroup":
      HarnessKeys.shape("DeploymentStepGroupBody")
    case "Pipeline", "PipelineBody": HarnessKeys.shape("PipelineBody")
    case "InputSet": HarnessKeys.shape("Pipeline")
    default: nil
    }
  }
}
