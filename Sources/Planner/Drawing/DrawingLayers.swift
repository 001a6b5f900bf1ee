/// Places for the nodes of a graph, layer by layer: each lies below all that it waits for, near to them, and lines that
/// pass a layer have a place of their own in it.
struct DrawingLayers {
  /// A node with a part in it, or the place of a line that passes.
  private struct Node {
    var box: DrawingBox?
    var layer: Int
    var width: Double
    var center = 0.0
    var above: [Int] = []
    var below: [Int] = []
  }

  /// With more places for passing lines than this, lines go straight.
  private static let mostPassing = 20_000
  private static let passingWidth = 14.0

  private var nodes: [Node] = []
  private var layers: [[Int]] = []
  /// The ways of the lines, each through nodes from top to bottom.
  private var ways: [[Int]] = []

  static func box(_ parts: [DrawingPart], _ graph: StepGraph) -> DrawingBox {
    var layers = DrawingLayers(parts, graph)
    layers.order()
    layers.center()
    return layers.drawn()
  }

  private init(_ parts: [DrawingPart], _ graph: StepGraph) {
    let groups = Self.groups(parts, graph)
    var place = Array(repeating: 0, count: parts.count)
    for (number, members) in groups.enumerated() { for member in members { place[member] = number } }
    let needs = groups.map { members in Set(graph.needs[members[0]].map { place[$0] }).sorted() }
    let contracted = StepGraph(needs: needs)
    let levels = contracted.levels
    for (number, members) in groups.enumerated() {
      let boxes = members.map { DrawingLayout.box(parts[$0]) }
      let box = boxes.count == 1 ? boxes[0] : DrawingLayout.grid(boxes)
      nodes.append(Node(box: box, layer: levels[number], width: box.width))
    }
    layers = Array(repeating: [], count: (levels.max() ?? -1) + 1)
    for number in groups.indices { layers[levels[number]].append(number) }
    let passing = contracted.needs.enumerated().reduce(0) { sum, entry in
      sum + entry.element.reduce(0) { $0 + levels[entry.offset] - levels[$1] - 1 }
    }
    for (number, needs) in contracted.needs.enumerated() {
      for need in needs {
        var way = [need]
        if passing <= Self.mostPassing {
          for layer in (levels[need] + 1)..<max(levels[number], levels[need] + 1) {
            way.append(nodes.count)
            layers[layer].append(nodes.count)
            nodes.append(Node(box: nil, layer: layer, width: Self.passingWidth))
          }
        }
        way.append(number)
        for (upper, lower) in zip(way, way.dropFirst()) {
          nodes[upper].below.append(lower)
          nodes[lower].above.append(upper)
        }
        ways.append(way)
      }
    }
  }

  /// Four or more cards that wait for the same and that the same waits for are one node.
  private static func groups(_ parts: [DrawingPart], _ graph: StepGraph) -> [[Int]] {
    struct Neighbours: Hashable {
      var above: [Int]
      var below: [Int]
    }
    var below = Array(repeating: [Int](), count: parts.count)
    for (node, needs) in graph.needs.enumerated() { for need in needs { below[need].append(node) } }
    var places: [Neighbours: Int] = [:]
    var groups: [[Int]] = []
    for node in graph.needs.indices {
      let key = Neighbours(above: graph.needs[node], below: below[node])
      if parts[node].isCard, let place = places[key] {
        groups[place].append(node)
      } else {
        if parts[node].isCard { places[key] = groups.count }
        groups.append([node])
      }
    }
    return groups.flatMap { $0.count > 3 ? [$0] : $0.map { [$0] } }.sorted { $0[0] < $1[0] }
  }

  /// Puts each layer in the order of the middles of what its nodes are connected with.
  private mutating func order() {
    for sweep in 0..<6 {
      let isDown = sweep % 2 == 0
      var positions = Array(repeating: 0.0, count: nodes.count)
      for layer in layers { for (place, node) in layer.enumerated() { positions[node] = Double(place) } }
      for layer in isDown ? Array(layers.indices) : layers.indices.reversed() {
        let keyed = layers[layer].enumerated().map { place, node -> (key: Double, place: Int, node: Int) in
          let others = isDown ? nodes[node].above : nodes[node].below
          let mean = others.isEmpty ? Double(place) : others.reduce(0) { $0 + positions[$1] } / Double(others.count)
          return (mean, place, node)
        }
        layers[layer] = keyed.sorted { ($0.key, $0.place) < ($1.key, $1.place) }.map(\.node)
        for (place, node) in layers[layer].enumerated() { positions[node] = Double(place) }
      }
    }
  }

  /// Gives the nodes their middles: as near as there is room to the middles of what they are connected with.
  private mutating func center() {
    for layer in layers {
      var x = 0.0
      for node in layer {
        nodes[node].center = x + nodes[node].width / 2
        x += nodes[node].width + DrawingBox.gap
      }
      let shift = (x - DrawingBox.gap) / 2
      for node in layer { nodes[node].center -= shift }
    }
    for sweep in 0..<8 {
      let isDown = sweep % 2 == 0
      for layer in isDown ? Array(layers.indices) : layers.indices.reversed() {
        let wanted = layers[layer].map { node -> Double in
          let others = isDown ? nodes[node].above : nodes[node].below
          return others.isEmpty
            ? nodes[node].center : others.reduce(0) { $0 + nodes[$1].center } / Double(others.count)
        }
        settle(layers[layer], wanted)
      }
    }
  }

  /// The mean of pushing everything to the right and everything to the left where it would overlap.
  private mutating func settle(_ layer: [Int], _ wanted: [Double]) {
    var right = wanted
    var left = wanted
    for place in layer.indices.dropFirst() {
      let distance = (nodes[layer[place - 1]].width + nodes[layer[place]].width) / 2 + DrawingBox.gap
      right[place] = max(right[place], right[place - 1] + distance)
    }
    for place in layer.indices.dropLast().reversed() {
      let distance = (nodes[layer[place + 1]].width + nodes[layer[place]].width) / 2 + DrawingBox.gap
      left[place] = min(left[place], left[place + 1] - distance)
    }
    for place in layer.indices { nodes[layer[place]].center = (right[place] + left[place]) / 2 }
  }

  private func drawn() -> DrawingBox {
    var result = DrawingBox()
    let least = nodes.map { $0.center - $0.width / 2 }.min() ?? 0
    var tops: [Double] = []
    var heights: [Double] = []
    var y = 0.0
    for layer in layers {
      let height = layer.compactMap { nodes[$0].box?.height }.max() ?? 0
      tops.append(y)
      heights.append(height)
      y += height + DrawingBox.lineHeight * 1.5
    }
    for node in nodes {
      guard let box = node.box else { continue }
      let x = node.center - node.width / 2 - least
      result.add(box, x, tops[node.layer])
      if node.above.isEmpty { result.entries += box.entries.moved(x, tops[node.layer]) }
      if node.below.isEmpty { result.exits += box.exits.moved(x, tops[node.layer]) }
    }
    for way in ways {
      guard let first = nodes[way[0]].box, let last = nodes[way[way.count - 1]].box else { continue }
      var points: [DrawingPoint] = []
      for (place, number) in way.enumerated() {
        let node = nodes[number]
        let x = node.center - least
        let top = tops[node.layer]
        if place > 0 { points.append(DrawingPoint(x: x, y: top)) }
        let height = node.box?.height ?? heights[node.layer]
        if place < way.count - 1 { points.append(DrawingPoint(x: x, y: top + height)) }
      }
      let ids = (first.exits + last.entries).flatMap(\.ids)
      result.lines.append(DrawingBox.Line(points: points, ids: ids))
    }
    return result
  }
}
