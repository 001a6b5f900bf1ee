import CYAML
import Diagnostics
import Glibc

/// Makes the records of one document out of libyaml's events.
struct TreeBuilder: ~Copyable {
  private let text: UnsafeBufferPointer<UInt8>
  private let limits: Limits
  private let decoder: Decoder
  /// Whether the parser sees a text that differs from `text`, so that its scalars must be decoded again.
  private let isPatched: Bool
  private var cursor: MarkCursor
  var records = GrowingMemory<Record>()
  var texts = GrowingMemory<UInt8>()
  var properties = GrowingMemory<Properties>()
  var tags: [String] = []

  private var tagIndices: [String: UInt32] = [:]
  private var anchors: [Anchor] = []
  /// The latest anchor of each name; a later one hides an earlier one.
  private var anchorIndices: [String: Int] = [:]
  private var open: [OpenCollection] = []
  /// How many nodes there would be if every alias were written out; never more than the limits allow.
  private var expandedCount = 0
  private var aliasedCount = 0
  /// Where the last scalar, alias or flow collection ended.
  private(set) var lastEnd: Int

  private struct Anchor {
    var node: UInt32
    /// How many nodes it stands for; nil until the node is complete.
    var size: Int?
  }

  private struct OpenCollection {
    var index: Int
    /// The place of the bracket around the collection's children; nil outside all brackets.
    var bracket: Int?
    var children = 0
    var anchor: Int?
    var expandedBefore: Int
  }

  /// A problem that only the tree can see.
  struct Problem: Error {
    var text: String
    var kind: SyntaxError.Kind
    var start: Int
    var end: Int
    var context: (text: String, start: Int)?
  }

  /// - Parameters:
  ///   - cursor: converts the marks of the parser whose events come in.
  ///   - start: where the document begins.
  ///   - isPatched: whether the parser was given a patched copy of the text.
  init(
    _ text: UnsafeBufferPointer<UInt8>, cursor: MarkCursor, start: Int, limits: Limits, decoder: Decoder,
    isPatched: Bool
  ) {
    self.text = text
    self.cursor = cursor
    self.limits = limits
    self.decoder = decoder
    self.isPatched = isPatched
    lastEnd = start
  }

  /// The byte offset of a mark.
  mutating func offset(of index: Int) -> Int { cursor.offset(of: index) }

  /// The cursor as it is now, to be used for the next document of the same parser.
  var position: MarkCursor { cursor }

  // MARK: Events

  func document(_ event: UnsafeMutablePointer<yaml_event_t>) throws(Problem) {
    guard decoder == .goYAML2, let version = event.pointee.data.document_start.version_directive,
      version.pointee.major != 1 || version.pointee.minor != 1
    else { return }
    var places = cursor
    let start = places.offset(of: event.pointee.start_mark.index)
    throw Problem(
      text: "found incompatible YAML document", kind: .parser, start: start, end: start + 5)
  }

  mutating func scalar(_ event: UnsafeMutablePointer<yaml_event_t>) throws(Problem) {
    let data = event.pointee.data.scalar
    let style = ScalarStyle(data.style)
    let eventStart = cursor.offset(of: event.pointee.start_mark.index)
    var end = cursor.offset(of: event.pointee.end_mark.index)
    var start = eventStart
    let index = records.count
    var flags = Record.Flags()
    var anchor: Int?
    if eventStart < end, Self.startsProperties(text[eventStart]) {
      start = readProperties(from: eventStart, to: end, of: index, tag: data.tag)
      if style == .plain, data.length == 0 { start = end }
      flags.insert(.hasProperties)
      anchor = declareAnchor(data.anchor, node: index)
    } else if eventStart == end {
      start = emptyPlace(before: eventStart)
      end = start
    }
    if style.isBlock { end = BlockScalar.end(in: text, from: start, to: end) }
    var record = Record(start: start, end: end, kind: .scalar, style: style, flags: flags)
    if decoder == .goYAML2, style == .doubleQuoted || (style == .plain && open.last?.bracket != nil) {
      try refuseAsGoYAML(record)
    }
    if data.length > 0, let value = data.value {
      try store(UnsafeBufferPointer(start: value, count: data.length), in: &record)
    }
    records.append(record)
    if !open.isEmpty { open[open.count - 1].children += 1 }
    lastEnd = max(lastEnd, end)
    try count(1, at: start)
    if let anchor { anchors[anchor].size = 1 }
  }

  mutating func alias(_ event: UnsafeMutablePointer<yaml_event_t>) throws(Problem) {
    let start = cursor.offset(of: event.pointee.start_mark.index)
    let end = cursor.offset(of: event.pointee.end_mark.index)
    let name = event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
    guard let anchor = anchorIndices[name].map({ anchors[$0] }) else {
      throw Problem(text: "unknown anchor '\(name)' referenced", kind: .composer, start: start, end: end)
    }
    guard let size = anchor.size else {
      throw Problem(text: "anchor '\(name)' value contains itself", kind: .composer, start: start, end: end)
    }
    records.append(Record(start: start, end: end, kind: .alias, link: anchor.node))
    if !open.isEmpty { open[open.count - 1].children += 1 }
    lastEnd = max(lastEnd, end)
    aliasedCount += size
    guard aliasedCount <= limits.expandedNodes else {
      throw Problem(text: "document contains excessive aliasing", kind: .limit, start: start, end: end)
    }
    try count(size, at: start)
  }

  mutating func start(_ kind: NodeKind, _ event: UnsafeMutablePointer<yaml_event_t>) throws(Problem) {
    let eventStart = cursor.offset(of: event.pointee.start_mark.index)
    let eventEnd = cursor.offset(of: event.pointee.end_mark.index)
    let isSequence = kind == .sequence
    let isFlow =
      isSequence
      ? event.pointee.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
      : event.pointee.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
    // The event of a block collection ends where its first child begins; that of a flow collection ends after the
    // bracket, and that of a sequence without indentation after its first dash.
    var start = eventEnd
    if isFlow || (isSequence && !(eventEnd < text.count && text[eventEnd] == UInt8(ascii: "-"))) {
      start = max(eventStart, eventEnd - 1)
    }
    let index = records.count
    guard open.count < limits.depth else {
      throw Problem(text: "nesting is deeper than \(limits.depth)", kind: .limit, start: start, end: start)
    }
    var flags: Record.Flags = isFlow ? .isFlow : []
    var anchor: Int?
    if eventStart < start, Self.startsProperties(text[eventStart]) {
      let tag = isSequence ? event.pointee.data.sequence_start.tag : event.pointee.data.mapping_start.tag
      _ = readProperties(from: eventStart, to: start, of: index, tag: tag)
      flags.insert(.hasProperties)
      anchor = declareAnchor(
        isSequence ? event.pointee.data.sequence_start.anchor : event.pointee.data.mapping_start.anchor, node: index)
    }
    records.append(Record(start: start, end: start, kind: kind, flags: flags))
    if !open.isEmpty { open[open.count - 1].children += 1 }
    // A single pair in a sequence, `[a: b]`, has no brackets of its own.
    let hasBracket = isFlow && start < eventEnd && text[start] != UInt8(ascii: "?")
    let bracket = hasBracket ? start : isFlow ? open.last?.bracket : nil
    open.append(OpenCollection(index: index, bracket: bracket, anchor: anchor, expandedBefore: expandedCount))
    if isFlow { lastEnd = max(lastEnd, eventEnd) }
    try count(1, at: start)
  }

  mutating func end(_ event: UnsafeMutablePointer<yaml_event_t>) {
    guard let collection = open.popLast() else { return }
    let eventStart = event.pointee.start_mark.index
    if event.pointee.end_mark.index > eventStart, records[collection.index].flags.contains(.isFlow) {
      lastEnd = max(lastEnd, cursor.offset(of: event.pointee.end_mark.index))
    }
    var record = records[collection.index]
    // A collection without brackets ends with its last child; lastEnd is that child's end.
    record.end = max(record.start, UInt32(lastEnd))
    record.link = UInt32(records.count)
    record.count = record.kind == .mapping ? collection.children / 2 : collection.children
    records[collection.index] = record
    if let anchor = collection.anchor { anchors[anchor].size = expandedCount - collection.expandedBefore }
  }

  /// Whether the document is one scalar that is not written at all.
  var isEmpty: Bool {
    records.count == 1 && records[0].kind == .scalar && records[0].start == records[0].end
      && records[0].style == .plain && !records[0].flags.contains(.hasProperties)
  }

  // MARK: Parts

  /// Keeps a scalar's text: as a part of the document where it is one, otherwise as a copy.
  private mutating func store(_ value: UnsafeBufferPointer<UInt8>, in record: inout Record) throws(Problem) {
    let slice = record.slice
    if value.count == slice.count, let base = text.baseAddress, let decoded = value.baseAddress,
      memcmp(base + slice.lowerBound, decoded, value.count) == 0
    {
      return
    }
    if isPatched, !record.style.isBlock {
      let read = FlowScalarReader(text, Int(record.start)..<Int(record.end), style: record.style).read()
      read.decoded.withUnsafeBufferPointer { append($0, to: &record) }
    } else {
      append(value, to: &record)
    }
    guard texts.count <= Int(UInt32.max) else {
      let place = Int(record.start)
      throw Problem(text: "the decoded text is too long", kind: .limit, start: place, end: place)
    }
  }

  private mutating func append(_ value: UnsafeBufferPointer<UInt8>, to record: inout Record) {
    record.flags.insert(.isDecoded)
    record.count = value.count
    if value.count >= Record.greatestCount {
      for shift in stride(from: 24, through: 0, by: -8) {
        texts.append(UInt8(truncatingIfNeeded: value.count >> shift))
      }
    }
    record.link = UInt32(truncatingIfNeeded: texts.count)
    if let base = value.baseAddress { texts.append(from: base, count: value.count) }
  }

  /// Refuses what libyaml reads and go-yaml v2 does not.
  private func refuseAsGoYAML(_ record: Record) throws(Problem) {
    let start = Int(record.start)
    let end = Int(record.end)
    if record.style == .doubleQuoted {
      var offset = start
      while offset + 1 < end {
        guard text[offset] == UInt8(ascii: "\\") else {
          offset += 1
          continue
        }
        if text[offset + 1] == UInt8(ascii: "/") {
          throw Problem(
            text: "found unknown escape character", kind: .scanner, start: offset, end: offset + 1,
            context: ("while parsing a quoted scalar", start))
        }
        offset += 2
      }
    } else if record.style == .plain, start < end, let bracket = open.last?.bracket, let base = text.baseAddress,
      let found = memchr(base + start, CInt(UInt8(ascii: "?")), end - start)
    {
      let place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      let isSequence = text[bracket] == UInt8(ascii: "[")
      throw Problem(
        text: "did not find expected ',' or '\(isSequence ? "]" : "}")'", kind: .parser, start: place, end: place + 1,
        context: ("while parsing a flow \(isSequence ? "sequence" : "mapping")", bracket))
    }
  }

  private mutating func count(_ added: Int, at start: Int) throws(Problem) {
    expandedCount += added
    guard expandedCount < Int(UInt32.max) else {
      throw Problem(text: "the document has too many nodes", kind: .limit, start: start, end: start)
    }
  }

  private mutating func declareAnchor(_ name: UnsafeMutablePointer<UInt8>?, node: Int) -> Int? {
    guard let name else { return nil }
    let anchor = anchors.count
    anchors.append(Anchor(node: UInt32(node)))
    anchorIndices[String(cString: name)] = anchor
    return anchor
  }

  @inline(__always)
  private static func startsProperties(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!")
  }

  /// Notes the anchor and the tag that stand before a node; returns where the node itself begins.
  private mutating func readProperties(
    from start: Int, to end: Int, of node: Int, tag: UnsafeMutablePointer<UInt8>?
  ) -> Int {
    let (found, content) = PropertyReader(text: text, end: end).read(from: start)
    var entry = found
    entry.node = UInt32(node)
    if entry.tagEnd > entry.tagStart, let tag {
      let name = String(cString: tag)
      if let known = tagIndices[name] {
        entry.tag = known
      } else {
        entry.tag = UInt32(tags.count)
        tagIndices[name] = entry.tag
        tags.append(name)
      }
    }
    properties.append(entry)
    lastEnd = max(lastEnd, Int(max(entry.anchorEnd, entry.tagEnd)))
    return content
  }

  /// Where a scalar that is not written is shown: libyaml puts it at the next token, which may be lines away.
  private func emptyPlace(before mark: Int) -> Int {
    var place = mark
    while place > lastEnd, Characters.isBlankOrBreak(text[place - 1]) { place -= 1 }
    return place
  }
}

extension ScalarStyle {
  init(_ style: yaml_scalar_style_t) {
    self =
      switch style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
  }
}

extension TreeBuilder {
  /// The finished tree's storage; the builder is used up.
  consuming func finish(_ text: StreamReader.Text, _ range: Range<Int>, endsLine: Bool) -> TreeStorage {
    records.shrink()
    texts.shrink()
    properties.shrink()
    return TreeStorage(
      bytes: text.bytes, range: range, endsLine: endsLine, source: text.source, map: text.map, records: records,
      texts: texts, properties: properties, tags: tags)
  }
}
