extension String {
  /// The text of a UTF-8 range; offsets past the end count as the end.
  func slice(_ range: Range<Int>) -> String {
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound, limitedBy: utf8.endIndex) ?? utf8.endIndex
    let end = utf8.index(utf8.startIndex, offsetBy: range.upperBound, limitedBy: utf8.endIndex) ?? utf8.endIndex
    return String(decoding: utf8[start..<max(start, end)], as: UTF8.self)
  }
}
