import Diagnostics
import YAML

/// The mistake behind a syntax error. libyaml says where it gave up, which is often lines after what a person has to mend: a
/// quote that is open swallows the next keys, and a key without its colon is noticed at the next one.
///
/// Judged by how the lines look, in one pass from the start of the document to the error; nil where nothing is certain.
struct SyntaxCause {
  enum Mistake: Hashable {
    /// A quote whose text goes on over lines that look like keys; the line (from 1) on which it ends, if it does.
    case quote(endLine: Int?)
    /// A bracket or brace that is not closed before lines that look like keys.
    case bracket(closing: String)
    /// `key value`.
    case colon(key: String)
    /// `key:value`.
    case space(key: String, value: String)
  }

  let mistake: Mistake
  /// What to mend, as offsets into the text.
  let range: Range<Int>

  /// - Parameters:
  ///   - place: where the error was noticed.
  ///   - context: where what was read then began, if it is on an earlier line.
  init?(of error: SyntaxError, at place: Int, context: Int?, in text: [UInt8]) {
    guard error.kind == .scanner || error.kind == .parser, place <= text.count else { return nil }
    let lines = SyntaxLines(text)
    if let found = SyntaxDelimiters(lines, before: place).firstOpen {
      self = found
    } else if error.problem.contains("could not find expected ':'"), let context,
      let found = Self.key(at: context, in: lines)
    {
      self = found
    } else if error.problem.contains("mapping values are not allowed"), let found = Self.keyAbove(place, in: lines) {
      self = found
    } else {
      return nil
    }
  }

  init(_ mistake: Mistake, _ range: Range<Int>) {
    self.mistake = mistake
    self.range = range
  }

  /// The key that begins at an offset and has no colon with a space behind it.
  private static func key(at offset: Int, in lines: SyntaxLines) -> SyntaxCause? {
    let line = lines.line(at: offset)
    return key(in: lines, line, from: max(offset, line.lowerBound))
  }

  private static func key(in lines: SyntaxLines, _ line: Range<Int>, from start: Int) -> SyntaxCause? {
    let word = lines.word(from: start, in: line)
    let key = lines.string(word)
    guard key.contains(where: \.isLetter) else { return nil }
    if word.upperBound < line.upperBound, lines.text[word.upperBound] == UInt8(ascii: ":") {
      let value = word.upperBound + 1..<line.upperBound
      guard !value.isEmpty, value.count <= 200, lines.text[value.lowerBound] != UInt8(ascii: "/") else { return nil }
      return SyntaxCause(.space(key: key, value: lines.string(value)), word.lowerBound..<word.upperBound + 1)
    }
    return SyntaxCause(.colon(key: key), word)
  }

  /// The line above a pair, where it is that line that makes the pair impossible: a key without its colon or space.
  private static func keyAbove(_ place: Int, in lines: SyntaxLines) -> SyntaxCause? {
    let line = lines.line(at: place)
    // The pair is the first on its line; in `a: b: c` the text itself is wrong.
    guard let colon = lines.colon(in: line), colon == place, let above = lines.contentLine(before: line) else {
      return nil
    }
    let column = lines.contentColumn(above)
    guard lines.colon(in: above) == nil, column == lines.contentColumn(line) else { return nil }
    if column == lines.indentation(above), let earlier = lines.contentLine(before: above),
      lines.contentColumn(earlier) < column, let colon = lines.colon(in: earlier), colon + 1 < earlier.upperBound
    {
      return nil  // a text that goes on over several lines
    }
    return key(in: lines, above, from: above.lowerBound + column)
  }
}
