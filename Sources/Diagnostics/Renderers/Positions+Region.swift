extension Positions {
  /// What columns count.
  enum ColumnUnit {
    case characters
    case scalars
  }

  /// The part of a span that is on its first line: line and columns count from 1, the end is exclusive.
  ///
  /// Formats that mark places in a line do not agree on what a mark over several lines is.
  mutating func firstLine(
    of span: Span, unit: ColumnUnit = .characters
  ) -> (line: Int, column: Int, endColumn: Int) {
    let source = self.source(span.source)
    let line = source.lineNumber(of: min(span.start, UInt32(clamping: source.bytes.count)))
    let range = source.lineRange(line)
    let end = UInt32(clamping: max(Int(span.start), min(Int(span.end), range.upperBound)))
    switch unit {
    case .characters:
      let column = position(of: span.start, in: span.source).column
      return (line, column, max(column, position(of: end, in: span.source).column))
    case .scalars:
      let column = scalarColumn(of: span.start, line: line, in: source)
      return (line, column, max(column, scalarColumn(of: end, line: line, in: source)))
    }
  }
}
