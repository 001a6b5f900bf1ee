import Diagnostics
import Testing
import YAML

@Suite struct Streams {
  /// Every document of a text: its root's text or raw text, or its error.
  private func documents(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return Tree.parseStream(bytes, source: SourceID(0), map: nil).map { result in
      if let failure = result.failure { return "\(failure.span.start): \(failure.problem)" }
      guard let root = result.tree.root else { return "nothing" }
      return root.kind == .scalar ? root.text : root.rawText
    }
  }

  @Test(arguments: [
    ("", []),
    ("# comment\n", []),
    ("a", ["a"]),
    ("---\n", ["nothing"]),
    ("a\n---\nb\n---\n", ["a", "b", "nothing"]),
    ("--- a\n...\n---\nb: c\n", ["a", "b: c"]),
    ("a: [\n---\nb\n", ["5: did not find expected node content", "b"]),
    ("a: 'x\n---\nb: c\n", ["6: found unexpected document indicator", "b: c"]),
    (
      "a: b: c\n---\nd\n---\ne: f: g\n",
      [
        "4: mapping values are not allowed in this context", "d", "22: mapping values are not allowed in this context",
      ]
    ),
    ("*a\n--- &a b\n---\n*a\n", ["0: unknown anchor 'a' referenced", "b", "16: unknown anchor 'a' referenced"]),
    ("[a:]\n---\n\"\\'\"\n", ["[a:]", "'"]),
    ("\u{FEFF}a\n---\n\u{FEFF}b", ["a", "b"]),
    ("%YAML 1.2\n---\na\n---\nb\n", ["0: found incompatible YAML document", "a", "b"]),
  ]) func everyDocument(text: String, expected: [String]) {
    #expect(documents(text) == expected)
  }

  @Test func manyBrokenDocumentsEnd() {
    let text = String(repeating: "---\n[\n", count: 5000)
    #expect(documents(text).count < 2000)
  }

  @Test(arguments: [
    ("# one\na: b # two\n# three\n", ["0  one", "11  two", "17  three"]),
    ("a: '#x' # y\n", ["8  y"]),
    ("a: b#c\nd: !x z\ne: |  # head\n  # body\n# tail\n", ["21  head", "37  tail"]),
    ("[a, # x\n b]# y\n", ["4  x"]),
    ("\u{FEFF}# bom\r\na: b #crlf\r\n", ["3  bom", "15 crlf"]),
    ("a: |\n  x\n # less\nb: c", ["10  less"]),
    ("# only", ["0  only"]),
    ("a: &x # c\n  b: *x # d\n", ["6  c"]),
  ]) func comments(text: String, expected: [String]) {
    let bytes = Array(text.utf8)
    let tree = Tree.parse(bytes, range: 0..<bytes.count, source: SourceID(0), map: nil).tree
    #expect(tree.comments().map { "\($0.span.start) \($0.text)" } == expected)
  }

  @Test func commentsKnowWhetherTheyStandAlone() {
    let bytes = Array("# a\n  # b\nc: d # e\n".utf8)
    let tree = Tree.parse(bytes, range: 0..<bytes.count, source: SourceID(0), map: nil).tree
    #expect(tree.comments().map(\.standsAlone) == [true, true, false])
  }
}
