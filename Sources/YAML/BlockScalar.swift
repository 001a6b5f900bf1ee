/// Where block scalars end.
enum BlockScalar {
  /// The end of the last line with content of the block scalar whose `|` or `>` is at `start`; the end of its header
  /// if it has none. libyaml's own mark, `limit`, is the start of the next token, after blank lines.
  static func end(in text: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int) -> Int {
    var headerEnd = min(start + 1, limit)
    while headerEnd < limit, isHeaderByte(text[headerEnd]) { headerEnd += 1 }
    var firstBreak = headerEnd
    while firstBreak < limit, Characters.breakLength(text, firstBreak, limit) == 0 { firstBreak += 1 }
    var offset = limit
    while offset > firstBreak, Characters.isBlankOrBreak(text[offset - 1]) { offset -= 1 }
    if offset <= firstBreak { return headerEnd }
    // Blanks at the end of the last line are content.
    while offset < limit, Characters.isBlank(text[offset]) { offset += 1 }
    return offset
  }

  static func isHeaderByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }
}
