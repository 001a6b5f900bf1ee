import Diagnostics
import YAML

/// Reads any bytes as YAML and looks at every node: no input may crash, hang, or give a place outside the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let decoder: Decoder = count.isMultiple(of: 3) ? .libyaml : .goYAML2
  // The anchors of a file may stand for far more nodes than it has; a walk has to stop somewhere.
  var walker = Walker(bytes: bytes, budget: 20_000)
  let limits = Limits(expandedNodes: 20_000)
  var end = 0
  for result in Tree.parseStream(bytes, source: SourceID(0), map: nil, limits: limits, decoder: decoder) {
    walker.look(at: result)
    precondition(result.tree.range.lowerBound >= end || result.failure != nil, "documents overlap")
    end = result.tree.range.upperBound
  }
  // A part of the text, seen through a map that puts the file three bytes further on.
  let map = OffsetMap([
    OffsetMap.Piece(
      derivedStart: 0, derivedLength: UInt32(count), originalStart: 3, originalLength: UInt32(count), isLinear: true)
  ])
  let part = min(count, Int(bytes.first ?? 0))..<count
  let limitless = Tree.parse(
    bytes, range: part, source: SourceID(0), map: nil, limits: limits, endsLine: count.isMultiple(of: 2))
  walker.look(at: limitless)
  let shifted = Tree.parse(
    bytes, range: part, source: SourceID(0), map: map, limits: limits, endsLine: count.isMultiple(of: 2))
  if let left = limitless.tree.root, let right = shifted.tree.root {
    precondition(
      left.span.start + 3 == right.span.start && left.span.end + 3 == right.span.end, "the map was not applied")
  }
  return 0
}

private struct Walker {
  let bytes: [UInt8]
  var budget: Int

  mutating func look(at result: ParseResult) {
    precondition(result.tree.root == nil || result.failure == nil)
    if let failure = result.failure {
      check(failure.span)
      if let span = failure.contextSpan { check(span) }
    }
    if let root = result.tree.root { walk(root) }
    for comment in result.tree.comments() {
      check(comment.span)
      precondition(bytes[Int(comment.span.start)] == UInt8(ascii: "#"), "a comment starts with #")
    }
  }

  private func check(_ span: Span) {
    precondition(Int(span.end) <= bytes.count, "a place outside the text")
  }

  private mutating func walk(_ node: Node) {
    budget -= 1
    guard budget > 0 else { return }
    check(node.span)
    check(node.useSpan)
    if let span = node.tagSpan { check(span) }
    if let span = node.anchorSpan { check(span) }
    _ = (node.text, node.rawText, node.tag, node.resolvedTag, node.anchor, node.resolved.definitionSpan)
    checkMap(of: node)
    precondition(node.items.reduce(0) { count, _ in count + 1 } == node.items.count)
    var end = node.span.start
    for item in node.items {
      precondition(item.span.start >= end && node.span.contains(item.span), "an item outside its sequence")
      end = item.span.end
      walk(item)
    }
    for (key, value) in node.entries {
      precondition(node.span.contains(key.span) && node.span.contains(value.span), "a pair outside its mapping")
      precondition(value.span.start >= key.span.end && key.span.start >= end, "a value before its key")
      end = value.span.end
      walk(key)
      walk(value)
    }
  }

  /// Every byte of the text that was taken over as it is must be where the map says.
  private func checkMap(of node: Node) {
    node.withText { text in
      guard let map = node.offsetMap() else {
        let start = Int(node.span.start)
        precondition(
          node.kind != .scalar || bytes[start...].starts(with: text), "a text that is not where it should be")
        return
      }
      var end = 0
      for piece in map.pieces {
        precondition(Int(piece.derivedStart) == end, "a gap between pieces")
        end += Int(piece.derivedLength)
        check(Span(SourceID(0), piece.originalStart, piece.originalStart + piece.originalLength))
        guard piece.isLinear else { continue }
        let original = bytes[Int(piece.originalStart)...].prefix(Int(piece.originalLength))
        precondition(original.elementsEqual(text[Int(piece.derivedStart)..<end]), "a piece that is not linear")
      }
      precondition(end == text.count, "pieces that do not cover the text")
      // One opaque piece for a whole scalar means that its text could not be derived from the file.
      if map.pieces.count == 1, !map.pieces[0].isLinear, text.count > 4 {
        preconditionFailure("a text of unknown origin")
      }
    }
  }
}
