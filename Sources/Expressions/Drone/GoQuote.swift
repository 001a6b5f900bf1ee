/// Go's `strconv.Quote`: the form in which Drone puts values with line breaks into a file and traces commands.
public enum GoQuote {
  /// The text in double quotes, with `\\ \" \a \b \f \n \r \t \v` escapes, `\xNN` for other control characters and
  /// `\uNNNN`/`\UNNNNNNNN` for what is not printable; printable Unicode is kept.
  public static func quote(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    result.reserveCapacity(text.utf8.count + 8)
    result.append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "\"":
        result.append("\\")
        result.append(scalar)
      case "\u{07}": result.append(contentsOf: "\\a".unicodeScalars)
      case "\u{08}": result.append(contentsOf: "\\b".unicodeScalars)
      case "\u{0C}": result.append(contentsOf: "\\f".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\u{0B}": result.append(contentsOf: "\\v".unicodeScalars)
      case " "..."~": result.append(scalar)
      default:
        if scalar.value >= 0x80, Runes.isPrintable(scalar) {
          result.append(scalar)
        } else {
          result.append(contentsOf: escape(scalar.value).unicodeScalars)
        }
      }
    }
    result.append("\"")
    return String(result)
  }

  private static func escape(_ value: UInt32) -> String {
    let (letter, width) = value < 0x80 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
    let digits = String(value, radix: 16)
    return "\\" + letter + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
