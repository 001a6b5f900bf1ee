/// Times as Harness writes them: `1m 20s`.
enum HarnessTimeText {
  /// The sum of the groups in milliseconds; nil for a text that is no time, and for nothing.
  ///
  /// Units are w, d, h, m and s; one space may stand between groups.
  static func milliseconds(_ text: String) -> Int64? {
    let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    var total: Int64 = 0
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber {
        guard digits.count < 9 else { return nil }
        digits.append(character)
      } else if character == " ", digits.isEmpty {
        continue
      } else {
        guard let factor = seconds[character], let number = Int64(digits) else { return nil }
        total += number * factor * 1000
        digits = ""
      }
    }
    return digits.isEmpty && total > 0 ? total : nil
  }
}

/// Amounts of memory and processors as Harness reads them.
enum HarnessAmount {
  /// Bytes: a number, or a number with `Mi`, `Gi`, `M` or `G`; parts of a byte are rounded up. nil for anything else.
  static func memory(_ text: String) -> Int64? {
    for (suffix, factor) in [("Mi", 1_048_576.0), ("Gi", 1_073_741_824), ("M", 1_000_000), ("G", 1_000_000_000)]
    where text.hasSuffix(suffix) {
      return whole(text.dropLast(suffix.count), factor)
    }
    return whole(text[...], 1)
  }

  /// Thousandths of a processor: `500m`, or a number of processors. nil for anything else.
  static func processors(_ text: String) -> Int64? {
    if text.hasSuffix("m") { return Int64(text.dropLast()).flatMap { $0 > 0 ? $0 : nil } }
    guard let number = number(text[...]), number * 1000 < 1e12 else { return nil }
    return Int64((number * 1000).rounded())
  }

  private static func whole(_ text: Substring, _ factor: Double) -> Int64? {
    guard let number = number(text), number * factor < 1e18 else { return nil }
    return Int64((number * factor).rounded(.up))
  }

  private static func number(_ text: Substring) -> Double? {
    guard !text.isEmpty, text.allSatisfy({ ($0.isASCII && $0.isNumber) || $0 == "." }), let number = Double(text),
      number > 0
    else { return nil }
    return number
  }
}
