import Diagnostics
import Testing

/// Edits in a text, and the difference that people are shown.
@Suite struct FixApplicationTests {
  static func finding(_ fixes: [(Range<UInt32>, String)], _ safety: Fix.Safety = .safe) -> Diagnostic {
    let id = SourceID(0)
    let edits = fixes.map { Fix.Edit(Span(id, $0.0.lowerBound, $0.0.upperBound), $0.1) }
    return Diagnostic(
      rule: "r", severity: .warning, message: "m", at: edits[0].span, fixes: [Fix("f", safety: safety, edits: edits)])
  }

  static func apply(_ findings: [Diagnostic], _ text: String) -> (text: String, mended: [Int]) {
    let result = FixApplication.apply(findings, to: Source(name: "a", text: text), allowing: [.safe])
    return (String(decoding: result.bytes, as: UTF8.self), result.mended)
  }

  @Test func editsOfSeveralFindingsAreMadeTogether() {
    let result = Self.apply(
      [Self.finding([(6..<7, "C")]), Self.finding([(0..<1, "AA"), (9..<9, "!")])], "a: b\n\nc: d")
    #expect(result == ("AA: b\n\nC: !d", [0, 1]))
  }

  @Test func whatCollidesWaits() {
    let result = Self.apply([Self.finding([(0..<2, "x")]), Self.finding([(1..<3, "y")])], "abcd")
    #expect(result == ("xcd", [0]))
  }

  @Test func theSameEditTwiceIsOne() {
    let result = Self.apply([Self.finding([(0..<1, "x")]), Self.finding([(0..<1, "x")])], "abcd")
    #expect(result == ("xbcd", [0, 1]))
  }

  @Test func unsafeFixesAreMadeOnlyWhenAllowed() {
    #expect(Self.apply([Self.finding([(0..<1, "x")], .unsafe)], "abcd") == ("abcd", []))
  }

  @Test(
    arguments: [
      ("a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"),
      ("a\n", "a\nb", "@@ -1,1 +1,2 @@\n a\n+b\n\\ No newline at end of file\n"),
      ("", "a\n", "@@ -0,0 +1,1 @@\n+a\n"),
      (
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"
      ),
      (
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "2\n3\n4\n5\n6\n7\n8\n9\n10\n",
        "@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -7,3 +6,4 @@\n 7\n 8\n 9\n+10\n"
      ),
      ("same\n", "same\n", nil),
    ] as [(String, String, String?)]) func differencesLookLikePatches(_ old: String, _ new: String, _ hunks: String?)
  {
    let text = UnifiedDiff.text(from: Array(old.utf8), to: Array(new.utf8), name: "dir/f")
    #expect(text == hunks.map { "--- a/dir/f\n+++ b/dir/f\n" + $0 } ?? "")
  }
}
