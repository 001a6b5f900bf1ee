import Diagnostics

/// One thing that shellcheck says about a script.
public struct ShellComment: Hashable, Sendable {
  /// How bad shellcheck finds it.
  public enum Level: String, Hashable, Sendable {
    case error, warning, info, style
  }

  /// Lines and columns count from 1, columns in characters.
  public var line: Int
  public var column: Int
  public var endLine: Int
  public var endColumn: Int
  public var level: Level
  /// The number behind `SC`.
  public var code: Int
  public var message: String

  public init(
    line: Int, column: Int, endLine: Int, endColumn: Int, level: Level, code: Int, message: String
  ) {
    self.line = line
    self.column = column
    self.endLine = endLine
    self.endColumn = endColumn
    self.level = level
    self.code = code
    self.message = message
  }
}

extension CheckableScript {
  /// Nobody reads more about one script.
  private static let mostComments = 1_000

  /// What shellcheck says, as findings at their places in the file. What masks have brought about is left out, and so is
  /// what is a matter of opinion, unless advice is asked for.
  public func findings(of comments: [ShellComment], includesAdvice: Bool) -> [Diagnostic] {
    let syntax = comments.filter { ShellCodes.isSyntax($0) }
    var result: [Diagnostic] = []
    for comment in comments.prefix(Self.mostComments) {
      // One mistake in the syntax gives several comments.
      if ShellCodes.isSyntax(comment), comment != ShellCodes.best(of: syntax) { continue }
      guard let severity = ShellCodes.severity(of: comment, in: script), severity > .info || includesAdvice,
        let range = range(from: (comment.line, comment.column), to: (comment.endLine, comment.endColumn)),
        !hasMask(in: range), !(ShellCodes.looksAtConstants(comment.code) && hasMask(in: lines(of: range))),
        let span = span(of: range)
      else { continue }
      result.append(
        Diagnostic(
          rule: Shell.info.name, severity: severity, message: ShellCodes.message(of: comment), at: span,
          help: "see https://www.shellcheck.net/wiki/SC\(comment.code)"))
    }
    return result
  }
}
