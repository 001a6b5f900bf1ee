import Foundation
import TestSupport
import Testing

/// `pipec check --fix` and `--diff`.
@Suite struct FixCommandTests {
  static let broken = """
    # the pipeline of everything
    kind: pipeline
    type: docker
    name: default
    steps:
      # builds
      - name: build
        image: alpine
        comands: [make]   # twice
      - {name: test, image: alpine, commands: [make test], depends_on: [biuld]}

    """
  static let mended = broken.replacingOccurrences(of: "comands", with: "commands")
    .replacingOccurrences(of: "biuld", with: "build")

  @Test func filesAreMendedInPlace() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.broken)
    let result = try runner.run("check", "--fix", "--unsafe-fixes")
    #expect(result.status == 0)
    #expect(result.error == "checked 1 file: nothing to report; 2 mended\n")
    #expect(try String(contentsOf: runner.folder.appendingPathComponent(".drone.yml"), encoding: .utf8) == Self.mended)
    #expect(try runner.run("check").status == 0)
  }

  /// What may change the meaning is made only when that is asked for.
  @Test func unsafeFixesAreLeft() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.broken)
    let result = try runner.run("check", "--fix")
    #expect(result.status == 1)
    #expect(result.error == "checked 1 file: 1 error, 1 warning; 0 mended, 2 more with --unsafe-fixes\n")
    #expect(try String(contentsOf: runner.folder.appendingPathComponent(".drone.yml"), encoding: .utf8) == Self.broken)
    let difference = try runner.run("check", "--diff")
    #expect(
      (difference.status, difference.output, difference.error) == (0, "", "nothing to mend; 2 with --unsafe-fixes\n"))
  }

  /// What cannot be written is not mended: the file is as it was, nothing lies beside it, and its findings are told.
  @Test func filesThatCannotBeWritten() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.broken)
    let result = try runner.shell(
      "(trap '' XFSZ; ulimit -f 0; \"$pipec\" check --format concise --fix --unsafe-fixes 2>&1; echo status $?) | cat")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 5)
    #expect(lines.count { $0.hasPrefix(".drone.yml:") } == 2)
    #expect(lines.contains("pipec check: cannot write .drone.yml: File too large"))
    #expect(lines.suffix(2) == ["checked 1 file: 1 error, 1 warning; 0 mended", "status 3"])
    #expect(try String(contentsOf: runner.folder.appendingPathComponent(".drone.yml"), encoding: .utf8) == Self.broken)
    #expect(try FileManager.default.contentsOfDirectory(atPath: runner.folder.path) == [".drone.yml"])
  }

  /// Permissions and symbolic links stay; the patch of a file with a blank in its name can be applied.
  @Test func filesKeepWhatTheyAre() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("a b/real.yml", Self.broken)
    let manager = FileManager.default
    let link = runner.folder.appendingPathComponent("a b/.drone.yml")
    try manager.createSymbolicLink(atPath: link.path, withDestinationPath: "real.yml")
    try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: link.resolvingSymlinksInPath().path)
    let patch = try runner.run("check", "-q", "--diff", "--unsafe-fixes", "a b")
    #expect(patch.output.hasPrefix("--- a/a b/.drone.yml\t\n+++ b/a b/.drone.yml\t\n@@ "))
    #expect(try runner.run("check", "--fix", "--unsafe-fixes").status == 0)
    #expect(try manager.destinationOfSymbolicLink(atPath: link.path) == "real.yml")
    let attributes = try manager.attributesOfItem(atPath: link.resolvingSymlinksInPath().path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try String(contentsOf: link, encoding: .utf8) == Self.mended)
  }

  @Test func theDifferenceIsAPatch() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.broken)
    let result = try runner.run("check", "--diff", "--unsafe-fixes")
    #expect(result.status == 1)
    #expect(result.error == "2 findings could be mended\n")
    #expect(Golden.difference(result.output, from: "check/fix.diff") == nil)
    #expect(try String(contentsOf: runner.folder.appendingPathComponent(".drone.yml"), encoding: .utf8) == Self.broken)
    try runner.write("clean.yml", Self.mended)
    let clean = try runner.run("check", "--diff", "clean.yml")
    #expect((clean.status, clean.output, clean.error) == (0, "", "nothing to mend\n"))
  }

  @Test func standardInputIsFiltered() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run("check", "--fix", "--unsafe-fixes", "-q", "-", input: Self.broken)
    #expect((result.status, result.output, result.error) == (0, Self.mended, ""))
  }
}
