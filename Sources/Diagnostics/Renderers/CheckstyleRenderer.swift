/// Writes Checkstyle's XML, which many servers read: a `file` for each file that has findings.
public struct CheckstyleRenderer: Sendable {
  private let sources: SourceSet

  public init(sources: SourceSet) {
    self.sources = sources
  }

  /// The whole document; findings stand in the order given, together by file.
  public func text(of diagnostics: [Diagnostic]) -> String {
    var result = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n"
    var positions = Positions(sources)
    var open: SourceID?
    for diagnostic in diagnostics {
      let span = diagnostic.primary.span
      if open != span.source {
        if open != nil { result += "  </file>\n" }
        result += "  <file name=\"\(XMLText.escaped(sources[span.source].name))\">\n"
        open = span.source
      }
      let position = positions.position(of: span.start, in: span.source)
      result += "    <error line=\"\(position.line)\" column=\"\(position.column)\""
      result += " severity=\"\(diagnostic.severity.name)\" message=\"\(XMLText.escaped(diagnostic.message))\""
      result += " source=\"pipec.\(XMLText.escaped(diagnostic.rule.text))\"/>\n"
    }
    if open != nil { result += "  </file>\n" }
    return result + "</checkstyle>\n"
  }
}
