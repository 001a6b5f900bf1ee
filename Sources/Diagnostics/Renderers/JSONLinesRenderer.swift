/// Writes one JSON object a line, with the keys of `JSONRenderer`.
public struct JSONLinesRenderer: Sendable {
  private let renderer: JSONRenderer

  public init(sources: SourceSet) {
    renderer = JSONRenderer(sources: sources)
  }

  /// The lines, in the order given.
  public func bytes(of diagnostics: [Diagnostic]) -> [UInt8] {
    renderer.lines(of: diagnostics)
  }
}
