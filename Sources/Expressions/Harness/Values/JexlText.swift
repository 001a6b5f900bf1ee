extension JexlValue {
  /// `toString()`: what joining it to a string gives. Lists and maps read as Java prints them, `[a, b]` and `{k=v}`.
  public var javaText: String {
    switch self {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .long(let number): String(number)
    case .bigInteger(let number): number.description
    case .float(let number): JavaNumberText.text(number)
    case .double(let number): JavaNumberText.text(number)
    case .bigDecimal(let number): number.description
    case .character(let unit): String(decoding: [unit], as: UTF16.self)
    case .string(let text): text
    case .list(let elements), .set(let elements): "[" + elements.map(\.javaText).joined(separator: ", ") + "]"
    case .array(let array): array.elementType.arrayName + "@" + String(array.identity, radix: 16)
    case .map(let map):
      "{" + zip(map.keys, map.values).map { $0.javaText + "=" + $1.javaText }.joined(separator: ", ") + "}"
    case .node(let node): JexlJSON.text(of: .node(node))
    case .function: "function"
    case .functor(let functor): functor.rawValue
    case .date(let date): date.description
    case .javaClass(let name): "class " + name
    case .deferred(let reason): reason
    }
  }

  /// What stands in a rendered text for the value: lists, arrays, maps and sets as compact JSON, the rest as Java prints
  /// it.
  public var renderedText: String {
    switch self {
    case .list, .array, .map, .set, .node: JexlJSON.text(of: self)
    default: javaText
    }
  }
}

/// Values as compact JSON, as Harness writes collections into texts.
public enum JexlJSON {
  private static let maximumDepth = 64

  /// The JSON of a value, in the order of its entries, without spaces.
  public static func text(of value: JexlValue) -> String {
    var bytes: [UInt8] = []
    write(value, depth: 0, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ value: JexlValue, depth: Int, to bytes: inout [UInt8]) {
    guard depth < maximumDepth, bytes.count < JexlLimits.maximumTextLength else {
      bytes += Array("null".utf8)
      return
    }
    switch value {
    case .null, .function, .functor: bytes += Array("null".utf8)
    case .boolean, .integer, .long, .bigInteger, .bigDecimal: bytes += Array(value.javaText.utf8)
    case .float(let number): write(number.isFinite, value, to: &bytes)
    case .double(let number): write(number.isFinite, value, to: &bytes)
    case .string(let text): write(text, to: &bytes)
    case .character, .date, .javaClass, .deferred: write(value.javaText, to: &bytes)
    case .list(let elements), .set(let elements): write(elements, depth, to: &bytes)
    case .array(let array): write(array.elements, depth, to: &bytes)
    case .map(let map): write(zip(map.keys.map(\.javaText), map.values), depth, to: &bytes)
    case .node(let node):
      write(node.base.memberNames.lazy.map { ($0, node.base.member($0) ?? .null) }, depth, to: &bytes)
    }
  }

  /// What is no number in JSON is a text there.
  private static func write(_ isFinite: Bool, _ value: JexlValue, to bytes: inout [UInt8]) {
    if isFinite { bytes += Array(value.javaText.utf8) } else { write(value.javaText, to: &bytes) }
  }

  private static func write(_ elements: [JexlValue], _ depth: Int, to bytes: inout [UInt8]) {
    bytes.append(0x5B)
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      write(element, depth: depth + 1, to: &bytes)
    }
    bytes.append(0x5D)
  }

  private static func write(
    _ entries: some Sequence<(String, JexlValue)>, _ depth: Int, to bytes: inout [UInt8]
  ) {
    bytes.append(0x7B)
    var isFirst = true
    for (key, value) in entries {
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      write(key, to: &bytes)
      bytes.append(0x3A)
      write(value, depth: depth + 1, to: &bytes)
    }
    bytes.append(0x7D)
  }

  /// A JSON string; what is not ASCII stays as it is.
  static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x08: bytes += [0x5C, 0x62]
      case 0x09: bytes += [0x5C, 0x74]
      case 0x0A: bytes += [0x5C, 0x6E]
      case 0x0C: bytes += [0x5C, 0x66]
      case 0x0D: bytes += [0x5C, 0x72]
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes += [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
