import Diagnostics
import YAML

/// Reads any bytes as YAML and looks at every node: no input may crash, hang, or give a place outside the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  // The anchors of a file may stand for far more nodes than it has; a walk has to stop somewhere.
  var budget = 20_000
  for result in Tree.parseStream(bytes, source: SourceID(0), map: nil, limits: Limits(expandedNodes: 20_000)) {
    precondition(result.tree.root == nil || result.failure == nil)
    if let span = result.failure?.span { check(span, count) }
    if let root = result.tree.root { walk(root, count, &budget) }
    for comment in result.tree.comments() { check(comment.span, count) }
  }
  _ = Tree.parse(bytes, range: 0..<count, source: SourceID(0), map: nil, endsLine: count.isMultiple(of: 2))
  return 0
}

private func check(_ span: Span, _ count: Int) {
  precondition(span.start <= span.end && Int(span.end) <= count, "a place outside the text")
}

private func walk(_ node: Node, _ count: Int, _ budget: inout Int) {
  budget -= 1
  guard budget > 0 else { return }
  check(node.span, count)
  check(node.useSpan, count)
  if let span = node.tagSpan { check(span, count) }
  _ = (node.text, node.rawText, node.tag, node.resolvedTag, node.anchor)
  let length = node.withText { $0.count }
  check(node.span(ofText: 0..<length), count)
  check(node.span(ofText: length / 2..<length), count)
  for item in node.items { walk(item, count, &budget) }
  for (key, value) in node.entries {
    walk(key, count, &budget)
    walk(value, count, &budget)
  }
}
