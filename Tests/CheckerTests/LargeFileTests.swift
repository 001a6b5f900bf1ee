import Checker
import Diagnostics
import Parser
import Testing

/// Files so large that several threads read them: what is said must be the same, in the same order.
@Suite struct LargeFileTests {
  private func findings(_ text: String) -> [String] {
    let source = Source(name: "large", text: text)
    let program = DroneLoader.load(source) { _ in nil }
    return Checker.check(program, of: source).map {
      "\(source.position(of: $0.primary.span.start).line) \($0.rule) \($0.message)"
    }
  }

  private func step(_ number: Int, _ extra: String = "") -> String {
    "- name: step-\(number)\n  image: golang:1.22\n\(extra)  commands:\n  - go test ./...\n"
  }

  @Test func manySteps() {
    var text = "kind: pipeline\nname: a\nsteps:\n"
    var expected: [String] = []
    for number in 0..<9000 {
      if number % 1000 == 7 {
        let line = text.utf8.count { $0 == 0x0A } + 3
        expected.append("\(line) unknown-key a step has no key `comands`; it is ignored")
        expected.append("\(line + 1) unknown-event no event is named `pr`")
        text += step(number, "  comands: []\n  when: {event: pr}\n")
      } else {
        text += step(number)
      }
    }
    let found = findings(text)
    #expect(found.map { $0.prefix { $0 != " " } } == expected.map { $0.prefix { $0 != " " } })
    #expect(found.count { $0.contains("unknown-key") } == 9)
    #expect(found.count { $0.contains("unknown-event") } == 9)
  }

  @Test func manyDocuments() {
    var text = ""
    for number in 0..<1200 {
      text += "---\nkind: pipeline\nname: p\(number)\nsteps:\n"
      for index in 0..<20 { text += step(index, number % 300 == 1 && index == 3 ? "  comands: []\n" : "") }
    }
    #expect(text.utf8.count > 1 << 20)
    let found = findings(text)
    #expect(found.count == 4)
    #expect(found.allSatisfy { $0.contains("unknown-key") })
    let lines = found.compactMap { Int($0.prefix { $0 != " " }) }
    #expect(lines == lines.sorted())
  }
}
