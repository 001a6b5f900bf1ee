import Interpreter
import Testing

@Suite struct MaskingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var secrets: [String]
    var written: [String]
    var logged: String
    var testDescription: String { "\(secrets) in \(written)" }
  }

  /// What Drone's runner logs for single writes, and for split ones what it should.
  static let rows: [Row] = [
    Row(secrets: ["hunter2"], written: ["pw=hunter2 HUNTER2"], logged: "pw=****** HUNTER2"),
    Row(secrets: ["a"], written: ["banana"], logged: "banana"),
    Row(secrets: ["an"], written: ["banana"], logged: "b************a"),
    Row(secrets: ["line1\nline2\n"], written: ["x line2 line1"], logged: "x ****** ******"),
    Row(secrets: ["  spaced  "], written: ["[spaced] [  spaced  ]"], logged: "[******] [  ******  ]"),
    Row(secrets: ["abc", "abcdef"], written: ["abcdef"], logged: "******def"),
    Row(secrets: ["abcdef", "abc"], written: ["abcdef"], logged: "******"),
    Row(secrets: ["hunter2"], written: ["hun", "ter2"], logged: "******"),
    Row(secrets: ["hunter2"], written: ["h", "u", "n", "t", "e", "r", "2", "!"], logged: "******!"),
    Row(secrets: ["hunter2"], written: ["hunter", "\nhunter2"], logged: "hunter\n******"),
    Row(secrets: ["hunter2"], written: ["hunter"], logged: "hunter"),
    Row(secrets: ["line1\r\nline2"], written: ["line1\r\nline2"], logged: "******\r\n******"),
    Row(secrets: ["", "\n\n", "x"], written: ["x\n"], logged: "x\n"),
    Row(secrets: ["abcdefg", "bc"], written: ["abcdeX"], logged: "a******deX"),
    Row(secrets: ["abcdefg", "bc"], written: ["abcde", "fg"], logged: "******"),
    Row(secrets: ["abcxy", "bcxz", "bc"], written: ["abcxQ"], logged: "a******xQ"),
    Row(secrets: ["aab"], written: ["aaab"], logged: "a******"),
    Row(secrets: ["abab"], written: ["ababab"], logged: "******ab"),
    Row(secrets: ["pä$$wört"], written: ["<pä$$wört>"], logged: "<******>"),
    Row(secrets: ["abcdef", "abc"], written: ["abcde"], logged: "******de"),
    Row(secrets: ["abcdefgh", "cdefX", "efg"], written: ["abcdefgQ"], logged: "abcd******Q"),
  ]

  @Test(arguments: rows)
  func masks(_ row: Row) {
    var masker = Masker(table: MaskTable(secrets: row.secrets))
    var output: [UInt8] = []
    for chunk in row.written { masker.feed(Array(chunk.utf8), into: &output) }
    masker.finish(into: &output)
    #expect(String(decoding: output, as: UTF8.self) == row.logged)
  }

  /// The same bytes cut anywhere give the same log, and it is what replacing by hand gives.
  @Test func agreesWithPlainSearchHoweverTheBytesAreCut() {
    var random = SplitMix(state: 7)
    for _ in 0..<3000 {
      let secrets = (0..<Int.random(in: 1...4, using: &random)).map { _ in word(2...6, &random) }
      let text = word(0...40, &random)
      let table = MaskTable(secrets: secrets)
      var masker = Masker(table: table)
      var output: [UInt8] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...rest.count, using: &random)
        masker.feed(Array(rest.prefix(count)), into: &output)
        rest = rest.dropFirst(count)
      }
      masker.finish(into: &output)
      let logged = String(decoding: output, as: UTF8.self)
      #expect(logged == replaced(text, secrets), "\(secrets) in \(text)")
      #expect(table.mask(text) == logged)
    }
  }

  private func word(_ length: ClosedRange<Int>, _ random: inout SplitMix) -> String {
    String((0..<Int.random(in: length, using: &random)).map { _ in "abc".randomElement(using: &random) ?? "a" })
  }

  private func replaced(_ text: String, _ secrets: [String]) -> String {
    var result = ""
    var rest = text[...]
    while !rest.isEmpty {
      if let secret = secrets.first(where: { rest.hasPrefix($0) }) {
        result += "******"
        rest = rest.dropFirst(secret.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}

@Suite struct LineSplitterTests {
  @Test(arguments: [
    (["a\nb\n"], ["a", "b"]),
    (["a", "b\nc"], ["ab", "c"]),
    (["\n\n"], ["", ""]),
    (["12345678\n"], ["12345678"]),
    (["123456789\n"], ["12345678…", "9"]),
    (["1234567890123456789"], ["12345678…", "90123456…", "789"]),
    (["1234567ä\n"], ["1234567…", "ä"]),
    (["1234567", "8", "\n", "x\n"], ["12345678…", "", "x"]),
    ([""], []),
  ])
  func splits(_ chunks: [String], _ expected: [String]) {
    var splitter = LineSplitter(limit: 8)
    var lines: [OutputLine] = []
    for chunk in chunks { splitter.feed(Array(chunk.utf8), into: &lines) }
    splitter.finish(into: &lines)
    #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) + ($0.isContinued ? "…" : "") } == expected)
  }
}
