/// A moment, for `datetime`: the clock is the caller's.
public struct HarnessInstant: Hashable, Sendable {
  /// Since 1970, in UTC.
  public var seconds: Int64
  /// Below a thousand million.
  public var nanoseconds: Int32

  public init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}

/// A date, or a date and time in UTC, as the `datetime` functor gives them.
public struct JexlDate: Hashable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01.
  var days: Int64
  /// Since midnight; nil for a date alone.
  var nanoseconds: Int64?

  static let methodNames = [
    "getDayOfMonth", "getHour", "getMinute", "getMonthValue", "getSecond", "getYear", "minusDays", "minusHours",
    "minusMinutes", "minusMonths", "minusSeconds", "minusWeeks", "minusYears", "plusDays", "plusHours", "plusMinutes",
    "plusMonths", "plusNanos", "plusSeconds", "plusWeeks", "plusYears",
  ]

  init(_ instant: HarnessInstant, hasTime: Bool) {
    let seconds = ((instant.seconds % 86_400) + 86_400) % 86_400
    days = (instant.seconds - seconds) / 86_400
    nanoseconds = hasTime ? seconds * 1_000_000_000 + Int64(instant.nanoseconds) : nil
  }

  /// `yyyy-MM-dd`, and for times `yyyy-MM-dd'T'HH:mm:ss.SSSZ` with the offset `+0000`.
  public var description: String {
    let (year, month, day) = civil
    let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    guard let nanoseconds else { return date }
    let milliseconds = nanoseconds / 1_000_000
    let time = [milliseconds / 3_600_000, milliseconds / 60_000 % 60, milliseconds / 1_000 % 60]
      .map { Self.padded($0, 2) }.joined(separator: ":")
    return "\(date)T\(time).\(Self.padded(milliseconds % 1_000, 3))+0000"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Year, month and day of the Gregorian calendar, counted in eras of 400 years that begin in March.
  var civil: (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  func property(_ name: String) -> JexlValue? {
    let (year, month, day) = civil
    let time = nanoseconds.map { $0 / 1_000_000_000 }
    return switch name {
    case "year": .integer(Int32(clamping: year))
    case "monthValue": .integer(Int32(month))
    case "dayOfMonth": .integer(Int32(day))
    case "hour": time.map { .integer(Int32($0 / 3_600)) }
    case "minute": time.map { .integer(Int32($0 / 60 % 60)) }
    case "second": time.map { .integer(Int32($0 % 60)) }
    default: nil
    }
  }

  func call(_ name: String, _ arguments: [JexlValue]) throws(JexlFault) -> JexlValue? {
    if arguments.isEmpty, name.hasPrefix("get"), let first = name.dropFirst(3).first {
      return property(first.lowercased() + name.dropFirst(4))
    }
    let isMinus = name.hasPrefix("minus")
    guard arguments.count == 1, isMinus || name.hasPrefix("plus"), arguments[0].isJavaNumber else { return nil }
    let amount = try JexlCoercion.long(arguments[0])
    guard amount.magnitude < 1_000_000_000_000_000 else { throw JexlFault(.badCall, "the date is out of range") }
    let signed = isMinus ? -amount : amount
    var result = self
    switch name.drop(while: \.isLowercase) {
    case "Days": result.days += signed
    case "Weeks": result.days += signed * 7
    case "Months": result = adding(months: signed)
    case "Years": result = adding(months: signed * 12)
    case "Hours": result.add(signed, of: 3_600_000_000_000)
    case "Minutes": result.add(signed, of: 60_000_000_000)
    case "Seconds": result.add(signed, of: 1_000_000_000)
    case "Nanos": result.add(signed, of: 1)
    default: return nil
    }
    guard abs(result.days) < 300_000_000 else { throw JexlFault(.badCall, "the date is out of range") }
    return nanoseconds == nil && result.nanoseconds != nil ? nil : .date(result)
  }

  private mutating func add(_ amount: Int64, of unit: Int64) {
    guard let nanoseconds else {
      // A date has no hours: the call finds no method.
      self.nanoseconds = 0
      return
    }
    let day: Int64 = 86_400_000_000_000
    let perDay = day / unit
    days += amount / perDay
    var rest = nanoseconds + amount % perDay * unit
    days += rest / day
    rest %= day
    if rest < 0 {
      rest += day
      days -= 1
    }
    self.nanoseconds = rest
  }

  /// The same day of another month, or its last day.
  private func adding(months: Int64) -> JexlDate {
    let (year, month, day) = civil
    let total = year * 12 + month - 1 + months
    let newYear = total >= 0 ? total / 12 : (total - 11) / 12
    let newMonth = total - newYear * 12 + 1
    let first = Self.days(year: newYear, month: newMonth, day: 1)
    let next =
      newMonth == 12
      ? Self.days(year: newYear + 1, month: 1, day: 1) : Self.days(year: newYear, month: newMonth + 1, day: 1)
    var result = self
    result.days = first + min(day, next - first) - 1
    return result
  }
}
