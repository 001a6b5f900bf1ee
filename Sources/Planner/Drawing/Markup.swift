import Diagnostics

/// Texts inside HTML and SVG.
enum Markup {
  /// `text` as it may stand between tags and in quoted attributes; control characters become `�`.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        let isNoCharacter = scalar.value & 0xFFFE == 0xFFFE
        result.unicodeScalars.append(scalar.isHarmful || isNoCharacter ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// A text on one line that takes at most so many columns, escaped.
  static func cut(_ text: String, to columns: Int) -> String {
    let line = String(text.prefix(columns * 8)).split(whereSeparator: \.isNewline).joined(separator: " ")
    return escaped(PlanPicture.cut(line, to: columns, "…"))
  }

  /// A number of pixels, with at most one decimal.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
