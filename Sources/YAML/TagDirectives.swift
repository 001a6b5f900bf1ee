import Glibc

/// Guards libyaml against texts full of `%TAG` lines.
enum TagDirectives {
  /// Where `%TAG` lines become more or longer than `Limits` allows; nil in every sensible text.
  ///
  /// A line of text inside a scalar that happens to start with `%TAG` counts, too; no file has that many.
  static func excess(in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    var count = 0
    var offset = range.lowerBound
    guard let base = text.baseAddress else { return nil }
    while offset < range.upperBound, let found = memchr(base + offset, 0x25, range.upperBound - offset) {
      let place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      offset = place + 1
      let startsLine = place == range.lowerBound || Characters.isBreak(text[place - 1]) || text[place - 1] >= 0x80
      guard startsLine, text[offset..<range.upperBound].starts(with: "TAG".utf8) else { continue }
      count += 1
      if count > Limits.tagDirectives { return place }
      var end = offset
      while end < range.upperBound, Characters.breakLength(text, end, range.upperBound) == 0 {
        end += 1
        if end - place > Limits.tagDirectiveBytes { return place }
      }
      offset = end
    }
    return nil
  }
}
