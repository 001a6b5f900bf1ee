import Diagnostics
import Testing
import YAML

/// Texts that are made to hurt.
@Suite struct Hostile {
  private func parse(_ text: String, limits: Limits = .standard) -> ParseResult {
    let bytes = Array(text.utf8)
    return Tree.parse(bytes, range: 0..<bytes.count, source: SourceID(0), map: nil, limits: limits)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "[{a: ", "&a [", "!a [", "[? ", "{? "])
  func nestingStopsAtTheLimit(opening: String) throws {
    let failure = try #require(parse(String(repeating: opening, count: 100_000)).failure)
    #expect(failure.kind == .limit || failure.kind == .scanner)
    if failure.kind == .limit { #expect(failure.problem == "nesting is deeper than 512") }
  }

  @Test func nestingBelowTheLimitIsRead() {
    let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(parse(text).failure == nil)
    let deeper = String(repeating: "- ", count: 513) + "a"
    #expect(parse(deeper).failure?.kind == .limit)
    #expect(parse(deeper, limits: Limits(depth: 600)).failure == nil)
  }

  @Test func aliasesCountAsWhatTheyStandFor() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...20 {
      let uses = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(uses)]\n"
    }
    let failure = try #require(parse(text).failure)
    #expect(failure.kind == .limit)
    #expect(failure.goYAMLText() == "yaml: document contains excessive aliasing")
    let few = parse("a: &a [x, y]\nb: [*a, *a]\n", limits: Limits(expandedNodes: 6))
    #expect(few.failure == nil)
    let many = parse("a: &a [x, y]\nb: [*a, *a]\n", limits: Limits(expandedNodes: 5))
    #expect(many.failure?.kind == .limit)
  }

  @Test func tagDirectivesAreFew() {
    let lines = (0..<100).map { "%TAG !t\($0)! tag:example.org,\($0):\n" }.joined()
    #expect(parse(lines + "---\na").failure?.kind == .limit)
    #expect(parse("%TAG !t! " + String(repeating: "x", count: 10_000) + "\n---\na").failure?.kind == .limit)
    #expect(parse("%TAG !t! tag:example.org,1:\n---\n!t!x a").tree.root?.resolvedTag == "tag:example.org,1:x")
  }

  @Test func longLines() throws {
    let long = String(repeating: "x", count: 200_000)
    #expect(parse("a: \(long)\n").tree.root?["a"]?.text == long)
    #expect(parse("a: '\(long)'\n").tree.root?["a"]?.text == long)
    #expect(parse("a: |\n  \(long)").tree.root?["a"]?.text == long + "\n")
    #expect(parse("\(long): a").failure?.kind == .scanner)
    let words = String(repeating: "x ", count: 100_000)
    #expect(parse("# \(words)\na: \(words)").tree.root?["a"]?.text.utf8.count == 199_999)
  }

  @Test func textsLongerThanARecordCanSay() throws {
    let length = 1 << 24
    let bytes = Array("a: \"".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: length) + Array("\\n\"\nb: c\n".utf8)
    let tree = Tree.parse(bytes, range: 0..<bytes.count, source: SourceID(0), map: nil).tree
    let node = try #require(tree.root?["a"])
    #expect(node.textLength == length + 1)
    #expect(node.withText { $0.last } == 0x0A)
    #expect(tree.root?["b"]?.text == "c")
  }

  @Test func manyEscapedQuotes() {
    let item = "- \"it\\'s\"\n"
    let few = parse(String(repeating: item, count: 400))
    #expect(few.tree.root?.count == 400)
    // Past the number of times that a text is read again, libyaml's answer stands.
    let many = parse(String(repeating: item, count: 20_000))
    #expect(many.failure?.problem == "found unknown escape character")
    let inOne = parse("- \"" + String(repeating: "\\'", count: 5000) + "\"")
    #expect(inOne.tree.root?.items.first?.text == String(repeating: "'", count: 5000))
  }

  @Test(
    arguments: [
      [0xFF, 0xFE, 0x61, 0x00], [0xC3], [0x61, 0x3A, 0x20, 0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0x00], [0x61, 0x00], [0xE2, 0x80], [0x7F], [0xC0, 0x80],
    ] as [[UInt8]])
  func bytesThatAreNoText(bytes: [UInt8]) {
    let result = Tree.parse(bytes, range: 0..<bytes.count, source: SourceID(0), map: nil)
    #expect(result.failure?.kind == .reader)
    #expect(result.tree.root == nil)
  }

  @Test func rangesAreClamped() {
    let bytes = Array("a: b".utf8)
    let result = Tree.parse(bytes, range: 2..<900, source: SourceID(0), map: nil)
    #expect(result.tree.root?.text == "b")
    #expect(Tree.parse([], range: 0..<0, source: SourceID(0), map: nil).tree.root == nil)
  }
}
