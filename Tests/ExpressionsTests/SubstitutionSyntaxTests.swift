import Diagnostics
import Expressions
import Testing

/// What tools see of a text: places, trees, failures that go on, and bounds on what a text can cost.
@Suite struct SubstitutionSyntaxTests {
  @Test func expansionsKnowTheirPlaces() throws {
    let text = Array("a: ${B:-x${C//\\//-}y}!".utf8)
    let (syntax, failures) = Substitution.parse(text)
    #expect(failures.isEmpty)
    let expansions = syntax.expansions
    #expect(expansions.map(\.name) == ["B", "C"])
    #expect(expansions.map(\.operation) == [.defaultColonMinus, .replaceAll])
    #expect(expansions.map { slice(text, $0.range) } == ["${B:-x${C//\\//-}y}", "${C//\\//-}"])
    #expect(expansions.map { slice(text, $0.nameRange) } == ["B", "C"])
    #expect(expansions.map { slice(text, $0.operatorRange) } == [":-", "//"])
    #expect(expansions.map { $0.arguments.map { slice(text, $0.range) } } == [["x${C//\\//-}y"], ["\\/", "-"]])
    #expect(expansions.map { $0.arguments.map(\.isLiteral) } == [[false], [true, true]])
  }

  @Test func escapesAreParts() {
    let (syntax, _) = Substitution.parse(Array("a$$b\\\\c\\/d".utf8))
    let kinds = syntax.parts.compactMap { part in
      if case .escape(let escape) = part { escape.kind } else { nil }
    }
    #expect(kinds == [.dollar, .backslash, .slash])
    #expect(syntax.parts.map(\.range) == [0..<1, 1..<3, 3..<4, 4..<6, 6..<7, 7..<9, 9..<10])
  }

  @Test func allFailuresOfATextAreReported() {
    let text = Array("a: ${A-b}\nb: ${A:-ok}\nc: ${A/x}\nd: ${}\n".utf8)
    let (syntax, failures) = Substitution.parse(text)
    #expect(failures.map(\.message) == ["missing closing brace", "bad substitution", "unable to parse variable name"])
    #expect(failures.map { slice(text, $0.range) } == ["${A-", "${A/x}\nd: $", "${}"])
    #expect(syntax.expansions.map(\.name) == ["A"])
    #expect(failures[0].explanation.contains("${A:-…}"))
  }

  @Test func failuresAreExplained() {
    let rows: [(text: String, explanation: String)] = [
      ("${ A}", "a name of letters, digits and `_` must follow `${`"),
      ("${A", "the `}` that ends `${A` is missing"), ("${A }", "a space cannot follow the name"),
      (
        "${A-d}",
        "`-` cannot follow the name; `${A:-…}` gives a default"
      ),
      ("${A[0]}", "there are no arrays"),
      ("${A:=x", "the `}` that ends this expansion is missing"), ("${A:}", "an argument is missing before `}`"),
      ("${A/t}", "a second `/` must end what is to be replaced, as in `${NAME/what/with}` or `${NAME/what/}`"),
      ("${A:é}", "a number, or an expansion, must follow the `:`"),
      ("${A:1${B}}", "an argument is either text or one expansion, not both"),
    ]
    for row in rows {
      #expect(Substitution.parse(Array(row.text.utf8)).failures.first?.explanation == row.explanation, "\(row.text)")
    }
  }

  @Test func aFailureAtTheEndShowsTheLineOnWhichItBegan() {
    let text = Array("a: ${A:-x\nb: c\n".utf8)
    let (_, failures) = Substitution.parse(text)
    #expect(failures.map { slice(text, $0.range) } == ["${A:-x"])
  }

  @Test func offsetsLeadBack() throws {
    let text = Array("ab${A}c$$d".utf8)
    let (syntax, _) = Substitution.parse(text)
    let output = try Substitution.expand(syntax, of: text) { _ in "12345" }.get()
    #expect(String(decoding: output.bytes, as: UTF8.self) == "ab12345c$d")
    let map = try #require(output.map)
    #expect(map.original(start: 0, end: 2) == (0, 2))
    #expect(map.original(start: 3, end: 5) == (2, 6))
    #expect(map.original(start: 7, end: 8) == (6, 7))
    #expect(map.original(start: 8, end: 9) == (7, 9))
    #expect(map.original(start: 9, end: 10) == (9, 10))
  }

  @Test func nothingToDoMeansNoMap() throws {
    let text = Array("a: $B \\n ${".utf8.dropLast(2))
    let (syntax, _) = Substitution.parse(text)
    let output = try Substitution.expand(syntax, of: text) { _ in "x" }.get()
    #expect(output.bytes == text)
    #expect(output.map == nil)
  }

  @Test func theScanFindsWhatWouldChange() {
    for text in ["", "a: b", "$A", "a $ b", "x\\ny", "$", "\\", "{}", "$(x)"] {
      #expect(!Substitution.needsExpansion(Array(text.utf8)), "\(text)")
    }
    for text in ["${A}", "a$$b", "a\\\\b", "a\\/b", "a\0b", "$A ${", "\\n\\/"] {
      #expect(Substitution.needsExpansion(Array(text.utf8)), "\(text)")
    }
  }

  @Test func depthIsBounded() {
    func nested(_ depth: Int) -> String {
      String(repeating: "${A:-", count: depth) + "x" + String(repeating: "}", count: depth)
    }
    #expect(substitute(nested(Substitution.maximumDepth), [:]) == .output("x"))
    #expect(substitute(nested(Substitution.maximumDepth + 1), [:]) == .failure("bad substitution"))
    let open = Array(String(repeating: "${A:-", count: 200_000).utf8)
    #expect(!Substitution.parse(open).failures.isEmpty)
    let names = Array(String(repeating: "${A/", count: 200_000).utf8)
    #expect(!Substitution.parse(names).failures.isEmpty)
  }

  @Test func timeAndMemoryAreBounded() {
    let long = String(repeating: "a", count: 100_000)
    #expect(substitute("${L##*/}", ["L": long]) == .output(long))
    #expect(substitute("${L%%*b*b*b*b}", ["L": long]) == .output(long))
    #expect(substitute("${L//a/}", ["L": long]) == .output(""))
    #expect(substitute("${L//\(long)b/}", ["L": long]) == .output(long))
    var text = "${L}"
    for _ in 0..<20 { text = "${L//${E}/\(text)}" }
    #expect(substitute(text, ["L": long]) == .failure("bad substitution"))
    #expect(substitute("${L#\(long)*}", ["L": long]) == .failure("bad substitution"))
  }

  private func slice(_ text: [UInt8], _ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
}
