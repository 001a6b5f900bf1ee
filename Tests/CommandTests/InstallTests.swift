import Foundation
import TestSupport
import Testing

/// What `make install` puts where.
@Suite struct InstallTests {
  @Test func programManualAndCompletionsAreInstalled() throws {
    guard let make = OutsideProgram.path("make") else { return }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    // The program of the tests stands in for the release, which is not built.
    let installed = try runner.shell(
      "'\(make)' -s -C '\(Repository.root.path)' -o release RELEASE=\"$pipec\" DESTDIR=\"$PWD/root\" PREFIX=/usr install"
    )
    #expect(installed.status == 0, "\(installed.error)")
    let found = try FileManager.default.subpathsOfDirectory(atPath: runner.folder.path + "/root").filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: runner.folder.path + "/root/" + $0, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
    let pages = (["pipec"] + UsageTests.commands.map { "pipec-\($0)" }).map { "usr/share/man/man1/\($0).1" }
    let others = [
      "usr/bin/pipec", "usr/share/bash-completion/completions/pipec", "usr/share/fish/vendor_completions.d/pipec.fish",
      "usr/share/zsh/site-functions/_pipec",
    ]
    #expect(found.sorted() == (pages + others).sorted())
    for (shell, path) in [("bash", others[1]), ("fish", others[2]), ("zsh", others[3])] {
      #expect(try runner.shell("\"$pipec\" completions \(shell) | cmp - root/\(path)") == .init(0))
    }
    #expect(try runner.shell("root/usr/bin/pipec --version").output == (try runner.run("--version").output))
  }
}
