extension HarnessEngine {
  /// The longest text that rendering makes.
  private static let maximumLength = 16 << 20

  func render(_ scanned: HarnessText) -> HarnessRendering {
    var result = HarnessRendering()
    let source = SourceText(scanned.bytes)
    var text: [UInt8] = []
    func flush() {
      result.pieces += SecretToken.pieces(of: String(decoding: text, as: UTF8.self))
      text = []
    }
    for piece in scanned.pieces {
      switch piece {
      case .literal(let range): text += scanned.bytes[range]
      case .span(let span):
        do throws(JexlError) {
          let body = Self.body(of: span, in: source)
          budget.restart()
          let value = try self.text(of: block(body, depth: Self.maximumDepth), body, span, &result)
          if value.deferral != nil {
            flush()
            result.pieces.append(.deferred(String(decoding: scanned.bytes[span.range], as: UTF8.self)))
          } else {
            text += value.renderedText.utf8
          }
          guard text.count <= Self.maximumLength else {
            throw JexlError(.limit, span.range, "the text becomes too long")
          }
        } catch {
          return HarnessRendering(unresolved: result.unresolved, failure: error)
        }
      }
    }
    flush()
    if mode == .throw, !result.unresolved.isEmpty, let first = result.unresolved.first {
      var seen: Set<String> = []
      let names = result.unresolved.map(\.expression).filter { seen.insert($0).inserted }
      result.failure = JexlError(
        .unresolved, first.range, "Unresolved expressions: " + names.joined(separator: ", "))
      result.pieces = []
    }
    return result
  }

  /// A value ready to be written: with the expressions in its texts resolved.
  private func text(
    of value: JexlValue, _ body: SourceText, _ span: HarnessSpan, _ result: inout HarnessRendering
  ) throws(JexlError) -> JexlValue {
    let written = String(decoding: body.bytes, as: UTF8.self)
    if value.isNull || (mode == .original && value.text == "<+\(written)>") {
      result.unresolved.append(.init(range: span.range, expression: written))
    }
    switch value {
    case .list, .array, .map, .set, .node:
      do throws(JexlError) {
        return try resolved(value, depth: Self.maximumDepth, level: 0)
      } catch {
        throw error.moved(to: span.range)
      }
    default: return value
    }
  }

  /// A value in which every text that holds expressions is rendered.
  func resolved(_ value: JexlValue, depth: Int, level: Int) throws(JexlError) -> JexlValue {
    guard level < 64 else { return .null }
    do throws(JexlFault) { try budget.spend() } catch { throw JexlError(error.kind, 0..<0, error.message) }
    switch value {
    case .string(let text):
      guard HarnessText.hasSpans(text) else { return value }
      return try rendered(text, depth: depth)
    case .list(let elements): return try collected(elements, depth, level) { .list($0) }
    case .set(let elements): return try collected(elements, depth, level) { .set($0) }
    case .array(let array):
      return try collected(array.elements, depth, level) {
        .array(JexlArray($0, array.elementType, identity: array.identity))
      }
    case .map(let map):
      let keys = map.keys
      return try collected(map.values, depth, level) { values in
        var result = JexlMap()
        for (key, value) in zip(keys, values) { result[key] = value }
        return .map(result)
      }
    case .node(let node):
      let names = node.base.memberNames
      return try collected(names.map { node.base.member($0) ?? .null }, depth, level) {
        .map(JexlMap(zip(names, $0)))
      }
    default: return value
    }
  }

  private func collected(
    _ elements: [JexlValue], _ depth: Int, _ level: Int, _ make: ([JexlValue]) -> JexlValue
  ) throws(JexlError) -> JexlValue {
    var result: [JexlValue] = []
    result.reserveCapacity(elements.count)
    for element in elements {
      let value = try resolved(element, depth: depth, level: level + 1)
      if value.deferral != nil { return value }
      result.append(value)
    }
    return make(result)
  }

  /// A text inside a value, rendered; deferred as a whole if any part is.
  private func rendered(_ text: String, depth: Int) throws(JexlError) -> JexlValue {
    let scanned = HarnessText.scan(text)
    let source = SourceText(scanned.bytes)
    var result: [UInt8] = []
    for piece in scanned.pieces {
      switch piece {
      case .literal(let range): result += scanned.bytes[range]
      case .span(let span):
        let value = try block(Self.body(of: span, in: source), depth: depth - 1)
        if value.deferral != nil { return value }
        result += value.renderedText.utf8
      }
      guard result.count <= JexlLimits.maximumTextLength else {
        throw JexlError(.limit, 0..<0, "the text becomes too long")
      }
    }
    return .string(String(decoding: result, as: UTF8.self))
  }
}
