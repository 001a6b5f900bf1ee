import Glibc

extension Node {
  /// The decoded text of a scalar; empty for other nodes.
  public var text: String { withText { String(decoding: $0, as: UTF8.self) } }

  /// Calls `body` with the decoded text of a scalar, or with nothing for other nodes; nothing is copied.
  public func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let record = record
    guard record.kind == .scalar else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    return body(memory.text(of: record))
  }

  /// The length of a scalar's decoded text in bytes; 0 for other nodes.
  public var textLength: Int {
    let record = record
    guard record.kind == .scalar else { return 0 }
    return record.flags.contains(.isDecoded) ? memory.decodedRange(record).count : record.slice.count
  }

  /// Whether a scalar's decoded text is `literal`; false for other nodes.
  public func equals(_ literal: StaticString) -> Bool {
    guard kind == .scalar, textLength == literal.utf8CodeUnitCount else { return false }
    return withText { text in
      guard let start = text.baseAddress, !text.isEmpty else { return true }
      return memcmp(start, literal.utf8Start, text.count) == 0
    }
  }

  /// Whether a scalar's decoded text is `string`; false for other nodes.
  public func equals(_ string: String) -> Bool {
    guard kind == .scalar, textLength == string.utf8.count else { return false }
    return withText { $0.elementsEqual(string.utf8) }
  }

  /// The node as it is written in the text that was read, before decoding.
  public var rawText: String { storage.string(record.start, record.end) }
}
