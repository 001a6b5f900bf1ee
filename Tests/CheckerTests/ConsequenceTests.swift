import Checker
import Diagnostics
import Parser
import Testing

/// One mistake is one finding, and what a real system refuses stays an error.
@Suite struct ConsequenceTests {
  static let head = "kind: pipeline\ntype: docker\nname: a\n"

  static let cases: [(String, [String])] = [
    (head + "steps:\n- name: a\n  imgae: b\n", ["error unknown-key"]),
    (head + "steps:\n- naem: a\n  image: b\n", ["error unknown-key"]),
    (head + "steps:\n- name: a\n  image: [b]\n", ["error type-mismatch"]),
    (
      head + "steps:\n- build:\n    image: b\n    commands: [x]\n",
      ["error unsupported-key", "warning unknown-key"]
    ),
    (head + "steps:\n- test:\n    image: b\n    commands: [x]\n", ["error unknown-key"]),
    (
      head + "steps:\n- name: a\n  image: b\n  volumes: [{name: c, path: /c}]\nvolumes:\n- name: c\n  tmp: {}\n",
      ["warning unknown-key"]
    ),
    // A misspelt key in one step explains nothing in another.
    (
      head + "steps:\n- name: a\n  imgae: b\n- name: b\n  commands: [x]\n",
      ["error unknown-key", "error missing-image"]
    ),
    // The name of a pipeline that cannot be read is not known.
    (
      "kind: pipeline\nname: 'a\n---\n"
        + "kind: pipeline\ntype: docker\nname: b\nsteps: [{name: a, image: b}]\ndepends_on: [a]\n",
      ["error yaml-syntax"]
    ),
    // Without containers nobody looks at dependencies before they fail.
    (
      "kind: pipeline\ntype: exec\nname: a\nsteps:\n- {name: a, commands: [x], depends_on: [b]}\n- {name: b, commands: [x], depends_on: [a]}\n",
      ["error unknown-step-dependency"]
    ),
    (
      "kind: pipeline\ntype: exec\nname: a\nsteps:\n- {name: a, commands: [x], depends_on: [clone, c]}\n",
      ["error unknown-step-dependency"]
    ),
    (
      "kind: pipeline\ntype: exec\nname: a\nsteps:\n- {name: a, commands: [x], depends_on: [b]}\n- {name: b, commands: [x]}\n",
      []
    ),
  ]

  @Test(arguments: cases) func isSaidOnce(_ text: String, _ said: [String]) {
    let source = Source(name: ".drone.yml", text: text)
    let program = DroneLoader.load(source) { Checker.assumedValue(of: $0) }
    #expect(Checker.check(program, of: source).map { "\($0.severity) \($0.rule.text)" } == said)
  }
}
