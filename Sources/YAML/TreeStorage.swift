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
  /// What the handles of the nodes use.
  let memory: UnsafeMutablePointer<TreeMemory>

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
    memory = .allocate(capacity: 1)
    memory.initialize(
      to: TreeMemory(
        records: self.records.buffer, texts: self.texts.buffer, document: self.document.buffer,
        documentStart: range.lowerBound, source: source, hasMap: map != nil,
        storage: Unmanaged.passUnretained(self)))
  }

  deinit { memory.deallocate() }

  func span(_ start: UInt32, _ end: UInt32) -> Span {
    guard let map else { return Span(source, start, end) }
    let original = map.original(start: start, end: end)
    return Span(source, original.start, original.end)
  }

  func string(_ start: UInt32, _ end: UInt32) -> String {
    String(decoding: bytes[Int(start)..<Int(end)], as: UTF8.self)
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
