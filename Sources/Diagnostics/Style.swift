/// How text for people looks: coloured or not, with links or not, how wide.
///
/// A renderer is given a style and never looks at a terminal itself; the program decides once, at its edge.
public struct Style: Hashable, Sendable {
  /// Whether ANSI colours are written.
  public var isColoured: Bool
  /// Whether links (OSC 8) are written.
  public var hasLinks: Bool
  /// The columns of a line; long lines are cut or wrapped to it. At least 40.
  public var width: Int

  public init(isColoured: Bool = false, hasLinks: Bool = false, width: Int = 80) {
    self.isColoured = isColoured
    self.hasLinks = hasLinks
    self.width = max(40, width)
  }

  /// No colour, no links, 80 columns: what a file or a pipe gets.
  public static let plain = Style()

  /// What a piece of text is for, which decides its colour.
  public enum Role: Hashable, Sendable {
    case error, warning, info, success
    /// What to do about it.
    case help
    /// What stands out: names, headings.
    case strong
    /// What stands back: line numbers, frames, times.
    case faint
    /// A colour out of a small wheel, to tell parallel things apart; any number is taken.
    case series(Int)
  }

  /// `text` in the colour of `role`; unchanged when the style has no colour or the text is empty.
  public func paint(_ text: String, _ role: Role) -> String {
    guard isColoured, !text.isEmpty else { return text }
    return "\u{1B}[\(Self.code(of: role))m\(text)\u{1B}[0m"
  }

  /// `text` as a link to `target` on terminals that take them; unchanged elsewhere.
  public func link(_ text: String, to target: String) -> String {
    guard hasLinks, !target.isEmpty, !target.unicodeScalars.contains(where: { $0.value < 0x21 || $0.value == 0x7F })
    else { return text }
    return "\u{1B}]8;;\(target)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
  }

  private static func code(of role: Role) -> String {
    switch role {
    case .error: "1;31"
    case .warning: "1;33"
    case .info: "1;34"
    case .success: "1;32"
    case .help: "1;36"
    case .strong: "1"
    case .faint: "2"
    case .series(let number): ["36", "35", "32", "33", "34"][((number % 5) + 5) % 5]
    }
  }
}
