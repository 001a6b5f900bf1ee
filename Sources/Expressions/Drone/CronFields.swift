/// The six fields of a cron expression, each a set of numbers.
struct CronFields: Hashable, Sendable {
  typealias Failure = CronSchedule.Failure

  /// The set as bits, and whether `*` or `?` was written for it.
  struct Field: Hashable, Sendable {
    var bits: UInt64 = 0
    var hasStar = false

    func contains(_ number: Int) -> Bool { bits >> UInt64(number) & 1 == 1 }
  }

  private struct Bounds {
    var minimum: Int
    var maximum: Int
    var names: [String] = []
  }

  private static let bounds = [
    Bounds(minimum: 0, maximum: 59), Bounds(minimum: 0, maximum: 59), Bounds(minimum: 0, maximum: 23),
    Bounds(minimum: 1, maximum: 31),
    Bounds(
      minimum: 1, maximum: 12,
      names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
    Bounds(minimum: 0, maximum: 6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
  ]

  private let second: Field
  private let minute: Field
  private let hour: Field
  private let day: Field
  private let month: Field
  private let weekday: Field

  init(_ text: String) throws(Failure) {
    var words = text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
    guard words.count == 5 || words.count == 6 else {
      throw Failure(message: "Expected 5 to 6 fields, found \(words.count): \(text)")
    }
    if words.count == 5 { words.append("*") }
    var fields: [Field] = []
    for (word, bounds) in zip(words, Self.bounds) { fields.append(try Self.field(word, bounds)) }
    (second, minute, hour) = (fields[0], fields[1], fields[2])
    (day, month, weekday) = (fields[3], fields[4], fields[5])
  }

  // MARK: - Reading

  private static func field(_ word: String, _ bounds: Bounds) throws(Failure) -> Field {
    var field = Field()
    for range in word.utf8.split(separator: 0x2C) {
      try add(String(range) ?? "", bounds, to: &field)
    }
    return field
  }

  /// A number, a range of two, or a star, perhaps with a step; `n/step` reaches to the maximum.
  private static func add(_ text: String, _ bounds: Bounds, to field: inout Field) throws(Failure) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false).map { String($0) }
    var low = bounds.minimum
    var high = bounds.maximum
    if ends[0] == "*" || ends[0] == "?" {
      field.hasStar = true
    } else {
      low = try numberOrName(ends[0], bounds)
      switch ends.count {
      case 1: high = halves.count == 2 ? bounds.maximum : low
      case 2: high = try numberOrName(ends[1], bounds)
      default: throw Failure(message: "Too many hyphens: \(text)")
      }
    }
    guard halves.count <= 2 else { throw Failure(message: "Too many slashes: \(text)") }
    let step = halves.count == 2 ? try number(halves[1]) : 1
    guard low >= bounds.minimum else {
      throw Failure(message: "Beginning of range (\(low)) below minimum (\(bounds.minimum)): \(text)")
    }
    guard high <= bounds.maximum else {
      throw Failure(message: "End of range (\(high)) above maximum (\(bounds.maximum)): \(text)")
    }
    guard low <= high else {
      throw Failure(message: "Beginning of range (\(low)) beyond end of range (\(high)): \(text)")
    }
    guard step > 0 else { throw Failure(message: "Step of range should be a positive number: \(text)") }
    for number in stride(from: low, through: high, by: step) { field.bits |= 1 << UInt64(number) }
  }

  private static func numberOrName(_ text: String, _ bounds: Bounds) throws(Failure) -> Int {
    if let index = bounds.names.firstIndex(of: text.lowercased()) { return bounds.minimum + index }
    return try number(text)
  }

  private static func number(_ text: String) throws(Failure) -> Int {
    let bytes = Array(text.utf8)
    guard let number = TextFunctions.integer(bytes) else {
      let digits = bytes.first == 0x2B || bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
      let isNumber = !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      let reason = isNumber ? "value out of range" : "invalid syntax"
      throw Failure(
        message: "Failed to parse int from \(text): strconv.Atoi: parsing \(GoQuote.quote(text)): \(reason)")
    }
    guard number >= 0 else { throw Failure(message: "Negative number (\(number)) not allowed: \(text)") }
    return number
  }

  // MARK: - Time

  /// The first match after a moment on the server's clock, in seconds.
  func next(after moment: Int64) -> Int64? {
    let start = moment + 1
    let firstDay = start.flooredQuotient(86_400)
    let lastYear = CivilDate(day: firstDay).year + 5
    var date = CivilDate(day: firstDay)
    var dayNumber = firstDay
    while date.year <= lastYear {
      if month.contains(date.month), matches(date, dayNumber),
        let time = time(from: dayNumber == firstDay ? Int(start - firstDay * 86_400) : 0)
      {
        return dayNumber * 86_400 + Int64(time)
      }
      dayNumber += 1
      date = CivilDate(day: dayNumber)
    }
    return nil
  }

  /// Both days must match where one of them is a star; otherwise one is enough.
  private func matches(_ date: CivilDate, _ dayNumber: Int64) -> Bool {
    let isDay = day.contains(date.day)
    // The first of January 1970 was a Thursday.
    let isWeekday = weekday.contains(Int((dayNumber + 4) - (dayNumber + 4).flooredQuotient(7) * 7))
    return day.hasStar || weekday.hasStar ? isDay && isWeekday : isDay || isWeekday
  }

  /// The first matching second of a day, not before `start`.
  private func time(from start: Int) -> Int? {
    for candidate in (start / 3600)..<24 where hour.contains(candidate) {
      let firstMinute = candidate == start / 3600 ? start % 3600 / 60 : 0
      for other in firstMinute..<60 where minute.contains(other) {
        let base = candidate * 3600 + other * 60
        for last in max(0, min(60, start - base))..<60 where second.contains(last) { return base + last }
      }
    }
    return nil
  }
}

/// A day of the proleptic Gregorian calendar.
private struct CivilDate {
  var year: Int64
  var month: Int
  var day: Int

  /// - Parameter day: Days since the first of January 1970.
  init(day number: Int64) {
    // Count from the first of March of the year 0, in eras of 400 years, so that a leap day ends its year.
    let shifted = number + 719_468
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}

extension Int64 {
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
