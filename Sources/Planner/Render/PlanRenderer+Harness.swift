import Diagnostics
import IR

extension PlanRenderer {
  /// Iterations of a loop that are shown without being asked for all.
  private static let shownIterations = 6

  /// The tree of a Harness pipeline: stages, groups and loops indented, what decided beside them.
  mutating func write(_ harness: HarnessPlan, of pipeline: Plan.Pipeline) {
    if pipeline.decision != .skip || isVerbose {
      let common = isVerbose ? [] : sharedVariables(pipeline)
      for variable in common { write(variable, indent: 2) }
      shared = Set(common)
    }
    for child in harness.root.children {
      lines.append("")
      write(child, harness, pipeline, depth: 1)
    }
  }

  private mutating func write(_ index: Int, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, depth: Int) {
    let node = plan.nodes[index]
    switch node.kind {
    case .pipeline: break
    case .insert: for child in node.children { write(child, plan, pipeline, depth: depth) }
    case .parallel:
      guard node.children.count > 1 else {
        for child in node.children { write(child, plan, pipeline, depth: depth) }
        return
      }
      line("at the same time", depth: depth)
      for child in node.children { write(child, plan, pipeline, depth: depth + 1) }
    case .loop: writeLoop(node, plan, pipeline, depth: depth)
    case .stage, .group: writeBlock(node, plan, pipeline, depth: depth)
    case .step:
      if let step = node.step, pipeline.steps.indices.contains(step) {
        write(pipeline.steps[step], node, plan, pipeline, depth: depth, isBrief: false)
      }
    }
  }

  private mutating func line(_ text: String, depth: Int) {
    let margin = String(repeating: "  ", count: depth)
    guard !isVerbose, margin.count + text.count > style.width else {
      lines.append(margin + style.paint(text, .faint))
      return
    }
    wrap(text, indent: depth * 2)
  }

  // MARK: Stages and groups

  private mutating func writeBlock(
    _ node: HarnessPlanNode, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, depth: Int
  ) {
    let decision = decision(of: node, pipeline)
    var kind = node.kind.rawValue
    if case .stage(let stage) = node.origin, let type = stage.type?.value { kind = "\(shown(type)) stage" }
    let head =
      String(repeating: "  ", count: depth) + style.paint(shown(node.name), .strong) + " "
      + style.paint("(\(kind) \(shown(node.identifier)))", .faint) + " " + word(decision, node.reason)
    lines.append(head)
    let indent = depth * 2 + 2
    if node.reason.text != "no conditions" { wrap(reason(node.reason), indent: indent) }
    if let dependsOn = node.dependsOn, !dependsOn.isEmpty {
      field("after", dependsOn.map { shown(plan.nodes[$0].identifier) }.joined(separator: ", "), indent: indent)
    }
    guard decision != .skip || isVerbose else { return }
    writeQuestions(node, plan, indent: indent)
    writeRules(node, indent: indent)
    if let scope = node.scope { write(plan.scopes[scope], pipeline, indent: indent) }
    for child in node.children { write(child, plan, pipeline, depth: depth + 1) }
    guard !node.rollback.isEmpty else { return }
    line("if it is rolled back", depth: depth + 1)
    for child in node.rollback { write(child, plan, pipeline, depth: depth + 2) }
  }

  /// What is refused as a whole runs nothing, whatever its parts say.
  private func decision(of node: HarnessPlanNode, _ pipeline: Plan.Pipeline) -> Plan.Decision {
    pipeline.decision == .skip ? .skip : node.decision
  }

  private mutating func writeQuestions(_ node: HarnessPlanNode, _ plan: HarnessPlan, indent: Int) {
    for input in plan.executionInputs(of: node.index) { wrap("asks for " + shown(input.question), indent: indent) }
  }

  private mutating func writeRules(_ node: HarnessPlanNode, indent: Int) {
    for rule in node.failureRules {
      field("on", "\(rule.errors.map(shown).joined(separator: ", ")): \(rule.action.name)", indent: indent)
    }
  }

  private mutating func write(_ scope: HarnessContainerScope, _ pipeline: Plan.Pipeline, indent: Int) {
    if let path = scope.workspace.hostPath {
      field("workspace", "\(scope.workspace.full), which is \(shown(path))", indent: indent)
    }
    for volume in scope.volumes where volume.name != HarnessFolders.engineVolume || isVerbose {
      field("volume", describe(volume), indent: indent)
    }
    for beside in [scope.clone].compactMap({ $0 }) + scope.services where pipeline.steps.indices.contains(beside) {
      let step = pipeline.steps[beside]
      let depth = indent / 2
      let column = Self.column(depth)
      let indent = head(of: step, name: shown(step.name), depth: depth, column: column)
      guard step.decision != .skip || isVerbose else { continue }
      details(step, indent: indent, pipeline)
    }
  }

  // MARK: Loops

  private mutating func writeLoop(
    _ node: HarnessPlanNode, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, depth: Int
  ) {
    guard let loop = node.loop else { return }
    var text = "\(shown(node.name)): \(loop.kind)"
    if loop.waitsFor != nil || node.children.isEmpty {
      if node.decision != .run { text += ", " + node.reason.text }
      line(text, depth: depth)
      writeQuestions(node, plan, indent: depth * 2 + 2)
      if let template = loop.template { write(template, plan, pipeline, depth: depth + 1) }
      return
    }
    text += " of \(node.children.count)"
    if loop.maxConcurrency > 0 { text += ", at most \(loop.maxConcurrency) at the same time" }
    if loop.skipsQueued { text += ", none is started after a failure" }
    if node.decision != .run { text += ", " + node.reason.text }
    line(text, depth: depth)
    let all = node.children
    let shown = isVerbose || all.count <= Self.shownIterations ? all : Array(all.prefix(Self.shownIterations - 1))
    for (position, child) in shown.enumerated() {
      let iteration = plan.nodes[child]
      if let step = iteration.step, pipeline.steps.indices.contains(step) {
        write(pipeline.steps[step], iteration, plan, pipeline, depth: depth + 1, isBrief: position > 0 && !isVerbose)
      } else if position == 0 || isVerbose {
        write(child, plan, pipeline, depth: depth + 1)
      } else {
        line("\(self.shown(iteration.name))\(values(iteration)): the same steps", depth: depth + 1)
      }
    }
    if shown.count < all.count { line("… and \(all.count - shown.count) more", depth: depth + 1) }
  }

  /// What an iteration stands for: ` (go 1.22, os linux)`.
  func values(_ node: HarnessPlanNode) -> String {
    guard let iteration = node.iteration else { return "" }
    var parts = iteration.matrix.map { "\($0.name) \($0.value.scalar.display)" }
    if let item = iteration.item { parts.append(item.scalar.display) }
    if let partition = iteration.partition { parts.append(partition.map { $0.scalar.display }.joined(separator: ", ")) }
    return parts.isEmpty ? "" : " (\(shown(parts.joined(separator: ", "))))"
  }

  // MARK: Steps

  /// Where the word about the decision stands, the same for all depths that leave room.
  private static func column(_ depth: Int) -> Int { max(26 - depth * 2, 8) }

  private mutating func write(
    _ step: Plan.Step, _ node: HarnessPlanNode, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, depth: Int,
    isBrief: Bool
  ) {
    let indent = head(of: step, name: shown(step.name), depth: depth, column: Self.column(depth))
    guard step.decision != .skip || isVerbose else { return }
    // What it stands in has said why already where the step has no reason of its own.
    let isInherited = step.reason != node.reason && step.decision != .run
    if !isInherited, step.reason.text != "no conditions" { wrap(reason(step.reason), indent: indent) }
    let values = values(node)
    if !values.isEmpty { wrap(String(values.dropFirst(2).dropLast()), indent: indent) }
    guard !isBrief else { return }
    writeQuestions(node, plan, indent: indent)
    details(step, indent: indent, pipeline)
    writeRules(node, indent: indent)
  }

  /// The line of a step; gives how far what belongs to it is indented.
  private mutating func head(of step: Plan.Step, name: String, depth: Int, column: Int) -> Int {
    let word =
      switch step.decision {
      case .run: style.paint("run ", .success)
      case .skip: style.paint("skip", .warning)
      case .deferred: style.paint("may ", .info)
      }
    let margin = String(repeating: "  ", count: depth)
    let indent = margin.count + column + 2 + 4 + 2
    var head = margin + style.paint(name, .strong)
    if name.count > column {
      lines.append(head)
      head = String(repeating: " ", count: margin.count + column)
    } else {
      head += String(repeating: " ", count: column - name.count)
    }
    wrap(step.decision == .skip ? reason(step.reason) : performer(step), indent: indent, head: head + "  \(word)  ")
    return indent
  }

  /// What does the step, in a few words.
  func performer(_ step: Plan.Step) -> String {
    let type = step.type.map(shown) ?? "step"
    switch step.performer {
    case .container?, nil:
      let kind = step.role == .service ? "background " : ""
      return kind + (step.image.map(shown) ?? "a container without an image")
    case .host?: return "\(type) on this machine"
    case .pipec?: return "\(type), by pipec itself"
    case .delegate?: return "\(type), which needs a delegate; a run takes --stub \(shown(step.id))"
    }
  }
}
