/// Whose idea of YAML a text is read by, where readers of the libyaml family differ.
public enum Decoder: Sendable {
  /// libyaml 0.2.5 as it is.
  case libyaml
  /// go-yaml v2 (2.1 and 2.2), a port of an older libyaml, as Drone and PipeCD use it. Other than libyaml 0.2.5
  /// - it ends a plain scalar inside brackets at a `?`, so that `[a?b]` is an error;
  /// - it takes `[a:]` and `{a:}` for the scalar `a:`;
  /// - it knows the escape `\'` and does not know `\/`;
  /// - it refuses `%YAML 1.2`.
  ///
  /// One more difference is not imitated: it allows `,` within tags such as `!a,b`.
  case goYAML2
}

/// What go-yaml v2 reads and libyaml does not.
///
/// The parser is given a copy of the text in which the offending character is replaced by one that it takes for part of
/// the same scalar; the scalar's text is then decoded from the text as it is.
struct GoYAMLPatch {
  /// How often a text is read again from the start of the document, and how many bytes in all that may be.
  static let greatestNumber = 10_000
  static let greatestBytes = 1 << 22

  /// The bytes to put in place: an offset and a byte each. Nil if go-yaml refuses the text, too.
  static func patches(
    for failure: SyntaxError, at place: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> [(Int, UInt8)]? {
    guard failure.kind == .scanner, place < text.count else { return nil }
    if failure.problem == "found unexpected ':'", text[place] == UInt8(ascii: ":") {
      return [(place, UInt8(ascii: "x"))]
    }
    guard failure.problem == "found unknown escape character", isEscapedQuote(text, place) else { return nil }
    var found: [(Int, UInt8)] = []
    var offset = place
    // The rest of this scalar at once: a long one may hold many.
    while offset < text.count, text[offset] != UInt8(ascii: "\"") {
      if isEscapedQuote(text, offset) { found.append((offset + 1, UInt8(ascii: "/"))) }
      offset += text[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    return found
  }

  private static func isEscapedQuote(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Bool {
    text[offset] == UInt8(ascii: "\\") && offset + 1 < text.count && text[offset + 1] == UInt8(ascii: "'")
  }
}
