/// A graph as rows of characters, as version control systems draw their history: each node has a row, and what waits for
/// it hangs on lanes that run down from it.
///
/// All nodes that wait for exactly the same nodes share one lane, so that forty steps side by side need two lanes, not
/// eighty. A node's line comes in from the left or straight from above (from the right only where the lane ends), and
/// goes out straight down or to the right; where it must go out to the left it has an arrow head.
struct LaneDrawing {
  /// What one character shows.
  enum Cell: Hashable {
    case blank
    /// The node of the row.
    case node
    /// The head of a line that leads to the left.
    case arrow
    case line(Strokes)
  }

  /// The directions in which lines leave the middle of a character.
  struct Strokes: OptionSet, Hashable {
    let rawValue: UInt8

    static let up = Strokes(rawValue: 1)
    static let down = Strokes(rawValue: 2)
    static let left = Strokes(rawValue: 4)
    static let right = Strokes(rawValue: 8)
  }

  /// The row of one node, or of a lane that moves to the left before several nodes hang on it.
  struct Row {
    var node: Int?
    var cells: [Cell]
    /// Whether a lane goes on below, for each of them; lanes are two characters apart.
    var lanesBelow: [Bool]
  }

  private(set) var rows: [Row] = []
  /// How many characters the widest row has.
  private(set) var width = 1

  /// Nodes that wait for the same: what they wait for, and where their lane is.
  private struct Junction {
    var sources: [Int]
    var remaining = 0
    var lane: Int?
    /// The node that hung on it last.
    var previous: Int?
  }

  private var junctions: [Junction] = []
  private var incoming: [Int?] = []
  private var outgoing: [[Int]] = []
  /// The junction whose lane it is, for each lane.
  private var lanes: [Int?] = []

  /// nil where the drawing would be wider than so many characters.
  init?(_ graph: StepGraph, mostColumns: Int) {
    guard graph.needs.count <= StepGraph.reducedNodes else { return nil }
    connect(graph)
    for node in graph.order {
      if let junction = incoming[node] { move(junction) }
      place(node)
      width = max(width, rows[rows.count - 1].cells.count)
      if width > mostColumns { return nil }
    }
  }

  private mutating func connect(_ graph: StepGraph) {
    incoming = Array(repeating: nil, count: graph.needs.count)
    outgoing = Array(repeating: [], count: graph.needs.count)
    var places: [[Int]: Int] = [:]
    for node in graph.order {
      let needs = graph.needs[node]
      // What waits for nothing hangs on a lane of its own where there are several of it.
      if needs.isEmpty, graph.needs.count(where: \.isEmpty) == 1 { continue }
      let junction = places[needs] ?? junctions.count
      if junction == junctions.count {
        places[needs] = junction
        junctions.append(Junction(sources: needs))
        for source in needs { outgoing[source].append(junction) }
      }
      junctions[junction].remaining += 1
      incoming[node] = junction
    }
    for node in outgoing.indices { outgoing[node].sort { junctions[$0].sources.count < junctions[$1].sources.count } }
  }

  // MARK: Rows

  private mutating func lowestFree(from first: Int) -> Int {
    if let free = lanes.indices.dropFirst(first).first(where: { lanes[$0] == nil }) { return free }
    while lanes.count < first { lanes.append(nil) }
    lanes.append(nil)
    return lanes.count - 1
  }

  /// Takes a lane to the left, if there is room, before the first of several nodes hangs on it: else a drawing with many
  /// stages would become wider with each of them.
  private mutating func move(_ junction: Int) {
    guard junctions[junction].remaining > 1, junctions[junction].previous == nil, let lane = junctions[junction].lane
    else { return }
    let free = lowestFree(from: 0)
    guard free < lane else {
      while lanes.last == .some(nil) { lanes.removeLast() }
      return
    }
    let before = lanes.map { $0 != nil }
    lanes[lane] = nil
    lanes[free] = junction
    junctions[junction].lane = free
    var cells = Array(repeating: Cell.blank, count: before.count * 2 - 1)
    for other in before.indices where before[other] && lanes[other] != nil { cells[other * 2] = .line([.up, .down]) }
    for place in (free * 2 + 1)..<(lane * 2) where cells[place] == .blank { cells[place] = .line([.left, .right]) }
    cells[free * 2] = .line([.down, .right])
    cells[lane * 2] = .line([.up, .left])
    while lanes.last == .some(nil) { lanes.removeLast() }
    rows.append(Row(node: nil, cells: cells, lanesBelow: lanes.map { $0 != nil }))
  }

  private mutating func place(_ node: Int) {
    var before = lanes.map { $0 != nil }
    var strokes: [Int: Strokes] = [:]
    var arrows: [Int] = []
    var ending: Int?
    let column: Int
    if let junction = incoming[node] {
      let isStart = junctions[junction].lane == nil
      let lane = junctions[junction].lane ?? lowestFree(from: 0)
      junctions[junction].lane = lane
      lanes[lane] = junction
      junctions[junction].remaining -= 1
      let isLast = junctions[junction].remaining == 0
      let isTwin = junctions[junction].previous.map { outgoing[$0] == outgoing[node] } ?? false
      junctions[junction].previous = node
      if isLast, !isTwin {
        lanes[lane] = nil
        column = lowestFree(from: 0)
        // Until the row is done, the lane that ends is nobody else's.
        if column != lane {
          lanes[lane] = junction
          ending = lane
          strokes[lane] = [.up, .left]
        }
      } else {
        column = lowestFree(from: lane + 1)
        strokes[lane] = isLast ? [.up, .right] : isStart ? [.left, .down, .right] : [.up, .down, .right]
        if isLast { ending = lane }
      }
    } else {
      column = lowestFree(from: 0)
    }
    // The node's own place is taken while lanes to the right of it are looked for.
    lanes[column] = -1
    var below: Int?
    for junction in outgoing[node] {
      if junctions[junction].sources.count == 1 {
        junctions[junction].lane = column
        below = junction
      } else if let lane = junctions[junction].lane {
        strokes[lane] = lane > column ? [.up, .down, .left] : [.up, .down, .right]
        if lane < column { arrows.append(lane) }
      } else {
        let lane = lowestFree(from: column + 1)
        junctions[junction].lane = lane
        lanes[lane] = junction
        strokes[lane] = [.down, .left]
      }
    }
    lanes[column] = below
    if let ending { lanes[ending] = nil }
    before += Array(repeating: false, count: max(0, lanes.count - before.count))
    rows.append(row(node, column, strokes, arrows: arrows, before))
    while lanes.last == .some(nil) { lanes.removeLast() }
  }

  private func row(_ node: Int, _ column: Int, _ strokes: [Int: Strokes], arrows: [Int], _ before: [Bool]) -> Row {
    let first = min(strokes.keys.min() ?? column, column)
    let last = max(strokes.keys.max() ?? column, column)
    let busy = before.indices.filter { before[$0] || lanes[$0] != nil }.max() ?? 0
    var cells = Array(repeating: Cell.blank, count: max(last, busy, column) * 2 + 1)
    for lane in before.indices where before[lane] && lanes[lane] != nil { cells[lane * 2] = .line([.up, .down]) }
    for place in (first * 2)..<(last * 2 + 1) where place != column * 2 {
      let lane = place / 2
      if place % 2 == 0, var own = strokes[lane] {
        if lane > first, lane < column { own.insert(.left) }
        if lane < last, lane > column { own.insert(.right) }
        cells[place] = .line(own)
      } else if cells[place] == .blank {
        // A lane that is passed stays whole: its line is in front.
        cells[place] = .line([.left, .right])
      }
    }
    cells[column * 2] = .node
    for lane in arrows { cells[lane * 2 + 1] = .arrow }
    return Row(node: node, cells: cells, lanesBelow: lanes.map { $0 != nil })
  }
}
