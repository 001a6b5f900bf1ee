/// Opens what AES-256-GCM sealed (NIST SP 800-38D), with a nonce of 12 bytes and nothing but the text to authenticate.
struct AES256GCM {
  private let roundKeys: [[UInt8]]

  /// - Parameter key: 32 bytes.
  init?(key: [UInt8]) {
    guard key.count == 32 else { return nil }
    var words = stride(from: 0, to: 32, by: 4).map { Array(key[$0..<$0 + 4]) }
    var constant: UInt8 = 1
    for index in 8..<60 {
      var word = words[index - 1]
      if index % 8 == 0 {
        word = (word[1...] + [word[0]]).map { Self.box[Int($0)] }
        word[0] ^= constant
        constant = Self.doubled(constant)
      } else if index % 8 == 4 {
        word = word.map { Self.box[Int($0)] }
      }
      words.append(zip(words[index - 8], word).map { $0 ^ $1 })
    }
    roundKeys = stride(from: 0, to: 60, by: 4).map { words[$0..<$0 + 4].flatMap { $0 } }
  }

  /// The text behind `sealed`, whose last 16 bytes are the tag; nil where the tag does not fit.
  func open(_ sealed: [UInt8], nonce: [UInt8]) -> [UInt8]? {
    guard sealed.count >= 16, nonce.count == 12 else { return nil }
    let text = Array(sealed.dropLast(16))
    let first = encrypted(nonce + [0, 0, 0, 1])
    let tag = zip(hash(of: text), first).map { $0 ^ $1 }
    guard zip(tag, sealed.suffix(16)).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0 else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for (number, start) in stride(from: 0, to: text.count, by: 16).enumerated() {
      let mask = encrypted(nonce + Self.bytes(UInt64(number + 2), 4))
      result += zip(text[start..<min(start + 16, text.count)], mask).map { $0 ^ $1 }
    }
    return result
  }

  // MARK: Blocks

  private func encrypted(_ block: [UInt8]) -> [UInt8] {
    var state = zip(block, roundKeys[0]).map { $0 ^ $1 }
    for round in 1...14 {
      // Columns of four bytes, of which row r comes from r columns further on.
      var shifted = (0..<16).map { Self.box[Int(state[($0 + $0 % 4 * 4) % 16])] }
      if round < 14 {
        for column in stride(from: 0, to: 16, by: 4) {
          let old = Array(shifted[column..<column + 4])
          let all = old.reduce(0, ^)
          for row in 0..<4 { shifted[column + row] = old[row] ^ all ^ Self.doubled(old[row] ^ old[(row + 1) % 4]) }
        }
      }
      state = zip(shifted, roundKeys[round]).map { $0 ^ $1 }
    }
    return state
  }

  private func hash(of text: [UInt8]) -> [UInt8] {
    let key = encrypted([UInt8](repeating: 0, count: 16))
    let factor = (Self.number(key[0..<8]), Self.number(key[8..<16]))
    var state: (UInt64, UInt64) = (0, 0)
    let lengths = Self.bytes(0, 8) + Self.bytes(UInt64(text.count) * 8, 8)
    for start in stride(from: 0, to: text.count, by: 16) {
      var block = Array(text[start..<min(start + 16, text.count)])
      block += [UInt8](repeating: 0, count: 16 - block.count)
      state = Self.product((state.0 ^ Self.number(block[0..<8]), state.1 ^ Self.number(block[8..<16])), factor)
    }
    state = Self.product((state.0 ^ Self.number(lengths[0..<8]), state.1 ^ Self.number(lengths[8..<16])), factor)
    return Self.bytes(state.0, 8) + Self.bytes(state.1, 8)
  }

  // MARK: Arithmetic

  /// In the field of 2^128 with the bits in GCM's order.
  private static func product(_ left: (UInt64, UInt64), _ right: (UInt64, UInt64)) -> (UInt64, UInt64) {
    var result: (UInt64, UInt64) = (0, 0)
    var shifted = right
    for bit in 0..<128 {
      let isSet = (bit < 64 ? left.0 >> UInt64(63 - bit) : left.1 >> UInt64(127 - bit)) & 1 == 1
      if isSet { result = (result.0 ^ shifted.0, result.1 ^ shifted.1) }
      let carry = shifted.1 & 1
      shifted = (shifted.0 >> 1, shifted.1 >> 1 | shifted.0 << 63)
      if carry == 1 { shifted.0 ^= 0xe1 << 56 }
    }
    return result
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

  private static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (count - 1 - $0))) }
  }

  /// Twice a byte, in the field of 2^8.
  private static func doubled(_ byte: UInt8) -> UInt8 { byte << 1 ^ (byte & 0x80 == 0 ? 0 : 0x1b) }

  /// The substitution of AES: the inverse in the field of 2^8, and then an affine map.
  private static let box: [UInt8] = {
    var box = [UInt8](repeating: 0x63, count: 256)
    var value: UInt8 = 1
    var inverse: UInt8 = 1
    repeat {
      // Powers of 3, and of its inverse 0xf6.
      value = value ^ doubled(value)
      inverse ^= inverse << 1
      inverse ^= inverse << 2
      inverse ^= inverse << 4
      if inverse & 0x80 != 0 { inverse ^= 0x09 }
      var turned = inverse
      for shift: UInt8 in 1...4 {
        let upper: UInt8 = inverse << shift
        let lower: UInt8 = inverse >> (8 - shift)
        turned ^= upper | lower
      }
      box[Int(value)] = turned ^ 0x63
    } while value != 1
    return box
  }()
}
