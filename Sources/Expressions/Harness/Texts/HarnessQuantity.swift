/// Amounts of memory and processors, as Harness's `resources` name them.
public enum HarnessQuantity {
  /// What a container gets where nothing is written: 500Mi.
  public static let defaultMemory: Int64 = 500 << 20
  /// What a container gets where nothing is written: 400m.
  public static let defaultMilliCPU: Int64 = 400

  /// Bytes: a number alone, or with `Mi`, `Gi`, `M` or `G`; fractions are rounded up. Nil for anything else, for which
  /// Harness takes the default.
  public static func memoryBytes(_ text: String) -> Int64? {
    let units: [(String, Double)] = [("Mi", 1_048_576), ("Gi", 1_073_741_824), ("M", 1e6), ("G", 1e9)]
    let (suffix, factor) = units.first { text.hasSuffix($0.0) } ?? ("", 1)
    guard let number = decimal(text.dropLast(suffix.count)) else { return nil }
    return Int64(exactly: (number * factor).rounded(.up))
  }

  /// Thousandths of a processor: a number of processors, which may have a fraction, or a whole number with `m`. Nil for
  /// anything else.
  public static func milliCPU(_ text: String) -> Int64? {
    if text.hasSuffix("m") {
      let digits = text.dropLast()
      return digits.utf8.allSatisfy { $0 &- 0x30 < 10 } ? Int64(digits) : nil
    }
    return decimal(text[...]).flatMap { Int64(exactly: ($0 * 1_000).rounded()) }
  }

  /// Digits with at most one point.
  private static func decimal(_ text: Substring) -> Double? {
    guard let first = text.utf8.first, first &- 0x30 < 10 || first == 0x2E,
      text.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 == 0x2E })
    else { return nil }
    return Double(text)
  }
}
