extension String {
  /// The UTF-8 range of the first occurrence of a text.
  func firstRange(of word: String) -> Range<Int>? {
    let needle = Array(word.utf8)
    guard let first = needle.first else { return nil }
    var copy = self
    return copy.withUTF8 { bytes in
      guard bytes.count >= needle.count else { return nil }
      let last = bytes.count - needle.count
      var index = 0
      while index <= last {
        if bytes[index] == first, (1..<needle.count).allSatisfy({ bytes[index + $0] == needle[$0] }) {
          return index..<index + needle.count
        }
        index += 1
      }
      return nil
    }
  }
}
