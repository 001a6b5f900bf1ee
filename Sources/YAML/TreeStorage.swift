import Diagnostics

/// The anchor and the tag of one node.
struct Properties: BitwiseCopyable {
  var node: UInt32 = 0
  /// From `&` to the end of the name; both 0 if there is none.
  var anchorStart: UInt32 = 0
  var anchorEnd: UInt32 = 0
  /// From `!` to the end of the tag; both 0 if there is none.
  var tagStart: UInt32 = 0
  var tagEnd: UInt32 = 0
  /// The index of the tag in `TreeStorage.tags`; the maximum if it is the tag `!` or none.
  var tag: UInt32 = .max
}

/// All nodes of one tree, and the text that they were read from.
final class TreeStorage: @unchecked Sendable {
  // Nothing here changes after `init`; the compiler cannot see it because of the raw memory.
  let bytes: [UInt8]
  /// A copy of the document's part of `bytes`: all documents of a file share that array, and counting references to it
  /// would make threads that read different documents wait for each other.
  private let document: GrowingMemory<UInt8>
  /// The document's part of `bytes`; after a syntax error only what was read before it.
  let range: Range<Int>
  /// Whether the text was read as if its last line had a line break.
  let endsLine: Bool
  let source: SourceID
  let map: OffsetMap?
  let records: GrowingMemory<Record>
  let texts: GrowingMemory<UInt8>
  /// In ascending order of `node`.
  let properties: GrowingMemory<Properties>
  let tags: [String]

  init(
    bytes: [UInt8], range: Range<Int>, endsLine: Bool, source: SourceID, map: OffsetMap?,
    records: consuming GrowingMemory<Record>, texts: consuming GrowingMemory<UInt8>,
    properties: consuming GrowingMemory<Properties>, tags: [String]
  ) {
    var document = GrowingMemory<UInt8>()
    bytes.withUnsafeBufferPointer { all in
      if let base = all.baseAddress { document.append(from: base + range.lowerBound, count: range.count) }
    }
    self.bytes = bytes
    self.document = document
    self.range = range
    self.endsLine = endsLine
    self.source = source
    self.map = map
    self.records = records
    self.texts = texts
    self.properties = properties
    self.tags = tags
  }

  func span(_ start: UInt32, _ end: UInt32) -> Span {
    guard let map else { return Span(source, start, end) }
    let original = map.original(start: start, end: end)
    return Span(source, original.start, original.end)
  }

  /// Bytes of the document as they are written.
  @inline(__always)
  func written(_ slice: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: document.buffer[slice.lowerBound - range.lowerBound..<slice.upperBound - range.lowerBound])
  }

  func string(_ start: UInt32, _ end: UInt32) -> String {
    String(decoding: bytes[Int(start)..<Int(end)], as: UTF8.self)
  }

  /// A decoded scalar's place in `texts`; a length that a record cannot hold stands before the text.
  func decodedRange(_ record: Record) -> Range<Int> {
    let start = Int(record.link)
    guard record.count == Record.greatestCount else { return start..<start + record.count }
    var length = 0
    for index in start - 4..<start { length = length << 8 | Int(texts[index]) }
    return start..<start + length
  }

  /// The index of the first node after a node and all inside it.
  @inline(__always)
  func next(_ index: UInt32) -> UInt32 { records[Int(index)].next(after: index) }

  /// The number of a collection's items or pairs.
  func count(of record: Record, at index: UInt32) -> Int {
    guard record.count == Record.greatestCount else { return record.count }
    var children = 0
    var child = index + 1
    while child < record.link {
      children += 1
      child = records[Int(child)].next(after: child)
    }
    return record.kind == .mapping ? children / 2 : children
  }

  /// The anchor and tag of a node, by binary search.
  func properties(of node: UInt32) -> Properties? {
    var low = 0
    var high = properties.count
    while low < high {
      let middle = (low + high) / 2
      let entry = properties[middle]
      if entry.node == node { return entry }
      if entry.node < node { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}
