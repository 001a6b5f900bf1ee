/// `pipec completions`: what shells need to complete lines.
struct CompletionsCommand: Command {
  static let info = CommandInfo(
    name: "completions", summary: "print what a shell needs to complete lines", usage: "SHELL",
    details: """
      Prints a script for bash, zsh or fish. With it the shell completes commands, options, their values, the names of \
      rules and of steps, and files. 'make install' puts the scripts where the shells look for them.

      The scripts ask pipec itself, so they need not be renewed with it: 'pipec completions SHELL -- WORD…' prints what \
      may stand in the place of the last word.
      """,
    examples: [
      ("source <(pipec completions bash)", "in ~/.bashrc"),
      ("source <(pipec completions zsh)", "in ~/.zshrc, after compinit"),
      ("pipec completions fish | source", "in ~/.config/fish/config.fish"),
    ],
    operands: [.words(Shell.allCases.map(\.rawValue))])
  static let options: [CommandOption<CompletionsCommand>] = []

  var common = CommonOptions()
  var operands: [String] = []

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    let names = Shell.allCases.map(\.rawValue)
    guard let name = operands.first else { throw .usage("name a shell: \(names.joined(separator: ", "))") }
    guard let shell = Shell(rawValue: name) else {
      throw .usage("no completions for '\(name)', only for \(names.joined(separator: ", "))" + suggestion(name, names))
    }
    guard operands.count > 1 else {
      streams.output.write(shell.script)
      return .clean
    }
    let words = shell.words(Array(operands.dropFirst()))
    streams.output.write(shell.text(Candidates.find(for: words), typed: words.last ?? ""))
    return .clean
  }
}
