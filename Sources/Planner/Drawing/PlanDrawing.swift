import Diagnostics
import IR

/// A plan as a drawing: `--format svg`, and the pictures of the page.
public struct PlanDrawing {
  let text: PlanRenderer

  init(source: Source) { text = PlanRenderer(source: source) }

  /// The whole plan as an SVG file.
  ///
  /// - Parameter source: the file that was planned.
  public static func svg(_ plan: Plan, source: Source) -> String {
    let drawing = PlanDrawing(source: source)
    let parts = plan.pipelines.indices.map { number -> DrawingPart in
      let pipeline = plan.pipelines[number]
      let frame = DrawingFrame(
        id: nil, title: pipeline.name, text: drawing.summary(of: pipeline), decision: pipeline.decision)
      return .frame(frame, pipeline.decision == .skip ? .stack([]) : drawing.part(of: pipeline, number))
    }
    let graph = StepGraph(plan.pipelines)
    let whole: DrawingPart = graph.needs.contains { !$0.isEmpty } ? .graph(parts, graph) : .stack(parts)
    return DrawingSVG.text(DrawingLayout.box(whole), title: source.name, isAlone: true)
  }

  /// What is said of a pipeline in a line.
  func summary(of pipeline: Plan.Pipeline) -> String {
    switch pipeline.decision {
    case .skip: return "does not run: " + pipeline.reason.text
    case .deferred: return "may run: " + pipeline.reason.text
    case .run:
      if let deployment = pipeline.pipecd {
        let strategy = deployment.isDeferred ? "strategy deferred" : "strategy \(deployment.strategy.rawValue)"
        return "\(pipeline.type), \(strategy)"
      }
      return "\(pipeline.type), \(pipeline.platform.os)/\(pipeline.platform.architecture)"
    }
  }

  // MARK: Parts

  /// The steps of a pipeline, the number of which is part of what leads to their details.
  func part(of pipeline: Plan.Pipeline, _ number: Int) -> DrawingPart {
    if let deployment = pipeline.pipecd { return part(of: deployment, number) }
    if let harness = pipeline.harness {
      return .sequence(parts(harness.root.children, harness, pipeline, number))
    }
    return .graph(pipeline.steps.indices.map { card(pipeline, $0, number) }, StepGraph(pipeline.steps))
  }

  /// The pipelines of a plan as cards, where some wait for others.
  func order(of pipelines: [Plan.Pipeline]) -> DrawingPart? {
    guard pipelines.count > 1, pipelines.contains(where: { !$0.needs.isEmpty }) else { return nil }
    let cards = pipelines.enumerated().map { number, pipeline in
      let text = summary(of: pipeline)
      return DrawingPart.card(
        DrawingCard(
          id: "p\(number)", name: pipeline.name, text: text, decision: pipeline.decision,
          label: "\(pipeline.name): \(text)"))
    }
    return .graph(cards, StepGraph(pipelines))
  }

  /// Of an iteration only what tells it from the others: it stands in the frame of its loop.
  private static func name(of node: HarnessPlanNode) -> String {
    let postfix = node.iteration?.postfix.drop { $0 == "_" } ?? ""
    return postfix.isEmpty ? node.name : String(postfix)
  }

  private func card(_ pipeline: Plan.Pipeline, _ step: Int, _ number: Int, name: String? = nil) -> DrawingPart {
    let planned = pipeline.steps[step]
    var what = planned.image.map(PlanPicture.shortened) ?? planned.type ?? ""
    if planned.image == nil, planned.performer == .delegate { what += ", by a delegate" }
    if what.isEmpty { what = planned.commands.first.map { "$ " + $0 } ?? "" }
    if planned.role == .service { what = "service " + what }
    if planned.decision != .run { what = planned.reason.text }
    let word =
      switch planned.decision {
      case .run: "runs"
      case .skip: "does not run"
      case .deferred: "may run"
      }
    return .card(
      DrawingCard(
        id: "p\(number)s\(step)", name: name ?? planned.name, text: what, decision: planned.decision,
        label: "\(planned.name) \(word): \(what)"))
  }

  // MARK: Harness

  private func parts(_ children: [Int], _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, _ number: Int) -> [DrawingPart]
  {
    children.compactMap { part($0, plan, pipeline, number) }
  }

  private func part(_ index: Int, _ plan: HarnessPlan, _ pipeline: Plan.Pipeline, _ number: Int) -> DrawingPart? {
    let node = plan.nodes[index]
    let inner = parts(node.children, plan, pipeline, number)
    switch node.kind {
    case .pipeline: return nil
    case .insert: return inner.isEmpty ? nil : .sequence(inner)
    case .parallel: return inner.isEmpty ? nil : .beside(inner)
    case .step:
      guard let step = node.step, pipeline.steps.indices.contains(step) else { return nil }
      return card(pipeline, step, number, name: Self.name(of: node))
    case .loop:
      var content = inner
      if content.isEmpty, let template = node.loop?.template {
        content = parts([template], plan, pipeline, number)
      }
      let limit = node.loop?.maxConcurrency ?? 0
      let isSerial = limit == 1
      var text = node.loop?.kind ?? ""
      if !node.children.isEmpty { text += " of \(node.children.count)" }
      if limit > 1, limit < node.children.count { text += ", at most \(limit) at the same time" }
      let frame = DrawingFrame(id: "p\(number)n\(index)", title: "↻ " + node.name, text: text, decision: node.decision)
      return .frame(frame, isSerial ? .sequence(content) : .beside(content))
    case .stage, .group:
      var kind = node.kind.rawValue
      if case .stage(let stage) = node.origin, let type = stage.type?.value { kind = type + " stage" }
      if node.decision != .run { kind += ": " + node.reason.text }
      var before: [DrawingPart] = []
      if let scope = node.scope {
        let scope = plan.scopes[scope]
        for beside in [scope.clone].compactMap({ $0 }) + scope.services where pipeline.steps.indices.contains(beside) {
          let step = pipeline.steps[beside]
          if step.role != .clone || step.decision != .skip { before.append(card(pipeline, beside, number)) }
        }
      }
      var content: [DrawingPart] = [.sequence(before + inner)]
      if !node.rollback.isEmpty {
        let back = DrawingFrame(
          id: nil, title: "↶ if it is rolled back", text: "", decision: .deferred)
        content.append(.frame(back, .sequence(parts(node.rollback, plan, pipeline, number))))
      }
      let frame = DrawingFrame(
        id: "p\(number)n\(index)", title: Self.name(of: node), text: kind, decision: node.decision)
      return .frame(frame, content.count == 1 ? content[0] : .stack(content))
    }
  }

  // MARK: PipeCD

  private func part(of deployment: DeploymentPlan, _ number: Int) -> DrawingPart {
    func card(_ stage: PlannedStage, _ id: String) -> DrawingPart {
      let text = stage.decision == .run ? self.text.summary(of: stage, "…") : stage.reason.text
      return .card(
        DrawingCard(
          id: id, name: stage.name, text: text, decision: stage.decision, label: "\(stage.name): \(text)"))
    }
    let stages = deployment.stages.enumerated().map { card($0.element, "p\(number)s\($0.offset)") }
    var parts: [DrawingPart] = [.sequence(stages)]
    if !deployment.rollback.isEmpty {
      let rollback = deployment.rollback.enumerated().map { card($0.element, "p\(number)r\($0.offset)") }
      let frame = DrawingFrame(
        id: nil, title: "↶ rolled back", text: "if a stage fails or it is cancelled", decision: .deferred)
      parts.append(.frame(frame, .sequence(rollback)))
    }
    return .stack(parts)
  }
}
