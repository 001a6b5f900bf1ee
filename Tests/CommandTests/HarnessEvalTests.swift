import Foundation
import TestSupport
import Testing

/// `pipec eval` on texts with `<+…>` and on JEXL expressions.
@Suite struct HarnessEvalTests {
  private func runner() throws -> ProgramRunner {
    let runner = try ProgramRunner()
    try runner.write(
      "c.json",
      #"""
      {"pipeline": {"name": "My Pipe", "variables": {"env": "prod", "list": ["x", "y"], "sec": "<+secrets.getValue(\"t\")>"}},
       "stage": {"name": "Stage One", "currentStatus": "SUCCEEDED"}, "strategy": {"iteration": 1, "matrix": {"os": "linux"}}}
      """#)
    return runner
  }

  @Test func textsAreRecognisedByTheirForm() throws {
    let runner = try runner()
    defer { runner.remove() }
    let rows: [([String], String)] = [
      (["<+pipeline.name> on <+matrix.os>"], "My Pipe on linux\n"),
      (["--language", "harness", "plain"], "plain\n"), (["<+pipeline.variables.list>"], "[\"x\",\"y\"]\n"),
      (["<+pipeline.variables.sec>!"], "<+secrets.getValue(\"t\")>!\n"),
      (["--set", "stage.name=Two", "<+stage.name.length()>"], "3\n"),
      (["--condition", "<+OnStageSuccess> && <+stage.name> =^ \"Stage\""], "true\n"),
      (
        ["--condition", "--format", "json", "<+strategy.iteration> + 1"],
        "{\n  \"type\": \"integer\",\n  \"value\": 2\n}\n"
      ),
      (["--lenient", "<+pipeline.name == \"My Pipe\">"], "true\n"), (["<+pipeline.name == \"My Pipe\">"], "false\n"),
    ]
    for (arguments, expected) in rows {
      let result = try runner.run(arguments: ["eval", "--context", "c.json"] + arguments)
      #expect(result == .init(0, output: expected), "\(arguments)")
    }
  }

  @Test func jexlExpressions() throws {
    let runner = try runner()
    defer { runner.remove() }
    let rows: [(String, String)] = [
      ("\"5\" * 3", "15\n"), ("pipeline.variables.list[1] + 1", "y1\n"), ("nothing ?: \"d\"", "d\n"),
      ("null", "null\n"),
    ]
    for (text, expected) in rows {
      let result = try runner.run("eval", "--language", "jexl", "--context", "c.json", text)
      #expect(result == .init(0, output: expected), "\(text)")
    }
    try runner.write("below.json", #"{"context": {"a": {"b": [1, 2.0]}}}"#)
    let below = try runner.run(
      "eval", "--language", "jexl", "--context", "below.json", "--format", "json", "a.b[1] * 2")
    #expect(below == .init(0, output: "{\n  \"type\": \"number\",\n  \"value\": 4.0\n}\n"))
  }

  @Test func whatHasNoValueIsSaid() throws {
    let runner = try runner()
    defer { runner.remove() }
    let result = try runner.run("eval", "--context", "c.json", "a <+pipeline.nope> b")
    #expect(result.status == 0)
    #expect(result.output == "a null b\n")
    #expect(Golden.difference(result.error, from: "eval/unresolved.txt") == nil)
    #expect(try runner.run("eval", "-q", "<+nope>") == .init(0, output: "null\n"))
    #expect(try runner.run("eval", "-q", "--unresolved", "original", "<+nope>") == .init(0, output: "<+nope>\n"))
    #expect(try runner.run("eval", "--unresolved", "throw", "<+nope>").status == 1)
  }

  @Test func failuresPointIntoTheText() throws {
    let runner = try runner()
    defer { runner.remove() }
    let result = try runner.run("eval", "--condition", "<+pipeline.variables.env> === \"prod\"")
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(Golden.difference(result.error, from: "eval/harness-failure.txt") == nil)
    #expect(try runner.run("eval", "--language", "jexl", "1 +").status == 1)
    #expect(try runner.run("eval", "<+x>", "--context", "none.json").status == 2)
    #expect(try runner.run("eval", "<+x>", "--file", "c.json").status == 2)
  }
}
