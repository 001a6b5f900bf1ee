import Diagnostics

/// One node as it is stored; nodes stand in the order in which they are written, parents before children.
struct Record: BitwiseCopyable {
  /// The node in the text: offsets into `TreeStorage.bytes`.
  var start: UInt32
  var end: UInt32
  /// Where a scalar's decoded text begins; of an alias, the index of the anchored node.
  var textStart: UInt32
  /// The length of a scalar's decoded text; the number of a sequence's items or of a mapping's pairs.
  var length: UInt32
  /// The index of the first node that is not inside this one.
  var next: UInt32
  var kind: NodeKind
  var style: ScalarStyle
  var flags: Flags

  struct Flags: OptionSet, BitwiseCopyable {
    var rawValue: UInt16
    /// The decoded text is in `TreeStorage.texts`, not a part of `TreeStorage.bytes`.
    static let isDecoded = Flags(rawValue: 1)
    /// There is an entry in `TreeStorage.properties`.
    static let hasProperties = Flags(rawValue: 2)
    static let isFlow = Flags(rawValue: 4)
  }
}

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
    self.bytes = bytes
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
