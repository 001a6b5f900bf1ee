/// Writes workflow commands, which GitHub shows beside the lines of a change.
public struct GitHubRenderer: Sendable {
  private let sources: SourceSet

  public init(sources: SourceSet) {
    self.sources = sources
  }

  /// One command a line, in the order given.
  public func text(of diagnostics: [Diagnostic]) -> String {
    var result = ""
    var positions = Positions(sources)
    for diagnostic in diagnostics {
      let span = diagnostic.primary.span
      let region = positions.firstLine(of: span)
      let command =
        switch diagnostic.severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "notice"
        }
      result += "::\(command) file=\(Self.property(sources[span.source].name)),line=\(region.line)"
      result += ",col=\(region.column),endColumn=\(region.endColumn)"
      result += ",title=\(Self.property("pipec: \(diagnostic.rule)"))::"
      result += Self.data(diagnostic.message + (diagnostic.help.map { "\n" + $0 } ?? "")) + "\n"
    }
    return result
  }

  private static func data(_ text: String) -> String {
    Printable.lines(text).map { escaped($0, ["%": "%25"]) }.joined(separator: "%0A")
  }

  private static func property(_ text: String) -> String {
    escaped(Printable.line(text), ["%": "%25", ":": "%3A", ",": "%2C"])
  }

  private static func escaped(_ text: String, _ table: [Character: String]) -> String {
    text.reduce(into: "") { $0 += table[$1] ?? String($1) }
  }
}
