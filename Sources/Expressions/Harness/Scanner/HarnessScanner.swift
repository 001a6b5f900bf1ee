/// Finds spans in one pass over bytes.
struct HarnessScanner {
  /// Harness gives up at 15 levels of nesting; texts are read far beyond, so that the problem can be shown.
  static let maximumDepth = 64

  private struct Open {
    var start: Int
    var nested: [HarnessSpan] = []
  }

  private(set) var spans: [HarnessSpan] = []
  private(set) var unclosed: Range<Int>?
  /// How many levels of escapes were taken away before.
  private var level = 0

  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    var open: [Open] = []
    var escapes: [Int] = []
    var index = 0
    let count = bytes.count
    while index < count {
      switch bytes[index] {
      case 0x3C where index + 1 < count && bytes[index + 1] == 0x2B:
        open.append(Open(start: index))
        index += 2
      case 0x3E where !open.isEmpty:
        close(&open, &escapes, at: index + 1, bytes)
        index += 1
      case 0x5C where !open.isEmpty && index + 1 < count && bytes[index + 1] == 0x3E:
        escapes.append(index)
        index += 2
      default: index += 1
      }
    }
    if let first = open.first { unclosed = first.start..<count }
  }

  private mutating func close(
    _ open: inout [Open], _ escapes: inout [Int], at end: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    guard let top = open.popLast() else { return }
    if open.isEmpty {
      var nested = top.nested
      if !escapes.isEmpty { nested = rescan(top.start + 2..<end - 1, without: escapes, bytes) }
      spans.append(HarnessSpan(range: top.start..<end, nested: nested, escapes: escapes))
      escapes = []
    } else if open.count < Self.maximumDepth {
      open[open.count - 1].nested.append(HarnessSpan(range: top.start..<end, nested: top.nested, escapes: []))
    }
  }

  /// The spans inside a body once its backslashes are gone, by their places in the whole text: what was escaped at one
  /// level closes at the next.
  private func rescan(
    _ body: Range<Int>, without escapes: [Int], _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [HarnessSpan] {
    guard level < 20 else { return [] }
    var origins: [Int] = []
    origins.reserveCapacity(body.count)
    var next = 0
    for place in body {
      if next < escapes.count, escapes[next] == place { next += 1 } else { origins.append(place) }
    }
    let text = origins.map { bytes[$0] }
    var inner = HarnessScanner()
    inner.level = level + 1
    text.withUnsafeBufferPointer { inner.scan($0) }
    func original(_ span: HarnessSpan) -> HarnessSpan {
      HarnessSpan(
        range: origins[span.range.lowerBound]..<origins[span.range.upperBound - 1] + 1,
        nested: span.nested.map(original), escapes: span.escapes.map { origins[$0] })
    }
    return inner.spans.map(original)
  }
}
