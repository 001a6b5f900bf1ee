/// Parts of a drawing with their places, relative to the corner at the top left.
struct DrawingBox {
  struct Card {
    var card: DrawingCard
    var origin: DrawingPoint
  }

  struct Frame {
    var frame: DrawingFrame
    var origin: DrawingPoint
    var width: Double
    var height: Double
  }

  /// A line through points, always downwards.
  struct Line {
    var points: [DrawingPoint]
    /// The cards and frames at its ends.
    var ids: [String]
    /// Whether it leads to something, not only to where lines meet.
    var hasTip = true
  }

  var width = 0.0
  var height = 0.0
  var cards: [Card] = []
  /// Outer ones first.
  var frames: [Frame] = []
  var lines: [Line] = []
  /// Where lines from what is before it end, and where lines to what follows begin.
  var entries: [DrawingAnchor] = []
  var exits: [DrawingAnchor] = []

  static let cardWidth = 232.0
  static let cardHeight = 46.0
  static let gap = 16.0
  static let lineHeight = 30.0

  /// Takes over what is in another box, moved; its entries and exits are left to the caller.
  mutating func add(_ box: DrawingBox, _ x: Double, _ y: Double) {
    cards += box.cards.map { Card(card: $0.card, origin: $0.origin.moved(x, y)) }
    frames += box.frames.map {
      Frame(frame: $0.frame, origin: $0.origin.moved(x, y), width: $0.width, height: $0.height)
    }
    lines += box.lines.map { Line(points: $0.points.map { $0.moved(x, y) }, ids: $0.ids, hasTip: $0.hasTip) }
    width = max(width, x + box.width)
    height = max(height, y + box.height)
  }

  /// Lines from each exit to each entry, through one point where there are several of both.
  mutating func connect(_ exits: [DrawingAnchor], _ entries: [DrawingAnchor]) {
    guard let lowest = exits.map(\.point.y).max(), let highest = entries.map(\.point.y).min() else { return }
    if exits.count > 1, entries.count > 1 {
      let xs = (exits + entries).map(\.point.x)
      let middle = DrawingPoint(x: ((xs.min() ?? 0) + (xs.max() ?? 0)) / 2, y: (lowest + highest) / 2)
      for exit in exits { lines.append(Line(points: [exit.point, middle], ids: exit.ids, hasTip: false)) }
      for entry in entries { lines.append(Line(points: [middle, entry.point], ids: entry.ids)) }
      return
    }
    for exit in exits {
      for entry in entries { lines.append(Line(points: [exit.point, entry.point], ids: exit.ids + entry.ids)) }
    }
  }
}

extension [DrawingAnchor] {
  func moved(_ x: Double, _ y: Double) -> [DrawingAnchor] {
    map { DrawingAnchor(point: $0.point.moved(x, y), ids: $0.ids) }
  }
}
