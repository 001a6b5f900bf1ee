import ExpressionRows
import Expressions
import TestSupport
import Testing

/// The objects with functions (harness.md §4.6.9, §11.4).
@Suite struct HarnessFunctorTests {
  struct ClockScope: HarnessScope {
    var now: HarnessInstant? = HarnessInstant(seconds: 1_709_208_305, nanoseconds: 42_000_000)

    func lookup(_ prefix: HarnessPrefix, _ name: String) -> HarnessLookup { .absent }

    func exportedVariable(_ path: String) -> HarnessLookup {
      switch path {
      case "stage.build.TAG": .value(.string("v1"))
      case "stage.late.TAG": .deferred("the output of 'late'")
      default: .absent
      }
    }
  }

  private func text(_ expression: String) -> String {
    HarnessFixture.text(
      HarnessEvaluator(scope: ClockScope()).render("<+\(expression.replacing(">", with: "\\>"))>"))
  }

  @Test func regularExpressions() {
    let rows: [(String, String)] = [
      (#"regex.extract("[0-9]*", "build-webservices-3935-0.noarch.rpm")"#, "3935"),
      (#"regex.extract("[0-9]+", "build-webservices.noarch.rpm")"#, ""),
      (#"regex.extract("[0-9]*", null)"#, ""), (#"regex.replace("(a)(b)", "$2$1\$", "abab")"#, "ba$ba$"),
      (#"regex.replace("(?<x>a)", "<${x}", "a")"#, "<a"), (#"regex.match("ell", "hello")"#, "true"),
      (#""aXbX".replaceAll("x*", "-")"#, "-a-X-b-X-"), (#""aXbX".replaceFirst("X", "$")"#, "null"),
      (#""a1b22".split("\d+")"#, #"["a","b"]"#), (#""a,b,,".split(",")"#, #"["a","b"]"#),
      (#""a,b,,".split(",", -1)"#, #"["a","b","",""]"#), (#""a,b,c".split(",", 2)"#, #"["a","b,c"]"#),
      (#""abc".split("")"#, #"["a","b","c"]"#), (#"",a".split(",")"#, #"["","a"]"#), (#""".split(",").size()"#, "1"),
    ]
    for (expression, expected) in rows { #expect(text(expression) == expected, "\(expression)") }
  }

  @Test func javaPatterns() {
    let rows: [(String, String)] = [
      (#""Ab" =~ "\p{Upper}\p{Lower}""#, "true"), (#""é" =~ "\p{Alpha}""#, "false"), (#""é" =~ "\p{L}""#, "true"),
      (#""a.b" =~ "\Qa.b\E""#, "true"), (#""]" =~ "[]]""#, "true"), (#""aaa" =~ "a++""#, "true"),
    ]
    for (expression, expected) in rows {
      #expect(
        HarnessFixture.text(HarnessEvaluator(scope: ClockScope()).evaluate(expression)) == expected, "\(expression)")
    }
  }

  @Test func json() {
    let list = #""[{\"releaseCommitId\":\"6a68065\"},{\"releaseCommitId\":123}]""#
    let shop =
      #""{\"data\":{\"attributes\":{\"name\":\"n\"}},\"books\":[{\"pages\":1,\"t\":\"a\"},{\"pages\":20,\"t\":\"b\"},{\"pages\":460}]}""#
    let rows: [(String, String)] = [
      ("json.select(\"[0].releaseCommitId\", \(list))", "6a68065"),
      ("json.select(\"[1].releaseCommitId\", \(list))", "123"),
      ("json.select(\".[0].releaseCommitId\", \(list))", #"["6a68065",123]"#),
      ("json.select(\"data.attributes.name\", \(shop))", "n"), ("json.list(\"books\", \(shop)).get(2).pages", "460"),
      ("json.select(\"$.books[?(@.pages > 10 && @.t)].t\", \(shop))", #"["b"]"#),
      ("json.select(\"$.books[?(@.t == 'a' || @.pages >= 460)].pages\", \(shop))", "[1,460]"),
      ("json.select(\"$.books[?(@.t in ['a','z'])].pages\", \(shop))", "[1]"),
      ("json.select(\"$.books[?(!(@.t =~ /[ab]/))].pages\", \(shop))", "[460]"),
      ("json.select(\"$..pages\", \(shop))", "[1,20,460]"), ("json.select(\"$.books[-1].pages\", \(shop))", "460"),
      ("json.select(\"$.books[0,2].pages\", \(shop))", "[1,460]"),
      ("json.select(\"$.books[1:].pages\", \(shop))", "[20,460]"),
      ("json.select(\"$.books[*].pages\", \(shop))", "[1,20,460]"), ("json.select(\"$.books.length()\", \(shop))", "3"),
      ("json.select(\"$['data']['attributes','x']\", \(shop))", #"[{"name":"n"}]"#),
      ("json.select(\"$.books[*].pages.sum()\", \(shop))", "481.0"), ("json.select(\"nope\", \(shop))", "null"),
      ("json.select(\"a[\", \(shop))", "null"), (#"json.object("{\"b\":1,\"a\":2}")"#, #"{"b":1,"a":2}"#),
      (#"json.object("{\"b\":{\"c\":[true]}}").b.c[0]"#, "true"), (#"json.object("[]")"#, "null"),
      (#"json.format({"a":[1.0,"x\y"]})"#, #"{"a":[1.0,"x\\y"]}"#), (#"json.format("x")"#, #""x""#),
    ]
    for (expression, expected) in rows { #expect(text(expression) == expected, "\(expression)") }
  }

  @Test func xml() {
    let shop =
      "'<bookstore><book category=\"x\"><title>Everyday Italian</title></book><book><title>B</title></book></bookstore>'"
    guard text("xml.select(\"/bookstore/book[1]/title\", \(shop))") != "null" else {
      return Skipped.because("xml.select: libxml2 is not installed")
    }
    let rows: [(String, String)] = [
      ("xml.select(\"/bookstore/book[1]/title\", \(shop))", "Everyday Italian"),
      ("xml.select(\"//book[1]/@category\", \(shop))", "x"), ("xml.select(\"count(//book)\", \(shop))", "2"),
      ("xml.select(\"/nope\", \(shop))", ""), ("xml.select(\"/[\", \(shop))", "null"),
      ("xml.select(\"/a\", \"no xml\")", "null"),
    ]
    for (expression, expected) in rows { #expect(text(expression) == expected, "\(expression)") }
    let entity = "'<!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/passwd\">]><a>[&x;]</a>'"
    #expect(text("xml.select(\"/a\", \(entity))") == "[]", "files are not read")
  }

  @Test func datesAndTimes() {
    let rows: [(String, String)] = [
      ("datetime.currentDate()", "2024-02-29"), ("currentDate()", "2024-02-29"),
      ("currentDate().plusDays(1)", "2024-03-01"), ("currentDate().plusYears(1)", "2025-02-28"),
      ("currentDate().plusMonths(12).plusWeeks(1)", "2025-03-07"), ("currentDate().minusMonths(2)", "2023-12-29"),
      ("datetime.currentTime()", "2024-02-29T12:05:05.042+0000"),
      ("currentTime().plusHours(12).plusMinutes(-6)", "2024-02-29T23:59:05.042+0000"),
      ("currentTime().plusSeconds(43200).plusNanos(1000000)", "2024-03-01T00:05:05.043+0000"),
      ("currentDate().plusHours(1)", "null"), ("currentDate().plusDays(99999999999999)", "null"),
      ("datetime.currentDate().getYear()", "2024"),
    ]
    for (expression, expected) in rows { #expect(text(expression) == expected, "\(expression)") }
    let outcome = HarnessEvaluator(scope: ClockScope(now: nil)).evaluate("<+currentDate()> == \"2024-02-29\"")
    #expect(outcome == .deferred("the time of the run"))
  }

  @Test func shells() {
    let rows: [(String, String)] = [
      (#"shell.escape("don't")"#, #"don\'t"#), (#"shell.escapeChars("hello", "ho")"#, #"\hell\o"#),
      (
        #"shell.escapeChars("Use `host.name` for local host name.", "`U")"#, #"\Use \`host.name\` for local host name."#
      ),
      (#"shell.enclose("'", "test")"#, "'test'"), (#"shell.quote("a'b")"#, #"'a'\''b'"#),
      (#"shell.doubleQuote("a$b")"#, #""a\$b""#),
    ]
    for (expression, expected) in rows { #expect(text(expression) == expected, "\(expression)") }
  }

  @Test func exportedVariables() {
    #expect(text(#"exportedVariables.getValue("stage.build.TAG")"#) == "v1")
    #expect(text(#"exportedVariables.getValue("stage.none.TAG")"#) == "null")
    #expect(
      text(#"exportedVariables.getValue("stage.late.TAG")"#)
        == #"«deferred <+exportedVariables.getValue("stage.late.TAG")>»"#)
  }

  @Test func secretsAreCarriedByTexts() {
    let evaluator = HarnessEvaluator(scope: ClockScope())
    let rendering = evaluator.render(#"a <+secrets.getValue("org.t") + "-" + secrets.getValue("u")> b"#)
    #expect(
      rendering.pieces == [.literal("a "), .secret("org.t"), .literal("-"), .secret("u"), .literal(" b")])
    #expect(rendering.text == nil)
    // Methods see the token, as they do in Harness.
    #expect(evaluator.render(#"<+secrets.getValue("t").startsWith("$")>"#).text == "true")
  }

  @Test func whatIsMissingIsNamed() {
    func failure(_ text: String) -> JexlError? {
      guard case .failure(let error) = HarnessEvaluator(scope: ClockScope()).evaluate(text) else { return nil }
      return error
    }
    #expect(failure(#"secrets.getvalue("x")"#)?.help == "write secrets.getValue(…)")
    #expect(failure(#""x".touppercase()"#)?.help == "there is .toUpperCase()")
    #expect(failure("[1,2].length")?.help == "write .size()")
    #expect(failure("\"ab\".length")?.help == "call it: .length()")
  }
}
