/// Writes the fields of a message in ascending order, and maps by their keys: the same message always gives the same bytes.
struct ProtobufEncoder: ProtobufFields {
  private(set) var output: [UInt8] = []

  mutating func string(_ number: Int, _ value: inout String) {
    guard !value.isEmpty else { return }
    write(number, text: value)
  }

  mutating func strings(_ number: Int, _ values: inout [String]) {
    for value in values { write(number, text: value) }
  }

  mutating func bytes(_ number: Int, _ value: inout [UInt8]) {
    guard !value.isEmpty else { return }
    write(number, bytes: value)
  }

  mutating func integer(_ number: Int, _ value: inout some FixedWidthInteger) {
    guard value != 0 else { return }
    write(number, .varint)
    // Negative numbers are written as 64 bits, however short their type.
    write(varint: UInt64(truncatingIfNeeded: Int64(truncatingIfNeeded: value)))
  }

  mutating func flag(_ number: Int, _ value: inout Bool) {
    guard value else { return }
    write(number, .varint)
    write(varint: 1)
  }

  mutating func message(_ number: Int, _ value: inout (some ProtobufMessage)?) {
    if let value { write(number, bytes: value.encoded()) }
  }

  mutating func messages<Message: ProtobufMessage>(_ number: Int, _ values: inout [Message]) {
    for value in values { write(number, bytes: value.encoded()) }
  }

  private mutating func write(_ number: Int, text: String) {
    write(number, .delimited)
    write(varint: UInt64(text.utf8.count))
    output.append(contentsOf: text.utf8)
  }

  private mutating func write(_ number: Int, bytes: [UInt8]) {
    write(number, .delimited)
    write(varint: UInt64(bytes.count))
    output.append(contentsOf: bytes)
  }

  private mutating func write(_ number: Int, _ type: WireType) {
    write(varint: UInt64(number) << 3 | type.rawValue)
  }

  private mutating func write(varint value: UInt64) {
    var rest = value
    while rest > 0x7F {
      output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    output.append(UInt8(rest))
  }
}

/// How the value of a field is delimited: the low three bits of its tag.
enum WireType: UInt64 {
  case varint = 0
  case fixed64 = 1
  case delimited = 2
  case groupStart = 3
  case groupEnd = 4
  case fixed32 = 5
}

extension ProtobufMessage {
  /// The message as bytes.
  func encoded() -> [UInt8] {
    var encoder = ProtobufEncoder()
    var copy = self
    // Writing has nothing that can fail.
    try? copy.visit(&encoder)
    return encoder.output
  }
}
