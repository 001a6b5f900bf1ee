/// UTF-8 as Go's decoder reads it: an invalid or cut-off sequence is one byte wide and stands for U+FFFD.
enum Runes {
  static let replacement: UInt32 = 0xFFFD

  /// The scalar that starts at `index` and its width in bytes. `index` must be below `limit`.
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, limit: Int
  ) -> (scalar: UInt32, width: Int, isValid: Bool) {
    let lead = bytes[index]
    if lead < 0x80 { return (UInt32(lead), 1, true) }
    let invalid = (scalar: replacement, width: 1, isValid: false)
    let width: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    var scalar: UInt32
    switch lead {
    case 0xC2...0xDF: (width, scalar) = (2, UInt32(lead & 0x1F))
    case 0xE0...0xEF:
      (width, scalar) = (3, UInt32(lead & 0x0F))
      if lead == 0xE0 { low = 0xA0 }
      if lead == 0xED { high = 0x9F }
    case 0xF0...0xF4:
      (width, scalar) = (4, UInt32(lead & 0x07))
      if lead == 0xF0 { low = 0x90 }
      if lead == 0xF4 { high = 0x8F }
    default: return invalid
    }
    guard limit - index >= width else { return invalid }
    for offset in 1..<width {
      let byte = bytes[index + offset]
      guard byte >= low, byte <= high else { return invalid }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
      low = 0x80
      high = 0xBF
    }
    return (scalar, width, true)
  }

  /// The scalars of a text; each invalid byte is one U+FFFD.
  static func scalars(of bytes: [UInt8]) -> [UInt32] {
    bytes.withUnsafeBufferPointer { buffer in
      var result: [UInt32] = []
      result.reserveCapacity(buffer.count)
      var index = 0
      while index < buffer.count {
        let rune = decode(buffer, at: index, limit: buffer.count)
        result.append(rune.scalar)
        index += rune.width
      }
      return result
    }
  }

  /// Adds the UTF-8 form of a scalar; what is none becomes U+FFFD.
  static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [0xEF, 0xBF, 0xBD])
  }

  /// Whether Go's `unicode.IsLetter` or `unicode.IsDigit` holds.
  static func isLetterOrDigit(_ value: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(value) else { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
      return true
    default: return false
    }
  }

  /// Whether Go's `unicode.IsPrint` holds: letters, marks, numbers, punctuation, symbols and the ASCII space.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }

  /// The simple (one to one) upper-case mapping, which leaves `ß` alone.
  static func uppercased(_ value: UInt32) -> UInt32 {
    guard let scalar = Unicode.Scalar(value) else { return value }
    return single(scalar.properties.uppercaseMapping) ?? single(scalar.properties.titlecaseMapping) ?? value
  }

  /// The simple (one to one) lower-case mapping.
  static func lowercased(_ value: UInt32) -> UInt32 {
    guard let scalar = Unicode.Scalar(value) else { return value }
    // The one scalar whose full mapping has two scalars.
    if value == 0x130 { return 0x69 }
    return single(scalar.properties.lowercaseMapping) ?? value
  }

  private static func single(_ mapping: String) -> UInt32? {
    let scalars = mapping.unicodeScalars
    guard let first = scalars.first, scalars.dropFirst().isEmpty else { return nil }
    return first.value
  }
}
