import Checker
import Diagnostics
import Parser
import Testing

/// Text that is no YAML is reported where a person has to mend it, not where the reader gave up.
@Suite struct SyntaxCauseTests {
  static let head = "kind: pipeline\ntype: docker\nname: a\n"

  /// A text, and `LINE:COLUMN message` of what is said of its syntax.
  static let cases: [(String, String)] = [
    (head + "steps:\n- name: 'build\n  image: go\n", "5:9 a quote is opened and never closed"),
    (head + "steps:\n- name: \"build\n  image: \"go\"\n", "5:9 the text in this quote reaches to line 6"),
    (
      head + "steps:\n- name: 'b\n  image: go\n  commands:\n  - echo 'x'\n",
      "5:9 the text in this quote reaches to line 8"
    ),
    (
      "kind: pipeline\nname: \"a\nsteps:\n- name: b\n  user: \"\"\n  image: c\n",
      "2:7 the text in this quote reaches to line 5"
    ),
    (
      head + "steps:\n- name: a\n  image: b\n  when:\n    event: [ push, tag\n    branch: x\n",
      "8:12 this bracket is not closed"
    ),
    (head + "node: { a: b\nsteps: []\n", "4:7 this brace is not closed"),
    (head + "steps:\n- name: a\n  image golang\n  commands: [x]\n", "6:3 there is no `:` after `image`"),
    (head + "steps:\n- name:build\n  image: golang\n", "5:3 there is no space after `name:`"),
    ("kind:pipeline\ntype: docker\n", "1:1 there is no space after `kind:`"),
    (head + "steps:\n- name build\n  image: golang\n", "5:3 there is no `:` after `name`"),
    // A tab is a tab wherever the reader finds it.
    ("kind: pipeline\nsteps:\n\t- name: a\n", "3:1 a tab cannot indent YAML"),
    ("kind: pipeline\n\ttype: docker\n", "2:1 a tab cannot indent YAML"),
    ("\tkind: pipeline\n", "1:1 a tab cannot indent YAML"),
    // Where the error itself is what to mend, it is pointed at.
    (head + "steps:\n- name: a\n  image: b: c\n", "6:11 a `key: value` pair cannot stand here"),
    (head + "steps:\n- name: a\n    image: b\n", "6:10 a `key: value` pair cannot stand here"),
    (
      head + "steps:\n- name: a\n  image: b\n  settings:\n    text: some words\n      and more\n      last: one\n",
      "10:11 a `key: value` pair cannot stand here"
    ),
    // Quotes and brackets over several lines that are closed, block texts and comments are no cause.
    (
      head
        + "# it's\nsteps:\n- name: a\n  image: \"b\n    c\"\n  commands:\n  - |\n    echo 'x\n  settings: {a: [b,\n    c]}\n  user: b: c\n",
      "14:10 a `key: value` pair cannot stand here"
    ),
    (head + "---\nkind: pipeline\nname: 'b\n---\nkind: pipeline\nname: c\n", "6:7 a quote is opened and never closed"),
  ]

  @Test(arguments: cases) func isPlaced(_ text: String, _ said: String) {
    let source = Source(name: ".drone.yml", text: text)
    let program = DroneLoader.load(source) { Checker.assumedValue(of: $0) }
    let found = Checker.check(program, of: source).first { $0.rule == "yaml-syntax" }
    let place = found.map { source.position(of: $0.primary.span.start) }
    #expect(place.map { "\($0.line):\($0.column) \(found?.message ?? "")" } == said)
  }

  /// The same of a tab, which is said once.
  @Test func tabsWhereVariablesAreReplaced() {
    let source = Source(
      name: ".drone.yml",
      text: Self.head + "steps:\n- name: a\n  image: b\n  user: u${DRONE_TAG}\n  settings:\n\tvalue: 1\n")
    let program = DroneLoader.load(source) { Checker.assumedValue(of: $0) }
    let found = Checker.check(program, of: source).filter { $0.rule == "yaml-syntax" }
    #expect(found.map(\.message) == ["a tab cannot indent YAML"])
  }

  /// A text in which a variable is replaced says the same.
  @Test func isPlacedWhereVariablesAreReplaced() {
    let source = Source(
      name: ".drone.yml", text: Self.head + "steps:\n- name: a\n  image: 'b:${DRONE_TAG}\n  user: c\n")
    let program = DroneLoader.load(source) { Checker.assumedValue(of: $0) }
    let found = Checker.check(program, of: source).filter { $0.rule == "yaml-syntax" }
    #expect(found.map(\.message) == ["a quote is opened and never closed"])
  }
}
