extension String {
  /// The offset of the first such byte.
  func utf8Offset(of byte: UInt8) -> Int? {
    var copy = self
    return copy.withUTF8 { buffer in buffer.firstIndex(of: byte) }
  }
}
