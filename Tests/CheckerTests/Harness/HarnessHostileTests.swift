import Checker
import Diagnostics
import IR
import Parser
import Testing

/// Files that would take minutes, or all memory, if a rule compared everything with everything.
@Suite struct HarnessHostileFiles {
  private static let head = """
    pipeline:
      identifier: big
      name: big
      stages:
        - stage:
            identifier: ci
            name: ci
            type: CI
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:

    """

  private func count(_ text: String) -> Int {
    let source = Source(name: "hostile.yaml", text: text)
    let program = ProgramLoader.load(source, dialect: .harness, lookup: { _ in nil })
    return Checker.check(program, of: source).filter { HarnessRow.checkers.contains($0.rule.text) }.count
  }

  private func step(_ name: String, _ command: String) -> String {
    "            - step: {identifier: \(name), name: \(name), type: Run, spec: {command: '\(command)'}}\n"
  }

  @Test(.timeLimit(.minutes(10))) func everyStepNamesOneThatDoesNotExist() {
    let steps = (0..<1500).map { step("s\($0)", "echo <+steps.t\($0).name> <+steps.s\($0 + 1).name>") }
    // The last one names the one behind it, which does not exist either.
    #expect(count(Self.head + steps.joined()) == 3000)
  }

  @Test(.timeLimit(.minutes(10))) func oneTextOfManyExpressions() {
    let text = (0..<3000).map { "<+pipeline.x\($0)>" }.joined(separator: " ")
    #expect(count(Self.head + step("a", text)) >= 3000)
    let condition = (0..<1500).map { "<+pipeline.name> == \"\($0)\"" }.joined(separator: " || ")
    #expect(
      count(
        Self.head
          + "            - step: {identifier: a, name: a, type: Run, when: {stageStatus: Success, condition: '\(condition)'}, "
          + "spec: {command: make}}\n") == 0)
  }

  @Test(.timeLimit(.minutes(10))) func depth() {
    let open = String(repeating: "<+", count: 5000)
    #expect(count(Self.head + step("a", open + "pipeline.name" + String(repeating: ">", count: 5000))) < 10)
    #expect(count(Self.head + step("a", open)) == 1)
    let brackets = String(repeating: "(", count: 5000)
    #expect(count(Self.head + step("a", "<+\(brackets)1>")) == 1)
    #expect(count(Self.head + step("a", "<+pipeline" + String(repeating: ".a", count: 5000) + ">")) == 1)
  }
}
