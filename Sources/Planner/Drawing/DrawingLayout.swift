/// Gives the parts of a drawing their places: time runs down, what happens at the same time is side by side.
enum DrawingLayout {
  /// More cards than this beside each other are set in rows.
  static let widestRow = 4

  static func box(_ part: DrawingPart) -> DrawingBox {
    switch part {
    case .card(let card): self.card(card)
    case .frame(let frame, let part): self.frame(frame, box(part))
    case .sequence(let parts): sequence(parts.map(box), isConnected: true)
    case .stack(let parts): sequence(parts.map(box), isConnected: false)
    case .beside(let parts):
      parts.count > widestRow && parts.allSatisfy(\.isCard) ? grid(parts.map(box)) : beside(parts.map(box))
    case .graph(let parts, let graph): DrawingLayers.box(parts, graph)
    }
  }

  private static func card(_ card: DrawingCard) -> DrawingBox {
    var box = DrawingBox(width: DrawingBox.cardWidth, height: DrawingBox.cardHeight)
    box.cards = [DrawingBox.Card(card: card, origin: DrawingPoint(x: 0, y: 0))]
    box.entries = [DrawingAnchor(point: DrawingPoint(x: box.width / 2, y: 0), ids: [card.id])]
    box.exits = [DrawingAnchor(point: DrawingPoint(x: box.width / 2, y: box.height), ids: [card.id])]
    return box
  }

  private static func frame(_ frame: DrawingFrame, _ inner: DrawingBox) -> DrawingBox {
    let margin = frame.isLight ? 10.0 : 14.0
    let head = frame.title.isEmpty ? margin : 46.0
    var box = DrawingBox()
    let width = max(inner.width, frame.isLight ? 0 : DrawingBox.cardWidth) + margin * 2
    let height = inner.height + head + margin
    box.frames = [
      DrawingBox.Frame(frame: frame, origin: DrawingPoint(x: 0, y: 0), width: width, height: height)
    ]
    box.add(inner, (width - inner.width) / 2, head)
    box.width = width
    box.height = height
    let ids = frame.id.map { [$0] } ?? inner.cards.prefix(200).map(\.card.id)
    box.entries = [DrawingAnchor(point: DrawingPoint(x: width / 2, y: 0), ids: ids)]
    box.exits = [DrawingAnchor(point: DrawingPoint(x: width / 2, y: height), ids: ids)]
    return box
  }

  private static func sequence(_ boxes: [DrawingBox], isConnected: Bool) -> DrawingBox {
    var result = DrawingBox()
    let width = boxes.map(\.width).max() ?? 0
    var y = 0.0
    var exits: [DrawingAnchor] = []
    for box in boxes {
      let x = (width - box.width) / 2
      let entries = box.entries.moved(x, y)
      result.add(box, x, y)
      if isConnected { result.connect(exits, entries) }
      if result.entries.isEmpty { result.entries = entries }
      if isConnected || exits.isEmpty { exits = box.exits.moved(x, y) }
      y += box.height + DrawingBox.lineHeight
    }
    result.exits = exits
    return result
  }

  private static func beside(_ boxes: [DrawingBox]) -> DrawingBox {
    var result = DrawingBox()
    var x = 0.0
    for box in boxes {
      result.add(box, x, 0)
      result.entries += box.entries.moved(x, 0)
      result.exits += box.exits.moved(x, 0)
      x += box.width + DrawingBox.gap
    }
    return result
  }

  /// Cards in rows within a light frame, to which lines lead as a whole.
  static func grid(_ boxes: [DrawingBox]) -> DrawingBox {
    var inner = DrawingBox()
    // As many columns as rows, up to what a screen shows.
    var columns = 3
    while columns < 6, columns * columns < boxes.count { columns += 1 }
    for (number, box) in boxes.enumerated() {
      let row = Double(number / columns)
      let column = Double(number % columns)
      inner.add(box, column * (DrawingBox.cardWidth + 10), row * (DrawingBox.cardHeight + 10))
    }
    return frame(DrawingFrame(id: nil, title: "", text: "", decision: .run, isLight: true), inner)
  }
}
