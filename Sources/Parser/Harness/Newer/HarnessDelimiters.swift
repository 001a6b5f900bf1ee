import Diagnostics
import IR

/// Writes the expressions of the newer forms, `${{ … }}`, as `<+…>`, so that all that follows knows one spelling.
enum HarnessDelimiters {
  /// The same value with one kind of expressions.
  static func unified(_ data: Data) -> Data {
    switch data.value {
    case .map(let entries):
      return Data(.map(entries.map { .init(key: $0.key, value: unified($0.value)) }), at: data.span)
    case .list(let items): return Data(.list(items.map(unified)), at: data.span)
    case .string(let text):
      guard text.value.contains("${{"), let changed = unified(text) else { return data }
      return Data(.string(changed), at: data.span, raw: changed.value, isPlain: data.isPlain)
    default: return data
    }
  }

  /// nil where no expression is closed.
  private static func unified(_ text: Text) -> Text? {
    let bytes = Array(text.value.utf8)
    let marks = marks(in: bytes)
    guard !marks.isEmpty else { return nil }
    var writer = Writer(text: text)
    var literal = 0
    for mark in marks {
      writer.copy(bytes, literal..<mark.range.lowerBound)
      writer.write(mark.isOpening ? "<+" : ">", for: mark.range)
      literal = mark.range.upperBound
    }
    writer.copy(bytes, literal..<bytes.count)
    return writer.result
  }

  /// A delimiter with the blanks inside of it.
  private struct Mark {
    var isOpening: Bool
    var range: Range<Int>
  }

  /// The delimiters of all expressions that are closed, in order; other braces in pairs count as well.
  private static func marks(in bytes: [UInt8]) -> [Mark] {
    var open: [(start: Int, isExpression: Bool)] = []
    var marks: [Mark] = []
    var index = 0
    while index + 1 < bytes.count {
      if bytes[index] == 0x7B, bytes[index + 1] == 0x7B {
        open.append((index, index > 0 && bytes[index - 1] == 0x24))
        index += 2
      } else if bytes[index] == 0x7D, bytes[index + 1] == 0x7D, let last = open.popLast() {
        if last.isExpression {
          var start = last.start + 2
          var end = index
          while start < end, bytes[start] == 0x20 { start += 1 }
          while end > start, bytes[end - 1] == 0x20 { end -= 1 }
          marks.append(Mark(isOpening: true, range: last.start - 1..<start))
          marks.append(Mark(isOpening: false, range: end..<index + 2))
        }
        index += 2
      } else {
        index += 1
      }
    }
    return marks.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// A text in the making, whose characters lead back to the file.
  private struct Writer {
    let text: Text
    private var bytes: [UInt8] = []
    private var pieces: [OffsetMap.Piece] = []

    init(text: Text) { self.text = text }

    /// What stands as it is.
    mutating func copy(_ source: [UInt8], _ range: Range<Int>) {
      guard !range.isEmpty else { return }
      // Where the text itself was decoded, only its beginning and its end are known to be one to one.
      let place = text.span(of: range)
      add(Array(source[range]), at: place, isLinear: Int(place.length) == range.count)
    }

    /// What stands for something else.
    mutating func write(_ word: String, for range: Range<Int>) {
      add(Array(word.utf8), at: text.span(of: range), isLinear: false)
    }

    private mutating func add(_ part: [UInt8], at place: Span, isLinear: Bool) {
      pieces.append(
        .init(
          derivedStart: UInt32(bytes.count), derivedLength: UInt32(part.count), originalStart: place.start,
          originalLength: place.length, isLinear: isLinear))
      bytes += part
    }

    var result: Text {
      Text(String(decoding: bytes, as: UTF8.self), at: text.span, map: OffsetMap(pieces))
    }
  }
}
