import Foundation
import TestSupport
import Testing

/// What the program does when its streams are not what a program likes.
@Suite struct StreamTests {
  /// The content of a file that always has one finding.
  static let broken = "def main(ctx):\n  return {}\n"

  @Test(arguments: ["--help", "check --format json f.star", "check --format concise f.star", "help check"])
  func fullDiskIsAFailure(_ arguments: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("f.star", Self.broken)
    let result = try runner.shell("\"$pipec\" \(arguments) >/dev/full")
    #expect(result.status == 3)
    #expect(result.error.contains("cannot write to standard output: No space left on device\n"))
  }

  @Test func closedOutputIsAFailure() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.shell("\"$pipec\" --help >&-")
    #expect(result.status == 3)
    #expect(result.error == "pipec: cannot write to standard output: Bad file descriptor\n")
    let both = try runner.shell("\"$pipec\" --help >&- 2>&- <&-")
    #expect(both.status == 3)
    #expect(!both.wasKilled)
  }

  @Test func closedInputCannotBeRead() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.shell("\"$pipec\" check - <&-")
    #expect(result.status == 2)
    #expect(result.error == "pipec check: cannot read standard input: Bad file descriptor\n")
  }

  @Test func readerThatGoesAwayIsNoError() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    for index in 0..<500 { try runner.write("long-name-of-a-folder-\(index)/.drone.star", Self.broken) }
    let result = try runner.shell("{ \"$pipec\" check -q; echo status $? >&2; } | head -n 1 >/dev/null")
    #expect(result.error == "status 1\n")
  }

  @Test(arguments: [
    ("", [:], false), ("--color always", [:], true), ("", ["FORCE_COLOR": "1"], true),
    ("", ["CLICOLOR_FORCE": "1"], true), ("", ["FORCE_COLOR": "1", "NO_COLOR": "1"], true),
    ("--color never", ["FORCE_COLOR": "1"], false), ("", ["NO_COLOR": "1"], false),
    ("--color auto", ["TERM": "xterm-256color"], false),
  ]) func colourIsDecidedByOptionThenEnvironment(option: String, environment: [String: String], isColoured: Bool) throws
  {
    var runner = try ProgramRunner()
    defer { runner.remove() }
    runner.environment.merge(environment) { $1 }
    try runner.write("f.star", Self.broken)
    let result = try runner.run(arguments: ["check", "f.star"] + option.split(separator: " ").map(String.init))
    #expect(result.output.contains("\u{1B}[") == isColoured)
    #expect(!result.output.contains("\u{1B}]8"))
  }

  @Test(arguments: [
    ("xterm", [:], true, false), ("dumb", [:], false, false), ("xterm", ["NO_COLOR": "1"], false, false),
    ("xterm", ["VTE_VERSION": "7600"], true, true), ("xterm-kitty", [:], true, true),
  ]) func terminalIsColoured(term: String, environment: [String: String], isColoured: Bool, hasLinks: Bool) throws {
    var runner = try ProgramRunner()
    defer { runner.remove() }
    runner.environment.merge(environment) { $1 }
    runner.environment["TERM"] = term
    try runner.write("f.star", Self.broken)
    // script(1) gives the program a terminal.
    let result = try runner.shell("script -qec '\"$pipec\" check f.star' /dev/null </dev/null")
    guard !result.error.contains("not found") else {
      return Skipped.because("colour on a terminal: script(1) is not installed")
    }
    #expect(result.output.contains("\u{1B}[1;3") == isColoured)
    #expect(result.output.contains("\u{1B}]8;;file:///") == hasLinks)
  }
}
