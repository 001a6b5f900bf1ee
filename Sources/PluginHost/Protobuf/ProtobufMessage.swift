/// A message of protocol buffers (proto3), whose fields are named once for both directions.
protocol ProtobufMessage: Hashable, Sendable {
  /// A message without any field.
  init()

  /// Shows every field to `fields`, which reads or writes them, in ascending order of their numbers.
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure)
}

/// What is done to each field of a message.
///
/// As proto3 has it, a field that holds its type's default (an empty text, zero, false) is not written, and one that is
/// absent is left as it is.
protocol ProtobufFields {
  mutating func string(_ number: Int, _ value: inout String) throws(ProtobufFailure)
  mutating func strings(_ number: Int, _ values: inout [String]) throws(ProtobufFailure)
  mutating func bytes(_ number: Int, _ value: inout [UInt8]) throws(ProtobufFailure)
  /// `int32`, `int64` and `uint32`.
  mutating func integer(_ number: Int, _ value: inout some FixedWidthInteger) throws(ProtobufFailure)
  mutating func flag(_ number: Int, _ value: inout Bool) throws(ProtobufFailure)
  mutating func message(_ number: Int, _ value: inout (some ProtobufMessage)?) throws(ProtobufFailure)
  mutating func messages<Message: ProtobufMessage>(
    _ number: Int, _ values: inout [Message]
  ) throws(ProtobufFailure)
}

extension ProtobufFields {
  /// An enumeration, of which numbers without a name are kept too.
  mutating func choice<Choice: RawRepresentable<Int32>>(
    _ number: Int, _ value: inout Choice
  ) throws(ProtobufFailure) {
    var raw = value.rawValue
    try integer(number, &raw)
    if let read = Choice(rawValue: raw) { value = read }
  }

  /// A `map<string, string>`: on the wire, messages of a key and a value.
  mutating func texts(_ number: Int, _ values: inout [String: String]) throws(ProtobufFailure) {
    var entries = values.sorted { $0.key < $1.key }.map { TextEntry(key: $0.key, value: $0.value) }
    try messages(number, &entries)
    for entry in entries { values[entry.key] = entry.value }
  }

  /// A `map<string, Message>`.
  mutating func map<Message: ProtobufMessage>(
    _ number: Int, _ values: inout [String: Message]
  ) throws(ProtobufFailure) {
    var entries = values.sorted { $0.key < $1.key }.map { MessageEntry(key: $0.key, value: $0.value) }
    try messages(number, &entries)
    for entry in entries { values[entry.key] = entry.value ?? Message() }
  }
}

/// A pair of a `map<string, string>`.
private struct TextEntry: ProtobufMessage {
  var key = ""
  var value = ""

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &key)
    try fields.string(2, &value)
  }
}

/// A pair of a `map<string, Message>`.
private struct MessageEntry<Message: ProtobufMessage>: ProtobufMessage {
  var key = ""
  var value: Message?

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &key)
    try fields.message(2, &value)
  }
}

/// Bytes that are no message.
struct ProtobufFailure: Error, Hashable, Sendable {
  /// What is wrong, as a clause.
  var message: String

  init(_ message: String) { self.message = message }
}
