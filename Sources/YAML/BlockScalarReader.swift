/// Decodes literal and folded scalars by libyaml's rules, noting where every byte came from.
struct BlockScalarReader {
  private var output: ScalarPieces
  private let text: UnsafeBufferPointer<UInt8>
  private let isFolded: Bool
  private let end: Int
  /// Whether the parser was given one more line feed at `end`, which is yet to be met.
  private var hasAddedBreak: Bool
  private var offset: Int
  private var indentation = 0
  /// The breaks before the place where reading is, that are yet to be written or dropped: the one that ended the last
  /// line with content, and those of empty lines after it.
  private var lineEnd: Range<Int>?
  private var emptyLines: [Range<Int>] = []

  /// - Parameters:
  ///   - start: where the `|` or `>` is.
  ///   - end: the end of the document.
  ///   - endsLine: whether the text is read as if a line break stood at `end`.
  init(_ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, isFolded: Bool, endsLine: Bool) {
    self.text = text
    self.isFolded = isFolded
    self.end = end
    // After a carriage return, it only makes one break of two bytes.
    hasAddedBreak = endsLine && end > 0 && !Characters.isBreak(text[end - 1])
    offset = start
    output = ScalarPieces(text)
  }

  private enum Chomping { case strip, clip, keep }

  /// - Parameter value: what libyaml made of the scalar; it shows how far the scalar is indented, which the text alone
  ///   does not where the header gives a number.
  consuming func read(value: UnsafeBufferPointer<UInt8>) -> ScalarPieces {
    var chomping = Chomping.clip
    offset += 1
    while offset < end, BlockScalar.isHeaderByte(text[offset]) {
      if text[offset] == UInt8(ascii: "-") { chomping = .strip }
      if text[offset] == UInt8(ascii: "+") { chomping = .keep }
      offset += 1
    }
    while offset < end, Characters.breakLength(text, offset, end) == 0 { offset += 1 }
    offset += takeBreak().count
    indentation = measure(value)
    skipEmptyLines()
    readLines()
    if chomping != .strip, let lineEnd { output.lineBreak(lineEnd) }
    if chomping == .keep { for range in emptyLines { output.lineBreak(range) } }
    return output
  }

  private mutating func readLines() {
    var followsIndentedLine = false
    while offset < end, column == indentation {
      let isIndented = Characters.isBlank(text[offset])
      if let range = lineEnd {
        if isFolded, !followsIndentedLine, !isIndented, !keeps(range) {
          if emptyLines.isEmpty { output.replace(range, by: CollectionOfOne(Characters.space)) }
        } else {
          output.lineBreak(range)
        }
      }
      for range in emptyLines { output.lineBreak(range) }
      emptyLines = []
      followsIndentedLine = isIndented
      let start = offset
      while offset < end, Characters.breakLength(text, offset, end) == 0 { offset += 1 }
      output.copy(start..<offset)
      let hadBreak = hasAddedBreak || offset < end
      let range = takeBreak()
      lineEnd = hadBreak ? range : nil
      offset = range.upperBound
      skipEmptyLines()
    }
  }

  private func keeps(_ range: Range<Int>) -> Bool {
    !range.isEmpty && Characters.keepsBreak(text, range.lowerBound)
  }

  /// How many spaces stand between the last line break and `offset`, as far as they count as indentation.
  private var column = 0

  private mutating func skipEmptyLines() {
    while true {
      column = 0
      while offset < end, column < indentation, text[offset] == Characters.space {
        offset += 1
        column += 1
      }
      guard Characters.breakLength(text, offset, end) > 0 || (offset == end && hasAddedBreak) else { return }
      emptyLines.append(takeBreak())
      offset = emptyLines.last?.upperBound ?? offset
    }
  }

  /// The line break at `offset`; the added one, at the end, only once.
  private mutating func takeBreak() -> Range<Int> {
    if offset == end { hasAddedBreak = false }
    return offset..<offset + Characters.breakLength(text, offset, end)
  }

  /// The indentation: the first line that is not empty begins with so many spaces more in the text than in the value.
  /// No line is content if the value is nothing but line breaks.
  private func measure(_ value: UnsafeBufferPointer<UInt8>) -> Int {
    var line = 0
    var place = 0
    while true {
      let length = Characters.breakLength(value, place, value.count)
      if length == 0 { break }
      place += length
      line += 1
    }
    guard place < value.count else { return Int.max }
    var original = offset
    while line > 0, original < end {
      let length = Characters.breakLength(text, original, end)
      original += max(length, 1)
      if length > 0 { line -= 1 }
    }
    return Self.spaces(text, from: original, to: end) - Self.spaces(value, from: place, to: value.count)
  }

  private static func spaces(_ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    var offset = start
    while offset < end, text[offset] == Characters.space { offset += 1 }
    return offset - start
  }
}
