import Foundation
import TestSupport
import Testing

/// `pipec eval` and `pipec ir`.
@Suite struct EvalTests {
  @Test(arguments: [
    ("${DRONE_TAG##v}", "1.2.3\n"), ("a ${UNKNOWN} b", "a  b\n"), ("${UNKNOWN:-x}", "x\n"), ("$HOME", "$HOME\n"),
    ("${DRONE_BRANCH/\\//-}", "feature-a\n"), ("", "\n"), ("$${A}", "${A}\n"),
  ]) func printsWhatTheRunnerWrites(text: String, expected: String) throws {
    var runner = try ProgramRunner()
    defer { runner.remove() }
    runner.environment["DRONE_BRANCH"] = "feature/a"
    runner.environment["UNKNOWN"] = "only DRONE_ variables are taken from the environment"
    let result = try runner.run("eval", "--language", "drone", "--set", "DRONE_TAG=v1.2.3", "--", text)
    #expect(result == .init(0, output: expected))
  }

  @Test func takesValuesFromAFile() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("c.json", #"{"A": "a\u00e9", "N": 1, "F": true, "X": 1.5, "env": {"E": "below"}, "L": [1]}"#)
    let result = try runner.run("eval", "--context", "c.json", "--format=json", "${A}${N}${F}${X}${E}${L}")
    #expect(result.output == "{\n  \"type\": \"string\",\n  \"value\": \"aé1true1.5below\"\n}\n")
    try runner.write("bad.json", "[1")
    #expect(try runner.run("eval", "--context", "bad.json", "x").status == 2)
    #expect(try runner.run("eval", "--context", "none.json", "x").status == 2)
  }

  @Test func knowsTheBuildOfAFile() throws {
    let runner = try PlanTests.workingTree()
    defer { runner.remove() }
    let text = "${DRONE_BRANCH} ${DRONE_TAG:-none} ${DRONE_STEP_NAME}"
    #expect(try runner.run("eval", "--file", ".drone.yml", "--at", "tell", text).output == "main none tell\n")
    #expect(try runner.run("eval", "--file", ".drone.yml", "--tag", "v1", "${DRONE_TAG#v}").output == "1\n")
    let wrong = try runner.run("eval", "--file", ".drone.yml", "--at", "tel", text)
    #expect(wrong.error.hasPrefix("pipec eval: no step is named 'tel'; did you mean 'tell'?\n"))
    #expect(try runner.run("eval", "--at", "tell", text).status == 2)
  }

  @Test func failuresPointIntoTheText() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run("eval", "a ${DRONE_TAG b")
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(Golden.difference(result.error, from: "eval/failure.txt") == nil)
    #expect(try runner.run("eval").error.hasPrefix("pipec eval: a text is missing\n"))
    #expect(try runner.run("eval", "a", "b").status == 2)
  }

  @Test func readsAWholeTextFromStandardInput() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run("eval", "-", "--set", "A=1", input: "x: ${A}\ny: ${B}")
    #expect(result == .init(0, output: "x: 1\ny: "))
  }

  @Test func everyCaseOfTheRealLibraryIsAnsweredAlike() throws {
    guard let lines = Corpus.jsonLines("oracle/cases/envsubst.jsonl") else { return }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    var count = 0
    for line in lines {
      guard let object = try JSONSerialization.jsonObject(with: line) as? [String: Any] else { continue }
      if object["env"] != nil {
        try runner.write("c.json", Array(line))
        continue
      }
      // A program for every fortieth case is enough: the library has tests of its own.
      count += 1
      guard count % 40 == 0, let text = object["text"] as? String, !text.contains("NL"), !text.contains("\0") else {
        continue
      }
      let result = try runner.run("eval", "--context", "c.json", "--", text)
      if let expected = object["out"] as? String {
        #expect(result.output == expected + "\n", "\(text)")
      } else {
        #expect(result.status == 1, "\(text)")
      }
    }
  }

  @Test func irIsComplete() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let text = try Data(contentsOf: folder.appendingPathComponent("Fixtures/everything.yml"))
    try runner.write(".drone.yml", Array(text))
    let result = try runner.run("ir")
    #expect(Golden.difference(result.output, from: "ir/everything.json") == nil)
    #expect(
      result.output
        == (try runner.run("ir", "--stdin-filename", ".drone.yml", "-", input: String(decoding: text, as: UTF8.self))
          .output))
    _ = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
  }
}

/// `pipec repl` with its input from a file.
@Suite struct REPLTests {
  @Test func answersLineByLine() throws {
    var runner = try ProgramRunner()
    defer { runner.remove() }
    runner.environment["DRONE_BRANCH"] = "main"
    let result = try runner.run("repl", "-q", input: "A=v1.2\n${A##v} ${DRONE_BRANCH^^}\nB=${A b}\n${B}x")
    #expect(result.status == 1)
    #expect(result.output == "1.2 MAIN\nx\n")
    #expect(result.error.hasPrefix("error[substitution-syntax]: missing closing brace\n --> <line>:1:3\n"))
  }
}
