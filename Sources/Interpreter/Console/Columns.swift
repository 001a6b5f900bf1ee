/// The width of text on a terminal.
enum Columns {
  /// How many columns the text takes, one for each character.
  static func count(_ text: String) -> Int { text.count }

  /// The text, or its beginning and `…` where it is wider than `width`.
  static func cut(_ text: String, to width: Int) -> String {
    if count(text) <= width { return text }
    return width > 0 ? text.prefix(width - 1) + "…" : ""
  }

  /// The text in lines of at most `width` columns, broken at spaces; longer words stay whole.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, count(line) + 1 + count(String(word)) > width {
          lines.append(line)
          line = ""
        }
        line += line.isEmpty ? String(word) : " \(word)"
      }
      lines.append(line)
    }
    return lines
  }
}
