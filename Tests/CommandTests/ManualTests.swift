import Foundation
import TestSupport
import Testing

/// The pages for `man`, and what `schema` prints.
@Suite struct ManualTests {
  @Test func everyCommandHasAPage() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    _ = try runner.shell("mkdir man1")
    #expect(try runner.run("man", "--folder", "man1") == .init(0))
    let pages = try FileManager.default.contentsOfDirectory(atPath: runner.folder.appendingPathComponent("man1").path)
    #expect(pages.sorted() == (["pipec.1"] + UsageTests.commands.map { "pipec-\($0).1" }).sorted())
    #expect(try runner.shell("\"$pipec\" man check | cmp - man1/pipec-check.1").status == 0)
    #expect(try runner.shell("\"$pipec\" man | cmp - man1/pipec.1").status == 0)
    #expect(try runner.run("man", "--folder", "none").status == 3)
    #expect(try runner.run("man", "chekc").error.contains("did you mean 'check'?"))
  }

  /// groff says everything that it finds odd; the text that it sets has all options.
  @Test(arguments: [""] + UsageTests.commands) func groffRendersThePage(_ command: String) throws {
    guard let groff = OutsideProgram.path("groff") else { return }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("page.1", runner.run(arguments: ["man"] + (command.isEmpty ? [] : [command])).output)
    #expect(try runner.shell("'\(groff)' -man -ww -b -z -Tutf8 page.1") == .init(0))
    let text = try runner.shell("'\(groff)' -man -Tutf8 -P-c -P-b -P-u page.1").output
    let sections = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "SEE ALSO"]
    for section in sections { #expect(text.contains("\n\(section)\n"), "\(section)") }
    guard !command.isEmpty else { return }
    let manual = try runner.run("help", command).output
    for option in manual.matches(of: /(?m)^    (?:-\w, )?(--[a-z-]+)/) {
      #expect(text.contains(option.1), "\(option.1)")
    }
    let examples = manual[(manual.firstRange(of: "\nEXAMPLES\n")?.upperBound ?? manual.endIndex)...]
    for line in examples.matches(of: /(?m)^    ([^ ].*)$/).map(\.1) {
      #expect(text.contains(line), "\(line)")
    }
  }

  @Test func manReadsThePage() throws {
    guard let man = OutsideProgram.path("man") else { return }
    var runner = try ProgramRunner()
    defer { runner.remove() }
    runner.environment["MANWIDTH"] = "80"
    try runner.write("pipec-check.1", runner.run("man", "check").output)
    let result = try runner.shell("'\(man)' --warnings -l pipec-check.1")
    #expect(result.status == 0)
    #expect(result.error == "")
    #expect(result.output.contains("pipec-check - say what is wrong with pipeline files"))
    guard let lexgrog = OutsideProgram.path("lexgrog") else { return }
    #expect(
      try runner.shell("'\(lexgrog)' pipec-check.1").output
        == "pipec-check.1: \"pipec-check - say what is wrong with pipeline files\"\n")
  }

  @Test func schemasAreThoseOfTheGrammar() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let names = try runner.run("schema").output.split(separator: "\n").map(String.init)
    let files = try Repository.files(in: "grammar", "json").filter { $0.hasSuffix(".schema.json") }
    #expect(names.count == files.count)
    for name in names {
      let file = name == "config" ? "pipec" : name
      #expect(try runner.run("schema", name).output == Repository.text("grammar/\(file).schema.json"))
    }
    #expect(
      try runner.run("schema", "dronne").error.hasPrefix(
        "pipec schema: no schema for 'dronne', only for \(names.joined(separator: ", ")); did you mean 'drone'?"))
  }
}
