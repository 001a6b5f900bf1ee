extension GoDuration {
  /// The duration as Go's `Duration.String` writes it: `1h30m0s`, `1.5s`, `100µs`, `0s`.
  public static func text(nanoseconds: Int64) -> String {
    guard nanoseconds != 0 else { return "0s" }
    let sign = nanoseconds < 0 ? "-" : ""
    let magnitude = nanoseconds.magnitude
    switch magnitude {
    case ..<1000: return "\(sign)\(magnitude)ns"
    case ..<1_000_000: return sign + decimal(magnitude, 1000) + "µs"
    case ..<1_000_000_000: return sign + decimal(magnitude, 1_000_000) + "ms"
    default: break
    }
    let minutes = magnitude / 60_000_000_000
    let seconds = decimal(magnitude % 60_000_000_000, 1_000_000_000) + "s"
    if minutes == 0 { return sign + seconds }
    if minutes < 60 { return "\(sign)\(minutes)m\(seconds)" }
    return "\(sign)\(minutes / 60)h\(minutes % 60)m\(seconds)"
  }

  /// A quotient with the digits that it needs.
  private static func decimal(_ value: UInt64, _ unit: UInt64) -> String {
    let rest = value % unit
    guard rest != 0 else { return "\(value / unit)" }
    var digits = String(unit + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(value / unit).\(digits)"
  }
}
