extension JexlJSON {
  /// Why a text is no JSON.
  public struct Problem: Error, Hashable, Sendable {
    /// The UTF-8 offset at which reading stopped.
    public var offset: Int
    /// What is wrong, as one clause.
    public var message: String
  }

  /// Reads JSON: objects become maps that keep their order, whole numbers the smallest of Java's types, others doubles.
  public static func parse(_ text: String) -> Result<JexlValue, Problem> {
    var reader = JexlJSONReader(bytes: Array(text.utf8))
    do throws(Problem) { return .success(try reader.read()) } catch { return .failure(error) }
  }
}

private struct JexlJSONReader {
  private static let maximumDepth = 100

  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func read() throws(JexlJSON.Problem) -> JexlValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    let value = try value(depth: 0)
    skipBlanks()
    guard index == bytes.count else { throw problem("something follows the value") }
    return value
  }

  private func problem(_ message: String) -> JexlJSON.Problem { .init(offset: index, message: message) }

  private mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private mutating func accept(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(JexlJSON.Problem) -> JexlValue {
    guard depth < Self.maximumDepth else { throw problem("it is nested too deeply") }
    skipBlanks()
    guard index < bytes.count else { throw problem("a value is missing") }
    switch bytes[index] {
    case 0x7B: return try object(depth)
    case 0x5B: return try array(depth)
    case 0x22: return .string(try string())
    case 0x2D, 0x30...0x39: return try number()
    default:
      for (word, value) in [("true", JexlValue.boolean(true)), ("false", .boolean(false)), ("null", .null)]
      where bytes[index...].starts(with: word.utf8) {
        index += word.utf8.count
        return value
      }
      throw problem("no value begins like this")
    }
  }

  private mutating func object(_ depth: Int) throws(JexlJSON.Problem) -> JexlValue {
    index += 1
    var result = JexlMap()
    if accept(0x7D) { return .map(result) }
    repeat {
      skipBlanks()
      guard index < bytes.count, bytes[index] == 0x22 else { throw problem("a key in quotes is missing") }
      let key = try string()
      guard accept(0x3A) else { throw problem("a `:` is missing") }
      result[.string(key)] = try value(depth: depth + 1)
      guard result.count <= JexlLimits.maximumElements else { throw problem("there are too many keys") }
    } while accept(0x2C)
    guard accept(0x7D) else { throw problem("a `}` or `,` is missing") }
    return .map(result)
  }

  private mutating func array(_ depth: Int) throws(JexlJSON.Problem) -> JexlValue {
    index += 1
    var result: [JexlValue] = []
    if accept(0x5D) { return .list(result) }
    repeat {
      result.append(try value(depth: depth + 1))
      guard result.count <= JexlLimits.maximumElements else { throw problem("there are too many elements") }
    } while accept(0x2C)
    guard accept(0x5D) else { throw problem("a `]` or `,` is missing") }
    return .list(result)
  }

  private mutating func string() throws(JexlJSON.Problem) -> String {
    index += 1
    var result: [UInt8] = []
    var units: [UInt16] = []
    func flush() {
      guard !units.isEmpty else { return }
      result += Array(String(decoding: units, as: UTF16.self).utf8)
      units = []
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x5C, index < bytes.count, bytes[index] == 0x75 {
        let digits = bytes[(index + 1)...].prefix(4)
        guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
          throw problem("four hexadecimal digits must follow `\\u`")
        }
        units.append(unit)
        index += 5
        continue
      }
      flush()
      if byte == 0x22 { return String(decoding: result, as: UTF8.self) }
      guard byte == 0x5C else {
        guard byte >= 0x20 else { throw problem("a line ends inside a text") }
        result.append(byte)
        continue
      }
      guard index < bytes.count, let escaped = Self.escapes[bytes[index]] else { throw problem("an escape is unknown") }
      result.append(escaped)
      index += 1
    }
    throw problem("a text has no end")
  }

  private static let escapes: [UInt8: UInt8] = [
    0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
  ]

  private mutating func number() throws(JexlJSON.Problem) -> JexlValue {
    let start = index
    var isWhole = true
    if bytes[index] == 0x2D { index += 1 }
    while index < bytes.count {
      switch bytes[index] {
      case 0x30...0x39: break
      case 0x2E, 0x65, 0x45, 0x2B, 0x2D: isWhole = false
      default:
        return try number(start..<index, isWhole)
      }
      index += 1
    }
    return try number(start..<index, isWhole)
  }

  private func number(_ range: Range<Int>, _ isWhole: Bool) throws(JexlJSON.Problem) -> JexlValue {
    let text = String(decoding: bytes[range], as: UTF8.self)
    if isWhole, let whole = BigInteger(text) {
      return whole.int64.map { .whole($0) } ?? .bigInteger(whole)
    }
    guard !isWhole, let number = Double(text) else { throw problem("the number cannot be read") }
    return .double(number)
  }
}
