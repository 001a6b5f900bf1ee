/// Finds the anchor and the tag before a node; libyaml gives one mark for all of it.
struct PropertyReader {
  var text: UnsafeBufferPointer<UInt8>
  var end: Int

  /// The places of the properties that begin at `start`, and where the node after them begins.
  func read(from start: Int) -> (Properties, content: Int) {
    var found = Properties()
    var offset = start
    while offset < end {
      if text[offset] == UInt8(ascii: "&"), found.anchorEnd == 0 {
        found.anchorStart = UInt32(offset)
        offset = nameEnd(after: offset + 1)
        found.anchorEnd = UInt32(offset)
      } else if text[offset] == UInt8(ascii: "!"), found.tagEnd == 0 {
        found.tagStart = UInt32(offset)
        offset = tagEnd(after: offset + 1)
        found.tagEnd = UInt32(offset)
      } else {
        break
      }
      offset = skipGap(from: offset)
    }
    return (found, offset)
  }

  private func nameEnd(after start: Int) -> Int {
    var offset = start
    while offset < end, Self.isNameByte(text[offset]) { offset += 1 }
    return offset
  }

  private func tagEnd(after start: Int) -> Int {
    var offset = start
    if offset < end, text[offset] == UInt8(ascii: "<") {
      while offset < end, text[offset] != UInt8(ascii: ">") { offset += 1 }
      return min(offset + 1, end)
    }
    while offset < end, !Characters.isBlankOrBreak(text[offset]), !Characters.isFlowIndicator(text[offset]),
      Characters.breakLength(text, offset, end) == 0
    {
      offset += 1
    }
    return offset
  }

  private func skipGap(from start: Int) -> Int {
    var offset = start
    while offset < end {
      let length = Characters.isBlank(text[offset]) ? 1 : Characters.breakLength(text, offset, end)
      if length > 0 {
        offset += length
      } else if startsLine(offset), text[offset..<end].starts(with: UTF8Bytes.mark) {
        // libyaml skips a byte order mark at the start of any line between tokens.
        offset += UTF8Bytes.mark.count
      } else if text[offset] == UInt8(ascii: "#") {
        while offset < end, Characters.breakLength(text, offset, end) == 0 { offset += 1 }
      } else {
        break
      }
    }
    return offset
  }

  private func startsLine(_ offset: Int) -> Bool {
    offset > 0 && (Characters.isBreak(text[offset - 1]) || text[offset - 1] >= 0x80)
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
