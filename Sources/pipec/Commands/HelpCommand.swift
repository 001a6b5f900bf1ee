import Diagnostics

/// `pipec help`: the manual.
struct HelpCommand: Command {
  static let info = CommandInfo(
    name: "help", summary: "show the manual of a command", usage: "[COMMAND]",
    details: "Shows the manual of a command, or the list of all commands.",
    examples: [("pipec help check", "the manual of check")], operands: [.commands])
  static let options: [CommandOption<HelpCommand>] = []

  var common = CommonOptions()
  var operands: [String] = []

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    guard let name = operands.first else {
      streams.output.write(Pipec.overview)
      return .clean
    }
    let command = try Pipec.command(named: name)
    streams.output.write(command.manual(width: outputStyle(streams).width))
    return .clean
  }
}
