/// `regex`.
enum RegexFunctor {
  static func call(
    _ name: String, _ arguments: [JexlValue], _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue? {
    switch (name, arguments.count) {
    case ("extract", 2):
      guard let pattern = arguments[0].text else { return nil }
      // A text that is not there holds nothing.
      if arguments[1].isNull { return .string("") }
      guard let text = arguments[1].text else { return nil }
      return .string(try extract(budget.pattern(pattern), text, budget))
    case ("match", 2):
      guard let pattern = arguments[0].text, let text = arguments[1].text else { return nil }
      try budget.spend(1 + text.utf8.count / 16)
      return .boolean(try budget.pattern(pattern).first(in: Array(text.utf8), from: 0) != nil)
    case ("replace", 3):
      if arguments[2].isNull { throw JexlFault(.badCall, "regex.replace cannot work on null") }
      guard let pattern = arguments[0].text, let new = arguments[1].text, let text = arguments[2].text else {
        return nil
      }
      try budget.spend(1 + text.utf8.count / 16)
      return .string(try budget.pattern(pattern).replacing(text, with: new))
    default: return nil
    }
  }

  /// The first match that is not empty.
  private static func extract(
    _ pattern: JavaPattern, _ text: String, _ budget: JexlBudget
  ) throws(JexlFault) -> String {
    try budget.spend(1 + text.utf8.count / 16)
    let bytes = Array(text.utf8)
    for groups in try pattern.all(in: bytes) {
      if let whole = groups.first ?? nil, !whole.isEmpty { return String(decoding: bytes[whole], as: UTF8.self) }
    }
    return ""
  }
}

/// `shell`, for texts that become part of a script.
enum ShellFunctor {
  /// What means something to a POSIX shell.
  private static let special = Set(" \t\n|&;<>()$`\\\"'*?[]#~=%!{}".unicodeScalars)

  static func call(_ name: String, _ arguments: [JexlValue]) -> JexlValue? {
    let texts = arguments.compactMap(\.text)
    guard texts.count == arguments.count else { return nil }
    switch (name, texts.count) {
    case ("escape", 1): return .string(escape(texts[0], special))
    case ("escapeChars", 2): return .string(escape(texts[0], Set(texts[1].unicodeScalars)))
    case ("quote", 1):
      return .string(
        "'"
          + texts[0].split(separator: "'", omittingEmptySubsequences: false)
          .joined(separator: "'\\''") + "'")
    case ("doubleQuote", 1): return .string("\"" + escape(texts[0], Set("\"\\$`".unicodeScalars)) + "\"")
    case ("enclose", 2): return .string(texts[0] + texts[1] + texts[0])
    default: return nil
    }
  }

  private static func escape(_ text: String, _ characters: Set<Unicode.Scalar>) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if characters.contains(scalar) { result.append("\\") }
      result.append(scalar)
    }
    return String(result)
  }
}
