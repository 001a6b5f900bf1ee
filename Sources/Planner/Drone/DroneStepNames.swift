import IR

/// Names, identifiers and dependencies of the steps of one pipeline.
struct DroneStepNames {
  /// As reported; a service without a name gets one.
  private(set) var names: [String] = []
  /// The name, with a number where it is taken already.
  private(set) var ids: [String] = []
  private var idsByName: [String: String] = [:]
  private let hasClone: Bool

  init(_ steps: [Step], hasClone: Bool) {
    self.hasClone = hasClone
    var taken: Set<String> = hasClone ? ["clone"] : []
    if hasClone { idsByName["clone"] = "clone" }
    for (index, step) in steps.enumerated() {
      let written = step.name?.value ?? ""
      let name = written.isEmpty ? "\(step.role.rawValue)-\(index + 1)" : written
      var id = name
      var count = 1
      while !taken.insert(id).inserted {
        count += 1
        id = "\(name)#\(count)"
      }
      names.append(name)
      ids.append(id)
      if idsByName[name] == nil { idsByName[name] = id }
    }
  }

  /// What the step at `index` waits for in a pipeline where any step declares what it depends on: what it declares, or
  /// the clone step.
  func needs(of index: Int, _ step: Step) -> [String] {
    guard !step.dependsOn.isEmpty else { return hasClone ? ["clone"] : [] }
    var seen: Set<String> = []
    return step.dependsOn.compactMap { dependency in
      guard let id = idsByName[dependency.value], seen.insert(id).inserted else { return nil }
      return id
    }
  }

  /// A step that waits for itself, directly or through others.
  static func cycle(in steps: [Plan.Step]) -> String? {
    var waiting = Dictionary(steps.map { ($0.id, $0.needs.count) }, uniquingKeysWith: { first, _ in first })
    var dependants: [String: [String]] = [:]
    for step in steps {
      for need in step.needs { dependants[need, default: []].append(step.id) }
    }
    var ready = steps.filter { $0.needs.isEmpty }.map(\.id)
    var done = 0
    while let id = ready.popLast() {
      done += 1
      for dependant in dependants[id] ?? [] {
        waiting[dependant, default: 0] -= 1
        if waiting[dependant] == 0 { ready.append(dependant) }
      }
    }
    guard done < steps.count else { return nil }
    return steps.first { waiting[$0.id, default: 0] > 0 }?.id
  }
}
