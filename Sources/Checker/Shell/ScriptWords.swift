import CSearch
import Glibc

/// The bytes of a script, looked at as far as a few questions need it. Quotes are respected; nothing is expanded.
struct ScriptWords {
  let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  // Questions are asked at many places of a script; none looks further than people write.

  /// How far a command may go on, in bytes.
  private static let longestCommand = 8_192
  /// How far back a line is looked at, in bytes.
  private static let longestLook = 512
  /// How many commands may be joined by `|`.
  private static let longestPipeline = 64

  /// Whether a text has something in it, without a copy of it.
  static func text(_ text: String, contains word: StaticString) -> Bool {
    var text = text
    return text.withUTF8 { buffer in
      guard let base = buffer.baseAddress else { return false }
      return memmem(base, buffer.count, word.utf8Start, word.utf8CodeUnitCount) != nil
    }
  }

  /// Where a command of this name begins or is named: not part of a longer word.
  func places(of name: StaticString) -> [Int] {
    var result: [Int] = []
    let count = name.utf8CodeUnitCount
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      while start < buffer.count,
        let hit = memmem(base + start, buffer.count - start, name.utf8Start, count)
      {
        let offset = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
        let end = offset + count
        if offset == 0 || !Self.isWordByte(buffer[offset - 1]), end == buffer.count || !Self.isWordByte(buffer[end]) {
          result.append(offset)
        }
        start = end
      }
    }
    return result
  }

  /// Whether an offset is behind a `#` that begins a comment of its line, as far as the line alone can say.
  func isComment(_ offset: Int) -> Bool {
    var index = offset
    let lowest = max(0, offset - Self.longestLook)
    while index > lowest, bytes[index - 1] != 0x0A {
      index -= 1
      if bytes[index] == UInt8(ascii: "#"), index == 0 || bytes[index - 1] <= 0x20 { return true }
    }
    return false
  }

  /// Where the command that holds an offset ends: at `|`, `;`, `&`, `)` or the end of the line outside of quotes and of
  /// `$(…)`. A line that ends in a backslash goes on.
  func end(ofCommandAt offset: Int) -> Int {
    var index = offset
    var quote: UInt8?
    var depth = 0
    let limit = min(bytes.count, offset + Self.longestCommand)
    while index < limit {
      let byte = bytes[index]
      let isDone = depth == 0 && quote == nil
      switch byte {
      case UInt8(ascii: "\\") where quote != UInt8(ascii: "'"): index += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if quote == nil { quote = byte } else if quote == byte { quote = nil }
      case UInt8(ascii: "(") where quote == nil || (quote == UInt8(ascii: "\"") && bytes[max(0, index - 1)] == 0x24):
        depth += 1
      case UInt8(ascii: ")") where depth > 0 && quote != UInt8(ascii: "'"): depth -= 1
      case UInt8(ascii: "|") where isDone, UInt8(ascii: ";") where isDone, UInt8(ascii: ")") where isDone,
        UInt8(ascii: "`") where isDone, 0x0A where isDone:
        return index
      case UInt8(ascii: "&") where isDone:
        // `2>&1` and `&>` are no ends.
        let before = index > 0 ? bytes[index - 1] : 0
        let behind = index + 1 < bytes.count ? bytes[index + 1] : 0
        if before != UInt8(ascii: ">"), behind != UInt8(ascii: ">") { return index }
      default: break
      }
      index += 1
    }
    return min(index, bytes.count)
  }

  /// Behind the `)` of a `$(` that begins at an offset of a range, or the range's end.
  func end(ofSubstitutionAt offset: Int, within range: Range<Int>) -> Int {
    var depth = 0
    var index = offset + 1
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
      index += 1
      if depth == 0 { break }
    }
    return index
  }

  /// The commands behind the one that ends here, as far as they are joined to it by `|`.
  func pipeline(from end: Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var index = end
    while result.count < Self.longestPipeline, index < bytes.count, bytes[index] == UInt8(ascii: "|"),
      index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "|")
    {
      var start = index + 1
      if start < bytes.count, bytes[start] == UInt8(ascii: "&") { start += 1 }
      // A line may end behind a `|`.
      while start < bytes.count, bytes[start] <= 0x20 || bytes[start] == UInt8(ascii: "\\") { start += 1 }
      let stop = self.end(ofCommandAt: start)
      result.append(start..<stop)
      index = stop
    }
    return result
  }

  /// The words of a range, quotes taken off their ends, with their places.
  func words(in range: Range<Int>) -> [(text: String, range: Range<Int>)] {
    var result: [(text: String, range: Range<Int>)] = []
    var start: Int?
    for index in range.lowerBound...range.upperBound {
      let isBlank = index == range.upperBound || bytes[index] <= 0x20
      if isBlank, let first = start {
        let text = String(decoding: bytes[first..<index], as: UTF8.self)
        let bare = text.drop { $0 == "\"" || $0 == "'" }
        let end = bare.lastIndex { $0 != "\"" && $0 != "'" }.map { bare.index(after: $0) } ?? bare.startIndex
        if text != "\\" { result.append((String(bare[..<end]), first..<index)) }
        start = nil
      } else if !isBlank, start == nil {
        start = index
      }
    }
    return result
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
      true
    default: false
    }
  }
}
