import Expressions
import Foundation
import Testing

@Suite struct CronScheduleTests {
  @Test func schedulesRun() throws {
    let rows: [(expression: String, from: String, runs: [String])] = [
      ("0 0 * * *", "2024-03-01T00:00:30Z", ["2024-03-01T01:00:00Z", "2024-03-01T02:00:00Z"]),
      ("0 0 0 * * *", "2024-03-01T00:00:30Z", ["2024-03-02T00:00:00Z", "2024-03-03T00:00:00Z"]),
      ("*/15 * * * * *", "2024-03-01T00:00:30Z", ["2024-03-01T00:00:45Z", "2024-03-01T00:01:00Z"]),
      ("30 5 4 29 feb *", "2023-01-01T00:00:00Z", ["2024-02-29T04:05:30Z", "2028-02-29T04:05:30Z"]),
      ("0 0 0 * * MON-fri", "2024-03-01T00:00:00Z", ["2024-03-04T00:00:00Z", "2024-03-05T00:00:00Z"]),
      // Both days given: one is enough.
      ("0 0 0 13 * 5", "2024-09-07T00:00:00Z", ["2024-09-13T00:00:00Z", "2024-09-20T00:00:00Z"]),
      ("0 0 0 10 * 5", "2024-09-07T00:00:00Z", ["2024-09-10T00:00:00Z", "2024-09-13T00:00:00Z"]),
      ("0 59/30 22-23 * * ?", "2024-12-31T23:00:00Z", ["2024-12-31T23:59:00Z", "2025-01-01T22:59:00Z"]),
      ("@daily", "1969-12-30T12:00:00Z", ["1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"]),
      ("@weekly", "2024-03-01T00:00:00Z", ["2024-03-03T00:00:00Z"]),
      ("@yearly", "2024-03-01T00:00:00Z", ["2025-01-01T00:00:00Z"]),
      ("@monthly", "2024-03-01T00:00:00Z", ["2024-04-01T00:00:00Z"]),
      ("@hourly", "2024-03-01T00:00:00Z", ["2024-03-01T01:00:00Z"]),
      ("@every 1h30m", "2024-03-01T00:00:01Z", ["2024-03-01T01:30:01Z"]),
      ("@every 1ms", "2024-03-01T00:00:01Z", ["2024-03-01T00:00:02Z"]),
      ("0 0 0 31 2 *", "2024-03-01T00:00:00Z", []), (", 0 0 1 1 *", "2024-03-01T00:00:00Z", []),
    ]
    let format = ISO8601DateFormatter()
    for row in rows {
      let schedule = try CronSchedule.parse(row.expression).get()
      var moment = Int64(try #require(format.date(from: row.from)).timeIntervalSince1970)
      for run in row.runs {
        moment = try #require(schedule.next(after: moment), "\(row.expression)")
        #expect(format.string(from: Date(timeIntervalSince1970: Double(moment))) == run, "\(row.expression)")
      }
      if row.runs.isEmpty { #expect(schedule.next(after: moment) == nil) }
    }
    let daily = try CronSchedule.parse("@daily").get()
    #expect(daily.next(after: 0, utcOffset: 3600) == 82_800)
    #expect(daily.next(after: .max) == nil)
  }

  @Test func faultsAreNamed() {
    let rows: [(String, String)] = [
      ("", "Empty spec string"), ("* * * *", "Expected 5 to 6 fields, found 4: * * * *"),
      ("* * * * * * *", "Expected 5 to 6 fields, found 7: * * * * * * *"),
      ("60 * * * * *", "End of range (60) above maximum (59): 60"),
      ("* * * * * 7", "End of range (7) above maximum (6): 7"),
      ("* * * 0 * *", "Beginning of range (0) below minimum (1): 0"),
      ("5-1 * * * *", "Beginning of range (5) beyond end of range (1): 5-1"),
      ("1-2-3 * * * *", "Too many hyphens: 1-2-3"),
      ("1/2/3 * * * *", "Too many slashes: 1/2/3"), ("*/0 * * * *", "Step of range should be a positive number: */0"),
      ("* * * L * *", #"Failed to parse int from L: strconv.Atoi: parsing "L": invalid syntax"#),
      ("@reboot", "Unrecognized descriptor: @reboot"),
      ("@every", "Unrecognized descriptor: @every"),
      ("@every x", #"Failed to parse duration @every x: time: invalid duration "x""#),
      ("@every 5", #"Failed to parse duration @every 5: time: missing unit in duration "5""#),
      ("@every 5d", #"Failed to parse duration @every 5d: time: unknown unit "d" in duration "5d""#),
    ]
    for (expression, message) in rows {
      let failure = #expect(throws: CronSchedule.Failure.self) { try CronSchedule.parse(expression).get() }
      #expect(failure?.message == message, "\(expression)")
    }
  }

  @Test func durations() {
    let rows: [(String, Int64)] = [
      ("0", 0), ("1h30m", 5_400_000_000_000), ("1.5s", 1_500_000_000), ("-2ms", -2_000_000), ("+.5us", 500),
      ("1µs", 1000), ("3ns", 3), ("2562047h47m16.854775807s", .max),
    ]
    for (text, nanoseconds) in rows { #expect(GoDuration.nanoseconds(text) == .success(nanoseconds), "\(text)") }
    for text in ["", "-", ".s", "s", "1", "99999999999h", "1h 2m", "3000000h"] {
      if case .success(let value) = GoDuration.nanoseconds(text) { Issue.record("\(text) is \(value)") }
    }
  }
}
