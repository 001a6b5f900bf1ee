/// What waits for what, without what is said twice: a graph of numbered nodes, as drawings need it.
struct StepGraph {
  /// For each node the nodes that it waits for, ascending, without those that others of them wait for already.
  let needs: [[Int]]
  /// Each node after those that it waits for, otherwise as in the file.
  let order: [Int]

  /// More nodes than this are drawn with all their edges: finding out what is said twice takes the square of their number.
  static let reducedNodes = 2000

  /// Needs that lead out of the graph or in a circle are left out.
  ///
  /// - Parameter all: for each node the nodes that it waits for, in any order.
  init(needs all: [[Int]]) {
    order = Self.ordered(all)
    var position = Array(repeating: 0, count: all.count)
    for (place, node) in order.enumerated() { position[node] = place }
    var needs: [[Int]] = all.enumerated().map { node, before in
      Set(before.filter { all.indices.contains($0) && position[$0] < position[node] }).sorted()
    }
    if all.count <= Self.reducedNodes { Self.reduce(&needs, order) }
    self.needs = needs
  }

  /// The steps of a pipeline by what they need.
  init(_ steps: [Plan.Step]) {
    let positions = Dictionary(
      steps.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    self.init(needs: steps.map { step in step.needs.compactMap { positions[$0] } })
  }

  /// The pipelines of a plan by what they need.
  init(_ pipelines: [Plan.Pipeline]) {
    let positions = Dictionary(
      pipelines.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    self.init(needs: pipelines.map { pipeline in pipeline.needs.compactMap { positions[$0] } })
  }

  /// For each node the length of the longest way to it, from 0.
  var levels: [Int] {
    var levels = Array(repeating: 0, count: needs.count)
    for node in order { levels[node] = (needs[node].map { levels[$0] + 1 }.max() ?? 0) }
    return levels
  }

  private static func ordered(_ needs: [[Int]]) -> [Int] {
    var order: [Int] = []
    // 0: not seen, 1: being followed, 2: done.
    var state = Array(repeating: UInt8(0), count: needs.count)
    for start in needs.indices where state[start] == 0 {
      var open: [(node: Int, next: Int)] = [(start, 0)]
      state[start] = 1
      while let (node, next) = open.last {
        if next < needs[node].count {
          open[open.count - 1].next += 1
          let need = needs[node][next]
          guard needs.indices.contains(need), state[need] == 0 else { continue }
          state[need] = 1
          open.append((need, 0))
        } else {
          open.removeLast()
          state[node] = 2
          order.append(node)
        }
      }
    }
    return order
  }

  /// Takes away each need that another need of the same node has itself.
  private static func reduce(_ needs: inout [[Int]], _ order: [Int]) {
    let words = (needs.count + 63) / 64
    var reached = Array(repeating: [UInt64](), count: needs.count)
    for node in order {
      var below = Array(repeating: UInt64(0), count: words)
      for need in needs[node] {
        for word in 0..<words { below[word] |= reached[need][word] }
      }
      needs[node].removeAll { below[$0 / 64] & (1 << UInt64($0 % 64)) != 0 }
      for need in needs[node] { below[need / 64] |= 1 << UInt64(need % 64) }
      reached[node] = below
    }
  }
}
