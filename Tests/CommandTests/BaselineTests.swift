import Foundation
import TestSupport
import Testing

/// `--write-baseline` and `--baseline`: old findings stay quiet, new ones are heard.
@Suite struct BaselineTests {
  private static let head = "kind: pipeline\ntype: docker\nname: default\nsteps:\n"
  private static func step(_ name: String, _ key: String) -> String {
    "- name: \(name)\n  image: alpine\n  commands: [make]\n  \(key): x\n"
  }
  private static let old = head + step("a", "foo") + step("b", "foo") + step("c", "bar")

  private func runner(_ text: String = old) throws -> ProgramRunner {
    let runner = try ProgramRunner()
    try runner.write(".drone.yml", text)
    return runner
  }

  @Test func knownFindingsStayQuiet() throws {
    let runner = try runner()
    defer { runner.remove() }
    let written = try runner.run("check", "--write-baseline", "--baseline", "known.json")
    #expect(written.status == 0)
    #expect(written.output == "")
    #expect(written.error == "noted 3 findings in known.json\n")
    let file = try String(contentsOf: runner.folder.appendingPathComponent("known.json"), encoding: .utf8)
    #expect(Golden.difference(file, from: "baseline/known.json") == nil)
    let checked = try runner.run("check", "--baseline", "known.json")
    #expect(checked.status == 0)
    #expect(checked.output == "")
    #expect(checked.error == "checked 1 file: nothing to report; 3 in the baseline\n")
  }

  struct Change: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    /// The lines of findings that are heard.
    var heard: [Int]
    /// What is said to be gone, before the summary.
    var gone: String?

    init(_ description: String, _ text: String, heard: [Int], gone: String? = nil) {
      testDescription = description
      self.text = text
      self.heard = heard
      self.gone = gone
    }
  }

  static let changes: [Change] = [
    Change("lines move", "# a comment\n\n" + old, heard: []),
    Change("steps change places", head + step("c", "bar") + step("b", "foo") + step("a", "foo"), heard: []),
    Change(
      "a blank within the line", old.replacingOccurrences(of: "\n  bar", with: "\n  bar "), heard: [16],
      gone: "1 finding of known.json is gone: .drone.yml (unknown-key)"),
    Change("blanks at the end do not count", old.replacingOccurrences(of: "bar: x", with: "bar: x  "), heard: []),
    Change("a line is new", old + step("d", "baz"), heard: [20]),
    Change("one more of the same", old + step("d", "foo"), heard: [20]),
    Change(
      "a line changes", old.replacingOccurrences(of: "bar: x", with: "bar: y"), heard: [16],
      gone: "1 finding of known.json is gone: .drone.yml (unknown-key)"),
    Change(
      "one of two is mended", head + step("a", "foo") + step("c", "bar"), heard: [],
      gone: "1 finding of known.json is gone: .drone.yml (unknown-key)"),
    Change(
      "all are mended", head + step("a", "detach").replacingOccurrences(of: ": x", with: ": false"), heard: [],
      gone: "3 findings of known.json are gone: .drone.yml (unknown-key ×2), .drone.yml (unknown-key)"),
  ]

  @Test(arguments: changes) func whatIsHeard(_ change: Change) throws {
    let runner = try runner()
    defer { runner.remove() }
    #expect(try runner.run("check", "-q", "--write-baseline", "--baseline", "known.json").error == "")
    try runner.write(".drone.yml", change.text)
    let result = try runner.run("check", "--baseline", "known.json", "--format", "concise")
    let lines = result.output.split(separator: "\n").compactMap { $0.split(separator: ":").dropFirst().first }
    #expect(lines.compactMap { Int($0) } == change.heard, "\(result.output)")
    #expect(result.status == (change.heard.isEmpty ? 0 : 1))
    let said = result.error.split(separator: "\n").filter { $0.contains("gone") }.joined()
    #expect(said == (change.gone.map { "pipec check: \($0); --write-baseline forgets them" } ?? ""))
  }

  /// Names are relative to the baseline, and what was not checked is kept.
  @Test func foldersAndParts() throws {
    let runner = try runner()
    defer { runner.remove() }
    try runner.write("a/.drone.yml", Self.old)
    try runner.write("b/.drone.yml", Self.old)
    guard try runner.shell("git init -q .").status == 0 else { return Skipped.because("git is not installed") }
    try runner.write(".pipec.yaml", "baseline: ci/known.json\n")
    try FileManager.default.createDirectory(
      at: runner.folder.appendingPathComponent("ci"), withIntermediateDirectories: true)
    #expect(try runner.run("check", "--write-baseline").error == "noted 9 findings in ci/known.json\n")
    #expect(try runner.run("check").error == "checked 3 files: nothing to report; 9 in the baseline\n")
    #expect(try runner.shell("cd a && $pipec check").error == "checked 1 file: nothing to report; 3 in the baseline\n")
    try runner.write("a/.drone.yml", Self.head + Self.step("a", "foo"))
    #expect(try runner.run("check", "--write-baseline", "a").error == "noted 7 findings in ci/known.json\n")
    try FileManager.default.removeItem(at: runner.folder.appendingPathComponent("b"))
    let gone = try runner.run("check")
    #expect(gone.status == 0)
    #expect(gone.error.contains("3 findings of ci/known.json are gone: ../b/.drone.yml (unknown-key)"))
    #expect(try runner.run("check", "--write-baseline").error == "noted 4 findings in ci/known.json\n")
    #expect(try runner.run("check", "--select", "missing-image").error == "checked 2 files: nothing to report\n")
  }

  @Test func withoutAPlaceOfItsOwn() throws {
    let runner = try runner()
    defer { runner.remove() }
    let result = try runner.run("check", "--write-baseline")
    #expect(result.status == 0)
    #expect(
      result.error
        == "noted 3 findings in .pipec-baseline.json\nuse it with --baseline .pipec-baseline.json, or with a line 'baseline: .pipec-baseline.json' in .pipec.yaml\n"
    )
  }

  /// A credential on a line that is noted does not get into the file.
  @Test func linesAreNotCopied() throws {
    let runner = try runner(
      Self.head + "- name: a\n  image: plugins/docker\n  settings:\n    repo: a/b\n    password: hunter2hunter2\n")
    defer { runner.remove() }
    #expect(try runner.run("check", "--write-baseline").error.hasPrefix("noted 1 finding in"))
    let text = try String(contentsOf: runner.folder.appendingPathComponent(".pipec-baseline.json"), encoding: .utf8)
    #expect(text.contains("plain-credential") && !text.contains("hunter"))
  }

  @Test(
    arguments: [
      ("", "it is empty, or more than one value"), ("[]", "it is no object with `version` and `findings`"),
      ("{\"version\": 2, \"findings\": []}", "its version is `2`; this pipec reads 1"),
      ("{\"version\": 1, \"findings\": [\n{\"file\": \"x\"}]}", "a finding has `file`, `rule` and `fingerprint`"),
      (
        "{\"version\": 1, \"findings\": [\n{\"file\": \"x\", \"rule\": \"y\", \"fingerprint\": \"z\", \"count\": -1}]}",
        "`count` is a number from 1 on"
      ),
    ]) func whatIsNoBaseline(_ text: String, _ said: String) throws
  {
    let runner = try runner()
    defer { runner.remove() }
    try runner.write("known.json", text)
    let result = try runner.run("check", "--baseline", "known.json")
    #expect(result.status == 2)
    #expect(result.error.hasPrefix("pipec check: known.json"))
    #expect(result.error.hasSuffix("this is no baseline: \(said)\n"))
    #expect(
      try runner.run("check", "--baseline", "nothing.json")
        == .init(2, error: "pipec check: there is no baseline nothing.json; --write-baseline makes it\n"))
  }

  /// A baseline that cannot be written is not there: an empty one would be no baseline.
  @Test func whatCannotBeWritten() throws {
    let runner = try runner()
    defer { runner.remove() }
    let result = try runner.shell(
      "(trap '' XFSZ; ulimit -f 0; \"$pipec\" check --write-baseline 2>&1; echo status $?) | cat")
    #expect(result.output == "pipec check: cannot write .pipec-baseline.json: File too large\nstatus 3\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: runner.folder.path) == [".drone.yml"])
  }
}
