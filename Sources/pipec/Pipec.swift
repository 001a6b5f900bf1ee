import Diagnostics

/// The program: chooses the command and turns what went wrong into one sentence and an exit status.
enum Pipec {
  /// The commands in the order in which they are listed.
  static let commands: [any Command.Type] = [
    CheckCommand.self, ConfigCommand.self, PlanCommand.self, RunCommand.self, EvalCommand.self, IRCommand.self,
    ExplainCommand.self,
    REPLCommand.self, PluginsCommand.self, SchemaCommand.self,
    CompletionsCommand.self, ManCommand.self, HelpCommand.self,
  ]

  /// - Parameter arguments: The words of the command line, the program's name first.
  static func run(_ arguments: [String]) -> ExitStatus {
    let streams = Streams.standard()
    var name = "pipec"
    var status: ExitStatus
    do {
      status = try dispatch(Array(arguments.dropFirst()), streams, &name)
    } catch {
      // What the world did may take several lines to say; what a person wrote is kept on one.
      let isOwnText = error.status == .failure
      let message = isOwnText ? Printable.lines(error.message).joined(separator: "\n") : Printable.line(error.message)
      streams.error.line("\(name): \(message)")
      if case .usage = error { streams.error.line("Try '\(name) --help'.") }
      status = error.status
    }
    do {
      try streams.output.flush()
    } catch {
      streams.error.line("\(name): \(error.message)")
      status = .failure
    }
    // Where standard error cannot be written, nobody can be told.
    try? streams.error.flush()
    return status
  }

  private static func dispatch(
    _ arguments: [String], _ streams: Streams, _ name: inout String
  ) throws(CommandError) -> ExitStatus {
    guard let first = arguments.first else {
      streams.error.write(overview)
      return .usage
    }
    switch first {
    case "--help", "-h":
      streams.output.write(overview)
      return .clean
    case "--version", "-V":
      streams.output.write(Version.text)
      return .clean
    default: break
    }
    if first.hasPrefix("-"), first != "-" {
      throw .usage("unknown option '\(first)'; options come after the command")
    }
    let command = try command(named: first)
    name = "pipec \(first)"
    return try command.call(Array(arguments.dropFirst()), streams)
  }

  /// The command that people call by a name.
  static func command(named name: String) throws(CommandError) -> any Command.Type {
    for command in commands where command.info.name == name { return command }
    throw .usage("unknown command '\(name)'" + suggestion(name, commands.map { $0.info.name }))
  }

  /// What `pipec --help` shows.
  static var overview: String {
    var text = HelpText.wrap(
      "pipec reads pipelines of Drone, Harness and PipeCD: it checks them, shows what would run, and runs them.",
      indent: 0, width: 80)
    text += "\n"
    text += "Usage: pipec COMMAND [OPTION…] [OPERAND…]\n\nCommands:\n"
    text += HelpText.table(commands.map { ($0.info.name, $0.info.summary) }, width: 80)
    text += "\nExamples:\n"
    let examples = [
      ("pipec check", "check the pipeline files of the working tree"),
      ("pipec plan --event tag --tag v1.0.0", "show what a tag would run, and why"),
      ("pipec run --include build", "run one step in a container"),
    ]
    text += HelpText.table(examples, width: 80)
    return text + "\n'pipec COMMAND --help' is short, 'pipec help COMMAND' is the manual; --version.\n"
  }
}
