import Diagnostics
import TestSupport
import Testing

@Suite struct TextRendererTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var text: MarkedText
    var style: Style = .plain

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "one-word",
      text: MarkedText("steps:\n- name: test\n  depends_on: [«biuld»]\n  image: x\n", help: "did you mean 'build'?")),
    Case(
      name: "two-places",
      text: MarkedText(
        "steps:\n- name: ‹build›\n- name: a\n- name: b\n- name: «build»\n", label: "again",
        related: "first declared here")),
    Case(
      name: "far-places",
      text: MarkedText(
        "a: ‹1›\nb: 2\n\nc: 3\nd: 4\ne: 5\nf: 6\nb: 2\nb: 2\n\na: «1»\n", label: "again", related: "first",
        help: "remove one\n  a: 1\n\nor the other")),
    Case(
      name: "whole-step", text: MarkedText("steps:\n- «name: build\n  image: x\n  run: y»\nb: 2\n", label: "this step")),
    Case(name: "late-start", text: MarkedText("a: 1\nsteps: «[a,\n b,\n c]»\nb: 2\n", label: "this list")),
    Case(
      name: "long-range", text: MarkedText("a: 1\nb: «[a,\n b,\n c,\n d,\n e,\n f,\n g,\n h\n ]»\nb: 2\n", label: "all")
    ),
    Case(name: "line-break-at-the-end", text: MarkedText("a: «b\n\n»c: d\n")),
    Case(name: "tabs", text: MarkedText("\tx: «\ty»\n")),
    Case(name: "wide-characters", text: MarkedText("名前: «日本語» e\u{301} 😀\n", label: "so")),
    Case(name: "combining", text: MarkedText("e\u{301}e\u{301}: «e\u{301}»x\n")),
    Case(
      name: "no-text",
      text: MarkedText(Array("a: \u{1B}[31m".utf8) + [0xFF, 0xFE] + Array(" «x\u{202E}y»\u{7F}\u{0}\n".utf8))),
    Case(
      name: "long-line",
      text: MarkedText(
        String(repeating: "abcdefghi ", count: 20) + "«WRONG»" + String(repeating: " abcdefghi", count: 20) + "\n",
        label: "a label that is long and does not fit into the rest")),
    Case(name: "end-of-long-line", text: MarkedText(String(repeating: "abcdefghi ", count: 20) + "«WRONG»")),
    Case(name: "huge-mark", text: MarkedText("«" + String(repeating: "日本 abcdef", count: 20000) + "»")),
    Case(name: "end-of-file", text: MarkedText("a: b«»")),
    Case(name: "after-last-line", text: MarkedText("a: b\n«»")),
    Case(name: "empty-file", text: MarkedText("«»")),
    Case(name: "byte-order-mark", text: MarkedText("\u{FEFF}«kind»: b")),
    Case(name: "crlf", text: MarkedText("a: «b»\r\nc: d\r\n", label: "b")),
    Case(
      name: "narrow",
      text: MarkedText("environment: «abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmno»\n", label: "x"),
      style: Style(width: 40)),
    Case(
      name: "colour",
      text: MarkedText("a: ‹1›\nb: «- 1\n  - 2»\n", label: "bad\u{1B}[0m", related: "here", help: "do\nthis"),
      style: Style(isColoured: true, hasLinks: true)),
  ]

  @Test(arguments: cases) func looksAsExpected(_ each: Case) {
    let renderer = TextRenderer(style: each.style, sources: each.text.sources) { "file:///project/\($0.name)" }
    let text = renderer.text(of: [each.text.diagnostic])
    #expect(Golden.difference(text, from: "text/\(each.name).txt") == nil)
    if !each.style.isColoured {
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" })
    }
  }

  @Test func messagesFromFilesCannotReachTheTerminal() {
    let text = MarkedText(Array("«a»".utf8), message: "no step is named 'x\u{1B}]0;owned\u{7}\n'").rendered()
    #expect(text.hasPrefix("error[some-rule]: no step is named 'x\\x1b]0;owned\\x07\\n'\n"))
  }

  @Test func manyFindingsOnOneLongLineStayLinear() {
    var sources = SourceSet()
    let source = sources.add(name: "a", bytes: Array(repeating: 0x61, count: 1_000_000))
    var findings: [Diagnostic] = []
    for start: UInt32 in stride(from: 0, to: 1_000_000, by: 200) {
      let span = Span(source.id, start, start + 1)
      findings.append(Diagnostic(rule: "some-rule", severity: .error, message: "m", at: span))
    }
    let text = ConciseRenderer(style: .plain, sources: sources).text(of: findings)
    #expect(text.hasSuffix("a:1:999801: error: m [some-rule]\n"))
  }

  @Test func manyExcerptsOfOneLongLineKeepToTheWidth() {
    var sources = SourceSet()
    let source = sources.add(name: "a", bytes: Array(repeating: 0x61, count: 1_000_000))
    let findings = stride(from: UInt32(0), to: 1_000_000, by: 1000).map {
      Diagnostic(rule: "some-rule", severity: .error, message: "m", at: Span(source.id, $0, $0 + 1))
    }
    let text = TextRenderer(style: .plain, sources: sources).text(of: findings)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.split(separator: "\n").count { $0.hasSuffix("^") } == findings.count)
  }
}

@Suite struct MachineFormatTests {
  static let text = MarkedText(
    Array("\u{FEFF}é: ‹x›\nsteps:\n  ü: «zwei\n  drei»\n".utf8), message: "a \"quoted\" message", related: "there",
    help: "so")

  static var diagnostics: [Diagnostic] {
    var second = text.diagnostic
    second.related = []
    second.help = nil
    second.severity = .warning
    second.fixes = [Fix("write it so", safety: .safe, edits: [.init(second.primary.span, "\"a\"")])]
    return [text.diagnostic, second]
  }

  @Test func conciseIsOneLineEach() {
    let rendered = ConciseRenderer(style: .plain, sources: Self.text.sources).text(of: Self.diagnostics)
    #expect(
      rendered == """
        .drone.yml:3:6: error: a "quoted" message [some-rule]
        .drone.yml:3:6: warning: a "quoted" message [some-rule]

        """)
  }

  @Test func jsonFollowsTheContract() {
    let json = JSONRenderer(sources: Self.text.sources).bytes(of: Self.diagnostics)
    #expect(Golden.difference(String(decoding: json, as: UTF8.self), from: "findings.json") == nil)
    #expect(JSONRenderer(sources: Self.text.sources).bytes(of: []) == Array("[]\n".utf8))
  }

  @Test func summaryCounts() {
    #expect(Summary(fileCount: 12, Self.diagnostics).text(.plain) == "checked 12 files: 1 error, 1 warning")
    #expect(Summary(fileCount: 1, []).text(.plain) == "checked 1 file: nothing to report")
  }
}

@Suite struct PositionsTests {
  @Test func agreeWithTheSourceOnLongLines() {
    var bytes = Array("\u{FEFF}".utf8)
    for index in 0..<3000 { bytes += Array((index % 7 == 0 ? "e\u{301}日" : "ab: x, ").utf8) }
    bytes += Array("\r\nshort\n".utf8)
    for invalid in [false, true] {
      var sources = SourceSet()
      let source = sources.add(name: "a", bytes: bytes + (invalid ? [0xFF] + bytes : []))
      var positions = Positions(sources)
      for offset in stride(from: UInt32(source.bytes.count + 2), to: 37, by: -37) {
        #expect(positions.position(of: offset, in: source.id) == source.position(of: offset))
      }
    }
  }
}
