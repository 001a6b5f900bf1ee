import Diagnostics
import TestSupport
import Testing
import YAML

@Suite struct CorpusParses {
  /// Walks the whole tree; spans must nest and every alias must lead to a node.
  private func walk(_ node: Node, inside outer: Span, _ count: inout Int) {
    count += 1
    #expect(outer.contains(node.span))
    #expect(node.resolved.kind != .alias)
    _ = node.text
    _ = node.anchor
    _ = node.tag
    if node.kind != .scalar, node.kind != .alias { #expect(node.items.count + node.entries.count == node.count) }
    for item in node.items { walk(item, inside: node.span, &count) }
    for (key, value) in node.entries {
      walk(key, inside: node.span, &count)
      walk(value, inside: node.span, &count)
    }
  }

  @Test(arguments: ["drone", "harness", "pipecd"])
  func everyFile(folder: String) throws {
    guard let files = Corpus.files(in: folder) else { return }
    var nodes = 0
    var documents = 0
    for file in files where file.name.hasSuffix("yml") || file.name.hasSuffix("yaml") {
      let bytes = file.bytes
      let whole = Span(SourceID(0), 0, UInt32(bytes.count))
      for result in Tree.parseStream(bytes, source: SourceID(0), map: nil) {
        documents += 1
        if let root = result.tree.root { walk(root, inside: whole, &nodes) }
        #expect(result.failure == nil || result.tree.root == nil)
      }
    }
    #expect(documents > files.count / 2)
    #expect(nodes > documents * 5)
  }
}
