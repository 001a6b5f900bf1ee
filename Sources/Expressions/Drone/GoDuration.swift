/// Durations such as `1h30m`, as Go's `time.ParseDuration` reads them.
public enum GoDuration {
  /// Why a text is no duration.
  public struct Failure: Error, Hashable, Sendable {
    /// The text of the upstream error.
    public var message: String
  }

  /// The duration in nanoseconds: numbers with units `ns us ms s m h` one after another, after an optional sign.
  public static func nanoseconds(_ text: String) -> Result<Int64, Failure> {
    let invalid = Failure(message: "time: invalid duration \(GoQuote.quote(text))")
    var rest = Array(text.utf8)[...]
    var isNegative = false
    if let sign = rest.first, sign == 0x2B || sign == 0x2D {
      isNegative = sign == 0x2D
      rest = rest.dropFirst()
    }
    if Array(rest) == [0x30] { return .success(0) }
    if rest.isEmpty { return .failure(invalid) }
    var total: UInt64 = 0
    while !rest.isEmpty {
      let whole = rest.prefix(while: isDigit)
      rest = rest.dropFirst(whole.count)
      var fraction: ArraySlice<UInt8> = []
      if rest.first == 0x2E {
        fraction = rest.dropFirst().prefix(while: isDigit)
        rest = rest.dropFirst(fraction.count + 1)
      }
      if whole.isEmpty, fraction.isEmpty { return .failure(invalid) }
      let unit = rest.prefix { !isDigit($0) && $0 != 0x2E }
      rest = rest.dropFirst(unit.count)
      let unitText = String(decoding: unit, as: UTF8.self)
      if unit.isEmpty {
        return .failure(Failure(message: "time: missing unit in duration \(GoQuote.quote(text))"))
      }
      guard let scale = scale(of: unitText) else {
        let unknown = GoQuote.quote(unitText)
        return .failure(Failure(message: "time: unknown unit \(unknown) in duration \(GoQuote.quote(text))"))
      }
      guard let value = value(whole, fraction, scale) else { return .failure(invalid) }
      let (sum, overflowed) = total.addingReportingOverflow(value)
      if overflowed || sum > 1 << 63 { return .failure(invalid) }
      total = sum
    }
    if isNegative { return .success(total == 1 << 63 ? .min : -Int64(total)) }
    return total < 1 << 63 ? .success(Int64(total)) : .failure(invalid)
  }

  private static func value(_ whole: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>, _ scale: UInt64) -> UInt64? {
    var number: UInt64 = 0
    for digit in whole {
      let (product, overflowed) = number.multipliedReportingOverflow(by: 10)
      if overflowed || product > 1 << 63 { return nil }
      number = product + UInt64(digit - 0x30)
    }
    let (product, overflowed) = number.multipliedReportingOverflow(by: scale)
    if overflowed || product > 1 << 63 { return nil }
    // Digits beyond the eighteenth cannot matter to a whole number of nanoseconds.
    var part = 0.0
    for digit in fraction.prefix(18).reversed() { part = (part + Double(digit - 0x30)) / 10 }
    return product + UInt64(part * Double(scale))
  }

  private static func scale(of unit: String) -> UInt64? {
    switch unit {
    case "ns": 1
    case "us", "µs", "μs": 1_000
    case "ms": 1_000_000
    case "s": 1_000_000_000
    case "m": 60_000_000_000
    case "h": 3_600_000_000_000
    default: nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
