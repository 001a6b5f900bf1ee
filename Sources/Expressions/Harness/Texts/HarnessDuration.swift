/// A time string: `10s`, `1m 20s`, `1w`.
public enum HarnessDuration: Hashable, Sendable {
  case milliseconds(Int64)
  /// An empty text, or one that only a run can tell; it stands for the default.
  case open

  /// Why a text is no time.
  public struct Problem: Error, Hashable, Sendable {
    /// What is wrong, as one clause.
    public var message: String
    /// What to write.
    public var help: String
  }

  /// What Harness says of every text that it cannot read.
  public static let upstreamMessage = "Valid timeouts contain units s/m/h/d/w and are written like 10s or 1m 10s"

  /// Reads the texts of `timeout`, `duration`, `retryInterval` and their kin: numbers with the units `w d h m s`, with at
  /// most one space between groups. Seconds alone need two digits, and the first number no leading zero.
  public static func parse(_ text: String) -> Result<HarnessDuration, Problem> {
    if text.isEmpty || HarnessText.hasSpans(text) { return .success(.open) }
    let bytes = Array(text.utf8)
    var total: Int64 = 0
    var groups = 0
    var index = 0
    var onlyGroup: (digits: Int, unit: UInt8) = (0, 0)
    while index < bytes.count {
      if groups > 0, bytes[index] == 0x20 { index += 1 }
      let start = index
      while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
      guard start < index else {
        return .failure(problem(index < bytes.count ? "a number must come before each unit" : "it ends with a space"))
      }
      guard index < bytes.count, let unit = milliseconds(of: bytes[index]) else {
        let number = String(decoding: bytes[start..<index], as: UTF8.self)
        return .failure(problem("\(number) needs a unit right behind it: w, d, h, m or s"))
      }
      if groups == 0, bytes[start] == 0x30 { return .failure(problem("it begins with 0")) }
      let (amount, overflow) =
        Int64(String(decoding: bytes[start..<index], as: UTF8.self)).map { $0.multipliedReportingOverflow(by: unit) }
        ?? (0, true)
      let (sum, tooLarge) = total.addingReportingOverflow(amount)
      guard !overflow, !tooLarge else { return .failure(problem("it is too long a time")) }
      total = sum
      onlyGroup = (index - start, bytes[index])
      groups += 1
      index += 1
    }
    if groups == 1, onlyGroup == (1, 0x73) { return .failure(problem("less than 10 seconds is not possible")) }
    return .success(.milliseconds(total))
  }

  /// Reads the timeout of a manual intervention: groups apart by blanks, without leading zeros, `5s` allowed.
  public static func parseIntervention(_ text: String) -> Result<HarnessDuration, Problem> {
    if text.isEmpty || HarnessText.hasSpans(text) { return .success(.open) }
    var total: Int64 = 0
    let groups = text.split(omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    guard groups.first?.startIndex == text.startIndex, groups.last?.endIndex == text.endIndex else {
      return .failure(problem("it begins or ends with a blank"))
    }
    for group in groups {
      guard let unit = group.utf8.last.flatMap(milliseconds), let first = group.utf8.first,
        (0x31...0x39).contains(first),
        group.utf8.dropLast().allSatisfy({ $0 &- 0x30 < 10 }), let number = Int64(group.dropLast())
      else { return .failure(problem("'\(group)' is no number with one of the units s, m, h, d and w")) }
      let (amount, overflow) = number.multipliedReportingOverflow(by: unit)
      let (sum, tooLarge) = total.addingReportingOverflow(amount)
      guard !overflow, !tooLarge else { return .failure(problem("it is too long a time")) }
      total = sum
    }
    return .success(.milliseconds(total))
  }

  private static func problem(_ message: String) -> Problem {
    Problem(message: message, help: "write it like 10s, 5m or 1h 30m")
  }

  private static func milliseconds(of unit: UInt8) -> Int64? {
    switch unit {
    case 0x77: 7 * 86_400_000
    case 0x64: 86_400_000
    case 0x68: 3_600_000
    case 0x6D: 60_000
    case 0x73: 1_000
    default: nil
    }
  }
}
