/// The new dialect: quoted values may have several lines.
enum DotEnvStatements {
  static func read(_ bytes: [UInt8], into table: inout DotEnvTable) throws(HarnessOutputFile.Problem) {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() where byte != 0x0D || index + 1 >= bytes.count || bytes[index + 1] != 0x0A {
      text.append(byte)
    }
    var rest = text[...]
    while skipToStatement(&rest) {
      let key = try key(&rest)
      let value = try value(&rest, table)
      table.set(key, value)
    }
  }

  /// Skips blank lines and comments; false at the end.
  private static func skipToStatement(_ rest: inout ArraySlice<UInt8>) -> Bool {
    while true {
      rest = rest.drop { isSpace($0) || $0 == 0x0A }
      guard let first = rest.first else { return false }
      guard first == 0x23 else { return true }
      rest = rest.drop { $0 != 0x0A }
    }
  }

  private static func key(_ rest: inout ArraySlice<UInt8>) throws(HarnessOutputFile.Problem) -> [UInt8] {
    let word = Array("export".utf8)
    if rest.starts(with: word), let next = rest.dropFirst(word.count).first, isSpace(next) {
      rest = rest.dropFirst(word.count).drop(while: isSpace)
    }
    for (index, byte) in zip(rest.indices, rest) {
      if byte == 0x3D || byte == 0x3A {
        var key = rest[..<index]
        while let last = key.last, isSpace(last) { key.removeLast() }
        rest = rest[(index + 1)...].drop(while: isSpace)
        return Array(key)
      }
      guard isSpace(byte) || isNameByte(byte) else {
        let found = String(Unicode.Scalar(byte)).debugDescription
        let near = String(decoding: rest.prefix(200), as: UTF8.self).debugDescription
        throw .init(message: "unexpected character \(found) in variable name near \(near)")
      }
    }
    // What stands without a name has the empty one.
    return []
  }

  private static func value(
    _ rest: inout ArraySlice<UInt8>, _ table: DotEnvTable
  ) throws(HarnessOutputFile.Problem) -> [UInt8] {
    guard let quote = rest.first, quote == 0x22 || quote == 0x27 else { return bare(&rest, table) }
    var index = rest.startIndex + 1
    while index < rest.endIndex {
      guard rest[index] == quote, rest[index - 1] != 0x5C else {
        index += 1
        continue
      }
      // All quotes at both ends go, not just one.
      var content = rest[..<index]
      while content.last == quote { content.removeLast() }
      content = content.drop { $0 == quote }
      rest = rest[(index + 1)...]
      return quote == 0x22 ? table.expanded(escapes(content)) : Array(content)
    }
    let line = String(decoding: rest.prefix { $0 != 0x0A }, as: UTF8.self)
    throw .init(message: "unterminated quoted value \(line)")
  }

  /// A value without quotes: to the end of the line, or to a `#` behind a blank.
  private static func bare(_ rest: inout ArraySlice<UInt8>, _ table: DotEnvTable) -> [UInt8] {
    let line = rest.prefix { $0 != 0x0A && $0 != 0x0D }
    rest = rest[line.endIndex...]
    var value = line
    for index in line.indices.reversed()
    where line[index] == 0x23 && index > line.startIndex && isSpace(line[index - 1]) {
      value = line[..<index]
      break
    }
    value = value.drop(while: isSpace)
    while let last = value.last, isSpace(last) { value.removeLast() }
    return table.expanded(Array(value))
  }

  private static let escaped: [UInt8: UInt8] = [
    0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x66: 0x0C, 0x62: 0x08, 0x22: 0x22, 0x76: 0x0B,
  ]

  private static func escapes(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == 0x5C, index + 1 < bytes.endIndex, bytes[index + 1] != 0x0A {
        if let byte = escaped[bytes[index + 1]] { result.append(byte) } else { result += [0x5C, bytes[index + 1]] }
        index += 2
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0B || byte == 0x0C || byte == 0x0D
  }

  /// Letters, digits, `_`, `.`, `-` and `/`; bytes of other characters are taken for letters.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || [0x5F, 0x2E, 0x2D, 0x2F].contains(byte) || byte >= 0x80
  }
}
