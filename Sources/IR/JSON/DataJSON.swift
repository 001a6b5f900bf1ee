import Diagnostics

extension IRWriter {
  /// The members of a value of free form: its type, the value, its place, and how it is written.
  mutating func write(_ data: Data) {
    switch data.value {
    case .null: typed("null") { $0.null() }
    case .bool(let value): typed("bool") { $0.bool(value) }
    case .integer(let value): typed("integer") { $0.integer(value) }
    case .unsigned(let value): typed("integer") { $0.integer(value) }
    case .float(let value): typed("float") { $0.number(value) }
    case .string(let text): typed("string") { $0.string(text.value) }
    case .binary(let bytes): typed("binary") { $0.string(Self.base64(bytes)) }
    case .list(let items):
      json.member("type", "list")
      json.key("items")
      array(items) { $0.write($1) }
    case .map(let entries):
      json.member("type", "map")
      json.key("entries")
      array(entries) { writer, entry in
        writer.member("key") { $0.write(entry.key) }
        writer.member("value") { $0.write(entry.value) }
      }
    }
    at(data.span)
    json.member("raw", ifPresent: data.raw)
  }

  private mutating func typed(_ name: String, _ value: (inout JSONWriter) -> Void) {
    json.member("type", name)
    json.key("value")
    value(&json)
  }

  /// RFC 4648, with padding.
  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let padded = Array(group) + [UInt8](repeating: 0, count: 3 - group.count)
      let value = UInt32(padded[0]) << 16 | UInt32(padded[1]) << 8 | UInt32(padded[2])
      for place in 0..<4 {
        let digit = digits[Int(value >> (18 - 6 * UInt32(place)) & 63)]
        result.append(place <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
