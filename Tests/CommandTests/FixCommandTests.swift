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
    #expect(try runner.run("check", "--fix").status == 1)
    #expect(try String(contentsOf: runner.folder.appendingPathComponent(".drone.yml"), encoding: .utf8) == Self.broken)
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
