import Expressions
import Testing

/// Times, amounts, names, references and settings as Harness reads and writes them.
@Suite struct HarnessTextValueTests {
  // MARK: - Times (harness.md §1.11)

  @Test func validTimes() {
    let rows: [(String, Int64?)] = [
      ("1m", 60_000), ("1m20s", 80_000), ("1m 20s", 80_000), ("10s", 10_000), ("1w", 604_800_000), ("1m 05s", 65_000),
      ("1d 2h", 93_600_000), ("<+input>", nil), ("<+input>.allowedValues()", nil), ("<+2+8>s", nil), ("", nil),
    ]
    for (text, expected) in rows {
      let parsed = try? HarnessDuration.parse(text).get()
      #expect(parsed == (expected.map { .milliseconds($0) } ?? .open), "\(text)")
    }
  }

  @Test(arguments: [
    "1m  20s", "1m 8", "18", "m", "20mm", "m20m", " 1m", "1m ", "1 m", "1a", "random", " ", "  ", "5s", "0", "0s",
    "05m",
    "99999999999999999999w", "999999999999w",
  ])
  func invalidTimes(_ text: String) {
    #expect((try? HarnessDuration.parse(text).get()) == nil)
  }

  @Test func timesOfInterventions() {
    #expect((try? HarnessDuration.parseIntervention("5s").get()) == .milliseconds(5_000))
    #expect((try? HarnessDuration.parseIntervention("1d \t 2h").get()) == .milliseconds(93_600_000))
    for text in ["1d2h", "0s", "05m", " 1d", "1d ", "1", "d"] {
      #expect((try? HarnessDuration.parseIntervention(text).get()) == nil, "\(text)")
    }
  }

  // MARK: - Amounts (§3.7, Y63)

  @Test func amounts() {
    let memory: [(String, Int64?)] = [
      ("1.5Gi", 1_610_612_736), ("500Mi", 524_288_000), ("1G", 1_000_000_000), ("1M", 1_000_000),
      ("1048576", 1_048_576),
      ("0.5", 1), ("1Ki", nil), ("", nil), ("lots", nil), ("-1Gi", nil), ("1e3", nil),
    ]
    for (text, bytes) in memory { #expect(HarnessQuantity.memoryBytes(text) == bytes, "\(text)") }
    let processors: [(String, Int64?)] = [
      ("0.5", 500), ("1", 1_000), ("400m", 400), ("0.0005", 1), ("1.5m", nil), ("m", nil), ("", nil), ("x", nil),
    ]
    for (text, amount) in processors { #expect(HarnessQuantity.milliCPU(text) == amount, "\(text)") }
  }

  // MARK: - Names (§1.2)

  @Test func names() {
    let long = String(repeating: "a", count: 129)
    let rows: [(HarnessName, accepted: [String], rejected: [String])] = [
      (
        .identifier, ["a", "_a1", "Build_2"], ["", "1a", "a-b", "a b", "a.b", "a$", "é", "step", "null", "class", long]
      ),
      (.name, ["Build It", ".x", "-1", "1.2"], ["", " x", "a/b", "a$", long]),
      (.variable, ["a.b", "a-b", "a$b"], ["1a", "a b", "or", "stepGroup"]),
      (.outputVariable, ["A_1", "or"], ["A-1", "1A"]),
      (.secret, ["a-b", "a$b"], ["a.b", "1a", "a b"]),
      (.versionLabel, ["1", "1.0.0-rc+1"], ["", ".1", "a b", "a/b", "a&b"]),
    ]
    for (kind, accepted, rejected) in rows {
      for text in accepted { #expect(kind.problem(text) == nil, "\(kind) \(text)") }
      for text in rejected { #expect(kind.problem(text) != nil, "\(kind) \(text)") }
    }
    #expect(HarnessName.identifier.problem("my-step")?.suggestion == "my_step")
    #expect(HarnessName.identifier.problem("my-step")?.message == "cannot contain `-`")
    #expect(HarnessName.identifier.problem("1st")?.suggestion == "_1st")
  }

  @Test func references() throws {
    let rows: [(String, HarnessReference.Scope, String)] = [
      ("hub", .project, "hub"), ("org.hub", .org, "hub"), ("account.hub", .account, "hub"),
    ]
    for (text, scope, identifier) in rows {
      let reference = try HarnessReference.parse(text).get()
      #expect(reference == HarnessReference(scope: scope, identifier: identifier))
      #expect(reference.description == text)
    }
    for text in ["", "project.hub", "orgs.hub", "acount.hub", "org.a.b", "org.", "1a"] {
      #expect((try? HarnessReference.parse(text).get()) == nil, "\(text)")
    }
    guard case .failure(let problem) = HarnessReference.parse("acount.hub") else { return }
    #expect(problem.message == "unknown scope 'acount' in reference")
    #expect(problem.suggestion == "account.hub")
  }

  // MARK: - Settings (§3.2, Y43)

  @Test func settings() throws {
    let rows: [(String, String)] = [
      (#""x y""#, "x y"), ("1", "1"), ("true", "true"), ("1.50", "1.5"), ("null", ""), (#"["x","y"]"#, "x,y"),
      (#"["a,b",1,true,null]"#, "a,b,1,true,null"), ("[]", ""), ("{}", "{ }"), (#"{"k":1}"#, "{\n  \"k\" : 1\n}"),
      (#"[{"k":1},{"k":[1,"b"]}]"#, "[ {\n  \"k\" : 1\n}, {\n  \"k\" : [ 1, \"b\" ]\n} ]"),
      (#"[[1,2],[]]"#, "[ [ 1, 2 ], [ ] ]"),
      (
        #"{"a":{"b":{}},"c":[{"d":null}]}"#,
        "{\n  \"a\" : {\n    \"b\" : { }\n  },\n  \"c\" : [ {\n    \"d\" : null\n  } ]\n}"
      ),
    ]
    for (json, expected) in rows {
      #expect(HarnessSettings.text(of: try JexlJSON.parse(json).get()) == expected, "\(json)")
    }
    #expect(HarnessSettings.variable(for: "dry-run") == "PLUGIN_DRY-RUN")
    #expect(HarnessSettings.variable(for: "e.f g") == "PLUGIN_E.F G")
  }
}
