extension Unicode.Scalar {
  /// Whether it can do something to a terminal or a page besides being shown: move the cursor, colour, or reverse the order in
  /// which the text around it is read.
  var isHarmful: Bool {
    switch value {
    case 0x00..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

/// Texts of a file where they stand among others.
enum HarmlessText {
  /// `text` with `�` for all that is harmful.
  static func shown(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isHarmful) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(scalar.isHarmful ? "\u{FFFD}" : scalar) }
    return String(result)
  }
}
