/// `pipec man`: the manual for `man`.
struct ManCommand: Command {
  static let info = CommandInfo(
    name: "man", summary: "print the manual of a command for man", usage: "[COMMAND]",
    details: """
      Prints the page of a command, or of pipec itself, in the language of man (roff). 'pipec help COMMAND' shows the same \
      as text. 'make install' installs all pages.
      """,
    examples: [
      ("pipec man check | man -l -", "read a page that is not installed"),
      ("pipec man --folder man1", "write pipec.1, pipec-check.1, …"),
    ],
    operands: [.commands])

  static let options: [CommandOption<ManCommand>] = [
    .text("folder", nil, "FOLDER", "write all pages into this folder") { $0.folder = $1 }
  ]

  var common = CommonOptions()
  var operands: [String] = []
  var folder: String?

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    let overview = ManualPage.overview(Pipec.commands.map { $0.info })
    if let folder {
      guard operands.isEmpty else { throw .usage("--folder writes all pages, so no command can be named") }
      try FileWriter.create("\(folder)/pipec.1", Array(overview.utf8))
      for command in Pipec.commands {
        try FileWriter.create("\(folder)/pipec-\(command.info.name).1", Array(command.page.utf8))
      }
      return .clean
    }
    guard operands.count <= 1 else { throw .usage("one command at a time, not \(operands.count)") }
    guard let name = operands.first else {
      streams.output.write(overview)
      return .clean
    }
    streams.output.write(try Pipec.command(named: name).page)
    return .clean
  }
}
