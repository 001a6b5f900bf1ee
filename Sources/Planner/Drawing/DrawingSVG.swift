/// A drawing as SVG.
struct DrawingSVG {
  private static let margin = 12.0

  /// The element `svg`.
  ///
  /// - Parameters:
  ///   - isAlone: whether it is a file of its own, with colours and a background; else cards lead to their details.
  ///   - title: what is read to those who cannot see.
  static func text(_ box: DrawingBox, title: String, isAlone: Bool) -> String {
    let width = Markup.number(box.width + margin * 2)
    let height = Markup.number(box.height + margin * 2)
    var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
    text += "viewBox=\"0 0 \(width) \(height)\" role=\"group\" aria-label=\"\(Markup.escaped(title))\">\n"
    if isAlone {
      text += "<title>\(Markup.escaped(title))</title>\n<style>\n\(PageText.colours)\(PageText.drawing)</style>\n"
      text += "<rect width=\"100%\" height=\"100%\" class=\"ground\"/>\n"
    }
    text += "<g transform=\"translate(\(Markup.number(margin)) \(Markup.number(margin)))\">\n"
    for frame in box.frames { write(frame, isAlone, &text) }
    for line in box.lines { write(line, &text) }
    for card in box.cards { write(card, isAlone, &text) }
    return text + "</g>\n</svg>\n"
  }

  private static func write(_ line: DrawingBox.Line, _ text: inout String) {
    guard let first = line.points.first, let last = line.points.last else { return }
    var path = "M\(pair(first))"
    for (from, to) in zip(line.points, line.points.dropFirst()) {
      if from.x == to.x {
        path += " L\(pair(to))"
      } else {
        let middle = (from.y + to.y) / 2
        path += " C\(pair(DrawingPoint(x: from.x, y: middle))) \(pair(DrawingPoint(x: to.x, y: middle))) \(pair(to))"
      }
    }
    let ids = line.ids.map(Markup.escaped).joined(separator: " ")
    text += "<path class=\"line\" d=\"\(path)\" data-ends=\"\(ids)\"/>"
    guard line.hasTip else {
      text += "\n"
      return
    }
    let tip = [last, last.moved(-3.5, -6), last.moved(3.5, -6)].map(pair).joined(separator: " ")
    text += "<polygon class=\"tip\" points=\"\(tip)\"/>\n"
  }

  private static func pair(_ point: DrawingPoint) -> String {
    "\(Markup.number(point.x)),\(Markup.number(point.y))"
  }

  private static func write(_ frame: DrawingBox.Frame, _ isAlone: Bool, _ text: inout String) {
    let kind = frame.frame.isLight ? "light" : "frame \(frame.frame.decision.rawValue)"
    let place = "x=\"\(Markup.number(frame.origin.x))\" y=\"\(Markup.number(frame.origin.y))\""
    let size = "width=\"\(Markup.number(frame.width))\" height=\"\(Markup.number(frame.height))\""
    text += "<rect class=\"\(kind)\" \(place) \(size) rx=\"10\"/>\n"
    guard !frame.frame.title.isEmpty else { return }
    let columns = Int((frame.width - 36) / 7.4)
    let x = Markup.number(frame.origin.x + 14)
    var head = "<text class=\"name\" x=\"\(x)\" y=\"\(Markup.number(frame.origin.y + 20))\">"
    head += Markup.cut(frame.frame.title, to: columns) + "</text>"
    head += "<text class=\"what\" x=\"\(x)\" y=\"\(Markup.number(frame.origin.y + 35))\">"
    head += Markup.cut(frame.frame.text, to: Int((frame.width - 36) / 6.2)) + "</text>"
    if let id = frame.frame.id, !isAlone {
      let label = Markup.escaped(frame.frame.title + ", " + frame.frame.text)
      head = "<a href=\"#\(Markup.escaped(id))\" class=\"head\" aria-label=\"\(label)\">\(head)</a>"
    }
    text += head + "\n"
  }

  private static func write(_ card: DrawingBox.Card, _ isAlone: Bool, _ text: inout String) {
    let (x, y) = (card.origin.x, card.origin.y)
    let content = card.card
    let kind = "card \(content.decision.rawValue)"
    let place = "x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\""
    let size = "width=\"\(Markup.number(DrawingBox.cardWidth))\" height=\"\(Markup.number(DrawingBox.cardHeight))\""
    var body = "<title>\(Markup.escaped(content.label))</title>"
    body += "<rect \(place) \(size) rx=\"8\"/>"
    let centre = "cx=\"\(Markup.number(x + 16))\" cy=\"\(Markup.number(y + DrawingBox.cardHeight / 2))\""
    body += "<circle \(centre) r=\"5.5\"/>"
    if content.decision == .deferred {
      let top = Markup.number(y + DrawingBox.cardHeight / 2 - 5.5)
      body += "<path class=\"half\" d=\"M\(Markup.number(x + 16)),\(top) a5.5,5.5 0 0 0 0,11 z\"/>"
    }
    let indent = Markup.number(x + 32)
    let isBare = content.text.isEmpty
    body += "<text class=\"name\" x=\"\(indent)\" y=\"\(Markup.number(y + (isBare ? 28 : 20)))\">"
    body += Markup.cut(content.name, to: 20) + "</text>"
    if !isBare {
      body += "<text class=\"what\" x=\"\(indent)\" y=\"\(Markup.number(y + 35))\">"
      body += Markup.cut(content.text, to: 29) + "</text>"
    }
    if isAlone {
      text += "<g class=\"\(kind)\">\(body)</g>\n"
    } else {
      text += "<a class=\"\(kind)\" href=\"#\(Markup.escaped(content.id))\" "
      text += "aria-label=\"\(Markup.escaped(content.label))\">\(body)</a>\n"
    }
  }
}
