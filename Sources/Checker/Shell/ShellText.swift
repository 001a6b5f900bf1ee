/// A script of a shell, looked at as far as a few questions need it.
struct ShellText {
  private let bytes: [UInt8]
  /// Ranges that no shell sees, in ascending order: the expressions, which are replaced before.
  private let hidden: [Range<Int>]

  init(_ bytes: [UInt8], hiding hidden: [Range<Int>] = []) {
    self.bytes = bytes
    self.hidden = hidden
  }

  /// Whether each of the hidden ranges stands between double quotes, for certain.
  var isDoubleQuoted: [Bool] { quoting.map { $0 == .double } }

  /// Between which quotes each of the hidden ranges stands; nil where that is not certain: an apostrophe in a here-document
  /// turns everything behind it around, so the line alone must say so as well.
  var quoting: [Quoting?] {
    zip(quotes(endWithLine: false), quotes(endWithLine: true)).map { $0 == $1 ? $0 : nil }
  }

  private func quotes(endWithLine: Bool) -> [Quoting] {
    var result: [Quoting] = []
    var quote: UInt8?
    var index = 0
    var next = 0
    while index < bytes.count {
      if next < hidden.count, index >= hidden[next].lowerBound {
        result.append(quote == nil ? .none : quote == UInt8(ascii: "\"") ? .double : .single)
        index = max(index, hidden[next].upperBound)
        next += 1
        continue
      }
      let byte = bytes[index]
      if endWithLine, byte == 0x0A { quote = nil }
      if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
        index += 2
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "#"), index == 0 || bytes[index - 1] <= 0x20 {
        // A comment may hold any quotes.
        while index < bytes.count, bytes[index] != 0x0A {
          if next < hidden.count, index == hidden[next].lowerBound {
            result.append(.none)
            next += 1
          }
          index += 1
        }
        continue
      }
      index += 1
    }
    while result.count < hidden.count { result.append(.none) }
    return result
  }

  /// The lines with their ranges, without their line feeds.
  var lines: [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      result.append(start..<index)
      start = index + 1
    }
    if start < bytes.count { result.append(start..<bytes.count) }
    return result
  }

  /// Whether a word stands somewhere on its own, outside of longer words.
  func contains(word: String) -> Bool {
    occurrences(of: word).contains { _ in true }
  }

  /// Whether a variable of this name may get a value: `NAME=`, `read NAME`, `export NAME`, `for NAME in`, and what else
  /// names it without a `$`.
  func mayAssign(_ name: String) -> Bool {
    for range in occurrences(of: name) {
      guard range.lowerBound > 0 else { return true }
      let before = bytes[range.lowerBound - 1]
      if before != UInt8(ascii: "$"), before != UInt8(ascii: "{") { return true }
    }
    return false
  }

  /// Whether white space stands at an offset.
  func isBlank(at offset: Int) -> Bool {
    offset < bytes.count && (bytes[offset] == UInt8(ascii: " ") || bytes[offset] == UInt8(ascii: "\t"))
  }

  /// Where a word stands, not part of a longer one.
  func occurrences(of word: String) -> [Range<Int>] {
    let wanted = Array(word.utf8)
    guard let first = wanted.first, bytes.count >= wanted.count else { return [] }
    var result: [Range<Int>] = []
    for index in 0...(bytes.count - wanted.count) where bytes[index] == first {
      guard bytes[index..<index + wanted.count].elementsEqual(wanted) else { continue }
      if index > 0, HarnessExpressionPath.isWordByte(bytes[index - 1]), bytes[index - 1] != UInt8(ascii: "$") {
        continue
      }
      let end = index + wanted.count
      if end < bytes.count, HarnessExpressionPath.isWordByte(bytes[end]), bytes[end] != UInt8(ascii: "$") { continue }
      result.append(index..<end)
    }
    return result
  }
}
