import Foundation
import TestSupport
import Testing

/// How the program is called: help, options, suggestions, exit statuses.
@Suite struct UsageTests {
  struct Call: CustomTestStringConvertible {
    var arguments: [String]
    var status: Int32
    var error: String

    init(_ arguments: [String], _ status: Int32, _ error: String) {
      self.arguments = arguments
      self.status = status
      self.error = error
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let wrongCalls: [Call] = [
    Call(["chek"], 2, "pipec: unknown command 'chek'; did you mean 'check'?\nTry 'pipec --help'.\n"),
    Call(["zzz"], 2, "pipec: unknown command 'zzz'\nTry 'pipec --help'.\n"),
    Call(
      ["--quiet", "check"], 2, "pipec: unknown option '--quiet'; options come after the command\nTry 'pipec --help'.\n"),
    Call(
      ["check", "--fromat=json"], 2,
      "pipec check: unknown option '--fromat'; did you mean '--format'?\nTry 'pipec check --help'.\n"),
    Call(
      ["check", "--format", "jsno"], 2,
      "pipec check: --format takes text, concise, json, jsonl, sarif, github, gitlab, checkstyle, junit, not 'jsno'; did you mean 'json'?\nTry 'pipec check --help'.\n"
    ),
    Call(["check", "--format"], 2, "pipec check: --format needs a value: FORMAT\nTry 'pipec check --help'.\n"),
    Call(
      ["check", "--stdin-filename", "x.yml"], 2,
      "pipec check: --stdin-filename says what standard input is called; to read it, add -: '--stdin-filename x.yml -'\nTry 'pipec check --help'.\n"
    ),
    Call(
      ["plan", "--stdin-filename", "x.yml"], 2,
      "pipec plan: --stdin-filename says what standard input is called; to read it, add -: '--stdin-filename x.yml -'\nTry 'pipec plan --help'.\n"
    ),
    Call(
      ["plan"], 2,
      "pipec plan: no file is named, and the current folder has no .drone.yml, .harness or *.pipecd.yaml\nTry 'pipec plan --help'.\n"
    ),
    Call(
      ["check", "--unsafe-fixes"], 2,
      "pipec check: --unsafe-fixes goes with --fix or --diff\nTry 'pipec check --help'.\n"),
    Call(["check", "--select", ""], 2, "pipec check: --select names no rule\nTry 'pipec check --help'.\n"),
    Call(["check", "-x"], 2, "pipec check: unknown option '-x'\nTry 'pipec check --help'.\n"),
    Call(["check", "-qx"], 2, "pipec check: unknown option '-x'\nTry 'pipec check --help'.\n"),
    Call(["check", "--trusted=1"], 2, "pipec check: --trusted takes no value\nTry 'pipec check --help'.\n"),
    Call(
      ["check", "--s", "x"], 2,
      "pipec check: '--s' may mean --select or --secrets or --stdin-filename\nTry 'pipec check --help'.\n"),
    Call(
      ["help", "chekc"], 2, "pipec help: unknown command 'chekc'; did you mean 'check'?\nTry 'pipec help --help'.\n"),
    Call(["check", "\u{1B}[31m"], 2, "pipec check: cannot read \\x1b[31m: No such file or directory\n"),
  ]

  @Test(arguments: wrongCalls) func saysWhatIsWrong(_ call: Call) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run(arguments: call.arguments)
    #expect(result.status == call.status)
    #expect(result.error == call.error)
    #expect(result.output == "")
  }

  /// What means nothing in the language of the file is not passed over in silence.
  @Test(arguments: [
    ("--input-set x.yaml", "--input-set is for Harness pipelines, and the file is one of Drone"),
    ("--set a=b", "--set is for Harness pipelines, and the file is one of Drone"),
    ("--first-deployment", "--first-deployment is for PipeCD applications, and the file is one of Drone"),
    (
      "--trigger x.yaml",
      "--trigger is for Harness and PipeCD, and the file is one of Drone; --event and its kin say what happened"
    ),
    ("--stages a --dialect pipecd", "--stages is for Harness pipelines, and the file is one of PipeCD"),
    ("--changed a --dialect harness", "--changed is for PipeCD applications, and the file is one of Harness"),
  ]) func optionsOfOtherLanguages(_ options: String, _ said: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(
      ".drone.yml", "kind: pipeline\ntype: docker\nname: a\nsteps: [{name: b, image: c, commands: [d]}]\n")
    for command in ["plan", "run"] {
      let result = try runner.run(arguments: [command] + options.split(separator: " ").map(String.init))
      #expect(result.status == 2)
      #expect(result.error.contains("pipec \(command): \(said)\nTry "), "\(result.error)")
    }
  }

  /// Whoever stands in another folder is told where the file is; the only application of PipeCD needs no name.
  @Test func whichFileIsMeant() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(
      ".drone.yml", "kind: pipeline\ntype: docker\nname: a\nsteps: [{name: b, image: c, commands: [d]}]\n")
    try runner.write(
      "app/shop.pipecd.yaml", "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec: {name: shop}\n")
    try runner.write("deep/down/x", "")
    let lost = try runner.shell("cd deep/down && \"$pipec\" plan")
    #expect(lost.status == 2)
    #expect(lost.error.contains("has no .drone.yml, .harness or *.pipecd.yaml; there is ../../.drone.yml\n"))
    let folder = try runner.run("plan", "./")
    #expect((folder.status, folder.error) == (2, "pipec plan: ./ is a folder; name the file, ./.drone.yml\n"))
    try runner.write("made/.drone.jsonnet", "{}")
    let made = try runner.shell("cd made && \"$pipec\" plan")
    #expect(
      made.error
        == "pipec plan: .drone.jsonnet is a program that makes the pipeline; make the YAML first and name that\n")
    let application = try runner.shell("cd app && \"$pipec\" ir")
    #expect(application.status == 0)
    #expect(application.output.contains("\"file\": \"shop.pipecd.yaml\""))
  }

  /// Read from the program itself, so that no command can be forgotten.
  static let commands: [String] = {
    guard let runner = try? ProgramRunner() else { return [] }
    defer { runner.remove() }
    guard let text = try? runner.run("--help").output else { return [] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let list = lines.drop { $0 != "Commands:" }.dropFirst().prefix { !$0.isEmpty }
    return list.compactMap { $0.split(separator: " ").first.map(String.init) }
  }()

  @Test func listsItsCommands() throws {
    #expect(Self.commands.contains("check"))
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let bare = try runner.run(arguments: [])
    #expect(bare.status == 2)
    #expect(bare.output == "")
    #expect(bare.error == (try runner.run("--help").output))
    #expect(bare.error == (try runner.run("help").output))
  }

  @Test(arguments: commands) func helpFitsOneScreen(_ command: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let short = try runner.run(command, "--help")
    #expect(short.status == 0)
    #expect(short.error == "")
    let lines = short.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 25)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(short.output == (try runner.run(command, "-h").output))
    let manual = try runner.run("help", command)
    #expect(manual.status == 0)
    #expect(manual.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(Golden.difference(short.output + "\n" + manual.output, from: "help/\(command).txt") == nil)
  }

  @Test func versionSaysWhatItWasBuiltFrom() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run("--version")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("pipec 0."))
    #expect(result.output.contains("\nswift: 6."))
    #expect(result.output.contains("\nlibyaml: 0."))
  }
}
