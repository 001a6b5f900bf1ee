/// The lexical rules of image names; everything in them is ASCII.
enum ImageNameSyntax {
  /// 64 hexadecimal digits, which mean an image by its identifier and are no name.
  static func isIdentifier(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy(isLowerHexadecimal)
  }

  /// Letters, digits and hyphens between dots, no hyphen at an edge; perhaps a port.
  static func isHost(_ text: String) -> Bool {
    let halves = text.utf8.split(separator: 0x3A, maxSplits: 1, omittingEmptySubsequences: false)
    if halves.count == 2, halves[1].isEmpty || !halves[1].allSatisfy(isDigit) { return false }
    return halves[0].split(separator: 0x2E, omittingEmptySubsequences: false).allSatisfy { label in
      guard let first = label.first, let last = label.last else { return false }
      return isAlphanumeric(first) && isAlphanumeric(last) && label.allSatisfy { isAlphanumeric($0) || $0 == 0x2D }
    }
  }

  /// Components between slashes: lower-case letters and digits, joined by `.`, `_`, `__` or hyphens.
  static func isPath(_ text: String) -> Bool {
    text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).allSatisfy { component in
      guard let first = component.first, let last = component.last, isLowerAlphanumeric(first),
        isLowerAlphanumeric(last)
      else { return false }
      return component.split(whereSeparator: isLowerAlphanumeric).allSatisfy { separator in
        separator.allSatisfy { $0 == 0x2D } || Array(separator) == [0x2E]
          || (separator.count <= 2 && separator.allSatisfy { $0 == 0x5F })
      }
    }
  }

  /// A letter, digit or `_`, then up to 127 of them, dots and hyphens.
  static func isTag(_ text: String) -> Bool {
    guard let first = text.utf8.first, isAlphanumeric(first) || first == 0x5F, text.utf8.count <= 128 else {
      return false
    }
    return text.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2E || $0 == 0x2D }
  }

  /// One of the known algorithms and as many lower-case digits as it has.
  static func isDigest(_ text: String) -> Bool {
    let widths = [("sha256:", 64), ("sha384:", 96), ("sha512:", 128)]
    return widths.contains { algorithm, width in
      text.hasPrefix(algorithm) && text.utf8.count == algorithm.utf8.count + width
        && text.utf8.dropFirst(algorithm.utf8.count).allSatisfy(isLowerHexadecimal)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || (byte >= 0x61 && byte <= 0x7A) }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isLowerAlphanumeric(byte) || (byte >= 0x41 && byte <= 0x5A)
  }

  private static func isLowerHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte >= 0x61 && byte <= 0x66) }
}
