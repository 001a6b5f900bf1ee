/// Times for people.
enum Elapsed {
  /// `0.4 s`, `12.3 s`, `2 min 5 s`, `1 h 2 min`.
  static func text(milliseconds: Int64) -> String {
    let milliseconds = max(0, milliseconds)
    let seconds = milliseconds / 1000
    switch seconds {
    case ..<60: return "\(seconds).\(milliseconds % 1000 / 100) s"
    case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
    default: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }
  }

  /// Without fractions, for a line that is redrawn: `12 s`.
  static func rough(milliseconds: Int64) -> String {
    milliseconds < 60_000 ? "\(max(0, milliseconds) / 1000) s" : text(milliseconds: milliseconds)
  }
}
