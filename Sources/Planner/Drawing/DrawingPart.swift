/// What a drawing is made of, before anything has a place.
indirect enum DrawingPart {
  /// A step, stage or pipeline.
  case card(DrawingCard)
  /// A box with a title around something.
  case frame(DrawingFrame, DrawingPart)
  /// One after the other, with lines between.
  case sequence([DrawingPart])
  /// At the same time.
  case beside([DrawingPart])
  /// Below each other, without lines.
  case stack([DrawingPart])
  /// Each part with those that it waits for.
  case graph([DrawingPart], StepGraph)

  /// Whether it is a single card.
  var isCard: Bool { if case .card = self { true } else { false } }
}

/// A step, stage or pipeline as a drawing shows it.
struct DrawingCard {
  /// What leads to its details; unique in the drawing.
  var id: String
  var name: String
  /// What is done, in a few words.
  var text: String
  var decision: Plan.Decision
  /// What is shown where the pointer rests, and read to those who cannot see.
  var label: String
}

/// A box around parts of a drawing.
struct DrawingFrame {
  /// What leads to its details; nil where there are none.
  var id: String?
  var title: String
  var text: String
  var decision: Plan.Decision
  /// Whether it is no more than a hint that its parts belong together.
  var isLight = false
}

/// A place in a drawing, in pixels to the right and down.
struct DrawingPoint: Hashable {
  var x: Double
  var y: Double

  func moved(_ x: Double, _ y: Double) -> DrawingPoint { DrawingPoint(x: self.x + x, y: self.y + y) }
}

/// Where a line begins or ends, and which cards or frames it belongs to.
struct DrawingAnchor: Hashable {
  var point: DrawingPoint
  var ids: [String]
}
