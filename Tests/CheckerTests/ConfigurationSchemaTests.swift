import Configuration
import Diagnostics
import Foundation
import Testing

/// The schema of `.pipec.yaml` against what reads it, key by key.
@Suite struct ConfigurationSchemaTests {
  private static func rules(_ text: String) -> [String] {
    ConfigurationReader.read(Source(name: ".pipec.yaml", text: text)).findings.map(\.rule.text)
  }

  private static func keys(_ path: String...) throws -> [String: [String: Any]] {
    var value: Any = try JSONSerialization.jsonObject(with: Data(ConfigurationSchema.json.utf8))
    for key in path + ["properties"] { value = try #require((value as? [String: Any])?[key]) }
    return try #require(value as? [String: [String: Any]])
  }

  /// A value that the schema lets pass, one that it does not, and the finding about the second.
  private static func samples(_ schema: [String: Any]) -> (good: [String], bad: [String]) {
    if schema["type"] as? String == "boolean" { return (["true", "false"], ["yes", "[]", "{}"]) }
    if let words = schema["enum"] as? [String] { return (words, ["nonsense", "[]"]) }
    if let choices = schema["oneOf"] as? [[String: Any]] {
      let isRule = (choices[0]["$ref"] as? String)?.hasSuffix("/rule") == true
      return isRule
        ? (["all", "[unknown-key, security]"], ["nonsense", "{}", "[[]]"])
        : (["abc", "[a, b]", "12"], ["{}", "[[]]", "''"])
    }
    switch schema["type"] {
    case let type as String where type == "object":
      let isSettings = (schema["additionalProperties"] as? [String: Any])?["pattern"] != nil
      return isSettings
        ? (
          ["{}", "{a: string}", "{a: 'list required alias=b,c also=map'}"],
          ["[]", "{a: text}", "{a: string x}", "{a: [string]}"]
        )
        : (["{}", "{all: error, unknown-key: off}"], ["[]", "{all: x}", "{x: error}"])
    case let type as String where type == "array": return (["[]"], ["x", "{}"])
    default: return (["abc", "12"], ["[]", "{}", "''"])
    }
  }

  @Test(arguments: ["root", "override", "plugin"]) func everyKeyIsReadAsTheSchemaSays(_ table: String) throws {
    let keys = try table == "root" ? Self.keys() : Self.keys("definitions", table)
    #expect(keys.count >= 8)
    let (start, indent): (String, String) =
      switch table {
      case "override": ("overrides:\n- paths: x\n", "  ")
      case "plugin": ("plugins:\n- image: x\n", "  ")
      default: ("", "")
      }
    for (key, schema) in keys.sorted(by: { $0.key < $1.key }) where key != "like" {
      // The one that each item must have takes the place of that in `start`.
      let isFirst = ["paths", "image"].contains(key)
      let text = isFirst ? start.prefix { $0 != "-" } + "- " : start + indent
      let (good, bad) = Self.samples(schema)
      for value in good { #expect(Self.rules("\(text)\(key): \(value)\n") == [], "\(key): \(value)") }
      for value in bad {
        let rules = Self.rules("\(text)\(key): \(value)\n")
        #expect(!rules.isEmpty && !rules.contains("config-unknown-key"), "\(key): \(value) gives \(rules)")
      }
      #expect(Self.rules("\(text)\(key)s0: x\n").contains("config-unknown-key"))
    }
  }

  struct Pattern: CustomTestStringConvertible, Sendable {
    var pattern: String
    var matching: [String]
    var others: [String]
    var testDescription: String { pattern }
  }

  /// As git reads them in `.gitignore`.
  static let patterns: [Pattern] = [
    Pattern(pattern: "*.yml", matching: ["a.yml", "x/y/a.yml"], others: ["a.yaml"]),
    Pattern(pattern: "a", matching: ["a", "x/a", "a/b/c", "x/a/b"], others: ["ab", "b"]),
    Pattern(pattern: "a/", matching: ["a/b", "x/a/b"], others: ["ab"]),
    Pattern(pattern: "/a", matching: ["a", "a/b"], others: ["x/a"]),
    Pattern(pattern: "a/b", matching: ["a/b", "a/b/c"], others: ["x/a/b", "a/c"]),
    Pattern(pattern: "./a/b", matching: ["a/b"], others: ["x/a/b"]),
    Pattern(pattern: "a/*", matching: ["a/b", "a/b/c"], others: ["a", "x/a/b"]),
    Pattern(pattern: "a/**", matching: ["a/b", "a/b/c"], others: ["b/a"]),
    Pattern(pattern: "**/a", matching: ["a", "x/a", "x/a/b"], others: ["ab"]),
    Pattern(pattern: "a/**/b", matching: ["a/b", "a/x/b", "a/x/y/b"], others: ["a/bc"]),
    Pattern(pattern: "?.yml", matching: ["a.yml"], others: ["ab.yml", ".yml"]),
    Pattern(pattern: "[ab].yml", matching: ["a.yml", "x/b.yml"], others: ["c.yml"]),
    Pattern(pattern: ".", matching: ["a", "a/b"], others: []),
    Pattern(pattern: "**", matching: ["a", "a/b"], others: []),
  ]

  @Test(arguments: patterns) func patternsMatch(_ row: Pattern) throws {
    let pattern = try PathPattern.read(row.pattern).get()
    for path in row.matching { #expect(pattern.matches(path), "\(path)") }
    for path in row.others { #expect(!pattern.matches(path), "\(path)") }
  }
}
