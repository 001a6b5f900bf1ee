import Diagnostics
import IR
import Parser

/// `pipec ir`: prints what was understood.
struct IRCommand: Command {
  static let info = CommandInfo(
    name: "ir", summary: "print what was understood of a file, as JSON", usage: "[FILE]",
    details: """
      Prints the typed pipeline that everything else works with: every value with the place where it is written, as \
      LINE:COLUMN-LINE:COLUMN, the end exclusive. What the file does not say is absent. Without a file, .drone.yml or \
      .drone.yaml of the current folder is read; - is standard input.

      The exit status is 1 where the file has errors; 'pipec check' shows them.
      """,
    examples: [
      ("pipec ir", "the pipelines of this folder"),
      ("pipec ir .drone.yml | jq '.documents[].name.value'", "their names"),
    ], operands: [.files])

  static let options: [CommandOption<IRCommand>] = [
    .choice("dialect", "DIALECT", "the language of the file: drone, harness, pipecd") { $0.dialect = $1 }.rare,
    .text("stdin-filename", nil, "NAME", "what to call standard input") { $0.inputName = $1 }.rare,
  ]

  var common = CommonOptions()
  var operands: [String] = []
  var dialect: Dialect?
  var inputName: String?

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    let source = try PipelineInput.source(operands, inputName: inputName, streams)
    let program = ProgramLoader.load(source, dialect: dialect) { _ in nil }
    streams.output.write(program.json(SourceSet([source])))
    let errors = program.problems.filter { $0.diagnostic.severity == .error }.count
    guard errors > 0 else { return .clean }
    let count = errors == 1 ? "1 error" : "\(errors) errors"
    streams.error.line("pipec ir: \(Printable.line(source.name)) has \(count); 'pipec check' shows them")
    return .findings
  }
}
