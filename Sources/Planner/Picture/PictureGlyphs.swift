/// The characters that pictures of plans are drawn with.
struct PictureGlyphs: Hashable, Sendable {
  /// Whether only characters of ASCII are used.
  var isASCII: Bool

  /// What stands for a step or stage.
  func node(_ decision: Plan.Decision, isBlock: Bool) -> String {
    switch (decision, isBlock, isASCII) {
    case (.run, false, false): "●"
    case (.skip, false, false): "○"
    case (.deferred, false, false): "◐"
    case (.run, true, false): "■"
    case (.skip, true, false): "□"
    case (.deferred, true, false): "◧"
    case (.run, false, true): "*"
    case (.skip, false, true): "o"
    case (.deferred, false, true): "?"
    case (.run, true, true): "#"
    case (.skip, true, true): "="
    case (.deferred, true, true): "%"
    }
  }

  /// What repeats what is below it.
  var loop: String { isASCII ? "@" : "↻" }
  /// The first, a further and the last of those that run at the same time; what goes on beside those before the last.
  var first: String { isASCII ? "+-" : "┬─" }
  var next: String { isASCII ? "+-" : "├─" }
  var last: String { isASCII ? "'-" : "╰─" }
  var beside: String { isASCII ? "| " : "│ " }
  /// What stands before all that is in a stage or group.
  var inside: String { isASCII ? ": " : "┊ " }
  /// What stands for what is left out.
  var ellipsis: String { isASCII ? "..." : "…" }

  func character(_ cell: LaneDrawing.Cell) -> String {
    switch cell {
    case .blank, .node: " "
    case .arrow: isASCII ? "<" : "◂"
    case .line(let strokes): isASCII ? ascii(strokes) : box(strokes)
    }
  }

  private func box(_ strokes: LaneDrawing.Strokes) -> String {
    switch strokes {
    case [.up, .down]: "│"
    case [.left, .right]: "─"
    case [.down, .right]: "╭"
    case [.down, .left]: "╮"
    case [.up, .right]: "╰"
    case [.up, .left]: "╯"
    case [.up, .down, .right]: "├"
    case [.up, .down, .left]: "┤"
    case [.left, .right, .down]: "┬"
    case [.left, .right, .up]: "┴"
    default: "┼"
    }
  }

  private func ascii(_ strokes: LaneDrawing.Strokes) -> String {
    switch strokes {
    case [.up, .down]: "|"
    case [.left, .right]: "-"
    case [.down, .right], [.down, .left]: "."
    case [.up, .right], [.up, .left]: "'"
    default: "+"
    }
  }
}
