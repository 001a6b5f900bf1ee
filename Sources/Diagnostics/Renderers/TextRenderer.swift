/// Shows findings to people: a headline, the place, the lines of the source with what is meant underlined, and what to do.
///
///     error[unknown-step-dependency]: no step is named 'biuld'
///       --> .drone.yml:12:18
///        |
///     12 |     depends_on: [biuld]
///        |                  ^^^^^
///        = help: did you mean 'build'?
public struct TextRenderer: Sendable {
  private let style: Style
  private let sources: SourceSet
  private let fileLink: (@Sendable (Source) -> String)?

  /// - Parameters:
  ///   - sources: The sources that the findings point into.
  ///   - fileLink: The address of a source's file, for terminals that take links.
  public init(style: Style, sources: SourceSet, fileLink: (@Sendable (Source) -> String)? = nil) {
    self.style = style
    self.sources = sources
    self.fileLink = fileLink
  }

  /// The findings in the order given, an empty line after each.
  public func text(of diagnostics: [Diagnostic]) -> String {
    // What one finding hides, the others must not show.
    let confidential = diagnostics.filter(\.isConfidential).map(\.primary.span)
    let sources = confidential.isEmpty ? sources : sources.hiding(confidential)
    let renderer = TextRenderer(style: style, sources: sources, fileLink: fileLink)
    var positions = Positions(sources)
    return diagnostics.reduce(into: "") { $0 += renderer.text(of: $1, &positions) + "\n" }
  }

  /// The finding as text that ends with a line break.
  public func text(of diagnostic: Diagnostic) -> String {
    String(text(of: [diagnostic]).dropLast())
  }

  private func text(of diagnostic: Diagnostic, _ positions: inout Positions) -> String {
    var result = headline(of: diagnostic) + "\n"
    let source = sources[diagnostic.primary.span.source]
    let here = diagnostic.related.filter { $0.span.source == source.id }
    let snippet = Snippet(
      source: source, primary: diagnostic.primary, related: here, role: role(of: diagnostic.severity), style: style)
    result += snippet.text(place: place(diagnostic.primary.span, in: source, &positions), arrow: "-->")
    for label in diagnostic.related where label.span.source != source.id {
      let other = sources[label.span.source]
      let snippet = Snippet(source: other, primary: label, related: [], role: .info, style: style)
      result += snippet.text(place: place(label.span, in: other, &positions), arrow: ":::")
    }
    let indent = String(repeating: " ", count: snippet.numberColumns)
    if let help = diagnostic.help, !help.isEmpty {
      result += note("help", Printable.lines(help), indent: indent)
    }
    if let fix = diagnostic.fixes.first, fix.title != diagnostic.help {
      result += note("fix", [Printable.line(fix.title)], indent: indent)
    }
    return result
  }

  private func headline(of diagnostic: Diagnostic) -> String {
    let severity = style.paint("\(diagnostic.severity.name)[\(diagnostic.rule)]", role(of: diagnostic.severity))
    return severity + style.paint(": " + Printable.line(diagnostic.message), .strong)
  }

  private func note(_ word: String, _ lines: [String], indent: String) -> String {
    let hanging = String(repeating: " ", count: indent.utf8.count + word.utf8.count + 5)
    let first = "\(indent) \(style.paint("=", .faint)) \(style.paint(word, .help)): \(lines.first ?? "")\n"
    return lines.dropFirst().reduce(first) { $1.isEmpty ? $0 + "\n" : $0 + hanging + $1 + "\n" }
  }

  private func place(_ span: Span, in source: Source, _ positions: inout Positions) -> String {
    let position = positions.position(of: span.start, in: source.id)
    let text = "\(Printable.line(source.name)):\(position.line):\(position.column)"
    return fileLink.map { style.link(text, to: $0(source)) } ?? text
  }

  private func role(of severity: Diagnostic.Severity) -> Style.Role {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .info: .info
    }
  }
}
