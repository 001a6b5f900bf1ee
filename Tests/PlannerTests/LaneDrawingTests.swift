import TestSupport
import Testing

@testable import Planner

/// What waits for what, as rows of characters.
@Suite struct LaneDrawingTests {
  /// A graph, and how it looks.
  static let cases: [(needs: [[Int]], rows: [String])] = [
    ([[]], ["●"]),
    ([[], [0], [1]], ["●", "●", "●"]),
    // Two that wait for the same, and one that waits for both.
    ([[], [0], [0], [1, 2]], ["●", "├─●─╮", "╰─●─┤", "●───╯"]),
    // Nothing waits for the second one.
    ([[], [0], [0], [2]], ["●", "├─●", "●", "●"]),
    // Two beginnings.
    ([[], [], [0, 1]], ["┬─●─╮", "╰─●─┤", "●───╯"]),
    // A branch of two steps beside one of one step.
    ([[], [0], [1], [0], [2, 3]], ["●", "├─●", "│ ●─╮", "●───┤", "●───╯"]),
    // Two stages of two steps: the lane goes back to the left.
    ([[], [0], [0], [1, 2], [1, 2]], ["●", "├─●─╮", "╰─●─┤", "╭───╯", "├─●", "╰─●"]),
    // What others say already is not drawn.
    ([[], [0], [0, 1]], ["●", "●", "●"]),
  ]

  static func text(_ drawing: LaneDrawing) -> [String] {
    let glyphs = PictureGlyphs(isASCII: false)
    return drawing.rows.map { row in
      let line = row.cells.map { $0 == .node ? "●" : glyphs.character($0) }.joined()
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  @Test(arguments: cases) func drawings(_ needs: [[Int]], _ rows: [String]) throws {
    let drawing = try #require(LaneDrawing(StepGraph(needs: needs), mostColumns: 40))
    #expect(Self.text(drawing) == rows)
  }

  @Test("forty steps side by side need no more room than two") func manyBesideEachOther() throws {
    let needs = [[]] + Array(repeating: [0], count: 40) + [Array(1...40)]
    let drawing = try #require(LaneDrawing(StepGraph(needs: needs), mostColumns: 40))
    #expect(drawing.width == 5)
  }

  @Test("circles and unknown needs are left out") func circles() throws {
    let graph = StepGraph(needs: [[1], [0], [7], [2, 2]])
    #expect(graph.order.count == 4)
    #expect(graph.needs[3] == [2])
    #expect(LaneDrawing(graph, mostColumns: 40) != nil)
  }

  @Test("who follows the lines finds exactly what waits for what", arguments: 0..<400) func read(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let count = Int.random(in: 1...14, using: &random)
    let needs = (0..<count).map { node in
      (0..<node).filter { _ in Int.random(in: 0..<max(2, node), using: &random) == 0 }
    }
    let graph = StepGraph(needs: needs)
    let drawing = try #require(LaneDrawing(graph, mostColumns: 1000))
    let found = LaneReader.needs(drawing)
    #expect(found == graph.needs, "\n\(Self.text(drawing).joined(separator: "\n"))")
  }
}

/// Reads a drawing as people do.
enum LaneReader {
  /// For each node the nodes that its line comes from.
  static func needs(_ drawing: LaneDrawing) -> [[Int]] {
    var needs = Array(repeating: [Int](), count: drawing.rows.count { $0.node != nil })
    // What the line in each column comes from.
    var lines: [Int: Set<Int>] = [:]
    for row in drawing.rows {
      guard let node = row.node else {
        let to = row.cells.firstIndex(of: .line([.down, .right])) ?? 0
        let from = row.cells.lastIndex(of: .line([.up, .left])) ?? 0
        lines[to] = lines.removeValue(forKey: from)
        continue
      }
      let column = row.cells.firstIndex(of: .node) ?? 0
      var comesFrom: Set<Int>?
      var next = lines
      func look(_ place: Int, isArrow: Bool) {
        guard case .line(let strokes) = row.cells[place] else { return }
        guard strokes.contains(place < column ? .right : .left) else { return }
        switch (strokes.contains(.up), strokes.contains(.down)) {
        case (true, false):
          comesFrom = lines[place]
          next[place] = nil
        case (true, true) where place > column || isArrow: next[place, default: []].insert(node)
        case (true, true): comesFrom = lines[place]
        case (false, true) where place < column:
          comesFrom = []
          next[place] = []
        case (false, true): next[place] = [node]
        case (false, false): break
        }
      }
      for place in stride(from: column - 1, through: 0, by: -1) {
        look(place, isArrow: place + 1 < row.cells.count && row.cells[place + 1] == .arrow)
        if row.cells[place] == .blank { break }
      }
      for place in row.cells.indices.dropFirst(column + 1) {
        look(place, isArrow: false)
        if row.cells[place] == .blank { break }
      }
      needs[node] = (comesFrom ?? lines[column] ?? []).sorted()
      let lane = column / 2
      next[column] = lane < row.lanesBelow.count && row.lanesBelow[lane] ? [node] : nil
      lines = next
    }
    return needs
  }
}
