/// When a cron job runs, by Drone's expressions: `second minute hour day month [weekday]`, or `@daily` and its kin.
///
/// Seconds come first and are mandatory: `0 0 * * *` runs every hour.
public struct CronSchedule: Hashable, Sendable {
  /// Why an expression is rejected.
  public struct Failure: Error, Hashable, Sendable {
    /// The text of the upstream error.
    public var message: String
  }

  enum Rule: Hashable, Sendable {
    case fields(CronFields)
    /// The distance between two runs, in whole seconds, at least one.
    case every(seconds: Int64)
  }

  let rule: Rule

  /// Reads an expression.
  public static func parse(_ text: String) -> Result<CronSchedule, Failure> {
    do throws(Failure) {
      if text.isEmpty { throw Failure(message: "Empty spec string") }
      return .success(CronSchedule(rule: text.hasPrefix("@") ? try descriptor(text) : .fields(try CronFields(text))))
    } catch {
      return .failure(error)
    }
  }

  /// The first run after a moment, both in seconds since 1970; nil where none comes before the end of the fifth year
  /// after it, or where the moment is further than a hundred million years away.
  ///
  /// - Parameter utcOffset: How far the clock of the server is ahead of UTC, in seconds.
  public func next(after moment: Int64, utcOffset: Int64 = 0) -> Int64? {
    guard moment.magnitude < 1 << 52, utcOffset.magnitude <= 86_400 else { return nil }
    switch rule {
    case .every(let seconds):
      let (next, overflowed) = moment.addingReportingOverflow(seconds)
      return overflowed ? nil : next
    case .fields(let fields): return fields.next(after: moment + utcOffset).map { $0 - utcOffset }
    }
  }

  private static func descriptor(_ text: String) throws(Failure) -> Rule {
    switch text {
    case "@yearly", "@annually": return .fields(try CronFields("0 0 0 1 1 *"))
    case "@monthly": return .fields(try CronFields("0 0 0 1 * *"))
    case "@weekly": return .fields(try CronFields("0 0 0 * * 0"))
    case "@daily", "@midnight": return .fields(try CronFields("0 0 0 * * *"))
    case "@hourly": return .fields(try CronFields("0 0 * * * *"))
    default:
      guard text.hasPrefix("@every ") else { throw Failure(message: "Unrecognized descriptor: \(text)") }
      switch GoDuration.nanoseconds(String(text.dropFirst(7))) {
      case .success(let nanoseconds): return .every(seconds: max(1, nanoseconds / 1_000_000_000))
      case .failure(let failure):
        throw Failure(message: "Failed to parse duration \(text): \(failure.message)")
      }
    }
  }
}
