import Diagnostics
import Parser
import Testing

/// A fix may change what it says and nothing else.
@Suite struct FixVerificationTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    /// What is replaced, by what; each occurs once in the text.
    var edits: [(String, String)]
    var isKept: Bool
    var testDescription: String { name }
  }

  static let rows: [Row] = [
    Row(name: "a key is renamed", text: "a:\n  b: 1 # why\nc: 2\n", edits: [("b", "bb")], isKept: true),
    Row(name: "a value becomes a list", text: "a: x\nc: 2\n", edits: [("x", "[x]")], isKept: true),
    Row(name: "a line is added", text: "a:\n  b: 1\nc: 2\n", edits: [("\nc:", "\n  d: 3\nc:")], isKept: true),
    Row(name: "a comment is removed", text: "a: 1 # why\nc: 2\n", edits: [(" # why", "")], isKept: true),
    Row(name: "a line is removed whole", text: "a: 1\nb: 2\nc: 3\n", edits: [("b: 2\n", "")], isKept: true),
    Row(name: "a neighbour is swallowed", text: "- a: 1\n  b: 2\n- c\n", edits: [("a: 1", "|")], isKept: false),
    Row(name: "a neighbour moves deeper", text: "a:\nb: 2\nc:\n  d: 3\n", edits: [("a:\n", "a:\n  ")], isKept: false),
    Row(name: "a quote is left open", text: "a: x\nc: 2\n", edits: [("x", "\"x")], isKept: false),
    Row(name: "a neighbour is quoted", text: "a: [x, y, z]\n", edits: [("[", "['"), ("]", "']")], isKept: false),
  ]

  @Test(arguments: rows) func verdict(_ row: Row) throws {
    let text = row.text
    var edits: [Fix.Edit] = []
    for (old, new) in row.edits {
      let range = try #require(text.firstRange(of: old))
      let start = UInt32(text.utf8.distance(from: text.startIndex, to: range.lowerBound))
      edits.append(Fix.Edit(Span(SourceID(0), start, start + UInt32(old.utf8.count)), new))
    }
    var after = Array(text.utf8)
    for edit in edits.reversed() {
      after.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: edit.replacement.utf8)
    }
    #expect(
      FixVerification.keepsTheRest(of: Array(text.utf8), edits: edits, after: after) == row.isKept,
      "\(String(decoding: after, as: UTF8.self))")
  }
}
