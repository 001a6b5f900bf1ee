import Glibc

/// Names for runs: when they began and four random letters, such as `20260102-150405-k3ab`.
public enum RunIdentifier {
  /// A new name for a run that begins at that time, in milliseconds since 1970.
  public static func make(milliseconds: Int64) -> String {
    var seconds = time_t(milliseconds / 1000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    let suffix = String((0..<4).map { _ in letters[Int.random(in: letters.indices)] })
    let date = padded(parts.tm_year + 1900, 4) + padded(parts.tm_mon + 1, 2) + padded(parts.tm_mday, 2)
    let clock = padded(parts.tm_hour, 2) + padded(parts.tm_min, 2) + padded(parts.tm_sec, 2)
    return "\(date)-\(clock)-\(suffix)"
  }

  private static func padded(_ number: Int32, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
