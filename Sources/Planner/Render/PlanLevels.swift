extension Plan.Pipeline {
  /// For each step the length of the longest chain of steps before it, and one: steps of one level can run at the same
  /// time. Steps that wait for each other count as if they waited for nothing.
  public var levels: [Int] {
    let ids = steps.enumerated().map { ($0.element.id, $0.offset) }
    let positions = Dictionary(ids, uniquingKeysWith: { first, _ in first })
    let needs = steps.map { step in step.needs.compactMap { positions[$0] } }
    var dependants: [[Int]] = Array(repeating: [], count: steps.count)
    for (index, before) in needs.enumerated() {
      for need in before { dependants[need].append(index) }
    }
    var waiting = needs.map(\.count)
    var levels = Array(repeating: 1, count: steps.count)
    var ready = waiting.indices.filter { waiting[$0] == 0 }
    while let index = ready.popLast() {
      for dependant in dependants[index] {
        levels[dependant] = max(levels[dependant], levels[index] + 1)
        waiting[dependant] -= 1
        if waiting[dependant] == 0 { ready.append(dependant) }
      }
    }
    return levels
  }
}
