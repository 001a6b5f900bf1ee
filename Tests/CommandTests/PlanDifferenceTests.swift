import Foundation
import TestSupport
import Testing

/// `pipec plan --diff` and `--against`: what is compared, and how the program ends.
@Suite struct PlanDifferenceTests {
  private static let old = "kind: pipeline\nname: p\nsteps:\n- {name: a, image: 'go:1', commands: [c]}\n"
  private static let new = "kind: pipeline\nname: p\nsteps:\n- {name: a, image: 'go:2', commands: [c]}\n"
  private static let body =
    "\n~ p\n  ~ a\n      image docker.io/library/go:1 → docker.io/library/go:2\n\n1 pipeline differs: 1 changed\n"

  /// The old file twice in the history, the new one in the working tree.
  private static func workingTree() throws -> ProgramRunner {
    let runner = try PlanTests.workingTree()
    try runner.write(".drone.yml", old)
    try runner.write("ci/other.yml", new)
    _ = try runner.shell("git add -A && git commit -q -m second && git tag v1")
    try runner.write(".drone.yml", new)
    return runner
  }

  @Test(arguments: [
    ([], "HEAD:.drone.yml", ".drone.yml"), ([".drone.yml"], "HEAD:.drone.yml", ".drone.yml"),
    (["v1"], "v1:.drone.yml", ".drone.yml"), (["v1", ".drone.yml"], "v1:.drone.yml", ".drone.yml"),
    (["v1:.drone.yml", "v1:ci/other.yml"], "v1:.drone.yml", "v1:ci/other.yml"),
    (["HEAD:.drone.yml", "ci/other.yml"], "HEAD:.drone.yml", "ci/other.yml"),
  ]) func whatIsCompared(_ operands: [String], _ old: String, _ new: String) throws {
    let runner = try Self.workingTree()
    defer { runner.remove() }
    let result = try runner.run(arguments: ["plan", "--diff"] + operands)
    #expect(result == .init(1, output: "--- \(old)\n+++ \(new)\n\(Self.body)"))
  }

  @Test func revisionsOfAFile() throws {
    let runner = try Self.workingTree()
    defer { runner.remove() }
    let result = try runner.run("plan", "--diff", "HEAD", "v1", ".drone.yml")
    #expect(result == .init(0, output: "--- HEAD:.drone.yml\n+++ v1:.drone.yml\n\nthe plans do not differ\n"))
    let json = try runner.run("plan", "--diff", "--format", "json")
    #expect(json.status == 1)
    _ = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
  }

  /// A file that is new has nothing but additions.
  @Test func whatIsNew() throws {
    let runner = try Self.workingTree()
    defer { runner.remove() }
    try runner.write("ci/new.yml", Self.new)
    let result = try runner.run("plan", "--diff", "v1", "ci/new.yml")
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("--- v1:ci/new.yml\n+++ ci/new.yml\n\n+ p"))
    #expect(
      result.error == "pipec plan: there is no 'v1:ci/new.yml', so it counts as a file without pipelines\n")
  }

  /// What there is to compare with when there is no history.
  @Test func withoutHistory() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.new)
    #expect(
      try runner.run("plan", "--diff").error
        == "pipec plan: the current folder is in no git repository, so there is no 'HEAD:.drone.yml'\n")
    guard try runner.shell("git init -q .").status == 0 else { return Skipped.because("git is not installed") }
    #expect(
      try runner.run("plan", "--diff").error
        == "pipec plan: nothing has been committed yet, so there is no 'HEAD:.drone.yml'\n")
  }

  @Test func occasions() throws {
    let runner = try PlanTests.workingTree()
    defer { runner.remove() }
    let result = try runner.run("plan", "--against", "event=tag tag='v1.0.0'", "-q")
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("--- .drone.yml\n+++ .drone.yml with event=tag tag='v1.0.0'\n\n~ build\n"))
    #expect(result.output.contains("    env DRONE_BUILD_EVENT push → tag\n"), "\(result.output)")
    #expect(
      result.output.contains("  ~ release\n      decision skip: event is push, not tag → run: event is tag\n"),
      "\(result.output)")
  }

  @Test(arguments: [
    (["--diff", "a", "b", "c", "d"], 2, "--diff compares two files, or two revisions of one"),
    (["--diff", "nothing.yml", "v1:.drone.yml"], 2, "cannot read nothing.yml: No such file or directory"),
    (["--diff", "v9", ".drone.yml"], 2, "'v9' is no file here, and git knows no such revision"),
    (["--diff", "HEAD:nothing.yml", ".drone.yml"], 2, "git has no 'HEAD:nothing.yml'"),
    (["--diff", "HEAD", "v1", "nothing.yml"], 2, "neither 'HEAD' nor 'v1' has nothing.yml"),
    (["--against", ""], 2, "--against takes options, such as 'event=tag tag=v1.0.0'"),
    (["--diff", "--", "-x", ".drone.yml"], 2, "'-x:.drone.yml' is neither a file nor a revision"),
    (["--diff", "--against", "event=tag"], 2, "--diff compares files, --against occasions; not both at once"),
    (["--against", "'event"], 2, "a quote is not closed: 'event"),
    (["--against", "evnt=tag"], 2, "unknown option '--evnt'; did you mean '--event'?"),
    (["--diff", "--format", "dot"], 2, "a comparison is written as text or json, not as dot"),
  ]) func mistakes(_ arguments: [String], _ status: Int32, _ message: String) throws {
    let runner = try Self.workingTree()
    defer { runner.remove() }
    let result = try runner.run(arguments: ["plan"] + arguments)
    #expect(result.status == status)
    #expect(result.error.hasPrefix("pipec plan: \(message)\n"), "\(result.error)")
  }

  @Test func withoutGit() throws {
    var runner = try Self.workingTree()
    defer { runner.remove() }
    runner.environment["PATH"] = "/nonexistent"
    let result = try runner.run("plan", "--diff", "-q")
    #expect(result == .init(3, error: "pipec plan: git is not installed, so 'HEAD:.drone.yml' cannot be read\n"))
  }
}
