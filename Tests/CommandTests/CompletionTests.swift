import Foundation
import TestSupport
import Testing

/// What shells offer: the program's answers, and the scripts in the shells themselves.
@Suite struct CompletionTests {
  /// A folder with a pipeline whose steps have telling names, and with files.
  static func folder() throws -> ProgramRunner {
    let runner = try ProgramRunner()
    try runner.write(
      ".drone.yml",
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: fetch
        image: a
      - name: build it
        image: a
      - name: publish
        image: a

      """)
    try runner.write(
      "ci.yaml",
      """
      pipeline:
        identifier: p
        name: p
        stages:
        - stage:
            identifier: build
            name: build
            type: Custom
            spec:
              execution:
                steps:
                - stepGroup: {identifier: all, name: all, steps: [{step: {identifier: one, name: one, type: Wait}}]}
                - parallel: [{step: {identifier: two, name: two, type: Wait}}]

      """)
    try runner.write("names.txt", "token\n")
    try runner.write("folder/x", "")
    return runner
  }

  struct Line: CustomTestStringConvertible {
    var words: [String]
    var answer: String
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String..., answer: String) {
      self.words = words
      self.answer = answer
    }
  }

  static let lines: [Line] = [
    Line("pl", answer: "words\nplan\nplugins\n"),
    Line("--v", answer: "words\n--version\n"),
    Line("nothing", "x", answer: "words\n"),
    Line("check", "--for", answer: "words\n--format\n"),
    Line("check", "--format", "j", answer: "words\njson\njsonl\njunit\n"),
    Line("check", "--format=j", answer: "words\njson\njsonl\njunit\n"),
    // bash hands over the parts of `--format=j`.
    Line("check", "--format", "=", "j", answer: "words\njson\njsonl\njunit\n"),
    Line("check", "--format", "=", answer: "words\n" + formats),
    // An abbreviation counts as the option that it is short for.
    Line("check", "--form", "sa", answer: "words\nsarif\n"),
    Line("check", "--select", "secu", answer: "words\nsecurity\n"),
    Line("explain", "secu", answer: "words\n"),
    Line("check", "--select", "unused-i", answer: "words\nunused-ignore\n"),
    Line("check", "--select", "unknown-key,unused-i", answer: "words\nunknown-key,unused-ignore\n"),
    Line("check", "--select=unknown-key,unused-i", answer: "words\nunknown-key,unused-ignore\n"),
    Line("check", "", answer: "files\n"),
    Line("check", "a.yml", "b", answer: "files\n"),
    Line("check", "--", "--form", answer: "files\n"),
    Line("check", "--secrets", "", answer: "files\n"),
    Line("plan", "a.yml", "b", answer: "files\n"), Line("ir", "a.yml", "b", answer: "words\n"),
    Line("run", "--policy", "", answer: "folders\n"),
    Line("run", "--policy=", answer: "folders\n"),
    Line("run", "-j", "", answer: "words\n"),
    Line("run", "-j", "2", "--include", "p", answer: "words\npublish\n"),
    Line("run", "-j2", "--include", "", answer: "words\nfetch\nbuild it\npublish\n"),
    Line("run", "ci.yaml", "--include", "", answer: "words\nbuild.all.one\nbuild.two\n"),
    Line("eval", "--file", "ci.yaml", "--at", "build.t", answer: "words\nbuild.two\n"),
    Line("run", "missing.yml", "--include", "", answer: "words\n"),
    Line("run", "--event", "t", answer: "words\ntag\n"),
    Line("run", "--resume", "", answer: "files\n"),
    Line("explain", "unknown-key", "unused-i", answer: "words\nunused-ignore\n"),
    Line("help", "expl", answer: "words\nexplain\n"),
    Line("plugins", "d", answer: "words\ndescribe\n"),
    Line("plugins", "list", "", answer: "files\n"),
    Line("schema", "dr", answer: "words\ndrone\n"),
    Line("completions", "", answer: "words\nbash\nzsh\nfish\n"),
  ]

  private static let formats = "text\nconcise\njson\njsonl\nsarif\ngithub\ngitlab\ncheckstyle\njunit\n"

  @Test(arguments: lines) func answers(_ line: Line) throws {
    let runner = try Self.folder()
    defer { runner.remove() }
    let result = try runner.run(arguments: ["completions", "bash", "--"] + line.words)
    #expect(result == .init(0, output: line.answer))
  }

  @Test func meaningsAreTold() throws {
    let runner = try Self.folder()
    defer { runner.remove() }
    #expect(
      try runner.run("completions", "zsh", "--", "check", "--diff").output
        == "words\n--diff:show what --fix would change\n")
    #expect(
      try runner.run("completions", "fish", "--", "check", "--diff").output
        == "words\n--diff\tshow what --fix would change\n")
    #expect(try runner.run("completions", "fish", "--", "check", "--format=te").output == "words\n--format=text\n")
    let unknown = try runner.run("completions", "bahs")
    #expect(unknown.status == 2)
    #expect(
      unknown.error.hasPrefix("pipec completions: no completions for 'bahs', only for bash, zsh, fish; did you mean"))
  }

  /// What is typed, where a tab asks the shell, and how the program is called then.
  static let typed: [(line: String, call: String)] = [
    ("pipec exp\tunknown-ki\t", "[explain] [unknown-kind]"),
    ("pipec check --form\tjun\tx", "[check] [--format] [junit] [x]"),
    ("pipec check --format=che\tx", "[check] [--format=checkstyle] [x]"),
    ("pipec check na\t", "[check] [names.txt]"),
    ("pipec check --secrets=na\t", "[check] [--secrets=names.txt]"),
    ("pipec run --include publ\t", "[run] [--include] [publish]"),
    ("pipec run --include buil\t", "[run] [--include] [build it]"),
  ]

  @Test(arguments: ["bash", "zsh"], typed.indices) func shellsComplete(_ shell: String, _ index: Int) throws {
    guard let path = OutsideProgram.path(shell), let python = OutsideProgram.path("python3") else { return }
    let (line, call) = Self.typed[index]
    var runner = try Self.folder()
    defer { runner.remove() }
    try runner.write(
      "bin/pipec",
      """
      #!/bin/sh
      [ "$1" = completions ] && exec "$real" "$@"
      printf 'called:'
      for word in "$@"; do printf ' [%s]' "$word"; done
      echo
      """)
    try runner.write("functions/_pipec", runner.run("completions", shell).output)
    try runner.write(".bashrc", "PATH=$PWD/bin:$PATH PS1='ready> '\nsource functions/_pipec\n")
    try runner.write(
      ".zshrc",
      """
      PATH=$PWD/bin:$PATH PS1='ready> ' fpath=($PWD/functions $fpath)
      unsetopt zle_bracketed_paste 2>/dev/null
      autoload -Uz compinit && compinit -D -u

      """)
    _ = try runner.shell("chmod +x bin/pipec")
    runner.environment["real"] = ProgramRunner.binary
    let options = shell == "bash" ? "--noprofile --rcfile .bashrc -i" : "-i"
    let typist = Repository.url("Tests/CommandTests/Fixtures/typist.py").path
    let result = try runner.shell("printf '%s' '\(line)' | '\(python)' '\(typist)' 'ready> ' '\(path)' \(options)")
    #expect(result.output.contains("called: \(call)"), "\(result.output)\(result.error)")
  }

  @Test(arguments: [
    ("pipec exp", ["explain\tsay what a rule finds, why, and when it is wrong"]),
    ("pipec check --for", ["--format\ttext, concise, json, sarif, github, … (see help)"]),
    ("pipec check --format=j", ["--format=json", "--format=jsonl", "--format=junit"]),
    ("pipec check --format j", ["json", "jsonl", "junit"]), ("pipec check na", ["names.txt"]),
    ("pipec check --secrets=na", ["--secrets=names.txt"]), ("pipec run --policy fold", ["folder/\tDirectory"]),
    ("pipec run --include ", ["build it", "fetch", "publish"]),
  ]) func fishCompletes(_ line: String, _ offered: [String]) throws {
    guard let fish = OutsideProgram.path("fish") else { return }
    var runner = try Self.folder()
    defer { runner.remove() }
    try runner.write("pipec.fish", runner.run("completions", "fish").output)
    _ = try runner.shell("mkdir bin && ln -s \"$pipec\" bin/pipec")
    runner.environment["PATH"] = runner.folder.path + "/bin:" + (runner.environment["PATH"] ?? "")
    let result = try runner.shell("'\(fish)' --no-config -c 'source pipec.fish; complete -C \"\(line)\"'")
    #expect(result.output.split(separator: "\n").map(String.init) == offered, "\(result.error)")
  }
}
