import Diagnostics
import REPL

/// `pipec repl`: a conversation about what `${…}` becomes.
struct REPLCommand: Command {
  static let info = CommandInfo(
    name: "repl", summary: "ask line by line what ${…} becomes", usage: "",
    details: """
      Reads lines from standard input and prints each as a Drone runner would write it after replacing ${…}. A line \
      NAME=value keeps a value for those that follow. The variables DRONE_* of the environment are known from the start.

      There is no line editing and no history yet; rlwrap adds both. The exit status is 1 where a line failed.
      """,
    examples: [("printf 'A=v1\\n${A##v}\\n' | pipec repl", "prints 1")])
  static let options: [CommandOption<REPLCommand>] = []

  var common = CommonOptions()
  var operands: [String] = []

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    guard operands.isEmpty else { throw .usage("repl takes no operands; 'pipec eval' takes a text") }
    let variables = streams.environment.all.filter { $0.name.hasPrefix("DRONE_") }
    var session = Session(values: Dictionary(variables.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }))
    let style = errorStyle(streams)
    var status = ExitStatus.clean
    while let line = readLine() {
      switch session.evaluate(line) {
      case .value(let text): streams.output.line(text)
      case .kept: break
      case .failure(let diagnostics, let source):
        streams.error.write(TextRenderer(style: style, sources: SourceSet([source])).text(of: diagnostics))
        status = .findings
      }
      try streams.output.flush()
      try streams.error.flush()
    }
    return status
  }
}
