import Diagnostics
import TestSupport
import Testing
import YAML

@Suite struct Decoders {
  private func parse(_ text: String, _ decoder: Decoder) -> ParseResult {
    let bytes = Array(text.utf8)
    return Tree.parse(bytes, range: 0..<bytes.count, source: SourceID(0), map: nil, decoder: decoder)
  }

  /// The error as printed, or the text of the first item or value.
  private func answer(_ text: String, _ decoder: Decoder) -> String {
    let result = parse(text, decoder)
    if let failure = result.failure { return failure.goYAMLText() }
    let root = result.tree.root
    let node = root?.items.first ?? root?.entries.first?.value ?? root
    return node?.text ?? "nothing"
  }

  @Test(arguments: [
    ("- \"it\\'s \\'x\\'\"", "it's 'x'", "yaml: found unknown escape character"),
    ("- \"a\\/b\"", "yaml: found unknown escape character", "a/b"),
    ("- x\n- \"a\\/b\"", "yaml: line 1: found unknown escape character", "x"),
    ("[a?b]", "yaml: did not find expected ',' or ']'", "a?b"),
    ("a:\n  {b: c?}", "yaml: line 1: did not find expected ',' or '}'", ""),
    ("[a: b?]", "yaml: did not find expected ',' or ']'", ""),
    ("[a:]", "a:", "yaml: found unexpected ':'"),
    ("[a:, b:, c:]", "a:", "yaml: found unexpected ':'"),
    ("[\"a?b\"]", "a?b", "a?b"),
    ("- a?b", "a?b", "a?b"),
    ("[a:b]", "a:b", "a:b"),
    ("[https://a.b/c]", "https://a.b/c", "https://a.b/c"),
    ("%YAML 1.1\n---\na", "a", "a"),
    ("%YAML 1.2\n---\na", "yaml: found incompatible YAML document", "a"),
    (
      "a: b\n\tc", "yaml: line 1: found a tab character that violate indentation",
      "yaml: line 1: found a tab character that violates indentation"
    ),
    ("- \"\\'", "yaml: line 1: found unexpected end of stream", "yaml: found unknown escape character"),
    ("- \"\\q", "yaml: found unknown escape character", "yaml: found unknown escape character"),
  ]) func differ(text: String, goYAML: String, libyaml: String) {
    #expect(answer(text, .goYAML2) == goYAML)
    #expect(answer(text, .libyaml) == libyaml)
  }

  /// Texts and errors of go-yaml's world; lines count from 0.
  @Test(arguments: [
    ("v: [A,", "yaml: line 1: did not find expected node content"),
    ("v:\n- [A,", "yaml: line 2: did not find expected node content"),
    ("a:\n- b: *,", "yaml: line 1: did not find expected alphabetic or numeric character"),
    ("a: *b\n", "yaml: unknown anchor 'b' referenced"),
    ("b: *a\na: &a {c: 1}", "yaml: unknown anchor 'a' referenced"),
    ("a: &a\n  b: *a\n", "yaml: anchor 'a' value contains itself"),
    ("value: -", "yaml: block sequence entries are not allowed in this context"),
    ("a:\n  1:\nb\n  2:", "yaml: line 3: could not find expected ':'"),
    ("%TAG !%79! tag:yaml.org,2002:\n---\nv: !%79!int '1'", "yaml: did not find expected whitespace"),
    ("%YAML 1.1\n", "yaml: line 1: did not find expected <document start>"),
    ("a: @b", "yaml: found character that cannot start any token"),
    ("a: b: c", "yaml: mapping values are not allowed in this context"),
    ("a: b\nc\u{1}", "yaml: control characters are not allowed"),
    ("- [a-z]*\n", "yaml: did not find expected alphabetic or numeric character"),
    ("- [a-z]b\n", "yaml: did not find expected '-' indicator"),
    ("a:\n\tb: c", "yaml: line 1: found character that cannot start any token"),
  ]) func errors(text: String, expected: String) {
    #expect(parse(text, .goYAML2).failure?.goYAMLText() == expected)
  }

  /// The documents of a Drone file, as its line splitter makes them.
  private func documents(_ bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    var line = 0
    while line < bytes.count {
      let next = (bytes[line...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
      if bytes[line...].starts(with: "...".utf8) { break }
      if bytes[line...].starts(with: "---".utf8) {
        if line > start { found.append(start..<line) }
        start = next
      }
      line = next
    }
    if line > start { found.append(start..<line) }
    return found
  }

  /// What the Drone server says of each file's syntax.
  @Test func agreesWithTheServer() throws {
    guard let rows = Corpus.table("oracle/drone.plan-push-main.tsv") else { return }
    var compared = 0
    for row in rows {
      guard let name = row["file"], name.hasSuffix("yml") || name.hasSuffix("yaml") else { continue }
      let message = row.values.first { $0.hasPrefix("yaml: ") } ?? ""
      let isSyntax = message.hasPrefix("yaml: line") || message.hasPrefix("yaml: unknown anchor")
      if row["result"] == "error: convert" { continue }
      let bytes = Corpus.file(name)?.bytes ?? []
      let failure = documents(bytes).lazy.compactMap {
        Tree.parse(bytes, range: $0, source: SourceID(0), map: nil).failure
      }.first
      compared += 1
      #expect((failure?.goYAMLText() ?? "") == (isSyntax ? message : ""), "\(name)")
    }
    #expect(compared > 500)
  }
}
