import Diagnostics
import TestSupport
import Testing
import YAML

@Suite struct OffsetMaps {
  /// In linear pieces, decoded and original bytes are the same; pieces are in order and cover the decoded text.
  static func verify(_ node: Node, in file: [UInt8], allowsWhole: Bool = false) {
    let text = Array(node.text.utf8)
    let start = Int(node.span.start)
    guard let map = node.offsetMap() else {
      if node.kind == .scalar { #expect(Array(file[start...].prefix(text.count)) == text) }
      return
    }
    var derived = 0
    var original = 0
    for piece in map.pieces {
      #expect(Int(piece.derivedStart) == derived)
      #expect(Int(piece.originalStart) >= original)
      derived += Int(piece.derivedLength)
      original = Int(piece.originalStart + piece.originalLength)
      guard piece.isLinear else { continue }
      #expect(piece.derivedLength == piece.originalLength)
      let from = Int(piece.originalStart)
      #expect(
        file[from..<original].elementsEqual(text[(derived - Int(piece.derivedLength))..<derived]), "\(node.rawText)")
    }
    #expect(derived == text.count)
    #expect(original <= file.count)
  }

  static func each(_ node: Node, _ body: (Node) -> Void) {
    body(node)
    for item in node.items { each(item, body) }
    for (key, value) in node.entries {
      each(key, body)
      each(value, body)
    }
  }

  /// What the parts of a decoded text lead to: `decoded text` → `part` → `text in the file`.
  @Test(arguments: [
    ("- plain", "plain", "plain"),
    ("- plain", "la", "la"),
    ("- one\n  two\n", "two", "two"),
    ("- one\n  two\n", " ", "\n  "),
    ("- one\n\n  two\n", "\n", "\n"),
    ("- 'it''s'", "'", "''"),
    ("- 'it''s'", "s", "s"),
    ("- \"a\\tb\"", "b", "b"),
    ("- \"a\\tb\"", "\t", "\\t"),
    ("- \"a\\u00e9b\"", "é", "\\u00e9"),
    ("- \"a\\\n   b\"", "ab", "a\\\n   b"),
    ("- \"a\\\n   b\"", "b", "b"),
    ("- |\n  one\n  two\n", "two", "two"),
    ("- |\n  one\n  two\n", "one\ntwo", "one\n  two"),
    ("- |\n  one\r\n  two\r\n", "\nt", "\r\n  t"),
    ("- |2\n    one\n  two\n", "  one", "  one"),
    ("- >\n  one\n  two\n\n  three\n   four\n", " two", "\n  two"),
    ("- >\n  one\n  two\n\n  three\n   four\n", "three\n four", "three\n   four"),
    ("- >-\n  ä\n  ö\n", "ö", "ö"),
    ("- |", "", ""),
    ("- |+", "", ""),
    ("- |+\n  x\u{85}", "x\n\n", "x\u{85}"),
    ("- |+\n  x\n ", "x\n\n", "x\n "),
    ("- |+\n  x\r", "x\n", "x\r"),
    ("- |+\n  xxx\n    ", "xxx\n  \n", "xxx\n    "),
    ("- |+ # x\n\n\n\n\n\n\n# y\n", "\n", "\n"),
    ("- |2\n     \n  x\n", "   \nx", "   \n  x"),
    ("- |2+\n     \n\n# y\n", "   \n\n", "   \n\n"),
    ("- |\n  x", "x\n", "x"),
    ("- >+\n  x\n\n", "x\n\n", "x\n\n"),
    ("- \u{2028}\n  x", "x", "x"),
  ]) func part(text: String, part: String, original: String) throws {
    let bytes = Array(text.utf8)
    let tree = Tree.parse(bytes, range: 0..<bytes.count, source: SourceID(0), map: nil).tree
    let node = try #require(tree.root?.items.first)
    Self.verify(node, in: bytes)
    let value = node.text
    let range = try #require(part.isEmpty ? value.startIndex..<value.startIndex : value.firstRange(of: part))
    let start = value.utf8.distance(from: value.startIndex, to: range.lowerBound)
    let span = node.span(ofText: start..<start + part.utf8.count)
    #expect(String(decoding: bytes[Int(span.start)..<Int(span.end)], as: UTF8.self) == original)
  }

  @Test func aDocumentThatEndsBeforeItsText() throws {
    let bytes = Array("|+\u{85}\u{85} long text\u{85}\u{85}more: x".utf8)
    let node = try #require(Tree.parse(bytes, range: 0..<bytes.count, source: SourceID(0), map: nil).tree.root)
    #expect(node.text == "\nlong text\n\n")
    Self.verify(node, in: bytes)
    #expect(node.offsetMap()?.pieces.count == 4)
  }

  @Test func composesWithTheMapOfTheText() throws {
    // The file says `- a ${X} b`, and `${X}` stands for "1\t2".
    let file = Array("- \"a ${X} b\"".utf8)
    let text = Array("- \"a 1\\t2 b\"".utf8)
    let map = OffsetMap([
      .init(derivedStart: 0, derivedLength: 5, originalStart: 0, originalLength: 5, isLinear: true),
      .init(derivedStart: 5, derivedLength: 4, originalStart: 5, originalLength: 4, isLinear: false),
      .init(derivedStart: 9, derivedLength: 3, originalStart: 9, originalLength: 3, isLinear: true),
    ])
    let tree = Tree.parse(text, range: 0..<text.count, source: SourceID(0), map: map).tree
    let node = try #require(tree.root?.items.first)
    #expect(node.text == "a 1\t2 b")
    for (part, original) in [(0..<1, "a"), (3..<4, "${X}"), (2..<5, "${X}"), (6..<7, "b"), (0..<7, "a ${X} b")] {
      let span = node.span(ofText: part)
      #expect(String(decoding: file[Int(span.start)..<Int(span.end)], as: UTF8.self) == original)
    }
  }

  @Test(arguments: ["drone", "harness", "pipecd"])
  func everyScalarOfTheCorpus(folder: String) {
    guard let files = Corpus.files(in: folder) else { return }
    var mapped = 0
    for file in files where file.name.hasSuffix("yml") || file.name.hasSuffix("yaml") {
      let bytes = file.bytes
      for result in Tree.parseStream(bytes, source: SourceID(0), map: nil) {
        guard let root = result.tree.root else { continue }
        Self.each(root) { node in
          Self.verify(node, in: bytes)
          guard let map = node.offsetMap() else { return }
          mapped += 1
          // A whole scalar that is opaque means that the two decoders disagree.
          let isWhole = map.pieces.count == 1 && !map.pieces[0].isLinear && map.pieces[0].derivedLength > 4
          #expect(!isWhole, "\(file.name): \(node.rawText)")
        }
      }
    }
    #expect(mapped > 100)
  }
}
