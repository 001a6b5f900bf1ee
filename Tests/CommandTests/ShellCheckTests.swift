import Foundation
import TestSupport
import Testing

/// Commands of steps, given to the real shellcheck: what it says, and where that stands in the file.
@Suite struct ShellCheckTests {
  /// Whether there is a shellcheck; if not, a reason is printed.
  static let isInstalled: Bool = {
    let found = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/shellcheck")
    }
    if !found { Skipped.because("tests of commands: shellcheck is not installed (scripts/setup test)") }
    return found
  }()

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var file: String
    /// `LINE:COLUMN:LEVEL:CODE`.
    var expected: [String]
    var persona = "regular"
  }

  private static func drone(_ commands: String, image: String = "golang:1.22", more: String = "") -> String {
    "kind: pipeline\ntype: docker\nname: default\n\(more)steps:\n- name: one\n  image: \(image)\n  commands:\n\(commands)"
  }

  private static func harness(_ step: String, type: String = "Run", stage: String = "CI") -> String {
    """
    pipeline:
      identifier: p
      name: p
      stages:
        - stage:
            identifier: s
            name: s
            type: \(stage)
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:
                  - step:
                      identifier: a
                      name: a
                      type: \(type)
                      spec:

    """ + step
  }

  private static func pipecd(_ script: String) -> String {
    """
    apiVersion: pipecd.dev/v1beta1
    kind: KubernetesApp
    spec:
      name: shop
      pipeline:
        stages:
        - name: SCRIPT_RUN
          with:
            run: |

    """ + script
  }

  static let rows: [Row] = [
    Row(
      testDescription: "an item of a list", file: drone("  - if [ \"$A\"=b ]; then make; fi\n"),
      expected: ["8:14:warning:2077"]),
    Row(
      testDescription: "a block", file: drone("  - make\n  - |\n    make\n    if [ \"$A\"=b ]; then make; fi\n"),
      expected: ["11:14:warning:2077"]),
    Row(
      testDescription: "quotes of YAML", file: drone("  - \"if [ \\\"$A\\\"=b ]; then make; fi\"\n"),
      expected: ["8:17:warning:2077"]),
    Row(
      testDescription: "characters before", file: drone("  - echo 'größer'; if [ \"$A\"=b ]; then make; fi\n"),
      expected: ["8:29:warning:2077"]),
    Row(
      testDescription: "commands of a step are one script",
      file: drone("  - if true; then\n  - make\n  - fi\n  - for a in b; do\n"), expected: ["11:5:error:1073"]),
    Row(
      testDescription: "an error of syntax is said once", file: drone("  - if [ \"$A\" = b ]; then make\n"),
      expected: ["8:5:error:1046"]),
    Row(testDescription: "an escaped dollar", file: drone("  - echo \"$${A\"\n"), expected: ["8:15:error:1073"]),
    Row(
      testDescription: "what is put in is no constant", file: drone("  - '[ \"${DRONE_BRANCH}\" = main ] && make'\n"),
      expected: []),
    Row(
      testDescription: "what becomes nothing is no mistake", file: drone("  - '[ -n \"${DRONE_TAG}\" ] && make'\n"),
      expected: []),
    Row(
      testDescription: "a constant is a mistake", file: drone("  - '[ \"main\" = main ] && make'\n"),
      expected: ["8:15:warning:2050"]),
    Row(testDescription: "variables come from elsewhere", file: drone("  - echo \"$TOKEN\"\n  - A=1\n"), expected: []),
    Row(
      testDescription: "Debian's sh", file: drone("  - if [[ $A = b ]]; then make; fi\n"),
      expected: ["8:8:warning:3010"]),
    Row(
      testDescription: "busybox's sh", file: drone("  - if [[ $A = b ]]; then make; fi\n", image: "golang:1.22-alpine"),
      expected: []),
    Row(
      testDescription: "arrays in busybox", file: drone("  - a=(b c)\n", image: "alpine:3.20"),
      expected: ["8:7:warning:3030"]),
    Row(
      testDescription: "an unknown sh", file: drone("  - if [[ $A = b ]]; then make; fi\n", image: "acme/build:1"),
      expected: []),
    Row(
      testDescription: "Windows", file: drone("  - if [ \"$A\"=b ]\n", more: "platform: {os: windows}\n"), expected: []),
    Row(testDescription: "PowerShell", file: drone("  - if ($env:A -eq \"$b) { make }\n"), expected: []),
    Row(
      testDescription: "a matter of opinion", file: drone("  - cat $A\n"), expected: ["8:9:info:2086"],
      persona: "pedantic"),
    Row(testDescription: "a matter of opinion, not asked for", file: drone("  - cat $A\n"), expected: []),
    Row(testDescription: "what is said better", file: drone("  - if [ -n ${A ]; then make; fi\n"), expected: []),
    Row(
      testDescription: "ignored", file: drone("  - if [ \"$A\"=b ]; then make; fi # pipec: ignore[shell] later\n"),
      expected: []),
    Row(
      testDescription: "Harness",
      file: harness(
        "                    shell: Bash\n                    command: |-\n                      if [ \"$A\"=b ]; then make; fi\n"
      ),
      expected: ["22:32:warning:2077"]),
    Row(
      testDescription: "Harness: expressions",
      file: harness(
        "                    shell: Bash\n                    command: |-\n"
          + "                      if [ \"<+pipeline.name>\" = \"shop\" ]; then\n                        cd <+pipeline.name> && if [ \"$A\"=b ]; then make; fi\n                      fi\n"
      ),
      expected: ["23:57:warning:2077"]),
    Row(
      testDescription: "Harness: Python",
      file: harness(
        "                    shell: Python\n                    command: |-\n                      print(f\"{a[\"b\"]}\")\n"
      ),
      expected: []),
    Row(
      testDescription: "Harness: another interpreter",
      file: harness(
        "                    shell: Bash\n                    command: |-\n                      #!/usr/bin/perl\n                      print \"$a[\";\n"
      ),
      expected: []),
    Row(
      testDescription: "PipeCD", file: pipecd("          if [ \"$A\"=b ]; then make; fi\n"),
      expected: ["10:20:warning:2077"]),
  ]

  @Test(.enabled(if: isInstalled), arguments: rows) func row(_ row: Row) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run(
      "check", "--format=jsonl", "--persona", row.persona, "-", input: row.file)
    let findings = try result.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }.filter { ["shell", "unused-ignore"].contains($0["rule"] as? String) }
    let found = findings.map { finding in
      let message = finding["message"] as? String ?? ""
      return
        "\(finding["line"] ?? 0):\(finding["column"] ?? 0):\(finding["severity"] ?? ""):\(message.prefix { $0 != ":" }.dropFirst(2))"
    }
    #expect(found == row.expected, "\(result.output)\(result.error)")
    for finding in findings {
      let message = try #require(finding["message"] as? String)
      #expect(!message.hasSuffix("."))
      #expect((finding["help"] as? String)?.hasPrefix("see https://www.shellcheck.net/wiki/SC") == true)
    }
  }

  /// The examples of the rule's page, through the program.
  @Test(.enabled(if: isInstalled)) func pageIsTrue() throws {
    let page = try Repository.text("docs/rules/shell.md")
    let examples = page.components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    try #require(examples.count == 2)
    let runner = try ProgramRunner()
    defer { runner.remove() }
    #expect(try runner.run("check", "-", input: examples[0]).output.contains("[shell]: SC2077"))
    #expect(try runner.run("check", "-", input: examples[1]).output == "")
  }

  /// Several hundred scripts, more than one process takes.
  @Test(.enabled(if: isInstalled)) func manyScripts() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    var text = "kind: pipeline\ntype: docker\nname: default\nsteps:\n"
    for number in 0..<130 {
      text += "- name: s\(number)\n  image: golang:1.22\n  commands:\n  - if [ \"$A\"=\(number) ]; then make; fi\n"
    }
    try runner.write(".drone.yml", text)
    let result = try runner.run("check", "-q", "--format=concise", "--select=shell")
    #expect(result.output.split(separator: "\n").count == 130)
  }

  static let mistaken = drone("  - if [ \"$A\"=b ]; then make; fi\n")

  /// Without shellcheck the run says so once, and only where there are commands that it would have looked at.
  @Test func missingProgram() throws {
    var runner = try ProgramRunner()
    defer { runner.remove() }
    runner.environment["PATH"] = runner.folder.path
    try runner.write("a.yml", Self.mistaken)
    try runner.write("b.yml", Self.mistaken)
    try runner.write(
      "plain.yml",
      Self.drone("  - go test ./... | tee log\n  - docker build -t \"app:${DRONE_TAG}\" --arg A=$B .; make\n"))
    let note =
      "pipec check: shellcheck is not installed, so commands were not checked; --no-shell does without them\n"
    let both = try runner.run("check", "a.yml", "b.yml")
    #expect(both.status == 0)
    #expect(both.error == note + "checked 2 files: nothing to report\n")
    #expect(try runner.run("check", "plain.yml").error == "checked 1 file: nothing to report\n")
    #expect(try runner.run("check", "--no-shell", "a.yml").error == "checked 1 file: nothing to report\n")
    #expect(try runner.run("check", "--ignore", "shell", "a.yml").error == "checked 1 file: nothing to report\n")
    let required = try runner.run("check", "--require", "shellcheck", "plain.yml")
    #expect(required.status == 3)
    #expect(required.error == "pipec check: shellcheck is not installed, and --require asks for it\n")
    let unknown = try runner.run("check", "--require", "shelcheck", "plain.yml")
    #expect(unknown.status == 2)
    #expect(unknown.error.contains("did you mean 'shellcheck'?"))
  }

  /// A shellcheck that does not work is no reason to be silent.
  @Test func brokenProgram() throws {
    var runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("bin/shellcheck", "#!/bin/sh\nexit 4\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: runner.folder.appendingPathComponent("bin/shellcheck").path)
    runner.environment["PATH"] = runner.folder.appendingPathComponent("bin").path + ":/usr/bin:/bin"
    try runner.write("a.yml", Self.mistaken)
    let result = try runner.run("check", "a.yml")
    #expect(result.status == 0)
    #expect(
      result.error
        == "pipec check: shellcheck failed, so commands were not checked; --no-shell does without them\nchecked 1 file: nothing to report\n"
    )
    #expect(try runner.run("check", "--require", "shellcheck", "a.yml").status == 3)
  }
}
