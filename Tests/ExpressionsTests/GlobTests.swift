import Expressions
import Foundation
import TestSupport
import Testing

@Suite struct GlobTests {
  /// Patterns, values, and whether they match.
  static let rows: [(pattern: String, value: String, matches: Bool)] = [
    ("master", "Master", false), ("master", "master", true), ("*", "master", true), ("*", "feature/x", false),
    ("*", "", true), ("**", "feature/x", true), ("**", "", true), ("feature/*", "feature/x", true),
    ("feature/*", "feature/x/y", false), ("feature/*", "feature/", false), ("feature/**", "feature/x/y", true),
    ("feature/**", "feature", false), ("feature/**/", "feature/x", true), ("feature-**", "feature-x", true),
    ("feature-**", "feature-x/y", false), ("**/x", "x", true), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true),
    ("**a", "x/a", false), ("***", "a/b", false), ("***", "a", true), ("{a,b}", "b", true),
    ("{master, develop}", "develop", false), ("{master,release/*}", "master", false), ("{a/b,c}", "a/b", false),
    ("{a,{b,c}}", "c", false), ("{a,{b,c}}", "b", true), ("{a,{b,c}}", "c}", true), ("{,x}a", "a", true),
    ("a{,x}", "a", false), ("a{,x}", "ax", true), ("a{x,}b", "ab", false), ("a{x,}b", "axb", true), ("{a,}", "", false),
    ("{a,b}{c,d}", "bd", true), ("*{a,b}", "xxb", true), ("a{}b", "ab", true), ("v{1,2}.*", "v2.3", true),
    ("release/{1,2}.*", "release/1.5", true), ("v?", "v", false), ("a?b", "a/b", false), ("?", "ü", true),
    ("?*", "", false), ("[abc]x", "bx", true), ("[^a]x", "bx", true), ("[!a]x", "bx", false), ("[!a]x", "!x", true),
    ("[]x", "]x", false), ("[a", "a", false), ("[-a]", "-", false), ("[a-]", "-", false), ("[a\\-z]", "-", true),
    ("[a-z]", "m", true), ("[^]", "x", true), ("\\*", "*", true), ("\\*", "x", false), ("\\[x\\]", "[x]", true),
    ("a\\", "a", false), ("a}", "a}", true), ("a/", "a", true), ("a//b", "a/b", false), ("a//b", "a//b", true),
    ("/", "/", true), ("*", ".hid", true), ("a*b*c", "aXbYc", true), ("refs/heads/*", "refs/heads/feature/x", false),
    ("refs/heads/**", "refs/heads/feature/x", true), ("refs/pull/*/head", "refs/pull/42/head", true),
    ("refs/pull/*", "refs/pull/42/head", false), ("!master", "develop", false), ("/^master$/", "master", false),
    ("*.x.com", "a.b.x.com", true), ("push", "", false), ("", "", true), ("", "a", false), ("a/**/**/b", "a/b", true),
    ("**/**", "a", true), ("a\\/b", "a\\/b", false), ("{a,[]}", "a", true), ("{[],a}", "a", false),
    ("été", "été", true), ("*é", "aé", true),
    // After a star, steps keep the width of the first character.
    ("*b", "éab", false), ("*b", "éb", true),
  ]

  @Test func everyRowHolds() {
    for row in Self.rows {
      #expect(Glob(row.pattern).matches(row.value) == row.matches, "\(row.pattern) on \(row.value)")
    }
  }

  @Test func exclusionsWin() {
    let set = PatternSet(include: ["feature/*"], exclude: ["feature/x"])
    #expect(set.matches("feature/y"))
    #expect(!set.matches("feature/x"))
    #expect(!set.matches("main"))
    #expect(PatternSet(include: [String]()).matches("anything"))
    #expect(PatternSet(include: [String](), exclude: ["[a"]).matches("a"), "a malformed exclusion excludes nothing")
    #expect(!PatternSet(include: ["[a"]).matches("a"), "a malformed inclusion matches nothing")
  }

  @Test func noPatternIsSlow() {
    let value = String(repeating: "a", count: 4000)
    #expect(!Glob("*a*a*a*a*a*a*a*a*b").matches(value))
    #expect(!Glob(String(repeating: "{a,aa}", count: 40) + "b").matches(value))
    #expect(!Glob(String(repeating: "**/", count: 200) + "b").matches(String(repeating: "a/", count: 2000)))
    #expect(!Glob(String(repeating: "{", count: 20000) + String(repeating: "a,}", count: 20000)).matches(value))
    #expect(!Glob(String(repeating: "*a", count: 20000)).matches(value))
    #expect(Glob(String(repeating: "[a]", count: 4000)).matches(value))
  }

  @Test func patternsCanBeAskedAbout() {
    let defects: [(String, [Glob.Defect])] = [
      ("main", []), ("[a", [.unterminatedClass]), ("[]", [.emptyClass]), ("[-a]", [.misplacedHyphen]),
      ("{a,b", [.unterminatedBraces]), ("{main,release/*}", [.slashInBraces]), ("a\\", [.trailingBackslash]),
      ("{a,b}/[c]", []),
    ]
    for (pattern, expected) in defects {
      #expect(Glob(pattern).defects == expected, "\(pattern)")
      #expect(Glob(pattern).isMalformed == !expected.isEmpty, "\(pattern)")
    }
    #expect(Glob("feature-**").components.map(\.hasGluedDoubleStar) == [true])
    #expect(Glob("a/**").components.map(\.hasGluedDoubleStar) == [false, false])
    #expect(Glob("a/**").components.map(\.isAnyDepth) == [false, true])
    #expect(Glob("refs/heads/main").isLiteral)
    #expect(!Glob("refs/heads/*").isLiteral)
    #expect(
      Glob("v{1,2}?[a-c]").components.map(\.items) == [
        [
          .literal("v"), .alternatives(["1", "2"]), .anyCharacter,
          .characterClass(ranges: ["a"..."c"], isNegated: false),
        ]
      ])
  }

  struct OracleCase: Decodable {
    var values: [String]?
    var yaml: String?
    var match: [String: Bool]?
  }

  /// The conditions that are one pattern or a list of plain words; the other shapes need the loader.
  @Test func theRealConditionsAgree() throws {
    guard let cases = try Corpus.jsonLines("oracle/cases/match.jsonl", as: OracleCase.self) else { return }
    var checked = 0
    for oracle in cases.dropFirst() {
      guard let patterns = Self.patterns(oracle.yaml ?? ""), let expected = oracle.match else { continue }
      let set = PatternSet(include: patterns)
      for (value, matches) in expected {
        #expect(set.matches(value) == matches, "\(patterns) on \(value)")
        checked += 1
      }
    }
    #expect(checked > 400)
  }

  private static func patterns(_ yaml: String) -> [String]? {
    func scalar(_ text: Substring) -> String? {
      if text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote {
        let inner = text.dropFirst().dropLast()
        return inner.contains("\\") || inner.contains(quote) ? nil : String(inner)
      }
      let isPlain = !text.isEmpty && text.allSatisfy { $0.isLetter || "/-._".contains($0) }
      return isPlain && !["null", "true", "false"].contains(text) ? String(text) : nil
    }
    guard yaml.hasPrefix("["), yaml.hasSuffix("]") else { return scalar(yaml[...]).map { [$0] } }
    let items = yaml.dropFirst().dropLast().split(separator: ", ")
    let scalars = items.compactMap { scalar($0) }
    return scalars.count == items.count ? scalars : nil
  }
}
