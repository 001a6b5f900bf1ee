/// The order of things that need each other, as counts and edges.
struct Graph: Sendable {
  /// For each vertex how many others it waits for.
  private(set) var needCounts: [Int]
  /// For each vertex those that wait for it.
  private(set) var dependants: [[Int]]
  /// What makes the order impossible, in Drone's words; nil if nothing does.
  private(set) var problem: String?

  /// - Parameter isKnownElsewhere: needs that name nothing in the graph and may be left out.
  init(names: [String], needs: [[String]], isKnownElsewhere: (String) -> Bool = { _ in false }) {
    var indices: [String: Int] = [:]
    for (index, name) in names.enumerated() where indices[name] == nil { indices[name] = index }
    needCounts = Array(repeating: 0, count: names.count)
    dependants = Array(repeating: [], count: names.count)
    for (index, list) in needs.enumerated() {
      for need in Set(list) {
        if let other = indices[need] {
          needCounts[index] += 1
          dependants[other].append(index)
        } else if !isKnownElsewhere(need) {
          problem = "missing vertex"
        }
      }
    }
    for index in dependants.indices { dependants[index].sort() }
    if problem == nil, !isAcyclic { problem = "dependency cycle detected" }
  }

  /// The vertices that wait for nothing.
  var roots: [Int] { needCounts.indices.filter { needCounts[$0] == 0 } }

  /// Records that a vertex has completed; the result are those that wait for nothing more now.
  mutating func complete(_ index: Int) -> [Int] {
    dependants[index].filter { other in
      needCounts[other] -= 1
      return needCounts[other] == 0
    }
  }

  private var isAcyclic: Bool {
    var copy = self
    var ready = copy.roots
    var count = 0
    while let index = ready.popLast() {
      count += 1
      ready.append(contentsOf: copy.complete(index))
    }
    return count == needCounts.count
  }
}
