/// A part of a line with its place in it: the words behind a command, or an expression.
struct CommandInput {
  /// The whole line.
  let line: String
  /// Where the part begins, in UTF-8 bytes.
  let offset: Int
  /// The part.
  let text: String

  /// The line from an offset on.
  init(line: String, offset: Int) {
    self.line = line
    self.offset = offset
    text = String(decoding: line.utf8.dropFirst(max(0, offset)), as: UTF8.self)
  }

  private init(line: String, offset: Int, text: String) {
    self.line = line
    self.offset = offset
    self.text = text
  }

  /// Without white space at its ends.
  var trimmed: CommandInput {
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else {
      return CommandInput(line: line, offset: offset, text: "")
    }
    return CommandInput(
      line: line, offset: offset + first, text: String(decoding: bytes[first...last], as: UTF8.self))
  }

  /// The first word, and what follows it.
  var split: (word: CommandInput, rest: CommandInput) {
    let word = String(Substring(text.utf8.prefix { $0 > 0x20 }))
    let rest = CommandInput(line: line, offset: offset + word.utf8.count).trimmed
    return (CommandInput(line: line, offset: offset, text: word), rest)
  }

  /// Where it is in the line.
  var range: Range<Int> { offset..<offset + text.utf8.count }

  /// Lines that end in a backslash are joined with the next; so the shell does it.
  static func withoutContinuations(_ line: String) -> String {
    guard line.contains("\\\n") else { return line }
    return line.split(separator: "\\\n", omittingEmptySubsequences: false).joined()
  }
}

extension CommandInput {
  /// Its first bytes.
  func prefix(_ count: Int) -> CommandInput {
    CommandInput(line: line, offset: offset, text: String(decoding: text.utf8.prefix(count), as: UTF8.self))
  }
}
