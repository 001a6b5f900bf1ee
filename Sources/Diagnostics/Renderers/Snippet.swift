/// The lines of one source around a marked place, with carets.
struct Snippet {
  /// A marked place, by lines.
  private struct Mark {
    var start: Int
    var end: Int
    var firstLine: Int
    var lastLine: Int
    var label: String?
    var isPrimary: Bool

    var isMultiLine: Bool { lastLine > firstLine }
  }

  /// The columns that line numbers take.
  let numberColumns: Int
  private let source: Source
  private let style: Style
  private let role: Style.Role
  private let marks: [Mark]
  private let lines: [Int]
  private let hasBracket: Bool

  /// Lines shown before and after the place for orientation.
  private static let context = 1
  /// Of a range of more lines, only the first and the last ones are shown.
  private static let wholeLines = 6

  init(source: Source, primary: Diagnostic.Label, related: [Diagnostic.Label], role: Style.Role, style: Style) {
    self.source = source
    self.role = role
    self.style = style
    let first = Self.mark(primary, isPrimary: true, in: source)
    let others = related.map { Self.mark($0, isPrimary: false, in: source) }
    marks = [first] + others
    hasBracket = first.isMultiLine
    var shown: Set<Int> = []
    if first.lastLine - first.firstLine < Self.wholeLines {
      shown.formUnion(first.firstLine...first.lastLine)
    } else {
      shown.formUnion(first.firstLine...(first.firstLine + 2))
      shown.formUnion((first.lastLine - 1)...first.lastLine)
    }
    for distance in 1...Self.context {
      for line in [first.firstLine - distance, first.lastLine + distance]
      where line >= 1 && line <= source.lineCount && !Self.isBlank(line, in: source) {
        shown.insert(line)
      }
    }
    for mark in others { shown.insert(mark.firstLine) }
    // One line left out would be replaced by a line that says so.
    for line in shown where shown.contains(line + 2) { shown.insert(line + 1) }
    lines = shown.sorted()
    numberColumns = String(lines.last ?? 1).utf8.count
  }

  /// The place, then the lines, each ended by a line break.
  func text(place: String, arrow: String) -> String {
    let blank = String(repeating: " ", count: numberColumns)
    var result = "\(blank)\(style.paint(arrow, .faint)) \(place)\n"
    guard !source.bytes.isEmpty else { return result }
    result += row(nil, "", bracket: .none)
    var previous: Int?
    for number in lines {
      if let previous, number > previous + 1 {
        let isInside = hasBracket && marks[0].firstLine < number && number <= marks[0].lastLine
        let dots = style.paint("...", .faint)
        result += isInside ? dots + blank + style.paint("|", role) + "\n" : dots + "\n"
      }
      result += text(ofLine: number)
      previous = number
    }
    return result
  }

  // MARK: Lines

  private func text(ofLine number: Int) -> String {
    let here = marks.filter { $0.firstLine == number && !($0.isPrimary && $0.isMultiLine) }
    let bracket = bracketMark(ofLine: number)
    let endsBracket = hasBracket && marks[0].lastLine == number
    let startsLate = hasBracket && marks[0].firstLine == number && bracket == .none
    let focus: Int? =
      if let mark = here.first { mark.start } else if startsLate { marks[0].start } else if endsBracket {
        max(marks[0].end - 1, 0)
      } else { nil }
    let range = source.lineRange(number)
    let line = DisplayLine(source, range: range, focus: focus, available: available)
    var result = row(number, line.text, bracket: bracket)
    if startsLate {
      let bar = String(repeating: "_", count: line.column(of: marks[0].start) + 1)
      result += row(nil, style.paint(bar + "^", role), bracket: .opening)
    }
    for mark in here {
      result += underline(mark, in: line, lineEnd: range.upperBound, bracket: bracket == .none ? .none : .middle)
    }
    if endsBracket {
      let end = line.column(of: max(marks[0].end - 1, range.lowerBound))
      let bar = String(repeating: "_", count: end + 1) + "^"
      let label = marks[0].label.map { " " + $0 } ?? ""
      result += row(nil, style.paint(bar + label, role), bracket: .closing)
    }
    return result
  }

  private func underline(_ mark: Mark, in line: DisplayLine, lineEnd: Int, bracket: Bracket) -> String {
    let start = line.column(of: mark.start)
    let end = max(start + 1, line.column(of: min(mark.end, lineEnd)))
    let length = min(end, max(available, start + 1)) - start
    let role = mark.isPrimary ? role : .info
    let indent = String(repeating: " ", count: start)
    let carets = style.paint(String(repeating: mark.isPrimary ? "^" : "-", count: length), role)
    guard let label = mark.label else { return row(nil, indent + carets, bracket: bracket) }
    if start + length + 1 + label.columns <= available {
      return row(nil, indent + carets + " " + style.paint(label, role), bracket: bracket)
    }
    // A label that does not fit beside the carets goes below them, as far right as there is room.
    let room = min(start, max(0, available - label.columns))
    return row(nil, indent + carets, bracket: bracket)
      + row(nil, String(repeating: " ", count: room) + style.paint(label, role), bracket: bracket)
  }

  // MARK: Rows

  /// What is drawn at the left of a range of several lines.
  private enum Bracket {
    case none, start, middle, opening, closing
  }

  private func bracketMark(ofLine number: Int) -> Bracket {
    guard hasBracket, number >= marks[0].firstLine, number <= marks[0].lastLine else { return .none }
    guard number == marks[0].firstLine else { return .middle }
    let before = source.bytes[source.lineRange(number).lowerBound..<marks[0].start]
    return before.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x2D } ? .start : .none
  }

  private func bracketText(_ bracket: Bracket) -> String {
    guard hasBracket else { return "" }
    return switch bracket {
    case .none: "  "
    case .start: style.paint("/", role) + " "
    case .middle: style.paint("|", role) + " "
    case .opening: " "
    case .closing: style.paint("|", role)
    }
  }

  private func row(_ number: Int?, _ text: String, bracket: Bracket) -> String {
    let label = number.map(String.init) ?? ""
    let padding = String(repeating: " ", count: numberColumns - label.utf8.count)
    let frame = padding + style.paint(label + " |", .faint)
    let content = bracketText(bracket) + text
    return frame + (content.allSatisfy { $0 == " " } ? "" : " " + content) + "\n"
  }

  /// The columns that a line of the source may take.
  private var available: Int { max(20, style.width - numberColumns - 3 - (hasBracket ? 2 : 0)) }

  // MARK: Marks

  private static func mark(_ label: Diagnostic.Label, isPrimary: Bool, in source: Source) -> Mark {
    let start = min(Int(label.span.start), source.bytes.count)
    var end = min(Int(label.span.end), source.bytes.count)
    // A range that ends with line breaks ends, for people, before them.
    while end > start, source.bytes[end - 1] == 0x0A || source.bytes[end - 1] == 0x0D { end -= 1 }
    let text = label.text.map(Printable.line)
    return Mark(
      start: start, end: end, firstLine: source.lineNumber(of: UInt32(start)),
      lastLine: source.lineNumber(of: UInt32(max(start, end - 1))), label: text, isPrimary: isPrimary)
  }

  private static func isBlank(_ number: Int, in source: Source) -> Bool {
    source.bytes[source.lineRange(number)].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }
}
