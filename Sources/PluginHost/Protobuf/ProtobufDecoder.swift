/// Reads the fields of a message. Fields that the message does not know, or of another type, are skipped; of a field that
/// may be there once, the last one counts, and messages are merged.
struct ProtobufDecoder: ProtobufFields {
  /// How many fields a message and all messages inside it may have: two bytes on the wire cost many more in memory.
  static let mostFields = 1_000_000
  /// How deep messages may lie in one another; ours do up to 5.
  static let greatestDepth = 32

  private enum Value {
    case varint(UInt64)
    case delimited(Range<Int>)
  }

  private let input: [UInt8]
  private let depth: Int
  private var fields: [Int: [Value]] = [:]
  private(set) var fieldCount = 0

  init(_ input: [UInt8], _ range: Range<Int>, depth: Int = 0, fieldCount: Int = 0) throws(ProtobufFailure) {
    guard depth <= Self.greatestDepth else { throw ProtobufFailure("messages lie too deep in one another") }
    self.input = input
    self.depth = depth
    self.fieldCount = fieldCount
    var cursor = Cursor(input: input, position: range.lowerBound, end: range.upperBound)
    var groups = 0
    while cursor.position < cursor.end {
      let tag = try cursor.varint()
      self.fieldCount += 1
      guard self.fieldCount <= Self.mostFields else { throw ProtobufFailure("the message has too many fields") }
      guard let number = Int(exactly: tag >> 3), number > 0, number < 1 << 29, let type = WireType(rawValue: tag & 7)
      else { throw ProtobufFailure("a field has an impossible tag") }
      switch type {
      case .varint:
        let value = try cursor.varint()
        if groups == 0 { fields[number, default: []].append(.varint(value)) }
      case .delimited:
        let range = try cursor.delimited()
        if groups == 0 { fields[number, default: []].append(.delimited(range)) }
      case .fixed64: try cursor.skip(8)
      case .fixed32: try cursor.skip(4)
      case .groupStart:
        groups += 1
        guard groups <= Self.greatestDepth else { throw ProtobufFailure("messages lie too deep in one another") }
      case .groupEnd:
        guard groups > 0 else { throw ProtobufFailure("a group ends that did not begin") }
        groups -= 1
      }
    }
    guard groups == 0 else { throw ProtobufFailure("the message ends inside a group") }
  }

  mutating func string(_ number: Int, _ value: inout String) throws(ProtobufFailure) {
    for case .delimited(let range) in fields[number] ?? [] { value = try text(range) }
  }

  mutating func strings(_ number: Int, _ values: inout [String]) throws(ProtobufFailure) {
    for case .delimited(let range) in fields[number] ?? [] { values.append(try text(range)) }
  }

  mutating func bytes(_ number: Int, _ value: inout [UInt8]) {
    for case .delimited(let range) in fields[number] ?? [] { value = Array(input[range]) }
  }

  mutating func integer<Integer: FixedWidthInteger>(_ number: Int, _ value: inout Integer) {
    for case .varint(let raw) in fields[number] ?? [] { value = Integer(truncatingIfNeeded: raw) }
  }

  mutating func flag(_ number: Int, _ value: inout Bool) {
    for case .varint(let raw) in fields[number] ?? [] { value = raw != 0 }
  }

  mutating func message<Message: ProtobufMessage>(_ number: Int, _ value: inout Message?) throws(ProtobufFailure) {
    for case .delimited(let range) in fields[number] ?? [] {
      var message = value ?? Message()
      try read(range, into: &message)
      value = message
    }
  }

  mutating func messages<Message: ProtobufMessage>(_ number: Int, _ values: inout [Message]) throws(ProtobufFailure) {
    for case .delimited(let range) in fields[number] ?? [] {
      var message = Message()
      try read(range, into: &message)
      values.append(message)
    }
  }

  private mutating func read(_ range: Range<Int>, into message: inout some ProtobufMessage) throws(ProtobufFailure) {
    var nested = try ProtobufDecoder(input, range, depth: depth + 1, fieldCount: fieldCount)
    try message.visit(&nested)
    fieldCount = nested.fieldCount
  }

  private func text(_ range: Range<Int>) throws(ProtobufFailure) -> String {
    guard let text = String(validating: input[range], as: UTF8.self) else {
      throw ProtobufFailure("a text is not UTF-8")
    }
    return text
  }
}

/// A place in the bytes that moves forward.
private struct Cursor {
  let input: [UInt8]
  var position: Int
  let end: Int

  mutating func varint() throws(ProtobufFailure) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard position < end else { throw ProtobufFailure("the message ends inside a number") }
      let byte = input[position]
      position += 1
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw ProtobufFailure("a number has more than 64 bits")
  }

  mutating func delimited() throws(ProtobufFailure) -> Range<Int> {
    let length = try varint()
    guard length <= UInt64(end - position) else { throw ProtobufFailure("the message ends inside a field") }
    defer { position += Int(length) }
    return position..<position + Int(length)
  }

  mutating func skip(_ count: Int) throws(ProtobufFailure) {
    guard count <= end - position else { throw ProtobufFailure("the message ends inside a field") }
    position += count
  }
}

extension ProtobufMessage {
  /// The message that the bytes say.
  init(decoding bytes: [UInt8]) throws(ProtobufFailure) {
    self.init()
    var decoder = try ProtobufDecoder(bytes, 0..<bytes.count)
    try visit(&decoder)
  }
}
