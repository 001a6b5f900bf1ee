/// Looks through a document for the first quote or bracket that is not closed before lines that look like keys.
struct SyntaxDelimiters {
  private let lines: SyntaxLines
  private let limit: Int
  /// The first one that is open; nil where all are closed.
  private(set) var firstOpen: SyntaxCause?

  private var text: [UInt8] { lines.text }

  /// - Parameter limit: where the error was noticed; nothing that begins after it is its cause.
  init(_ lines: SyntaxLines, before limit: Int) {
    self.lines = lines
    self.limit = limit
    search()
  }

  private mutating func search() {
    var start: Int? = documentStart()
    // Lines deeper than this belong to a block text.
    var blockColumn: Int?
    while let current = start, current <= limit, current < text.count {
      let line = lines.line(from: current)
      start = lines.start(after: line)
      if line.isEmpty || lines.indentation(line) == line.count { continue }
      if let column = blockColumn {
        if lines.indentation(line) > column { continue }
        blockColumn = nil
      }
      guard let value = valueStart(of: line) else { continue }
      switch text[value] {
      case UInt8(ascii: "|"), UInt8(ascii: ">"):
        blockColumn = blockParent(of: line, value)
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        guard let end = closeQuote(at: value, from: line) else { return }
        start = lines.start(after: lines.line(at: end))
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        guard let end = closeBracket(at: value, from: line) else { return }
        start = lines.start(after: lines.line(at: end))
      default: break
      }
    }
  }

  /// The start of the document that the error is in.
  private func documentStart() -> Int {
    // An error at the end of a document stands at the separator behind it.
    var line = lines.line(at: max(limit - 1, 0))
    while line.lowerBound > 0, !lines.isSeparator(line) { line = lines.line(at: line.lowerBound - 1) }
    return line.lowerBound
  }

  /// Where the value on a line begins: behind its key, or behind the dash of an item; nil where there is none.
  private func valueStart(of line: Range<Int>) -> Int? {
    let content = line.lowerBound + lines.contentColumn(line)
    guard content < line.upperBound, text[content] != UInt8(ascii: "#") else { return nil }
    var index = content
    if let colon = lines.colon(in: line) {
      index = colon + 1
    } else if content == line.lowerBound + lines.indentation(line) {
      return nil
    }
    while index < line.upperBound, text[index] == UInt8(ascii: " ") { index += 1 }
    while index < line.upperBound, text[index] == UInt8(ascii: "&") || text[index] == UInt8(ascii: "!") {
      index = text[index..<line.upperBound].firstIndex(of: UInt8(ascii: " ")) ?? line.upperBound
      while index < line.upperBound, text[index] == UInt8(ascii: " ") { index += 1 }
    }
    return index < line.upperBound ? index : nil
  }

  /// The column that the lines of a block text must pass: that of its key, or of the dash before it.
  private func blockParent(of line: Range<Int>, _ value: Int) -> Int {
    lines.colon(in: line).map { $0 < value } == true ? lines.contentColumn(line) : lines.indentation(line)
  }

  /// Where a quote is closed. Nil, with a finding, where that is nowhere or after lines that look like keys.
  private mutating func closeQuote(at open: Int, from line: Range<Int>) -> Int? {
    let quote = text[open]
    let firstEnd = line.upperBound
    var index = open + 1
    var isStructured = false
    while index < text.count {
      if text[index] == quote {
        if quote == UInt8(ascii: "'"), index + 1 < text.count, text[index + 1] == quote {
          index += 1
        } else {
          // Where the quote is not meant to end there, what follows makes no sense at once.
          guard index > firstEnd, isStructured, isNear(index) || isFollowedByText(index) else { return index }
          firstOpen = SyntaxCause(.quote(endLine: lineNumber(of: index)), open..<open + 1)
          return nil
        }
      } else if text[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        index += 1
      } else if text[index] == UInt8(ascii: "\n"), index + 1 < text.count {
        let next = lines.line(from: index + 1)
        if lines.isSeparator(next) { break }
        isStructured = isStructured || lines.looksLikeStructure(next)
      }
      index += 1
    }
    firstOpen = SyntaxCause(.quote(endLine: nil), open..<open + 1)
    return nil
  }

  /// Whether the error is on the line of an offset, or on the next one.
  private func isNear(_ offset: Int) -> Bool {
    let line = lines.line(at: offset)
    guard limit >= line.lowerBound else { return false }
    guard let next = lines.start(after: line) else { return true }
    return limit <= lines.line(from: next).upperBound
  }

  /// Whether something stands behind a closing quote that cannot follow it.
  private func isFollowedByText(_ quote: Int) -> Bool {
    guard quote + 1 < text.count else { return false }
    return !" \r\n:,]}#".utf8.contains(text[quote + 1])
  }

  /// Where a bracket is closed. Nil, with a finding, where a line that looks like a key comes first, no deeper than the
  /// key that the bracket belongs to.
  private mutating func closeBracket(at open: Int, from line: Range<Int>) -> Int? {
    let column = lines.contentColumn(line)
    var depth = 0
    var index = open
    var current = line
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return index }
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        if index > open, " [{,:".utf8.contains(text[index - 1]) {
          guard let end = closeQuote(at: index, from: current) else { return nil }
          index = end
        }
      case UInt8(ascii: "#"):
        if index > 0, text[index - 1] == UInt8(ascii: " ") { index = max(index, current.upperBound - 1) }
      case UInt8(ascii: "\n"):
        guard index + 1 < text.count else { break }
        current = lines.line(from: index + 1)
        let isBack = lines.indentation(current) <= column && lines.looksLikeStructure(current)
        if lines.isSeparator(current) || isBack { return leaveOpen(open) }
      default: break
      }
      index += 1
    }
    return leaveOpen(open)
  }

  private mutating func leaveOpen(_ open: Int) -> Int? {
    firstOpen = SyntaxCause(.bracket(closing: text[open] == UInt8(ascii: "[") ? "]" : "}"), open..<open + 1)
    return nil
  }

  private func lineNumber(of offset: Int) -> Int {
    text[..<offset].reduce(into: 1) { count, byte in if byte == UInt8(ascii: "\n") { count += 1 } }
  }
}
