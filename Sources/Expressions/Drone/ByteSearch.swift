import Glibc

extension UnsafeBufferPointer<UInt8> {
  /// The offset of the first `byte` at or after `start` and before `limit`, or `limit`.
  func firstOffset(of byte: UInt8, from start: Int, limit: Int) -> Int {
    guard start < limit, let base = baseAddress, let found = memchr(base + start, Int32(byte), limit - start) else {
      return limit
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// Whether `first` is somewhere followed by one of two bytes.
  func contains(_ first: UInt8, before one: UInt8, _ other: UInt8) -> Bool {
    var index = firstOffset(of: first, from: 0, limit: count)
    while index + 1 < count {
      let next = self[index + 1]
      if next == one || next == other { return true }
      index = firstOffset(of: first, from: index + 1, limit: count)
    }
    return false
  }
}
