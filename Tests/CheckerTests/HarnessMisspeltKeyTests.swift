import Checker
import Diagnostics
import Parser
import Testing

/// A key that is required and misspelt is one mistake, and told once: at the key, with the name that is meant.
@Suite struct HarnessMisspeltKeyTests {
  @Test(
    arguments: [
      ("command: echo x", []),
      ("comand: echo x", ["unknown-key comand: did you mean `command`?"]),
      ("commands: echo x", ["unknown-key commands: did you mean `command`?"]),
      ("shell: Bash", ["missing-key spec: nil"]),
      ("command: echo x\n            comand: echo y", ["unknown-key comand: nil"]),
    ] as [(String, [String])]) func runStep(_ key: String, _ expected: [String])
  {
    let text = """
      pipeline:
        identifier: p
        name: p
        projectIdentifier: a
        orgIdentifier: b
        stages:
        - stage:
            identifier: s
            name: s
            type: CI
            spec:
              cloneCodebase: false
              runtime: {type: Cloud, spec: {}}
              platform: {os: Linux, arch: Amd64}
              execution:
                steps:
                - step:
                    identifier: x
                    name: x
                    type: Run
                    spec:
                      KEY

      """.replacing("KEY", with: key.replacing("\n            ", with: "\n                "))
    let source = Source(name: "pipeline.yaml", text: text)
    let found = Checker.check(ProgramLoader.load(source) { _ in nil }, of: source).map { finding in
      "\(finding.rule) \(source.text(of: finding.primary.span)): \(finding.help ?? "nil")"
    }
    #expect(found.count == expected.count, "\(found)")
    for (one, other) in zip(found, expected) { #expect(one.hasPrefix(other), "\(found)") }
  }
}
