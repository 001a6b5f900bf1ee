import Diagnostics

/// A comment of a document.
public struct Comment: Hashable, Sendable {
  /// From the `#` to the end of the line, in the file.
  public var span: Span
  /// What follows the `#`, as it is written.
  public var text: String
  /// Whether nothing but blanks stands before it on its line.
  public var standsAlone: Bool
}

extension Tree {
  /// The comments of the document, in order; after a syntax error those before it.
  ///
  /// - Complexity: reads the document's text once, without its scalars.
  public func comments() -> [Comment] {
    storage.bytes.withUnsafeBufferPointer { text in
      var search = CommentSearch(storage: storage, text: text)
      for index in 0..<storage.records.count {
        let record = storage.records[index]
        guard record.kind == .scalar || record.kind == .alias else { continue }
        search.readGap(to: Int(record.start))
        search.skip(record)
      }
      search.readGap(to: storage.range.upperBound)
      return search.found
    }
  }
}

/// Looks for `#` between the scalars, where it can be nothing else than the start of a comment.
private struct CommentSearch {
  let storage: TreeStorage
  let text: UnsafeBufferPointer<UInt8>
  var offset: Int
  var found: [Comment] = []

  init(storage: TreeStorage, text: UnsafeBufferPointer<UInt8>) {
    self.storage = storage
    self.text = text
    offset = storage.range.lowerBound
  }

  mutating func readGap(to end: Int) {
    while offset < end {
      if text[offset] == UInt8(ascii: "#"), startsWord(offset) {
        let start = offset
        while offset < storage.range.upperBound, Characters.breakLength(text, offset, storage.range.upperBound) == 0 {
          offset += 1
        }
        add(start..<offset)
      } else {
        offset += 1
      }
    }
  }

  /// Passes a scalar; the header line of a block scalar may end in a comment.
  mutating func skip(_ record: Record) {
    offset = max(offset, Int(record.start))
    if record.kind == .scalar, record.style.isBlock {
      var lineEnd = offset
      while lineEnd < storage.range.upperBound,
        Characters.breakLength(text, lineEnd, storage.range.upperBound) == 0
      {
        lineEnd += 1
      }
      readGap(to: lineEnd)
    }
    offset = max(offset, Int(record.end))
  }

  private func startsWord(_ place: Int) -> Bool {
    guard place > storage.range.lowerBound else { return true }
    let before = text[place - 1]
    // The last byte of a byte order mark or of a line break above U+007F.
    return Characters.isBlankOrBreak(before) || before >= 0x80
  }

  private mutating func add(_ range: Range<Int>) {
    var lineStart = range.lowerBound
    while lineStart > storage.range.lowerBound, Characters.isBlank(text[lineStart - 1]) { lineStart -= 1 }
    let standsAlone =
      lineStart == storage.range.lowerBound || Characters.isBreak(text[lineStart - 1]) || text[lineStart - 1] >= 0x80
    found.append(
      Comment(
        span: storage.span(UInt32(range.lowerBound), UInt32(range.upperBound)),
        text: String(decoding: text[(range.lowerBound + 1)..<range.upperBound], as: UTF8.self),
        standsAlone: standsAlone))
  }
}
