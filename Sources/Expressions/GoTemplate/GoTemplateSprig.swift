extension GoTemplate {
  /// Calls one of sprig's functions for texts.
  static func callSprig(_ name: String, _ arguments: [Value]) throws(CallFailure) -> Value {
    switch name {
    case "quote": return .string(arguments.filter(isWritten).map { GoQuote.quote(plain($0)) }.joined(separator: " "))
    case "squote": return .string(arguments.filter(isWritten).map { "'\(plain($0))'" }.joined(separator: " "))
    case "default":
      return arguments.count > 1 && arguments[1].isTrue ? arguments[1] : arguments[0]
    case "coalesce": return arguments.first(where: \.isTrue) ?? .null
    case "empty": return .bool(!arguments[0].isTrue)
    case "ternary":
      guard case .bool(let condition) = arguments[2] else {
        throw .outside("wrong type for value; expected bool; got \(arguments[2].type)")
      }
      return condition ? arguments[0] : arguments[1]
    case "toString": return .string(plain(arguments[0]))
    case "join":
      let separator = try text(arguments[0])
      guard case .list(let items) = arguments[1] else { return .string(plain(arguments[1])) }
      return .string(items.filter(isWritten).map(plain).joined(separator: separator))
    case "indent", "nindent": return .string(try indented(arguments, startsOnNewLine: name == "nindent"))
    case "repeat":
      guard case .integer(let count) = arguments[0] else {
        throw .outside("wrong type for value; expected int; got \(arguments[0].type)")
      }
      let piece = try text(arguments[1])
      guard count >= 0 else { throw .inside("strings: negative Repeat count") }
      guard
        Int(clamping: count).multipliedReportingOverflow(by: max(1, piece.utf8.count)).partialValue
          <= Limits.standard.outputBytes,
        count <= Int64(Limits.standard.outputBytes)
      else { throw .inside("the result is longer than \(Limits.standard.outputBytes) bytes") }
      return .string(String(repeating: piece, count: Int(count)))
    default: return try callTextFunction(name, try arguments.map(text))
    }
  }

  private static func callTextFunction(_ name: String, _ texts: [String]) throws(CallFailure) -> Value {
    switch name {
    case "lower": return .string(texts[0].lowercased())
    case "upper": return .string(texts[0].uppercased())
    case "trim":
      let scalars = texts[0].unicodeScalars
      let start = scalars.drop { $0.properties.isWhitespace }
      var end = start[...]
      while let last = end.last, last.properties.isWhitespace { end.removeLast() }
      return .string(String(Substring(end)))
    case "trimPrefix":
      return .string(texts[1].hasPrefix(texts[0]) ? String(texts[1].dropFirst(texts[0].count)) : texts[1])
    case "trimSuffix":
      return .string(texts[1].hasSuffix(texts[0]) ? String(texts[1].dropLast(texts[0].count)) : texts[1])
    case "contains": return .bool(texts[0].isEmpty || texts[1].contains(texts[0]))
    case "hasPrefix": return .bool(texts[1].hasPrefix(texts[0]))
    case "hasSuffix": return .bool(texts[1].hasSuffix(texts[0]))
    case "replace": return .string(try replaced(texts[2], texts[0], texts[1]))
    case "b64enc": return .string(Base64Text.encode(Array(texts[0].utf8)))
    case "b64dec":
      // Sprig gives the complaint of the decoder as the text.
      return .string(
        Base64Text.decode(texts[0]).map { String(decoding: $0, as: UTF8.self) }
          ?? "illegal base64 data at input byte \(Base64Text.faultyByte(texts[0]))")
    default: throw .inside("there is no function \(name)")
    }
  }

  private static func indented(_ arguments: [Value], startsOnNewLine: Bool) throws(CallFailure) -> String {
    guard case .integer(let count) = arguments[0] else {
      throw .outside("wrong type for value; expected int; got \(arguments[0].type)")
    }
    let text = try text(arguments[1])
    guard count >= 0 else { throw .inside("strings: negative Repeat count") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard count <= 4096, Int(count) * lines.count + text.utf8.count <= Limits.standard.outputBytes else {
      throw .inside("the result is longer than \(Limits.standard.outputBytes) bytes")
    }
    let pad = String(repeating: " ", count: Int(count))
    return (startsOnNewLine ? "\n" : "") + lines.map { pad + $0 }.joined(separator: "\n")
  }

  private static func replaced(_ text: String, _ old: String, _ new: String) throws(CallFailure) -> String {
    let bytes = Array(text.utf8)
    let wanted = Array(old.utf8)
    guard !wanted.isEmpty else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: wanted) {
        result += Array(new.utf8)
        index += wanted.count
        guard result.count <= Limits.standard.outputBytes else {
          throw .inside("the result is longer than \(Limits.standard.outputBytes) bytes")
        }
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isWritten(_ value: Value) -> Bool { value != .null && value != .missing }

  /// `%v`, as sprig makes texts of values.
  private static func plain(_ value: Value) -> String { isWritten(value) ? value.text : "<nil>" }

  private static func text(_ value: Value) throws(CallFailure) -> String {
    guard case .string(let text) = value else {
      if value == .missing || value == .null { throw .outside("invalid value; expected string") }
      throw .outside("wrong type for value; expected string; got \(value.type)")
    }
    return text
  }

  /// Base64 with padding.
  private enum Base64Text {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
      var result: [UInt8] = []
      result.reserveCapacity((bytes.count + 2) / 3 * 4)
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = Array(bytes[start..<min(start + 3, bytes.count)])
        let padded = group + [UInt8](repeating: 0, count: 3 - group.count)
        let value = UInt32(padded[0]) << 16 | UInt32(padded[1]) << 8 | UInt32(padded[2])
        for place in 0..<4 {
          result.append(
            place <= group.count ? alphabet[Int(value >> (18 - 6 * UInt32(place)) & 63)] : UInt8(ascii: "="))
        }
      }
      return String(decoding: result, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
      let bytes = text.utf8.filter { $0 != 0x0A && $0 != 0x0D }
      guard bytes.count % 4 == 0 else { return nil }
      var result: [UInt8] = []
      for start in stride(from: 0, to: bytes.count, by: 4) {
        let group = bytes[start..<start + 4]
        let padding = group.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2, padding == 0 || start + 4 == bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in group {
          guard let digit = byte == UInt8(ascii: "=") ? 0 : alphabet.firstIndex(of: byte) else { return nil }
          value = value << 6 | UInt32(digit)
        }
        if group.dropLast(padding).contains(UInt8(ascii: "=")) { return nil }
        result += [UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)].dropLast(padding)
      }
      return result
    }

    static func faultyByte(_ text: String) -> Int {
      Array(text.utf8).firstIndex { !alphabet.contains($0) && $0 != 0x0A && $0 != 0x0D } ?? text.utf8.count / 4 * 4
    }
  }
}
