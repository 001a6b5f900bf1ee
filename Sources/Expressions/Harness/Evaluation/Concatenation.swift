/// Whether a text that stands for a span is pasted beside its neighbours instead of being an operand.
///
/// Harness decides by the first character that matters on the left, and where that does not decide, on the right.
enum Concatenation {
  private enum Decision {
    case paste, bind, undecided
  }

  private static let operators = Set("+=?&|!~^$".utf8)
  private static let words = ["or", "eq", "ne", "and", "not", "size", "empty"].map { Array($0.utf8) }
  private static let headers = ["if (", "else {", "for (", "while (", "do {"].map { Array($0.utf8) }

  static func isPasted(after left: [UInt8], before right: ArraySlice<UInt8>) -> Bool {
    if beginsMethodCall(right) { return false }
    switch decideLeft(left[...], isTernary: left.contains(0x3F) || right.contains(0x3F)) {
    case .paste: return true
    case .bind: return false
    case .undecided: break
    }
    return decideRight(left, right, isTernary: left.contains(0x3F) || right.contains(0x3F)) == .paste
  }

  /// `.name(` or `).name(`.
  private static func beginsMethodCall(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if rest.first == 0x29 { rest.removeFirst() }
    guard rest.first == 0x2E else { return false }
    let name = rest.dropFirst().prefix(while: isWordByte)
    return !name.isEmpty && rest.dropFirst(1 + name.count).first == 0x28
  }

  private static func decideLeft(_ text: ArraySlice<UInt8>, isTernary: Bool) -> Decision {
    var end = text.endIndex
    while end > text.startIndex {
      let byte = text[end - 1]
      switch byte {
      case 0x20, 0x29, 0x3B, 0x0A: break
      case 0x5B:
        let isIndex = end - 2 >= text.startIndex && isLetter(text[end - 2])
        return isIndex ? .undecided : .paste
      case 0x28: return .undecided
      case 0x2C: return isInsideCall(text[..<end]) ? .undecided : .paste
      case 0x3A: return isTernary ? .bind : .paste
      default:
        if operators.contains(byte) { return .bind }
        if endsWithWord(text[..<end]) { return .bind }
        return headers.contains { text[..<end].contains($0) } ? .bind : .paste
      }
      end -= 1
    }
    return .undecided
  }

  private static func decideRight(_ left: [UInt8], _ text: ArraySlice<UInt8>, isTernary: Bool) -> Decision {
    var start = text.startIndex
    while start < text.endIndex {
      let byte = text[start]
      switch byte {
      case 0x20, 0x28, 0x3B, 0x0A: break
      case 0x29, 0x5D: return .undecided
      case 0x2C: return isInsideCall(left[...]) ? .undecided : .paste
      case 0x3A: return isTernary ? .bind : .paste
      default:
        if operators.contains(byte) { return .bind }
        return beginsWithWord(text[start...], after: start > text.startIndex) ? .bind : .paste
      }
      start += 1
    }
    return .undecided
  }

  /// Whether there is an opening parenthesis without its closing one.
  private static func isInsideCall(_ text: ArraySlice<UInt8>) -> Bool {
    var depth = 0
    for byte in text.reversed() {
      if byte == 0x29 { depth += 1 }
      if byte == 0x28 {
        if depth == 0 { return true }
        depth -= 1
      }
    }
    return false
  }

  private static func endsWithWord(_ text: ArraySlice<UInt8>) -> Bool {
    let word = text.suffix(while: isWordByte)
    guard words.contains(where: { $0.elementsEqual(word) }) else { return false }
    return word.startIndex == text.startIndex || text[word.startIndex - 1] == 0x20
  }

  private static func beginsWithWord(_ text: ArraySlice<UInt8>, after isBehindBlank: Bool) -> Bool {
    guard isBehindBlank else { return false }
    let word = text.prefix(while: isWordByte)
    guard words.contains(where: { $0.elementsEqual(word) }) else { return false }
    return word.endIndex == text.endIndex || text[word.endIndex] == 0x20
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  private static func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- 0x30 < 10 || byte == 0x5F }
}

extension ArraySlice<UInt8> {
  fileprivate func suffix(while predicate: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, predicate(self[start - 1]) { start -= 1 }
    return self[start...]
  }

  fileprivate func contains(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first, count >= wanted.count else { return false }
    return indices.dropLast(wanted.count - 1).contains { self[$0] == first && self[$0...].starts(with: wanted) }
  }
}
