import Diagnostics
import IR

extension RunnerLint {
  /// Dependencies of steps that run without containers. Their runners do not look before they start: a name that nobody has,
  /// or steps that wait for each other, fail the whole stage, and no step runs (`missing vertex`, `dependency cycle detected`).
  mutating func checkGraph() {
    var indices: [String: Int] = [:]
    for (index, step) in pipeline.steps.enumerated() {
      if let name = step.name?.value, !name.isEmpty, indices[name] == nil { indices[name] = index }
    }
    for step in pipeline.steps {
      for dependency in step.dependsOn where indices[dependency.value] == nil {
        if dependency.value == "clone", !drone.clone.isDisabled { continue }
        reportUnknown(dependency, beside: step.dependsOn)
      }
    }
    reportCycles(indices)
  }

  private mutating func reportUnknown(_ dependency: Text, beside others: [Text]) {
    unknownDependencies += 1
    let names = pipeline.steps.compactMap { $0.name?.value }
    // Past some errors, only their places matter.
    let isMany = unknownDependencies > 50
    let free = isMany ? [] : names.filter { name in !others.contains { $0.value == name } }
    let nearest = Suggestion.nearest(to: dependency.value, among: free)
    let known = names.prefix(8).joined(separator: ", ")
    log.add(
      Diagnostic(
        rule: "unknown-step-dependency", severity: .error, message: "no step is named `\(dependency.value)`",
        at: dependency.span,
        help: nearest.map { "did you mean `\($0)`?" } ?? (known.isEmpty ? nil : "steps of this pipeline: \(known)"),
        fixes: nearest.map { [Fix("depend on `\($0)`", safety: .unsafe, edits: [.init(dependency.span, $0)])] } ?? []))
  }

  /// Each cycle at the dependency that closes it.
  private mutating func reportCycles(_ indices: [String: Int]) {
    enum Mark { case new, open, done }
    var marks = [Mark](repeating: .new, count: pipeline.steps.count)
    for start in pipeline.steps.indices where marks[start] == .new {
      marks[start] = .open
      var path: [(step: Int, next: Int)] = [(start, 0)]
      while let (step, next) = path.last {
        guard next < pipeline.steps[step].dependsOn.count else {
          marks[step] = .done
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let dependency = pipeline.steps[step].dependsOn[next]
        guard let target = indices[dependency.value] else { continue }
        switch marks[target] {
        case .done: continue
        case .new:
          marks[target] = .open
          path.append((target, 0))
        case .open: reportCycle(dependency, of: step, to: target)
        }
      }
    }
  }

  private mutating func reportCycle(_ dependency: Text, of step: Int, to target: Int) {
    let name = pipeline.steps[step].name?.value ?? ""
    if step == target {
      log.add(
        Diagnostic(
          rule: "self-dependency", severity: .error, message: "the step depends on itself", at: dependency.span,
          help: "delete this entry"))
      return
    }
    log.add(
      Diagnostic(
        rule: "unknown-step-dependency", severity: .error,
        message: "`\(name)` and `\(dependency.value)` wait for each other", at: dependency.span,
        related: [.init(pipeline.steps[target].nameSpan, "declared here")], help: "take one of the dependencies away"))
  }
}
