/// Sizes such as `1.5m` and `1 GiB`, as Drone reads `memory`, `shm_size` and their kin.
public enum DroneSize {
  /// Why a text is no size.
  public struct Failure: Error, Hashable, Sendable {
    /// The text of the upstream error.
    public var message: String
  }

  /// The number of bytes, rounded down.
  ///
  /// A number, at most one space, a unit of `k m g t p` in either case, and `b` or `ib`, which change nothing: every
  /// unit is a power of 1024. There is no sign and no comma.
  public static func parse(_ text: String) -> Result<Int64, Failure> {
    let bytes = Array(text.utf8)
    var index = numberEnd(bytes)
    let number = String(decoding: bytes[..<index], as: UTF8.self)
    let invalid = Failure(message: "invalid size: '\(text)'")
    guard index > 0 else { return .failure(invalid) }
    func take(_ accepted: (UInt8) -> Bool) -> UInt8? {
      guard index < bytes.count, accepted(bytes[index]) else { return nil }
      index += 1
      return bytes[index - 1]
    }
    _ = take { $0 == 0x20 }
    let power = take { exponent(of: $0) > 0 }.map { exponent(of: $0) } ?? 0
    _ = take { $0 | 0x20 == 0x69 }
    _ = take { $0 | 0x20 == 0x62 }
    guard index == bytes.count else { return .failure(invalid) }
    guard number.utf8.count(where: { $0 == 0x2E }) <= 1, let value = Double(number) else {
      return .failure(Failure(message: "strconv.ParseFloat: parsing \(GoQuote.quote(number)): invalid syntax"))
    }
    guard value.isFinite else {
      return .failure(Failure(message: "strconv.ParseFloat: parsing \(GoQuote.quote(number)): value out of range"))
    }
    var size = value
    for _ in 0..<power { size *= 1024 }
    // What does not fit becomes the least number there is, as it does upstream.
    return .success(Int64(exactly: size.rounded(.down)) ?? .min)
  }

  /// The end of digits with single dots between them.
  private static func numberEnd(_ bytes: [UInt8]) -> Int {
    func isDigit(_ index: Int) -> Bool { index < bytes.count && bytes[index] >= 0x30 && bytes[index] <= 0x39 }
    var index = 0
    while isDigit(index) || (index > 0 && index < bytes.count && bytes[index] == 0x2E && isDigit(index + 1)) {
      index += 1
    }
    return index
  }

  /// How often the unit multiplies by 1024; 0 for what is no unit.
  private static func exponent(of unit: UInt8) -> Int {
    switch unit | 0x20 {
    case 0x6B: 1
    case 0x6D: 2
    case 0x67: 3
    case 0x74: 4
    case 0x70: 5
    default: 0
    }
  }
}
