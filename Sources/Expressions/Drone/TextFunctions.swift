/// What the substitution functions do to bytes.
enum TextFunctions {
  /// Go's `strconv.Atoi`: an optional sign and ASCII digits that fit in 64 bits.
  static func integer(_ bytes: [UInt8]) -> Int? {
    var digits = bytes[...]
    var isNegative = false
    if let sign = digits.first, sign == 0x2B || sign == 0x2D {
      isNegative = sign == 0x2D
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty else { return nil }
    var value = 0
    for byte in digits {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let digit = Int(byte - 0x30)
      let (sum, carried) =
        isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      if overflowed || carried { return nil }
      value = sum
    }
    return value
  }

  /// Maps the first character only.
  static func mappingFirst(_ bytes: [UInt8], _ transform: (UInt32) -> UInt32) -> [UInt8] {
    guard !bytes.isEmpty else { return bytes }
    let first = bytes.withUnsafeBufferPointer { Runes.decode($0, at: 0, limit: $0.count) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 2)
    Runes.append(transform(first.scalar), to: &result)
    result += bytes.dropFirst(first.width)
    return result
  }

  /// Maps every character.
  static func mappingAll(_ bytes: [UInt8], _ transform: (UInt32) -> UInt32) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for scalar in Runes.scalars(of: bytes) { Runes.append(transform(scalar), to: &result) }
    return result
  }

  /// The characters in reverse order; bytes that are no UTF-8 become U+FFFD.
  static func reversed(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for scalar in Runes.scalars(of: bytes).reversed() { Runes.append(scalar, to: &result) }
    return result
  }

  /// Go's `strings.Replace`: literal, not overlapping, at most `limit` times. An empty `wanted` is found before each
  /// character and at the end. Returns nil when the result would have more than `sizeLimit` bytes.
  static func replacing(
    _ wanted: [UInt8], in bytes: [UInt8], with replacement: [UInt8], limit: Int, sizeLimit: Int
  ) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var copied = 0
    var replaced = 0
    var places = Places(wanted: wanted, bytes: bytes)
    while replaced < limit, let place = places.next() {
      result += bytes[copied..<place]
      result += replacement
      if result.count > sizeLimit { return nil }
      copied = place + wanted.count
      replaced += 1
    }
    result += bytes[copied...]
    return result.count > sizeLimit ? nil : result
  }

  /// The places at which a text is found, by Knuth, Morris and Pratt so that no text takes quadratic time.
  private struct Places {
    private let wanted: [UInt8]
    private let bytes: [UInt8]
    private let borders: [Int]
    private var index = 0
    private var isDone = false

    init(wanted: [UInt8], bytes: [UInt8]) {
      self.wanted = wanted
      self.bytes = bytes
      var borders = [Int](repeating: 0, count: wanted.count)
      var length = 0
      for index in wanted.indices.dropFirst() {
        while length > 0, wanted[index] != wanted[length] { length = borders[length - 1] }
        if wanted[index] == wanted[length] { length += 1 }
        borders[index] = length
      }
      self.borders = borders
    }

    mutating func next() -> Int? {
      wanted.isEmpty ? nextCharacter() : nextMatch()
    }

    private mutating func nextCharacter() -> Int? {
      guard !isDone else { return nil }
      let place = index
      if place < bytes.count {
        index += bytes.withUnsafeBufferPointer { Runes.decode($0, at: place, limit: $0.count).width }
      } else {
        isDone = true
      }
      return place
    }

    private mutating func nextMatch() -> Int? {
      var length = 0
      while index < bytes.count {
        while length > 0, bytes[index] != wanted[length] { length = borders[length - 1] }
        if bytes[index] == wanted[length] { length += 1 }
        index += 1
        if length == wanted.count { return index - length }
      }
      return nil
    }
  }
}
