/// A text as lines of YAML, judged by how they look.
struct SyntaxLines {
  let text: [UInt8]

  init(_ text: [UInt8]) { self.text = text }

  private static let space = UInt8(ascii: " ")
  private static let dash = UInt8(ascii: "-")
  private static let newline = UInt8(ascii: "\n")

  func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

  /// The line that an offset stands on, without its break and the white space before it.
  func line(at offset: Int) -> Range<Int> {
    let start = text[..<min(offset, text.count)].lastIndex(of: Self.newline).map { $0 + 1 } ?? 0
    return line(from: start)
  }

  /// The line that begins at an offset.
  func line(from start: Int) -> Range<Int> {
    var end = text[start...].firstIndex(of: Self.newline) ?? text.count
    while end > start, text[end - 1] == Self.space || text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// Where the line after this one begins; nil at the end.
  func start(after line: Range<Int>) -> Int? {
    text[line.upperBound...].firstIndex(of: Self.newline).map { $0 + 1 }
  }

  /// The nearest line above that holds more than a comment; nil at the start of the document.
  func contentLine(before line: Range<Int>) -> Range<Int>? {
    var current = line
    while current.lowerBound > 0 {
      current = self.line(at: current.lowerBound - 1)
      if isSeparator(current) { return nil }
      let first = current.lowerBound + indentation(current)
      if first < current.upperBound, text[first] != UInt8(ascii: "#") { return current }
    }
    return nil
  }

  /// Whether the line is `---`, alone or with something behind it.
  func isSeparator(_ line: Range<Int>) -> Bool {
    line.count >= 3 && text[line.lowerBound..<line.lowerBound + 3].allSatisfy { $0 == Self.dash }
  }

  /// How many spaces the line begins with.
  func indentation(_ line: Range<Int>) -> Int {
    (text[line].firstIndex { $0 != Self.space } ?? line.upperBound) - line.lowerBound
  }

  /// The column of what stands behind the dashes of list items.
  func contentColumn(_ line: Range<Int>) -> Int {
    var index = line.lowerBound + indentation(line)
    while index + 1 < line.upperBound, text[index] == Self.dash, text[index + 1] == Self.space {
      index += 1
      while index < line.upperBound, text[index] == Self.space { index += 1 }
    }
    return index - line.lowerBound
  }

  /// The colon that ends the first key of a line; nil where it has none.
  func colon(in line: Range<Int>) -> Int? {
    var index = line.lowerBound + contentColumn(line)
    guard index < line.upperBound, text[index] != UInt8(ascii: "#") else { return nil }
    if let quote = quote(at: index) {
      guard let end = text[(index + 1)..<line.upperBound].firstIndex(of: quote) else { return nil }
      index = end + 1
    }
    while index < line.upperBound {
      if text[index] == UInt8(ascii: "#"), text[index - 1] == Self.space { return nil }
      if text[index] == UInt8(ascii: ":"), index + 1 == line.upperBound || text[index + 1] == Self.space {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The quote that stands at an offset.
  func quote(at index: Int) -> UInt8? {
    text[index] == UInt8(ascii: "'") || text[index] == UInt8(ascii: "\"") ? text[index] : nil
  }

  /// The letters, digits and `_-.` from an offset on.
  func word(from start: Int, in line: Range<Int>) -> Range<Int> {
    guard start < line.upperBound else { return start..<start }
    let end = text[start..<line.upperBound].firstIndex { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), Self.dash, UInt8(ascii: "."):
        return false
      default: return true
      }
    }
    return start..<(end ?? line.upperBound)
  }

  /// Whether a line looks like a key of a mapping or an item of a list: `key:`, `key: value`, `- item`.
  func looksLikeStructure(_ line: Range<Int>) -> Bool {
    let first = line.lowerBound + indentation(line)
    guard first < line.upperBound else { return false }
    let content = line.lowerBound + contentColumn(line)
    let key = word(from: content, in: line)
    if !key.isEmpty, colon(in: line) == key.upperBound { return true }
    return text[first] == Self.dash && content > first
  }
}
