import CSearch

// Rules look into many texts for a few bytes. The standard library compares characters, as people see them; the real systems
// compare bytes, which is also several times as fast.

extension String {
  /// The UTF-8 range of the first occurrence of a text that is not empty.
  func firstRange(of word: String) -> Range<Int>? {
    var copy = self
    return copy.withUTF8 { $0.firstRange(of: word) }
  }

  /// Whether a text occurs, byte by byte; an empty one always does.
  func contains(_ word: String) -> Bool {
    var copy = self
    return word.isEmpty || copy.withUTF8 { $0.firstRange(of: word) } != nil
  }
}

extension Substring {
  /// Whether a text occurs, byte by byte; an empty one always does.
  func contains(_ word: String) -> Bool {
    var copy = self
    return word.isEmpty || copy.withUTF8 { $0.firstRange(of: word) } != nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where a text that is not empty first occurs.
  func firstRange(of word: String) -> Range<Int>? {
    var word = word
    return word.withUTF8 { needle in
      guard let base = baseAddress, let start = needle.baseAddress, !needle.isEmpty,
        let hit = memmem(base, count, start, needle.count)
      else { return nil }
      let offset = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
      return offset..<offset + needle.count
    }
  }
}
