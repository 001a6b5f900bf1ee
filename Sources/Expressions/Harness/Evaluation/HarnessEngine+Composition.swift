extension HarnessEngine {
  /// A text whose spans were replaced.
  private struct Composition {
    var text = SourceText()
    /// The spans' bodies, by the names that stand for them.
    var bound: [(name: String, body: String)] = []
    var pastes = 0
    var spans = 0
    /// What one of the spans waits for, if it would have been pasted.
    var deferral: String?

    var isAllPasted: Bool { spans > 0 && pastes == spans }
  }

  /// Evaluates a text as one expression in which spans are values.
  func evaluate(_ text: SourceText, depth: Int) throws(JexlError) -> JexlValue {
    try check(depth, text)
    let scanned = HarnessText.scan(text.bytes)
    do throws(JexlFault) {
      // Whether a text is pasted depends on all that stands around it.
      try budget.spend(scanned.spans.count * (1 + text.bytes.count / 256))
    } catch {
      throw JexlError(error.kind, text.original(0..<text.bytes.count), error.message)
    }
    var values: [JexlValue] = []
    for span in scanned.spans { values.append(try block(Self.body(of: span, in: text), depth: depth - 1)) }
    let waiting = values.lazy.compactMap(\.deferral).first
    let whole = text.original(0..<text.bytes.count)
    let composed = compose(text, scanned, values, pastes: options.concatenates)
    if let reason = composed.deferral { return .deferred(reason) }
    do throws(JexlError) {
      return try parseAndRun(composed)
    } catch {
      if error.kind == .limit || error.kind == .recursion { throw error.final }
      if composed.isAllPasted, !error.isFinal {
        return .string(String(decoding: composed.text.bytes, as: UTF8.self))
      }
      if let waiting { return .deferred(waiting) }
      guard composed.pastes > 0 else { return try settle(error, composed, whole) }
    }
    // Pasting made no sense of it: once more without.
    let second = compose(text, scanned, values, pastes: false)
    do throws(JexlError) {
      return try parseAndRun(second)
    } catch {
      return try settle(error, second, whole)
    }
  }

  private func parseAndRun(_ composed: Composition) throws(JexlError) -> JexlValue {
    switch Jexl.parse(composed.text, mode: .script) {
    case .failure(let error): throw error
    case .success(let program): return try run(program)
    }
  }

  /// What comes of a failure: in original mode the text as it was, otherwise the end of everything.
  private func settle(
    _ error: JexlError, _ composed: Composition, _ whole: Range<Int>
  ) throws(JexlError) -> JexlValue {
    guard mode == .original, !error.isFinal else { throw error.final }
    var text = String(decoding: composed.text.bytes, as: UTF8.self)
    for (name, body) in composed.bound.reversed() {
      text = text.replacingFirst(name, with: "<+\(body)>")
    }
    return .string(text)
  }

  // MARK: - Composing

  /// What stands between the brackets, without the backslashes that escape.
  static func body(of span: HarnessSpan, in text: SourceText) -> SourceText {
    var result = SourceText()
    var start = span.bodyRange.lowerBound
    for escape in span.escapes {
      result.append(start..<escape, of: text)
      start = escape + 1
    }
    result.append(start..<span.bodyRange.upperBound, of: text)
    return result
  }

  private func compose(
    _ text: SourceText, _ scanned: HarnessText, _ values: [JexlValue], pastes: Bool
  ) -> Composition {
    var result = Composition()
    result.spans = values.count
    var end = 0
    for (span, value) in zip(scanned.spans, values) {
      result.text.append(end..<span.range.lowerBound, of: text)
      end = span.range.upperBound
      let origin = text.original(span.range)
      let isWhole = span.range == 0..<text.bytes.count
      let couldBeText = value.text != nil || value.deferral != nil
      if pastes, couldBeText, !isWhole, Concatenation.isPasted(after: result.text.bytes, before: text.bytes[end...]) {
        guard case .string(let pasted) = value else {
          result.deferral = value.deferral
          return result
        }
        result.text.append(pasted.utf8, from: origin)
        result.pastes += 1
      } else {
        let name = bind(value)
        let body = Self.body(of: span, in: text)
        result.bound.append((name, String(decoding: body.bytes, as: UTF8.self)))
        result.text.append(name.utf8, from: origin)
      }
    }
    result.text.append(end..<text.bytes.count, of: text)
    return result
  }
}

extension String {
  /// With the first occurrence of a text replaced.
  fileprivate func replacingFirst(_ wanted: String, with new: String) -> String {
    guard let range = firstRange(of: wanted) else { return self }
    return replacingCharacters(in: range, new)
  }

  private func replacingCharacters(in range: Range<Index>, _ new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}
