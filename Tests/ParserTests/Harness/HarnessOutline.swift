import IR

/// What a pipeline does, one line for each node, without places and made-up names.
enum HarnessOutline {
  static func lines(_ pipeline: HarnessPipeline) -> [String] { pipeline.stages.flatMap { lines($0, "") } }

  private static func lines(_ entry: HarnessStageEntry, _ indent: String) -> [String] {
    switch entry {
    case .stage(let stage):
      var parts = ["stage", stage.type?.value ?? "-"]
      if let runtime = stage.ci?.runtime { parts.append(runtime.value) }
      if let infrastructure = stage.ci?.infrastructure { parts.append(infrastructure.value) }
      if stage.ci?.clonesCodebase?.literal == false { parts.append("no-clone") }
      parts += flow(stage.condition, stage.failureStrategies, stage.loop)
      if let link = stage.template { parts.append("template=\(link.reference?.value ?? "")") }
      return [indent + parts.joined(separator: " ")] + stage.steps.flatMap { lines($0, indent + "  ") }
        + (stage.rollbackSteps.isEmpty
          ? [] : [indent + " rollback"] + stage.rollbackSteps.flatMap { lines($0, indent + "  ") })
    case .parallel(let members, _): return [indent + "parallel"] + members.flatMap { lines($0, indent + "  ") }
    case .insert(let insert): return [indent + "insert"] + insert.stages.flatMap { lines($0, indent + "  ") }
    case .invalid: return [indent + "invalid"]
    }
  }

  private static func lines(_ entry: HarnessStepEntry, _ indent: String) -> [String] {
    switch entry {
    case .step(let step):
      let parts = [step.type?.value ?? "-"] + flow(step.condition, step.failureStrategies, step.loop) + action(step)
      return [indent + parts.joined(separator: " ")]
    case .group(let group):
      let parts = ["group"] + flow(group.condition, group.failureStrategies, group.loop)
      return [indent + parts.joined(separator: " ")] + group.steps.flatMap { lines($0, indent + "  ") }
    case .parallel(let members, _): return [indent + "parallel"] + members.flatMap { lines($0, indent + "  ") }
    case .insert: return [indent + "insert"]
    case .invalid: return [indent + "invalid"]
    }
  }

  private static func flow(
    _ condition: HarnessCondition?, _ failures: HarnessFailureStrategies?, _ loop: HarnessLoop?
  ) -> [String] {
    var parts: [String] = []
    if let condition {
      var text = condition.condition?.value ?? ""
      // Parentheses around all of it mean nothing.
      if text.hasPrefix("("), text.hasSuffix(")"), !text.dropFirst().contains("(") {
        text = "\(text.dropFirst().dropLast())"
      }
      parts.append("when=\(condition.status?.value ?? "-"):\(text)")
    }
    for strategy in failures?.strategies ?? [] {
      parts.append("on=\(strategy.errors.map(\.value).joined(separator: ",")):\(action(strategy.action))")
    }
    switch loop?.kind {
    case .matrix(let matrix)?:
      let axes = matrix.axes.map { "\($0.name.value)\(($0.value.items ?? []).compactMap { $0.scalarText?.value })" }
      parts.append("matrix=\(axes.joined(separator: ","))-\(matrix.exclude.count)+\(matrix.include.count)")
      if let count = matrix.maxConcurrency?.literal { parts.append("max=\(count)") }
    case .repeat(let loop)?: parts.append("repeat=\(loop.times?.literal ?? 0)")
    case .parallelism(let count)?: parts.append("parallelism=\(count.literal ?? 0)")
    case .input, .invalid: parts.append("loop")
    case nil: break
    }
    return parts
  }

  private static func action(_ action: HarnessFailureAction?) -> String {
    guard let action else { return "-" }
    let details = [
      action.retryCount.map { "\($0.literal ?? 0)" }, action.retryIntervals?.texts.map(\.value).joined(separator: ","),
      action.timeout?.value,
    ].compactMap { $0 }
    let next = action.following.map { ">" + Self.action($0) }.joined()
    return (action.type?.value ?? "-") + (details.isEmpty ? "" : "(\(details.joined(separator: " ")))") + next
  }

  private static func action(_ step: HarnessStep) -> [String] {
    switch step.action {
    case .run(let run):
      return container(run.container) + quoted("command", run.command) + quoted("shell", run.shell)
        + (run.outputs?.variables ?? []).map { "out=\($0.name?.value ?? "")/\($0.type?.value ?? "")" }
    case .plugin(let plugin):
      return container(plugin.container) + (plugin.settings?.entries ?? []).map { "+" + $0.name.value }
    case .background(let background): return container(background.container) + quoted("command", background.command)
    case .test(let test): return container(test.container) + quoted("command", test.command)
    case .gitClone(let clone): return quoted("repo", clone.repoName) + quoted("ref", clone.build?.reference)
    case .uses(let uses): return quoted("uses", uses.uses) + (uses.with?.entries ?? []).map { "+" + $0.name.value }
    case .wait(let duration): return quoted("for", duration)
    case .barrier(let reference): return quoted("ref", reference)
    case .queue(let key, _): return quoted("key", key)
    case .policy(let policy): return policy.policySets?.texts.map(\.value) ?? []
    case .approval(let approval): return [approval.kind.rawValue] + quoted("message", approval.message)
    case .template: return quoted("template", step.template?.reference)
    default: return []
    }
  }

  private static func container(_ container: HarnessContainer) -> [String] {
    var parts = quoted("image", container.image) + quoted("pull", container.pullPolicy)
    parts += (container.environment?.entries ?? []).map { "\($0.name.value)=\($0.value.scalarText?.value ?? "")" }
    parts += (container.entrypoint?.texts ?? []).map { "entrypoint=\($0.value)" }
    if let reports = container.reports { parts += (reports.paths?.texts ?? []).map { "report=\($0.value)" } }
    if let memory = container.limits?.memory { parts.append("memory=\(memory.value)") }
    if container.isPrivileged?.literal == true { parts.append("privileged") }
    return parts
  }

  private static func quoted(_ key: String, _ text: Text?) -> [String] {
    text.map { ["\(key)=\($0.value.split(separator: "\n").joined(separator: ";"))"] } ?? []
  }
}
