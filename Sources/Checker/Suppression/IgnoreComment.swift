import CSearch
import Diagnostics
import Glibc

/// A comment that says which rules are not to speak, and where: `# pipec: ignore[RULE, …] reason`.
///
/// Behind something it is about its line; alone on a line, about the node that begins on the next one; as `ignore-file`,
/// about the whole file.
struct IgnoreComment: Sendable {
  /// A rule as the comment names it.
  struct Name: Sendable {
    var text: String
    var span: Span
  }

  /// The rules; empty where the comment names none.
  var names: [Name]
  /// What follows the marker; `ignore` and `ignore-file` are all that there is.
  var word: String
  /// What stands behind the word where there are no brackets.
  var rest: String
  /// From the `#` to the end of the line.
  var span: Span
  /// What goes with the comment when it is removed: the blanks before it, or its whole line.
  var removal: Span
  /// Where findings begin that it is about.
  var range: Range<Int>

  /// Whether the word is one that pipec knows.
  var isUnderstood: Bool { Self.words.contains(word) }

  /// The comments of a file in source order.
  static func all(in source: Source) -> [IgnoreComment] {
    var result: [IgnoreComment] = []
    source.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      while let found = Self.search(bytes, from: start) {
        start = found + marker.utf8CodeUnitCount
        if let comment = IgnoreComment(markedAt: found, in: bytes, of: source.id) {
          result.append(comment)
          start = Int(comment.span.end)
        }
      }
    }
    return result
  }

  private static let marker: StaticString = "pipec:"
  private static let words = ["ignore", "ignore-file"]

  private static func search(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, start < bytes.count,
      let hit = memmem(base + start, bytes.count - start, marker.utf8Start, marker.utf8CodeUnitCount)
    else { return nil }
    return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
  }

  /// nil: what is there is no comment, or one for people only.
  private init?(markedAt offset: Int, in bytes: UnsafeBufferPointer<UInt8>, of source: SourceID) {
    let lines = Lines(bytes)
    var hash = offset
    while hash > 0, bytes[hash - 1].isBlank { hash -= 1 }
    guard hash > 0, bytes[hash - 1] == UInt8(ascii: "#") else { return nil }
    hash -= 1
    let start = lines.start(of: hash)
    guard hash == start || bytes[hash - 1].isBlank else { return nil }
    let end = lines.end(of: hash)
    var cursor = offset + Self.marker.utf8CodeUnitCount
    func skipBlanks() { while cursor < end, bytes[cursor].isBlank { cursor += 1 } }
    skipBlanks()
    let wordStart = cursor
    while cursor < end, bytes[cursor].isWordByte { cursor += 1 }
    word = String(decoding: UnsafeBufferPointer(rebasing: bytes[wordStart..<cursor]), as: UTF8.self)
    skipBlanks()
    names = Self.names(in: bytes, cursor..<end, of: source)
    rest = String(decoding: UnsafeBufferPointer(rebasing: bytes[cursor..<end]), as: UTF8.self)
    // Whoever names rules, or says that something is to be ignored, means pipec; other words may be for people.
    guard word.hasPrefix("ignore") || !names.isEmpty else { return nil }
    span = Span(source, hash..<end)
    var blank = hash
    while blank > start, bytes[blank - 1].isBlank { blank -= 1 }
    let isLine = blank == start
    removal = Span(source, blank..<(isLine ? lines.next(after: end) : end))
    // Another comment may stand before it.
    let isAlone = (start..<hash).first { !bytes[$0].isBlank }.map { bytes[$0] == UInt8(ascii: "#") } ?? true
    if word == Self.words[1] {
      range = 0..<bytes.count + 1
    } else if isAlone {
      range = lines.node(after: end)
    } else {
      range = start..<end + 1
    }
  }

  private static func names(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, of source: SourceID
  ) -> [Name] {
    guard let first = range.first, bytes[first] == UInt8(ascii: "["),
      let last = range.first(where: { bytes[$0] == UInt8(ascii: "]") })
    else { return [] }
    var result: [Name] = []
    var start = first + 1
    for index in first + 1...last where index == last || bytes[index] == UInt8(ascii: ",") {
      var part = start..<index
      while let byte = part.first, bytes[byte] <= 0x20 { part.removeFirst() }
      while let byte = part.last, bytes[byte] <= 0x20 { part.removeLast() }
      if !part.isEmpty {
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[part]), as: UTF8.self)
        result.append(Name(text: text, span: Span(source, part)))
      }
      start = index + 1
    }
    return result
  }
}

/// Lines and what belongs to them by its indentation.
private struct Lines {
  var bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  func start(of offset: Int) -> Int {
    var index = offset
    while index > 0, bytes[index - 1] != 0x0A { index -= 1 }
    return index
  }

  /// The end of a line without what ends it.
  func end(of offset: Int) -> Int {
    var index = offset
    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
    return index > offset && bytes[index - 1] == 0x0D ? index - 1 : index
  }

  /// The start of the line after one that ends there.
  func next(after end: Int) -> Int {
    var index = end
    if index < bytes.count, bytes[index] == 0x0D { index += 1 }
    if index < bytes.count, bytes[index] == 0x0A { index += 1 }
    return index
  }

  /// The first node that begins behind an end of a line: its first line, and those after it that are indented deeper, or
  /// are the items of the list that a key leads to.
  func node(after end: Int) -> Range<Int> {
    guard var line = nextContent(after: end) else { return end..<end }
    let first = line
    let depth = line.text - line.start
    let isItem = isItem(line)
    let opensList = !isItem && lastVisible(line) == UInt8(ascii: ":")
    while let next = nextContent(after: line.end) {
      let nextDepth = next.text - next.start
      guard nextDepth > depth || (nextDepth == depth && opensList && self.isItem(next)) else { break }
      line = next
    }
    return first.start..<line.end + 1
  }

  private typealias Line = (start: Int, text: Int, end: Int)

  /// The next line with something other than a comment on it.
  private func nextContent(after end: Int) -> Line? {
    var start = next(after: end)
    while start < bytes.count {
      let lineEnd = self.end(of: start)
      var text = start
      while text < lineEnd, bytes[text].isBlank || bytes[text] == 0x0D { text += 1 }
      if text < lineEnd, bytes[text] != UInt8(ascii: "#") { return (start, text, lineEnd) }
      start = max(start + 1, next(after: lineEnd))
    }
    return nil
  }

  private func isItem(_ line: Line) -> Bool {
    bytes[line.text] == UInt8(ascii: "-") && (line.text + 1 == line.end || bytes[line.text + 1] <= 0x20)
  }

  private func lastVisible(_ line: Line) -> UInt8? {
    (line.text..<line.end).last { bytes[$0] > 0x20 }.map { bytes[$0] }
  }
}

extension UInt8 {
  /// A space or a tab.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// What the words of a comment to pipec are made of.
  fileprivate var isWordByte: Bool {
    self == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
  }
}
