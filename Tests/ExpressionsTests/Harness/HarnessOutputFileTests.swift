import Expressions
import Testing

/// What `harness/godotenv` v2.0.0 and v4.0.2 made of lines that steps write (harness.md §3.8).
@Suite struct HarnessOutputFileTests {
  /// The input, and the value of `FOO` in the old and in the new dialect.
  static let rows: [(String, String, String)] = [
    ("FOO=bar", "bar", "bar"), ("FOO= bar", "bar", "bar"), ("FOO=bar ", "bar", "bar"), (" FOO=bar", "bar", "bar"),
    ("FOO =bar", "bar", "bar"), ("export FOO=bar", "bar", "bar"), ("export FOO = bar", "bar", "bar"),
    ("FOO: bar", "bar", "bar"), ("FOO=", "", ""), (#"FOO="""#, "", ""), (#"FOO="bar baz""#, "bar baz", "bar baz"),
    ("FOO='bar baz'", "bar baz", "bar baz"), (#"FOO="  padded  ""#, "  padded  ", "  padded  "),
    ("FOO=a   b", "a   b", "a   b"), (#"FOO="a\nb""#, "a\nb", "a\nb"), (#"FOO='a\nb'"#, #"a\nb"#, #"a\nb"#),
    (#"FOO=a\nb"#, #"a\nb"#, #"a\nb"#), (#"FOO="a\tb""#, "atb", "a\tb"),
    (#"FOO="C:\tmp\new""#, "C:tmp\new", "C:\tmp\new"), (#"FOO=C:\tmp\new"#, #"C:\tmp\new"#, #"C:\tmp\new"#),
    (#"FOO='C:\tmp\new'"#, #"C:\tmp\new"#, #"C:\tmp\new"#),
    // The new dialect takes an escaped quote before the last one for part of the closing.
    (#"FOO="say \"hi\"""#, #"say "hi""#, #"say "hi\"#), (#"FOO='it\'s'"#, #"it\'s"#, #"it\'s"#),
    ("FOO=bar # note", "bar", "bar"), (#"FOO="bar" # note"#, "bar", "bar"), ("FOO=bar#note", "bar", "bar#note"),
    (#"FOO="bar # in""#, "bar # in", "bar # in"), ("FOO=a=b=c", "a=b=c", "a=b=c"),
    ("FOO=https://x/y?z=1&w=2", "https://x/y?z=1&w=2", "https://x/y?z=1&w=2"),
    (#"FOO={"a":1}"#, #"{"a":1}"#, #"{"a":1}"#), (#"FOO='{"a":1}'"#, #"{"a":1}"#, #"{"a":1}"#),
    (#"FOO="{\"a\":1}""#, #"{"a":1}"#, #"{"a":1}"#), ("A=1\nFOO=$A", "1", "1"), ("A=1\nFOO=${A}2", "12", "12"),
    ("A=1\nFOO=\"x-$A\"", "x-1", "x-1"), ("A=1\nFOO='x-$A'", "x-$A", "x-$A"), ("FOO=$UNDEFINED", "", ""),
    (#"FOO="$UNDEFINED""#, "", ""), (#"FOO=\$A"#, "$A", "$A"), (#"FOO="\$A""#, "$A", "$A"), ("FOO=a\nFOO=b", "b", "b"),
    ("FOO=bar;BAZ=1", "bar;BAZ=1", "bar;BAZ=1"), ("# c\nFOO=1", "1", "1"),
  ]

  @Test func everyVerifiedLine() {
    for (input, old, new) in Self.rows {
      #expect(Self.value(input, .v2) == old, "v2: \(input)")
      #expect(Self.value(input, .v4) == new, "v4: \(input)")
    }
  }

  private static func value(_ input: String, _ version: HarnessOutputFile.Version, name: String = "FOO") -> String {
    switch HarnessOutputFile.parse(Array(input.utf8), version: version) {
    case .success(let entries): entries.last { $0.name == name }?.value ?? "(none)"
    case .failure(let problem): "error: \(problem.message)"
    }
  }

  @Test func severalLinesAndWhatIsNoLine() {
    let separate = "error: Can't separate key from value"
    for input in ["FOO=\"line1\nline2\"", "FOO='line1\nline2'"] {
      #expect(Self.value(input, .v2) == separate)
      #expect(Self.value(input, .v4) == "line1\nline2")
    }
    #expect(Self.value("FOO=l1\nl2", .v2) == separate)
    #expect(Self.value("FOO=l1\nl2", .v4) == "l1")
    #expect(Self.value("FOO=l1\nl2", .v4, name: "") == "l2")
    #expect(Self.value("FOO", .v2) == separate)
    #expect(Self.value("FOO", .v4, name: "") == "FOO")
    #expect(Self.value("=bar", .v2, name: "") == "bar")
    #expect(Self.value("=bar", .v4, name: "") == "bar")
    #expect(Self.value("FOO=\"unterminated", .v2) == "\"unterminated")
    #expect(Self.value("FOO=\"unterminated", .v4) == "error: unterminated quoted value \"unterminated")
  }

  @Test func unusualNames() {
    for name in ["FOO.BAR", "FOO-BAR", "FOO/BAR", "9FOO", "FOO BAR"] {
      for version in HarnessOutputFile.Version.allCases {
        #expect(Self.value("\(name)=x", version, name: name) == "x", "\(name)")
      }
    }
  }

  @Test func readsAsTheExecutorDoes() throws {
    let text = "A=__B64__bGluZTEKbGluZTI=\nB=__B64__not base64\nC=plain\nB=__B64__\n"
    let entries = try HarnessOutputFile.read(Array(text.utf8)).get()
    #expect(entries.map(\.name) == ["A", "B", "C"])
    #expect(entries.map(\.value) == ["line1\nline2", "", "plain"])
    // What the new dialect cannot read, the old one may.
    let broken = try HarnessOutputFile.read(Array("FOO=\"unterminated".utf8)).get()
    #expect(broken.map(\.value) == ["\"unterminated"])
    let long = Array("FOO=".utf8) + [UInt8](repeating: 0x61, count: 65_536)
    #expect(try HarnessOutputFile.read(long).get().first?.value.utf8.count == 65_536)
    guard case .failure(let problem) = HarnessOutputFile.read(long, isEncoded: false) else {
      Issue.record("the old dialect has a limit")
      return
    }
    #expect(problem.message == "output variable length is more than 65536 bytes")
  }
}
