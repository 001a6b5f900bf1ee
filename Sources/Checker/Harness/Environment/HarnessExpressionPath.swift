import Expressions

/// A dotted path such as `steps.build.output.outputVariables["TAG"]`, with the place of each segment.
public struct HarnessExpressionPath: Hashable, Sendable {
  /// One step along the path.
  public struct Segment: Hashable, Sendable {
    /// What the segment says.
    public enum Value: Hashable, Sendable {
      /// `.name`, `["name"]` or `.get("name")`.
      case name(String)
      /// `[0]` or `.0`.
      case index(Int)
      /// Known only at run time.
      case dynamic
    }

    public var value: Value
    /// The UTF-8 range of the name alone in the text that was parsed.
    public var range: Range<Int>
    /// Whether it is written `.name`, so that what is no identifier cannot be meant.
    public var isDotted: Bool

    public init(_ value: Value, at range: Range<Int>, isDotted: Bool) {
      self.value = value
      self.range = range
      self.isDotted = isDotted
    }

    /// The name; nil for what is known only at run time.
    public var name: String? {
      switch value {
      case .name(let name): name
      case .index(let index): String(index)
      case .dynamic: nil
      }
    }
  }

  public var segments: [Segment]
  /// A method that is called on what the path leads to, with the place of its name; what follows is not part of the path.
  public var method: (name: String, range: Range<Int>)? {
    methodName.map { ($0, methodRange) }
  }
  var methodName: String?
  var methodRange: Range<Int>
  /// `-b` of `a-b`, where nothing separates the two: a subtraction for Harness, a part of the name for its author.
  public var hyphenTail: String?
  /// Where the path and the name of the method end.
  public var end: Int

  /// The range from the first segment to the last.
  public var range: Range<Int> {
    guard let first = segments.first, let last = segments.last else { return end..<end }
    return first.range.lowerBound..<max(first.range.upperBound, last.range.upperBound)
  }

  /// The path as it would be written.
  public var text: String {
    var result = ""
    for segment in segments {
      switch segment.value {
      case .name(let name):
        if Self.isWord(name) {
          if !result.isEmpty { result += "." }
          result += name
        } else {
          result += "[\"\(name)\"]"
        }
      case .index(let index): result += "[\(index)]"
      case .dynamic: result += "[…]"
      }
    }
    return result
  }

  /// Whether a word of the language stands behind a dot, where it cannot be read.
  var hasReservedName: Bool {
    segments.dropFirst().contains { segment in
      guard segment.isDotted, case .name(let name) = segment.value else { return false }
      return Self.reservedWords.contains(name)
    }
  }

  /// Words that are no names to the expression language.
  static let reservedWords: Set<String> = [
    "if", "else", "for", "while", "new", "var", "empty", "size", "null", "true", "false", "return", "function", "break",
    "continue", "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "div", "mod", "NaN",
  ]

  /// Whether a name can stand behind a dot.
  static func isWord(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy(isWordByte)
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "@"):
      true
    default: false
    }
  }
}

extension HarnessExpressionPath {
  /// Reads a path from the beginning of a range of bytes; nil where none begins there.
  ///
  /// It ends before the first thing that belongs to no path: an operator, a call of a method other than `get`, the end.
  public static func parse(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> HarnessExpressionPath? {
    var reader = Reader(bytes: bytes, position: range.lowerBound, limit: range.upperBound)
    return reader.path()
  }

  /// Reads a path from a whole text.
  public static func parse(_ text: String) -> HarnessExpressionPath? {
    var text = text
    return text.withUTF8 { parse($0, in: 0..<$0.count) }
  }

  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position: Int
    let limit: Int

    private var current: UInt8? { position < limit ? bytes[position] : nil }

    private mutating func skipBlanks() {
      while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func word() -> (String, Range<Int>)? {
      let start = position
      while let byte = current, HarnessExpressionPath.isWordByte(byte) || byte >= 0x80 { position += 1 }
      guard position > start else { return nil }
      return (String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self), start..<position)
    }

    /// A quoted text; escapes are rare in names and kept as they are.
    private mutating func quoted() -> (String, Range<Int>)? {
      guard let quote = current, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
      let start = position + 1
      var index = start
      while index < limit, bytes[index] != quote {
        index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      guard index < limit else { return nil }
      position = index + 1
      return (String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self), start..<index)
    }

    mutating func path() -> HarnessExpressionPath? {
      skipBlanks()
      guard let first = current, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first), let (name, range) = word()
      else { return nil }
      var path = HarnessExpressionPath(
        segments: [Segment(.name(name), at: range, isDotted: true)], methodName: nil, methodRange: range, end: position)
      while true {
        let before = position
        skipBlanks()
        switch current {
        case UInt8(ascii: "."):
          position += 1
          skipBlanks()
          guard step(into: &path) else {
            position = before
            return path
          }
        case UInt8(ascii: "["):
          position += 1
          guard index(into: &path) else {
            position = before
            return path
          }
        case UInt8(ascii: "(") where path.segments.count == 1:
          // A function, not a path.
          path.methodName = name
          path.segments = []
          return path
        default:
          position = before
          path.hyphenTail = hyphenTail()
          return path
        }
        if path.methodName != nil { return path }
        path.end = position
      }
    }

    /// Looks for `-word` right behind what was read last.
    private func hyphenTail() -> String? {
      var index = position
      while index < limit, bytes[index] == UInt8(ascii: "-") || HarnessExpressionPath.isWordByte(bytes[index]) {
        index += 1
      }
      guard index > position, bytes[position] == UInt8(ascii: "-"), bytes[index - 1] != UInt8(ascii: "-") else {
        return nil
      }
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[position..<index]), as: UTF8.self)
    }

    private mutating func step(into path: inout HarnessExpressionPath) -> Bool {
      if let (name, range) = quoted() {
        path.segments.append(Segment(.name(name), at: range, isDotted: false))
        return true
      }
      guard let (name, range) = word() else { return false }
      let afterName = position
      skipBlanks()
      guard current == UInt8(ascii: "(") else {
        position = afterName
        path.segments.append(
          Segment(Int(name).map { .index($0) } ?? .name(name), at: range, isDotted: true))
        return true
      }
      if name == "get" {
        let before = position
        position += 1
        skipBlanks()
        if let (key, keyRange) = quoted() {
          skipBlanks()
          if current == UInt8(ascii: ")") {
            position += 1
            path.segments.append(Segment(.name(key), at: keyRange, isDotted: false))
            return true
          }
        }
        position = before
      }
      path.methodName = name
      path.methodRange = range
      path.end = afterName
      return true
    }

    private mutating func index(into path: inout HarnessExpressionPath) -> Bool {
      skipBlanks()
      if let (key, range) = quoted() {
        skipBlanks()
        guard current == UInt8(ascii: "]") else { return false }
        position += 1
        path.segments.append(Segment(.name(key), at: range, isDotted: false))
        return true
      }
      let start = position
      var depth = 1
      while let byte = current {
        if byte == UInt8(ascii: "[") { depth += 1 }
        if byte == UInt8(ascii: "]") {
          depth -= 1
          if depth == 0 { break }
        }
        position += 1
      }
      guard current == UInt8(ascii: "]") else { return false }
      let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
      path.segments.append(
        Segment(Int(text).map { .index($0) } ?? .dynamic, at: start..<position, isDotted: false))
      position += 1
      return true
    }
  }
}
