import Diagnostics
import Expressions
import IR

extension HarnessSettler {
  /// More nodes than this are a mistake or an attack.
  static let maximumNodes = 20_000

  /// Makes the tree of the whole pipeline.
  mutating func build() {
    let pipeline = plan.pipeline
    var root = HarnessPlanNode(
      index: 0, parent: nil, kind: .pipeline, origin: .none, path: .root, span: pipeline.span)
    root.identifier = pipeline.identifier?.value ?? ""
    root.name = pipeline.name?.value ?? root.identifier
    plan.nodes = [root]
    places[.root] = 0
    plan.nodes[0].timeout = pipeline.timeout.flatMap { milliseconds($0, at: 0) }
    let stages = HarnessStageOrder(pipeline.stages)
    refusals += stages.problems
    if stages.isGraph {
      var made: [String: Int] = [:]
      for stage in stages.ordered {
        guard let index = place(.stage(stage), in: 0, isRollback: false) else { continue }
        if let identifier = stage.identifier?.value { made[identifier] = index }
        plan.nodes[index].dependsOn = stage.dependsOn.compactMap { made[$0.value] }
      }
    } else {
      for entry in pipeline.stages { add(entry, to: 0) }
    }
    HarnessNeeds.connect(&self)
  }

  // MARK: Entries

  private mutating func add(_ entry: HarnessStageEntry, to parent: Int) {
    switch entry {
    case .stage(let stage): _ = place(.stage(stage), in: parent, isRollback: false)
    case .parallel(let entries, let span):
      guard let block = block(.parallel, in: parent, isRollback: false, span: span) else { return }
      for entry in entries { add(entry, to: block) }
    case .insert(let insert):
      guard let block = block(.insert, in: parent, isRollback: false, span: insert.span) else { return }
      for entry in insert.stages { add(entry, to: block) }
    case .invalid: break
    }
  }

  private mutating func add(_ entry: HarnessStepEntry, to parent: Int, isRollback: Bool) {
    switch entry {
    case .step(let step): _ = place(.step(step), in: parent, isRollback: isRollback)
    case .group(let group): _ = place(.group(group), in: parent, isRollback: isRollback)
    case .parallel(let entries, let span):
      guard let block = block(.parallel, in: parent, isRollback: isRollback, span: span) else { return }
      for entry in entries { add(entry, to: block, isRollback: false) }
    case .insert(let insert):
      guard let block = block(.insert, in: parent, isRollback: isRollback, span: insert.span) else { return }
      for entry in insert.steps { add(entry, to: block, isRollback: false) }
    case .invalid: break
    }
  }

  private mutating func block(
    _ kind: HarnessPlanNode.Kind, in parent: Int, isRollback: Bool, span: Span
  ) -> Int? {
    var node = HarnessPlanNode(
      index: plan.nodes.count, parent: parent, kind: kind, origin: .none,
      path: path(below: parent, isRollback: isRollback), span: span)
    node.isRollback = isRollback || plan.nodes[parent].isRollback
    return append(node, isRollback: isRollback)
  }

  /// Adds a node below its parent; nil where there are too many.
  private mutating func append(_ node: HarnessPlanNode, isRollback: Bool) -> Int? {
    guard plan.nodes.count < Self.maximumNodes else {
      if plan.nodes.count == Self.maximumNodes,
        !refusals.contains(where: { $0.message.hasPrefix("the pipeline makes") })
      {
        refuse("the pipeline makes more than \(Self.maximumNodes) stages, groups and steps", at: node.span)
      }
      return nil
    }
    plan.nodes.append(node)
    if let parent = node.parent {
      if isRollback {
        plan.nodes[parent].rollback.append(node.index)
      } else {
        plan.nodes[parent].children.append(node.index)
      }
    }
    return node.index
  }

  /// The path that all that stands directly below a node begins with.
  private func path(below parent: Int, isRollback: Bool) -> HarnessPath {
    var current = parent
    while plan.nodes[current].kind == .loop, let next = plan.nodes[current].parent { current = next }
    let path = plan.nodes[current].path
    return isRollback ? path.appending(HarnessPath.rollback) : path
  }

  /// Notes that a node is certain to fail before it begins.
  mutating func fail(_ index: Int, because why: String) {
    plan.nodes[index].failure = why
    plan.failing.append(index)
  }

  mutating func refuse(_ message: String, at span: Span) {
    refusals.append(Diagnostic(rule: "harness-plan", severity: .error, message: message, at: span))
  }

  // MARK: Nodes

  /// Adds a stage, group or step with its loop; gives what stands in the list: the loop, or the node.
  private mutating func place(_ origin: HarnessPlanNode.Origin, in parent: Int, isRollback: Bool) -> Int? {
    guard let loop = origin.loop else { return make(origin, in: parent, as: nil, isRollback: isRollback) }
    let identifier = origin.identifier ?? fallback(origin, parent)
    var node = HarnessPlanNode(
      index: plan.nodes.count, parent: parent, kind: .loop, origin: origin,
      path: path(below: parent, isRollback: isRollback).appending(identifier), span: loop.span)
    node.identifier = identifier
    node.name = origin.name ?? identifier
    node.isRollback = isRollback || plan.nodes[parent].isRollback
    let skipsQueued = loop.onFailure?.value == "SkipQueued"
    node.loop = HarnessPlanLoop(maxConcurrency: 0, skipsQueued: skipsQueued, kind: loop.kind.word, span: loop.span)
    guard let index = append(node, isRollback: isRollback) else { return nil }
    let limit = loop.maxConcurrency.flatMap { integer($0, at: index) } ?? 0
    plan.nodes[index].loop?.maxConcurrency = max(limit, 0)
    unroll(index)
    return index
  }

  /// Makes the iterations of a loop, or says what they wait for.
  mutating func unroll(_ index: Int) {
    let node = plan.nodes[index]
    guard let loop = node.origin.loop else { return }
    let verdict = loopCondition(of: index)
    switch verdict {
    case .skipped:
      plan.nodes[index].decision = .skip
      plan.nodes[index].reason = reason(why: loop.condition, at: index)
      return addTemplate(index)
    case .failed(let why):
      plan.nodes[index].decision = .skip
      fail(index, because: why)
      plan.nodes[index].reason = Plan.Reason("fails before it starts: \(why)", at: loop.condition?.span)
      return addTemplate(index)
    case .deferred:
      plan.nodes[index].decision = .deferred
      plan.nodes[index].reason = reason(why: loop.condition, at: index)
    case .runs: break
    }
    switch HarnessLoopExpansion.expand(loop, in: surroundings(of: index)) {
    case .iterations(let iterations):
      plan.nodes[index].loop?.waitsFor = nil
      for iteration in iterations { _ = make(node.origin, in: index, as: iteration, isRollback: false) }
    case .waits(let expression):
      plan.nodes[index].loop?.waitsFor = expression
      plan.nodes[index].decision = .deferred
      plan.nodes[index].reason = Plan.Reason("its iterations wait for \(expression)", at: loop.span)
      addTemplate(index)
    case .refused(let message, let span):
      fail(index, because: message)
      refuse(message, at: span)
      addTemplate(index)
    }
  }

  /// What the iterations look like, for those who read the plan.
  private mutating func addTemplate(_ index: Int) {
    guard plan.nodes[index].loop?.template == nil else { return }
    let made = make(plan.nodes[index].origin, in: index, as: nil, isRollback: false)
    plan.nodes[index].children.removeAll { $0 == made }
    plan.nodes[index].loop?.template = made
  }

  private func surroundings(of index: Int) -> HarnessLoopExpansion.Surroundings {
    let settler = self
    let parent = plan.nodes[index].parent
    return HarnessLoopExpansion.Surroundings(
      resolve: { settler.resolve($0, at: index) },
      name: { text, iteration in
        var named = settler
        named.plan.nodes[index].iteration = iteration
        return HarnessValue(named.render(text.value, at: index, unresolved: .null))
      },
      labelsByValue: plan.facts.labelsMatrixByValue,
      outer: parent.flatMap { HarnessLoopValues(settler, $0).innermost })
  }

  private func fallback(_ origin: HarnessPlanNode.Origin, _ parent: Int) -> String {
    let word =
      switch origin {
      case .stage: "stage"
      case .group: "group"
      case .step: "step"
      case .none: "node"
      }
    return "\(word)\(plan.nodes[parent].children.count + 1)"
  }

  private mutating func make(
    _ origin: HarnessPlanNode.Origin, in parent: Int, as iteration: HarnessIteration?, isRollback: Bool
  ) -> Int? {
    let postfix = iteration?.postfix ?? ""
    let isLooped = plan.nodes[parent].kind == .loop
    let base = isLooped ? plan.nodes[parent].identifier : origin.identifier ?? fallback(origin, parent)
    let around =
      isLooped ? HarnessPath(plan.nodes[parent].path.segments.dropLast()) : path(below: parent, isRollback: isRollback)
    var node = HarnessPlanNode(
      index: plan.nodes.count, parent: parent, kind: origin.kind, origin: origin,
      path: around.appending(base + postfix),
      span: origin.span)
    node.identifier = base + postfix
    node.iteration = iteration
    node.isRollback = isRollback || plan.nodes[parent].isRollback
    guard let index = append(node, isRollback: isRollback) else { return nil }
    if places[node.path] == nil { places[node.path] = index }
    let name = origin.name.map { render($0, at: index, unresolved: .original).display } ?? base
    plan.nodes[index].name = name + postfix
    plan.nodes[index].timeout = timeout(of: index)
    plan.nodes[index].failureRules = failureReader(at: index).rules(origin.failureStrategies)
    decide(index)
    switch origin {
    case .stage(let stage):
      open(stage, index)
      for entry in stage.steps { add(entry, to: index, isRollback: false) }
      for entry in stage.rollbackSteps { add(entry, to: index, isRollback: true) }
    case .group(let group):
      open(group, index)
      for entry in group.steps { add(entry, to: index, isRollback: false) }
      for entry in group.rollbackSteps { add(entry, to: index, isRollback: true) }
    case .step(let step):
      open(step, index)
      plan.nodes[index].step = steps.count
      let stage = stage(of: index) ?? 0
      plan.stepCounts[stage, default: 0] += 1
      plan.nodes[index].number = plan.stepCounts[stage] ?? 1
      steps.append(self.step(of: index))
      if case .plugin(let plugin) = step.action, plugin.container.image == nil, plugin.uses == nil {
        refuse("Either image or uses field needs to be set", at: step.span)
      }
    case .none: break
    }
    return index
  }
}
