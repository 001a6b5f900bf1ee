import IR

/// The text that a setting has after the converter wrote it out and somebody read it again.
enum LegacyPrinter {
  /// The converter prints texts without quotes that look like numbers or truth values, so they become these.
  static func reread(_ data: Data) -> Data {
    var data = data
    switch data.value {
    case .string(let text) where !needsQuotes(text.value):
      switch GoScalar.resolve(plain: text.value) {
      case .null(let isSpelled): data.value = .null(isSpelled: isSpelled)
      case .bool(let flag): data.value = .bool(flag)
      case .integer(let number): data.value = .integer(number)
      case .unsigned(let number): data.value = .unsigned(number)
      case .float(let number): data.value = .float(number)
      default: break
      }
    case .list(let items):
      data.value = .list(items.map(reread))
    case .map(let entries):
      data.value = .map(entries.map { .init(key: reread($0.key), value: reread($0.value)) })
    default:
      break
    }
    return data
  }

  /// Whether the converter puts a text in quotes.
  private static func needsQuotes(_ text: String) -> Bool {
    guard let first = text.first, let last = text.last else { return true }
    if first.isWhitespace || last.isWhitespace || last == ":" { return true }
    if ",[]{}*\"'%@`|>#".contains(first) { return true }
    if "&!-:?".contains(first), text.dropFirst().first == " " { return true }
    if text.contains(": ") || text.contains(" #") { return true }
    return text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }
}
