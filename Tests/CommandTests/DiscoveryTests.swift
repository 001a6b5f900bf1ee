import Foundation
import TestSupport
import Testing

/// Which files `pipec check` finds by itself.
@Suite struct DiscoveryTests {
  private static let clean =
    "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: a\n  image: b\n  comands: [c]\n"

  private func runner() throws -> ProgramRunner {
    let runner = try ProgramRunner()
    for name in [
      ".drone.yml", "a/.drone.yaml", "a/b/.drone.yml", "z/.drone.yml", "out/.drone.yml", "z/ignored/.drone.yml",
      "node_modules/x/.drone.yml", "a/drone.yml", "kept/.drone.yml",
    ] {
      try runner.write(name, Self.clean)
    }
    try runner.write(".gitignore", "out/\nignored\nkept\n")
    return runner
  }

  private func found(_ runner: ProgramRunner, _ operands: String...) throws -> [String] {
    let result = try runner.run(arguments: ["check", "-q", "--format", "concise"] + operands)
    #expect(result.error == "")
    return result.output.split(separator: "\n").compactMap { $0.split(separator: ":").first.map(String.init) }
  }

  private static let every = [
    ".drone.yml", "a/.drone.yaml", "a/b/.drone.yml", "kept/.drone.yml", "out/.drone.yml", "z/.drone.yml",
    "z/ignored/.drone.yml",
  ]

  @Test func outsideOfRepositories() throws {
    let runner = try runner()
    defer { runner.remove() }
    #expect(try found(runner) == Self.every)
  }

  /// What git ignores is left out, unless it is tracked or named.
  @Test func insideOfRepositories() throws {
    let runner = try runner()
    defer { runner.remove() }
    let made = try runner.shell("git init -q . && git add -f kept/.drone.yml a/b")
    guard made.status == 0 else { return Skipped.because("git is not installed") }
    let expected = [".drone.yml", "a/.drone.yaml", "a/b/.drone.yml", "kept/.drone.yml", "z/.drone.yml"]
    #expect(try found(runner) == expected)
    #expect(try found(runner, ".") == expected)
    #expect(try found(runner, "a") == ["a/.drone.yaml", "a/b/.drone.yml"])
    #expect(try found(runner, "out/.drone.yml", "a/b") == ["out/.drone.yml", "a/b/.drone.yml"])
    let ignored = try runner.run("check", "out")
    #expect(ignored.status == 2)
    #expect(
      ignored.error == "pipec check: git ignores the pipeline files in out, or they are another repository's; "
        + "name them to check them, such as out/.drone.yml\n")
    // What is tracked and gone is not looked for.
    try FileManager.default.removeItem(at: runner.folder.appendingPathComponent("a/b/.drone.yml"))
    #expect(try found(runner) == expected.filter { $0 != "a/b/.drone.yml" })
  }

  @Test func withoutGit() throws {
    var runner = try runner()
    defer { runner.remove() }
    try runner.write(".git/HEAD", "")
    runner.environment["PATH"] = "/nowhere"
    let result = try runner.run("check", "--no-shell", "--format", "concise")
    #expect(result.output.split(separator: "\n").count == Self.every.count)
    #expect(
      result.error.hasPrefix("pipec check: git was not found, so that files which it ignores are checked, too\nchecked")
    )
  }

  /// Where git refuses to look (somebody else's repository in a container), everything is checked, and that is said.
  @Test func refusedByGit() throws {
    var runner = try runner()
    defer { runner.remove() }
    try runner.write(".git/HEAD", "")
    try runner.write("bin/git", "#!/bin/sh\nexit 128\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: runner.folder.appendingPathComponent("bin/git").path)
    runner.environment["PATH"] = runner.folder.appendingPathComponent("bin").path + ":/usr/bin:/bin"
    let result = try runner.run("check", "--no-shell", "--format", "concise")
    #expect(result.output.split(separator: "\n").count == Self.every.count)
    #expect(
      result.error.hasPrefix(
        "pipec check: git would not list the files, so that those which it ignores are checked, too; 'git status' says why\n"
      ))
  }

  /// In a hook, git names the repository of the commit and no working tree, which a folder below must not be taken for.
  @Test func inAHook() throws {
    var runner = try runner()
    defer { runner.remove() }
    let made = try runner.shell("git init -q . && pwd")
    guard made.status == 0 else { return Skipped.because("git is not installed") }
    runner.environment["GIT_DIR"] = runner.folder.appendingPathComponent(".git").path
    runner.environment["GIT_INDEX_FILE"] = ".git/index"
    let result = try runner.shell("cd z && \"$pipec\" check -q --format concise")
    #expect(result.output.split(separator: "\n").count == 1)
  }

  /// In the folder of the pipelines itself they are found as well, with git and without; what else lies there is not.
  @Test func amongThePipelines() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".harness/shop/build.yaml", "pipeline: {identifier: a, name: a, stages: [], tgas: {}}\n")
    try runner.write(".harness/shop/values.yaml", "replicas: 2\n")
    for command in ["", "git init -q ../.. && "] {
      let result = try runner.shell("cd .harness/shop && \(command) \"$pipec\" check --format concise")
      #expect(result.output.split(separator: "\n").allSatisfy { $0.hasPrefix("build.yaml:1:") })
      #expect(result.error.hasPrefix("checked 1 file: "))
    }
  }

  /// A file that is named in several ways is checked once; a pipe among the files does not keep the search from ending.
  @Test func eachFileOnce() throws {
    let runner = try runner()
    defer { runner.remove() }
    #expect(
      try found(runner, "a/b/.drone.yml", "./a//b/.drone.yml", "a/../a/b", runner.folder.path + "/a/b/.drone.yml")
        == ["a/b/.drone.yml"])
    let result = try runner.shell("mkdir pipe && mkfifo pipe/.drone.yml && \"$pipec\" check -q pipe")
    #expect(result.status == 2)
  }

  /// A folder that leads to itself does not keep the search from ending.
  @Test func loopsOfSymbolicLinks() throws {
    let runner = try runner()
    defer { runner.remove() }
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: runner.folder.appendingPathComponent("a/loop").path, withDestinationPath: "..")
    try manager.createSymbolicLink(
      atPath: runner.folder.appendingPathComponent("z/self").path, withDestinationPath: "self")
    #expect(try found(runner) == Self.every)
    _ = try runner.shell("git init -q .")
    #expect(try found(runner).contains("a/b/.drone.yml"))
  }
}
