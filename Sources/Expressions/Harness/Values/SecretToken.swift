/// How a secret stands in the texts that expressions work with: an opaque token, which string functions see and join as
/// they would any other text, and which only the executing container replaces.
public enum SecretToken {
  private static let opening = Array("${ngSecretManager.obtain(\"".utf8)
  private static let closing = Array("\", 0)}".utf8)

  /// The token of a secret reference such as `org.tok`.
  public static func text(for name: String) -> String {
    String(decoding: opening, as: UTF8.self) + name + String(decoding: closing, as: UTF8.self)
  }

  /// The text and the secrets in it, in their order; empty texts are left out.
  public static func pieces(of text: String) -> [RenderedPiece] {
    let bytes = Array(text.utf8)
    guard bytes.contains(0x24) else { return text.isEmpty ? [] : [.literal(text)] }
    var result: [RenderedPiece] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x24, bytes[index...].starts(with: opening) else {
        index += 1
        continue
      }
      let nameStart = index + opening.count
      // A reference holds no quote, so the name ends at the first.
      guard let nameEnd = bytes[nameStart...].firstIndex(of: 0x22), bytes[nameEnd...].starts(with: closing) else {
        index = nameStart
        continue
      }
      if start < index { result.append(.literal(String(decoding: bytes[start..<index], as: UTF8.self))) }
      result.append(.secret(String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self)))
      index = nameEnd + closing.count
      start = index
    }
    if start < bytes.count { result.append(.literal(String(decoding: bytes[start...], as: UTF8.self))) }
    return result
  }
}

/// A part of a rendered text.
public enum RenderedPiece: Hashable, Sendable {
  case literal(String)
  /// The value of a secret stands here, by its reference (`tok`, `org.tok`, `account.tok`).
  case secret(String)
  /// The expression, as written, whose value is not known before something has run.
  case deferred(String)
}
