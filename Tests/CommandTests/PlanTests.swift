import Foundation
import TestSupport
import Testing

/// `pipec plan`, with what the git working tree tells.
@Suite struct PlanTests {
  /// A runner in a git working tree on the branch `main` with one commit, whose facts are the same every time.
  static func workingTree() throws -> ProgramRunner {
    var runner = try ProgramRunner()
    for role in ["AUTHOR", "COMMITTER"] {
      runner.environment["GIT_\(role)_NAME"] = "Ada"
      runner.environment["GIT_\(role)_EMAIL"] = "ada@example.com"
      runner.environment["GIT_\(role)_DATE"] = "2026-01-02T03:04:05Z"
    }
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    try runner.write(".drone.yml", Array(Data(contentsOf: folder.appendingPathComponent("Fixtures/plan.yml"))))
    let result = try runner.shell(
      """
      git init -q -b main . && git add .drone.yml && git commit -q -m 'First

      with a body' && git remote add origin git@git.example.com:acme/app.git
      """)
    #expect(result.status == 0, "\(result.error)")
    return runner
  }

  /// The text without what differs from machine to machine.
  static func stable(_ text: String, _ runner: ProgramRunner) -> String {
    var result = text.replacingOccurrences(of: runner.folder.path, with: "/project")
    let changes = [
      ("(?<=which is )/.*", "/project"), ("(?<=\"DRONE_STAGE_MACHINE\": \")[^\"]*", "HOST"),
      ("(?<=\")1[0-9]{9}(?=\")", "NOW"),
    ]
    for (pattern, replacement) in changes {
      result = result.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
    }
    return result
  }

  static let calls: [(name: String, arguments: [String])] = [
    ("picture.txt", []), ("picture-tag.txt", ["--tag", "v1.2.3", "--ascii"]),
    ("push.txt", ["--details"]), ("tag.txt", ["--tag", "v1.2.3", "-d"]),
    ("promote.txt", ["--deploy-to", "production", "--param", "A=1", "--details"]),
    ("branch.txt", ["--branch", "fix", "--pipeline", "build", "--exclude", "tell", "--details"]),
    ("push.json", ["--format", "json"]),
    ("push.dot", ["--format", "dot"]), ("push.mermaid", ["--format", "mermaid"]),
  ]

  @Test(arguments: calls.indices) func looksAsExpected(_ index: Int) throws {
    let runner = try Self.workingTree()
    defer { runner.remove() }
    let (name, arguments) = Self.calls[index]
    let result = try runner.run(arguments: ["plan"] + arguments)
    #expect(result.status == 0)
    #expect(result.error == "")
    #expect(Golden.difference(Self.stable(result.output, runner), from: "plan/\(name)") == nil)
    if name.hasSuffix("txt") { #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 }) }
    if name.hasSuffix("json") { _ = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) }
  }

  @Test func leavesTheWorkingTreeAlone() throws {
    let runner = try Self.workingTree()
    defer { runner.remove() }
    let before = try runner.shell("find . -newer .drone.yml -o -name '*.lock' | sort; git status --porcelain")
    _ = try runner.run("plan")
    let after = try runner.shell("find . -newer .drone.yml -o -name '*.lock' | sort; git status --porcelain")
    #expect(before == after)
  }

  @Test func doesWithoutGit() throws {
    var runner = try Self.workingTree()
    defer { runner.remove() }
    runner.environment["PATH"] = "/nonexistent"
    let result = try runner.run("plan")
    #expect(result.status == 0)
    let note =
      "pipec plan: git is not installed, so branch, commit and repository are empty where no option says them\n"
    #expect(result.error == note)
    #expect(try runner.run("plan", "-q").error == "")
    let named = try runner.run("plan", "-q", "--branch", "main")
    #expect(named.output.contains("deploy (docker"))
  }

  @Test func doesWithoutARepositoryOrACommit() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", CheckTests.clean)
    #expect(try runner.run("plan").status == 0)
    #expect(try runner.shell("git init -q . && \"$pipec\" plan").status == 0)
  }

  @Test(arguments: [
    (["--pipeline", "biuld"], "no pipeline is named 'biuld'; did you mean 'build'?"),
    (["--include", "nothing-like-it"], "no step is named 'nothing-like-it'; there is test, release, tell, upload"),
    (["--exclude", "relaese"], "no step is named 'relaese'; did you mean 'release'?"),
    (["--param", "x"], "--param takes NAME=VALUE, not 'x'"), (["a", "b"], "one file at a time, not 2"),
    (["--volume", "/a"], "--volume takes two absolute paths with a colon between, not '/a'"),
  ]) func wrongNamesAreSuggested(arguments: [String], message: String) throws {
    let runner = try Self.workingTree()
    defer { runner.remove() }
    let result = try runner.run(arguments: ["plan"] + arguments)
    #expect(result == .init(2, error: "pipec plan: \(message)\nTry 'pipec plan --help'.\n"))
  }

  /// Names are text in every form of a plan: nothing in them reaches a terminal that could do something to it.
  @Test(arguments: ["text", "dot", "mermaid", "svg", "html", "json"]) func namesAreText(_ format: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(
      ".drone.yml",
      "kind: pipeline\ntype: docker\nname: \"a\\e[31m\"\nsteps:\n- name: \"b\\u202Ec\\e]0;x\\a\"\n  image: x\n  commands: [d]\n"
        + "  environment: {A: \"x\\u2066y\"}\n")
    for details in [[], ["--details"]] {
      let result = try runner.run(arguments: ["plan", "--format", format] + details)
      #expect(result.status == 0)
      let harmful = result.output.unicodeScalars.filter { scalar in
        scalar.value < 0x20 && scalar != "\n" || format != "json" && [0x202E, 0x2066].contains(scalar.value)
      }
      #expect(harmful.isEmpty)
    }
  }

  @Test func unreadableFilesAreNamed() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    #expect(
      try runner.run("plan").error
        == "pipec plan: no file is named, and the current folder has no .drone.yml, .harness or *.pipecd.yaml\nTry 'pipec plan --help'.\n"
    )
    #expect(
      try runner.run("plan", "x.yml") == .init(2, error: "pipec plan: cannot read x.yml: No such file or directory\n"))
    try runner.write("env", "A=1\n?\n")
    try runner.write(".drone.yml", CheckTests.clean)
    let result = try runner.run("plan", "--env-file", "env")
    #expect(result == .init(2, error: "pipec plan: env:2: neither `=` nor `:` separates a name from its value\n"))
  }

  @Test func refusalsAreShown() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", CheckTests.broken)
    let result = try runner.run("plan")
    #expect(result.status == 1)
    #expect(result.error.hasPrefix("error[unknown-step-dependency]: no step is named `biuld`\n"))
    #expect(result.output.contains("0 of 1 pipeline"))
  }
}
