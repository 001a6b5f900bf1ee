import Diagnostics
import IR

extension PlanPicture {
  /// Iterations of a loop that are shown.
  private static let shownIterations = 6

  /// What is drawn before the first line of a node, and before the others.
  private struct Margin {
    var first: String
    var others: String
    var columns: Int

    func appending(first: String, others: String, _ columns: Int) -> Margin {
      Margin(first: self.first + first, others: self.others + others, columns: self.columns + columns)
    }

    /// For what follows below.
    var inside: Margin { Margin(first: others, others: others, columns: columns) }
  }

  /// The tree of a Harness pipeline: what is in a stage, group or loop stands below it; what runs at the same time
  /// branches off a rail.
  mutating func draw(_ harness: HarnessPlan, of pipeline: Plan.Pipeline) {
    var margin = Margin(first: "", others: "", columns: 0)
    for child in harness.root.children {
      draw(child, harness, pipeline, margin)
      margin = margin.inside
    }
  }

  private mutating func draw(_ index: Int, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, _ margin: Margin) {
    let node = plan.nodes[index]
    switch node.kind {
    case .pipeline: break
    case .insert: drawAll(node.children, plan, pipeline, margin)
    case .parallel: drawBeside(node.children, plan, pipeline, margin)
    case .loop: drawLoop(node, plan, pipeline, margin)
    case .stage, .group: drawBlock(node, plan, pipeline, margin)
    case .step:
      guard let step = node.step, pipeline.steps.indices.contains(step) else { return }
      draw(pipeline.steps[step], node, plan, margin)
    }
  }

  /// One after the other.
  private mutating func drawAll(
    _ children: [Int], _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, _ margin: Margin
  ) {
    var margin = margin
    for child in children {
      draw(child, plan, pipeline, margin)
      margin = margin.inside
    }
  }

  /// At the same time, on a rail.
  private mutating func drawBeside(
    _ children: [Int], _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, _ margin: Margin, rest: String? = nil
  ) {
    guard children.count > 1 || rest != nil else { return drawAll(children, plan, pipeline, margin) }
    var margin = margin
    for (number, child) in children.enumerated() {
      let isLast = number == children.count - 1 && rest == nil
      let rail = number == 0 ? glyphs.first : isLast ? glyphs.last : glyphs.next
      let branch = margin.appending(first: faint(rail), others: isLast ? "  " : faint(glyphs.beside), 2)
      draw(child, plan, pipeline, branch)
      margin = margin.inside
    }
    guard let rest else { return }
    let last = margin.appending(first: faint(glyphs.last), others: "  ", 2)
    add(row(last, glyph: faint(glyphs.ellipsis), rest, nil, ""))
  }

  private func faint(_ text: String) -> String { self.text.style.paint(text, .faint) }

  /// Deep trees keep their names on the screen: of what is drawn before them only the end is.
  private func row(
    _ margin: Margin, glyph: String, _ name: String, _ decision: Plan.Decision?, _ text: String,
    isHeading: Bool = false,
    glyphColumns: Int = 1
  ) -> Row {
    var margin = margin
    if margin.columns > self.text.style.width / 3 {
      let columns = self.text.style.width / 3
      let skipped = glyphs.ellipsis + String(repeating: " ", count: columns - glyphs.ellipsis.columns)
      margin = Margin(first: skipped, others: skipped, columns: columns)
    }
    let columns = margin.columns + glyphColumns + 1
    return Row(
      lead: margin.first + glyph + " ", columns: columns,
      below: margin.others + String(repeating: " ", count: glyphColumns + 1), name: name, decision: decision,
      text: text,
      isWhole: decision != .run, isHeading: isHeading)
  }

  // MARK: Stages and groups

  private mutating func drawBlock(
    _ node: HarnessPlanNode, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, _ margin: Margin
  ) {
    var words = node.kind.rawValue
    if case .stage(let stage) = node.origin, let type = stage.type?.value { words = "\(text.shown(type)) stage" }
    let values = text.values(node)
    if !values.isEmpty { words += " of" + String(values.dropFirst().replacing("(", with: " ").dropLast()) }
    if let dependsOn = node.dependsOn, !dependsOn.isEmpty {
      words += ", after " + dependsOn.map { text.shown(plan.nodes[$0].name) }.joined(separator: ", ")
    }
    if let failure = firstRule(node) { words += ", " + failure }
    if let question = plan.executionInputs(of: node.index).first {
      words += ", asks for " + text.shown(question.question)
    }
    if node.reason.text != "no conditions" {
      words = node.decision == .skip ? reason(node.reason) : words + "; " + reason(node.reason)
    }
    let glyph = paint(glyphs.node(node.decision, isBlock: true), node.decision)
    add(row(margin, glyph: glyph, name(of: node, plan), node.decision, words, isHeading: true))
    guard node.decision != .skip else { return }
    let inside = margin.inside.appending(first: faint(glyphs.inside), others: faint(glyphs.inside), 2)
    if let scope = node.scope {
      let scope = plan.scopes[scope]
      for beside in [scope.clone].compactMap({ $0 }) + scope.services where pipeline.steps.indices.contains(beside) {
        let step = pipeline.steps[beside]
        // That nothing is cloned goes without saying: the working tree is there.
        if step.role != .clone || step.decision != .skip { draw(step, nil, plan, inside) }
      }
    }
    drawAll(node.children, plan, pipeline, inside)
    guard !node.rollback.isEmpty else { return }
    add(row(inside, glyph: faint(glyphs.isASCII ? "<" : "↶"), "if it is rolled back", nil, ""))
    drawAll(node.rollback, plan, pipeline, inside.appending(first: "  ", others: "  ", 2))
  }

  /// Of an iteration only what tells it from the others: the name of the loop stands above it.
  private func name(of node: HarnessPlanNode, _ plan: HarnessPlan) -> String {
    let postfix = node.iteration?.postfix.drop { $0 == "_" } ?? ""
    return text.shown(postfix.isEmpty ? node.name : String(postfix))
  }

  private func firstRule(_ node: HarnessPlanNode) -> String? {
    guard let rule = node.failureRules.first else { return nil }
    let more = node.failureRules.count > 1 ? " \(glyphs.ellipsis)" : ""
    return "on \(rule.errors.map(text.shown).joined(separator: ", ")): \(rule.action.name)\(more)"
  }

  // MARK: Loops

  private mutating func drawLoop(
    _ node: HarnessPlanNode, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, _ margin: Margin
  ) {
    guard let loop = node.loop else { return }
    var words = loop.kind
    let isOpen = loop.waitsFor != nil || node.children.isEmpty
    if !isOpen {
      words += " of \(node.children.count)"
      if loop.maxConcurrency > 0, loop.maxConcurrency < node.children.count {
        words +=
          loop.maxConcurrency == 1 ? ", one after the other" : ", at most \(loop.maxConcurrency) at the same time"
      }
      if loop.skipsQueued { words += ", none is started after a failure" }
    }
    if !isOpen, let reason = commonReason(node, plan, pipeline) {
      let glyph = paint(glyphs.loop, .skip)
      return add(row(margin, glyph: glyph, text.shown(node.name), .skip, "\(words): \(reason)", isHeading: true))
    }
    if node.decision != .run { words += ", " + reason(node.reason) }
    add(row(margin, glyph: paint(glyphs.loop, node.decision), text.shown(node.name), nil, words, isHeading: true))
    let inside = margin.inside.appending(first: "  ", others: "  ", 2)
    guard !isOpen else {
      if let template = loop.template { draw(template, plan, pipeline, inside) }
      return
    }
    let all = node.children
    let isCut = all.count > Self.shownIterations
    let shown = isCut ? Array(all.prefix(Self.shownIterations - 1)) : all
    let rest = isCut ? "\(all.count - shown.count) more" : nil
    // What further iterations of a stage or group do is what the first one does.
    drawIterations(shown, rest, plan, pipeline, inside, isSerial: loop.maxConcurrency == 1)
  }

  /// Why no iteration runs, where all have the same reason.
  private func commonReason(_ node: HarnessPlanNode, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline) -> String? {
    let reasons = Set(
      node.children.map { child -> String? in
        let step = plan.nodes[child].step.flatMap { pipeline.steps.indices.contains($0) ? pipeline.steps[$0] : nil }
        let decision = step?.decision ?? plan.nodes[child].decision
        return decision == .skip ? reason(step?.reason ?? plan.nodes[child].reason) : nil
      })
    return reasons.count == 1 ? reasons.first.flatMap { $0 } : nil
  }

  private mutating func drawIterations(
    _ children: [Int], _ rest: String?, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, _ margin: Margin, isSerial: Bool
  ) {
    var plan = plan
    for child in children.dropFirst() where plan.nodes[child].kind != .step {
      plan.nodes[child].children = []
      plan.nodes[child].rollback = []
      plan.nodes[child].scope = nil
    }
    guard isSerial else { return drawBeside(children, plan, pipeline, margin, rest: rest) }
    drawAll(children, plan, pipeline, margin)
    if let rest { add(row(margin.inside, glyph: faint(glyphs.ellipsis), rest, nil, "")) }
  }

  // MARK: Steps

  private mutating func draw(_ step: Plan.Step, _ node: HarnessPlanNode?, _ plan: HarnessPlan, _ margin: Margin) {
    var words =
      switch step.performer {
      case .container?, nil: Self.shortened(text.performer(step))
      case .delegate?: "\(text.shown(step.type ?? "step")), by a delegate"
      case .host?, .pipec?: text.performer(step)
      }
    if let node {
      let values = text.values(node)
      if !values.isEmpty { words = String(values.dropFirst(2).dropLast()) + ": " + words }
      if let rule = firstRule(node) { words += ", " + rule }
      if let question = plan.executionInputs(of: node.index).first {
        words += ", asks for " + text.shown(question.question)
      }
    }
    // What it stands in has said why already where the step has no reason of its own.
    let isInherited = node.map { step.reason != $0.reason && step.decision != .run } ?? false
    if step.decision == .skip {
      words = reason(step.reason)
    } else if !isInherited, step.reason.text != "no conditions" {
      words += "; " + reason(step.reason)
    }
    let glyph = paint(glyphs.node(step.decision, isBlock: false), step.decision)
    let shown = node.map { name(of: $0, plan) } ?? text.shown(step.name)
    add(row(margin, glyph: glyph, shown, step.decision, words))
  }
}
