import Foundation
import TestSupport
import Testing

/// `pipec check --watch`, driven as an editor would.
@Suite struct WatchTests {
  private static func file(_ key: String) -> String {
    "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: a\n  image: b\n  \(key): [c]\n"
  }

  /// Waits for a text on a stream; what came with it.
  private func read(_ pipe: Pipe, until text: String) -> String {
    var seen = ""
    while !seen.contains(text) {
      let data = pipe.fileHandleForReading.availableData
      if data.isEmpty { return seen + "\n(the end)" }
      seen += String(decoding: data, as: UTF8.self)
    }
    return seen
  }

  @Test(.timeLimit(.minutes(2))) func checksAgain() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.file("comands"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ProgramRunner.binary)
    process.arguments = ["check", "--watch", "--no-shell"]
    process.currentDirectoryURL = runner.folder
    process.environment = runner.environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let messages = Pipe()
    process.standardError = messages
    try process.run()
    #expect(read(messages, until: "checked").contains("checked 1 file: 1 warning\n"))
    try runner.write(".drone.yml", Self.file("commands"))
    #expect(
      read(messages, until: "checked") == "pipec check: something has changed\nchecked 1 file: nothing to report\n")
    // A file in a folder that was not there, and one that an editor puts in its place.
    try runner.write("new/deep/.drone.yml", Self.file("comands"))
    var said = read(messages, until: "checked")
    if !said.contains("2 files") { said = read(messages, until: "checked 2 files") }
    #expect(said.hasSuffix("checked 2 files: 1 warning\n"))
    try runner.write("new/deep/.drone.yml~", Self.file("commands"))
    _ = try runner.shell("mv new/deep/.drone.yml~ new/deep/.drone.yml")
    #expect(read(messages, until: "checked").hasSuffix("checked 2 files: nothing to report\n"))
    // A configuration, a broken one too.
    try runner.write(".pipec.yaml", "persna: auditor\n")
    #expect(read(messages, until: "nothing was checked").contains("did you mean `persona`?"))
    try runner.write(".pipec.yaml", "exclude: new\n")
    #expect(read(messages, until: "checked 1 file").contains("checked 1 file: nothing to report\n"))
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
  }

  @Test func standardInputCannotBeWatched() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    #expect(try runner.run("check", "--watch", "-").status == 2)
  }
}
