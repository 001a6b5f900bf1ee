/// One line of a source as it is shown: tabs widened, unprintable characters escaped, cut to the columns there are.
struct DisplayLine {
  /// What is shown.
  private(set) var text = ""
  private var cells: [Cell] = []
  private var shown = 0..<0
  private var isCutAtStart = false

  /// One character of the source with the columns it takes.
  private struct Cell {
    var offset: Int
    var length: Int
    var text: String
    var columns: Int

    var end: Int { offset + length }
  }

  /// The columns of a tab; a fixed number, so that what is underlined does not depend on where the line starts.
  private static let tabColumns = 4
  /// No line is shown that is longer, however wide the terminal is.
  private static let byteLimit = 8192

  /// Only so many bytes around the focus are looked at: a line of a megabyte may have a finding at every word, and each of
  /// them shows only the columns there are. Eight bytes for a column leave room for marks and joined emoji.
  private static func bytes(for available: Int) -> Int { min(byteLimit, max(512, available * 8)) }

  /// - Parameters:
  ///   - range: The line's offsets in `source`, without its line break.
  ///   - focus: The offset that must be visible.
  ///   - available: The columns there are; at least 10.
  init(_ source: Source, range: Range<Int>, focus: Int?, available: Int) {
    let window = Self.window(
      of: range, around: focus ?? range.lowerBound, limit: Self.bytes(for: available), in: source.bytes)
    cells = Self.cells(of: source.bytes[window], skipsMark: window.lowerBound == 0)
    if window == range, cells.reduce(0, { $0 + $1.columns }) <= available {
      shown = cells.indices
      text = cells.reduce(into: "") { $0 += $1.text }
    } else {
      cut(
        to: available, focus: focus ?? range.lowerBound, continuesBefore: window.lowerBound > range.lowerBound,
        continuesAfter: window.upperBound < range.upperBound)
    }
  }

  /// The column, from 0, at which the character at an offset is shown; offsets outside what is shown go to its ends.
  func column(of offset: Int) -> Int {
    var column = isCutAtStart ? 1 : 0
    for cell in cells[shown] {
      if offset < cell.end { return column }
      column += cell.columns
    }
    return column
  }

  /// Shows the cells around the focus that fit, with `…` where something is left out.
  private mutating func cut(to available: Int, focus: Int, continuesBefore: Bool, continuesAfter: Bool) {
    let focusIndex = cells.lastIndex { $0.offset <= focus } ?? 0
    var first = 0
    var columnsBefore = cells[..<focusIndex].reduce(0) { $0 + $1.columns }
    // Two thirds of the line are for what comes from the focus on, where the marked text is.
    if continuesBefore || columnsBefore > available * 2 / 3 {
      while first < focusIndex, columnsBefore > available / 3 {
        columnsBefore -= cells[first].columns
        first += 1
      }
    }
    isCutAtStart = continuesBefore || first > 0
    var left = available - (isCutAtStart ? 1 : 0)
    var end = first
    while end < cells.count, cells[end].columns <= left {
      left -= cells[end].columns
      end += 1
    }
    let isCutAtEnd = continuesAfter || end < cells.count
    if isCutAtEnd, left == 0, end > first + 1 { end -= 1 }
    shown = first..<end
    text = cells[shown].reduce(into: isCutAtStart ? "…" : "") { $0 += $1.text }
    if isCutAtEnd { text += "…" }
  }

  /// At most `limit` bytes of the line, around the focus, from and to the start of a character.
  private static func window(of range: Range<Int>, around focus: Int, limit: Int, in bytes: [UInt8]) -> Range<Int> {
    guard range.count > limit else { return range }
    var start = max(range.lowerBound, min(focus, range.upperBound) - limit / 2)
    var end = min(range.upperBound, start + limit)
    while start > range.lowerBound, start < range.upperBound, bytes[start] & 0xC0 == 0x80 { start += 1 }
    while end < range.upperBound, end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return start..<end
  }

  private static func cells(of bytes: ArraySlice<UInt8>, skipsMark: Bool) -> [Cell] {
    var cells: [Cell] = []
    var slice = bytes
    if skipsMark, slice.starts(with: [0xEF, 0xBB, 0xBF]) { slice = slice.dropFirst(3) }
    cells.reserveCapacity(slice.count)
    var offset = slice.startIndex
    var run = ""
    var iterator = slice.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    func flush() {
      for character in run {
        cells.append(cell(character, at: offset))
        offset += character.utf8.count
      }
      run = ""
    }
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        run.unicodeScalars.append(Unicode.UTF8.decode(encoded))
      case .error(let length):
        flush()
        for _ in 0..<length {
          let escape = Printable.escape(of: bytes[offset])
          cells.append(Cell(offset: offset, length: 1, text: escape, columns: escape.utf8.count))
          offset += 1
        }
      case .emptyInput:
        flush()
        return cells
      }
    }
  }

  private static func cell(_ character: Character, at offset: Int) -> Cell {
    let length = character.utf8.count
    if character == "\t" {
      let blanks = String(repeating: " ", count: tabColumns)
      return Cell(offset: offset, length: length, text: blanks, columns: tabColumns)
    }
    if character.unicodeScalars.allSatisfy({ Printable.escape(of: $0) == nil }) {
      return Cell(offset: offset, length: length, text: String(character), columns: character.columns)
    }
    let escaped = character.unicodeScalars.reduce(into: "") { $0 += Printable.escape(of: $1) ?? String($1) }
    return Cell(offset: offset, length: length, text: escaped, columns: escaped.columns)
  }
}
