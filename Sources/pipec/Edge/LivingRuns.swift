import Glibc
import Interpreter

/// Tells runs that are going on from those that were killed.
struct LivingRuns: Sendable {
  private let archive: RunArchive?
  /// Runs of which nothing is known count as alive for so many seconds, for they may be another user's.
  private static let patience = 86_400

  init(_ archive: RunArchive?) {
    self.archive = archive
  }

  /// Whether what is named after a run must be left alone. The name may have the number of a pipeline behind it.
  func contains(_ name: String) -> Bool {
    let parts = name.split(separator: "-")
    guard parts.count >= 3 else { return true }
    let run = parts[0...2].joined(separator: "-")
    if let archive, let bytes = try? FileReader.read("\(archive.root)/\(run)/run.json"),
      let process = Self.processID(in: String(decoding: bytes, as: UTF8.self))
    {
      return kill(process, 0) == 0 && Self.isThisProgram(process)
    }
    guard let began = Self.seconds(parts[0], parts[1]) else { return true }
    return time(nil) - began < Self.patience
  }

  private static func processID(in summary: String) -> pid_t? {
    guard let range = summary.firstRange(of: "\"processID\": ") else { return nil }
    return pid_t(summary[range.upperBound...].prefix { $0.isNumber })
  }

  /// The number of a process that has ended may have been given to another program.
  private static func isThisProgram(_ process: pid_t) -> Bool {
    guard let name = try? FileReader.read("/proc/\(process)/comm") else { return true }
    return name == (try? FileReader.read("/proc/self/comm"))
  }

  /// Seconds since 1970 of a date `20260102` and a time `150405` in universal time.
  private static func seconds(_ date: Substring, _ clock: Substring) -> Int? {
    guard date.utf8.count == 8, clock.utf8.count == 6, let day = Int(date), let moment = Int(clock) else { return nil }
    var parts = tm()
    parts.tm_year = Int32(day / 10_000 - 1900)
    parts.tm_mon = Int32(day / 100 % 100 - 1)
    parts.tm_mday = Int32(day % 100)
    parts.tm_hour = Int32(moment / 10_000)
    parts.tm_min = Int32(moment / 100 % 100)
    parts.tm_sec = Int32(moment % 100)
    return timegm(&parts)
  }
}
