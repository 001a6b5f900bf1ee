/// Writes one finding a line, in the form that editors and terminals know: `FILE:LINE:COLUMN: severity: message [rule]`.
public struct ConciseRenderer: Sendable {
  private let style: Style
  private let sources: SourceSet

  public init(style: Style, sources: SourceSet) {
    self.style = style
    self.sources = sources
  }

  /// The findings as lines, in the order given.
  public func text(of diagnostics: [Diagnostic]) -> String {
    var result = ""
    var positions = Positions(sources)
    for diagnostic in diagnostics {
      let span = diagnostic.primary.span
      let position = positions.position(of: span.start, in: span.source)
      let name = Printable.line(sources[span.source].name)
      let role: Style.Role =
        switch diagnostic.severity {
        case .error: .error
        case .warning: .warning
        case .info: .info
        }
      result += style.paint("\(name):\(position.line):\(position.column):", .strong) + " "
      result += style.paint(diagnostic.severity.name, role) + ": " + Printable.line(diagnostic.message)
      result += style.paint(" [\(diagnostic.rule)]", .faint) + "\n"
    }
    return result
  }
}
