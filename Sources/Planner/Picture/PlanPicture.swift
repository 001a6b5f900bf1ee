import Diagnostics
import IR

/// A plan as a picture for terminals: a row for each step, what waits for what as lines, what does not run and why.
///
/// `PlanRenderer` shows the same plan in all details, `PlanPage` as a page for browsers.
public struct PlanPicture {
  /// Collects the lines, and has the words that both forms use.
  var text: PlanRenderer
  let glyphs: PictureGlyphs
  /// Rows that wait for the width of all of them.
  private var rows: [Row] = []

  /// One row, and how it goes on below.
  struct Row {
    /// What is drawn before the name, painted, and how many columns it takes.
    var lead: String
    var columns: Int
    /// What is drawn on further lines, in as many columns.
    var below: String
    var name: String
    /// nil: nothing is decided here.
    var decision: Plan.Decision?
    /// What is done, or why nothing is.
    var text: String
    /// Whether the text may take several lines.
    var isWhole: Bool
    /// Whether the name stands out.
    var isHeading = false
  }

  /// - Parameters:
  ///   - source: the file that was planned.
  ///   - isASCII: whether lines are drawn with characters of ASCII.
  init(source: Source, style: Style, isASCII: Bool) {
    text = PlanRenderer(source: source, style: style)
    glyphs = PictureGlyphs(isASCII: isASCII)
  }

  /// The whole plan, with a line feed at its end. Lines are not longer than the width of the style, but for names.
  ///
  /// - Parameters:
  ///   - source: the file that was planned; places are given in it as `FILE:LINE:COLUMN`.
  ///   - isASCII: whether lines are drawn with characters of ASCII.
  public static func text(
    _ plan: Plan, source: Source, style: Style = .plain, isASCII: Bool = false
  ) -> String {
    var picture = PlanPicture(source: source, style: style, isASCII: isASCII)
    // What does not run is said once: in the order, where there is one.
    let hasOrder = picture.drawOrder(of: plan.pipelines)
    for pipeline in plan.pipelines where !hasOrder || pipeline.decision != .skip {
      picture.draw(pipeline)
      picture.text.lines.append("")
    }
    picture.text.summarise(plan, isNumbered: false)
    return picture.text.lines.joined(separator: "\n") + "\n"
  }

  // MARK: Pipelines

  /// The order of pipelines that wait for each other; false where none does.
  private mutating func drawOrder(of pipelines: [Plan.Pipeline]) -> Bool {
    guard pipelines.count > 1, pipelines.contains(where: { !$0.needs.isEmpty }) else { return false }
    drawLanes(StepGraph(pipelines)) { [self] number in
      let pipeline = pipelines[number]
      let running = pipeline.steps.count { $0.decision != .skip }
      let isWhole = pipeline.decision == .skip
      let steps = "\(running) step\(running == 1 ? "" : "s")"
      return Row(
        lead: "", columns: 0, below: "", name: text.shown(pipeline.name), decision: pipeline.decision,
        text: isWhole ? reason(pipeline.reason) : steps, isWhole: isWhole, isHeading: true)
    } needs: {
      pipelines[$0].needs
    }
    flush()
    text.lines.append("")
    return true
  }

  private mutating func draw(_ pipeline: Plan.Pipeline) {
    text.writeHead(of: pipeline)
    if let deployment = pipeline.pipecd { return draw(deployment, of: pipeline) }
    guard pipeline.decision != .skip, !pipeline.steps.isEmpty else { return }
    text.lines.append("")
    if let harness = pipeline.harness {
      draw(harness, of: pipeline)
    } else {
      drawLanes(StepGraph(pipeline.steps)) { [self] number in
        row(pipeline.steps[number])
      } needs: {
        pipeline.steps[$0].needs
      }
    }
    flush()
  }

  /// Draws each node with its lanes; where these would take half of the width, with the number of its level and the names
  /// of what it waits for.
  private mutating func drawLanes(_ graph: StepGraph, row: (Int) -> Row, needs: (Int) -> [String]) {
    if let drawing = LaneDrawing(graph, mostColumns: text.style.width / 3) {
      for line in drawing.rows {
        let empty = Row(lead: "", columns: 0, below: "", name: "", decision: nil, text: "", isWhole: false)
        var row = line.node.map(row) ?? empty
        let dot = paint(glyphs.node(row.decision ?? .run, isBlock: row.isHeading), row.decision)
        var lead = ""
        for cell in line.cells { lead += cell == .node ? dot : text.style.paint(glyphs.character(cell), .faint) }
        row.columns = drawing.width + 2
        row.lead = lead + String(repeating: " ", count: row.columns - line.cells.count)
        var below = ""
        for isOpen in line.lanesBelow {
          below += isOpen ? text.style.paint(glyphs.character(.line([.up, .down])), .faint) + " " : "  "
        }
        row.below = below + String(repeating: " ", count: max(0, row.columns - line.lanesBelow.count * 2))
        rows.append(row)
      }
      return
    }
    let levels = graph.levels
    let digits = String((levels.max() ?? 0) + 1).count
    for node in graph.order.sorted(by: { (levels[$0], $0) < (levels[$1], $1) }) {
      var row = row(node)
      let level = String(levels[node] + 1)
      let number = String(repeating: " ", count: digits - level.count) + level
      let dot = paint(glyphs.node(row.decision ?? .run, isBlock: row.isHeading), row.decision)
      row.lead = text.style.paint(number, .faint) + " " + dot + "  "
      row.columns = digits + 4
      row.below = String(repeating: " ", count: row.columns)
      let needs = needs(node).map(text.shown)
      if !needs.isEmpty {
        row.text += (row.text.isEmpty ? "" : ", ") + "after " + needs.joined(separator: ", ")
        row.isWhole = true
      }
      rows.append(row)
    }
  }

  // MARK: Rows

  /// The row of a Drone step.
  private func row(_ step: Plan.Step) -> Row {
    var words: [String] = []
    if step.role == .service { words.append("service") }
    if step.isDetached { words.append("detached") }
    var what = step.image.map { Self.shortened(text.shown($0)) } ?? ""
    if what.isEmpty, let command = step.commands.first {
      what = "$ " + (command.split(separator: "\n").first.map { text.shown(String($0)) } ?? "")
      if step.commands.count > 1 { what += " " + glyphs.ellipsis }
    }
    if !what.isEmpty { words.append(what) }
    var line = words.joined(separator: " ")
    if step.decision == .skip {
      line = reason(step.reason)
    } else if step.reason.text != "no conditions" {
      line += (line.isEmpty ? "" : "; ") + reason(step.reason)
    }
    if step.decision == .run, step.role == .step, step.runPolicy == .always { line += ", also after a failure" }
    return Row(
      lead: "", columns: 0, below: "", name: text.shown(step.name), decision: step.decision, text: line,
      isWhole: step.decision != .run)
  }

  /// Why, with the place in few characters.
  func reason(_ reason: Plan.Reason) -> String {
    guard let span = reason.span, span.source == text.source.id else { return reason.text }
    let place = text.source.place(of: span)
    let isShort = place.utf8.count <= 24
    return "\(reason.text) (\(isShort ? place : "line \(text.source.position(of: span.start).line)"))"
  }

  /// An image without the words that all images of Docker's own registry have.
  static func shortened(_ image: String) -> String {
    for prefix in ["docker.io/library/", "docker.io/"] where image.hasPrefix(prefix) {
      return String(image.dropFirst(prefix.count))
    }
    return image
  }

  mutating func add(_ row: Row) { rows.append(row) }

  func paint(_ glyph: String, _ decision: Plan.Decision?) -> String {
    switch decision {
    case .run?: text.style.paint(glyph, .success)
    case .skip?: text.style.paint(glyph, .warning)
    case .deferred?: text.style.paint(glyph, .info)
    case nil: text.style.paint(glyph, .strong)
    }
  }

  private func word(_ decision: Plan.Decision?) -> String {
    switch decision {
    case .run?: text.style.paint("run ", .success)
    case .skip?: text.style.paint("skip", .warning)
    case .deferred?: text.style.paint("may ", .info)
    case nil: "    "
    }
  }

  /// Writes the rows, what is decided about them below each other.
  mutating func flush() {
    let width = text.style.width - 2
    let decided = rows.lazy.filter { $0.decision != nil }
    let column = min(decided.map { $0.columns + $0.name.columns }.max() ?? 0, width * 9 / 20)
    for row in rows {
      let name = row.isHeading || row.decision == .run ? text.style.paint(row.name, .strong) : row.name
      var line = "  " + row.lead + name
      var used = row.columns + row.name.columns
      // Where nothing is decided, the text has the whole line.
      let indent = row.decision == nil ? used + 2 : column + 8
      if row.decision != nil, used > column {
        text.lines.append(line)
        line = "  " + row.below
        used = row.columns
      }
      let space = max(20, width - indent)
      let parts =
        row.isWhole ? wrapped(row.text, space, mostLines: 3) : [Self.cut(row.text, to: space, glyphs.ellipsis)]
      if row.decision != nil {
        line += String(repeating: " ", count: max(0, column - used)) + "  " + word(row.decision)
        used = column + 6
      }
      let faint = row.decision != .run
      for (number, part) in parts.enumerated() {
        if number > 0 {
          line = "  " + row.below
          used = row.columns
        }
        let gap = part.isEmpty ? "" : String(repeating: " ", count: max(0, indent - used))
        text.lines.append(trimmed(line + gap + (faint ? text.style.paint(part, .faint) : part)))
      }
    }
    rows = []
  }

  private func trimmed(_ line: String) -> String {
    guard line.hasSuffix(" ") else { return line }
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// Lines of at most so many columns, broken at spaces; what does not fit into the last one is cut.
  private func wrapped(_ text: String, _ space: Int, mostLines: Int) -> [String] {
    var lines = [""]
    var used = 0
    for word in text.split(separator: " ") {
      let columns = String(word).columns
      if lines.count == mostLines, used + 1 + columns > space {
        lines[mostLines - 1] = Self.cut(lines[mostLines - 1] + " " + word, to: space, glyphs.ellipsis)
        return lines
      }
      if used == 0 {
        lines[lines.count - 1] = String(word)
        used = columns
      } else if used + 1 + columns <= space {
        lines[lines.count - 1] += " " + word
        used += 1 + columns
      } else {
        lines.append(String(word))
        used = columns
      }
    }
    return lines
  }

  /// The beginning of a text, in at most so many columns.
  static func cut(_ text: String, to space: Int, _ ellipsis: String) -> String {
    guard text.columns > space else { return text }
    var result = ""
    var used = 0
    for character in text {
      guard used + character.columns <= space - ellipsis.columns else { break }
      used += character.columns
      result.append(character)
    }
    return result + ellipsis
  }
}
