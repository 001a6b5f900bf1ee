extension HarnessSpan {
  /// The name that stands for a nested span in the tree of `parse(in:)`: `harness$` and the place of the span in `nested`.
  public static func name(ofNested index: Int) -> String { "harness$\(index)" }

  /// The place in `nested` of the span that a name in the tree stands for; nil for any other name.
  public static func nestedIndex(of name: String) -> Int? {
    guard name.hasPrefix("harness$") else { return nil }
    return Int(name.dropFirst("harness$".count))
  }

  /// Reads the inside as an expression in which nested spans are variables, as they are unless Harness pastes their
  /// text. `bytes` are those of the whole text, and the ranges of the tree count in them.
  public func parse(in bytes: [UInt8]) -> Result<JexlProgram, JexlError> {
    var text = SourceText()
    var start = bodyRange.lowerBound
    func append(to end: Int) {
      var from = start
      for escape in escapes where escape >= from && escape < end {
        text.append(bytes[from..<escape], at: from)
        from = escape + 1
      }
      text.append(bytes[from..<max(from, end)], at: from)
    }
    for (index, span) in nested.enumerated() {
      append(to: span.range.lowerBound)
      text.append(Self.name(ofNested: index).utf8, from: span.range)
      start = span.range.upperBound
    }
    append(to: bodyRange.upperBound)
    return Jexl.parse(text, mode: .script)
  }
}

extension HarnessText {
  /// Reads the whole text as a condition: one expression in which the spans are variables, named as nested spans are.
  public func parseCondition() -> Result<JexlProgram, JexlError> {
    var text = SourceText()
    var start = 0
    for (index, span) in spans.enumerated() {
      text.append(bytes[start..<span.range.lowerBound], at: start)
      text.append(HarnessSpan.name(ofNested: index).utf8, from: span.range)
      start = span.range.upperBound
    }
    text.append(bytes[start...], at: start)
    return Jexl.parse(text, mode: .script)
  }
}
