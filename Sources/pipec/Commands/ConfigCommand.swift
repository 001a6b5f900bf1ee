import Configuration
import Diagnostics

/// `pipec config`: what holds for a file, and who said so.
struct ConfigCommand: Command {
  enum Format: String, CaseIterable, Sendable {
    case text, json
  }

  static let info = CommandInfo(
    name: "config", summary: "show what configurations say, and where", usage: "show [PATH]",
    details: """
      Shows what holds for the check of a file, or for all files below the current folder where none is named: each value \
      with the place in the configuration that it comes from. The text is YAML, with places as comments; the JSON is an \
      array of objects with the keys key, value and, but for what nobody has said, file, line and column.

      The nearest .pipec.yaml upwards from the file, up to the root of its repository, is the one in use, with those that \
      it names under extends. 'pipec schema config' prints the schema of such files.
      """,
    examples: [
      ("pipec config show", "what holds here"),
      ("pipec config show ci/.drone.yml", "what holds for one file, overrides included"),
    ], operands: [.words(["show"]), .files])

  static let options: [CommandOption<ConfigCommand>] = [
    .choice("format", "FORMAT", "text (default), json") { $0.format = $1 },
    .text("config", nil, "FILE", "the configuration, not the nearest .pipec.yaml") { $0.configuration = .file($1) },
    .flag("no-config", nil, "use no configuration") { $0.configuration = ConfigurationStore.Choice.none }.rare,
  ]

  var common = CommonOptions()
  var operands: [String] = []
  var format = Format.text
  /// nil: as the environment says.
  var configuration: ConfigurationStore.Choice?

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    guard let action = operands.first else { throw .usage("what to do is missing: show") }
    guard action == "show" else { throw .usage("unknown action '\(action)'; there is 'show'") }
    guard operands.count <= 2 else { throw .usage("one file at a time, not \(operands.count - 1)") }
    var check = CheckCommand()
    check.configuration = configuration
    var store = ConfigurationStore(try check.configurationChoice(streams.environment))
    // A folder stands for what lies in it.
    let operand = operands.dropFirst().first
    let isFolder = operand.map { FileReader.kind(of: $0) == .folder } ?? true
    let position = try store.position(for: isFolder ? (operand ?? ".") + "/-" : operand ?? "-")
    let sources = SourceSet(store.sources)
    if !store.findings.isEmpty {
      let renderer = TextRenderer(style: errorStyle(streams), sources: sources, fileLink: FileLink.address)
      streams.error.write(renderer.text(of: store.findings))
      if store.isBroken { return .usage }
    }
    let configuration = position.map { store.loaded[$0] }
    let path = isFolder ? nil : operand.flatMap { path in configuration?.relative(store.absolute(path)) }
    let report = ConfigurationReport(files: configuration?.files ?? [], path: path, sources: sources)
    switch format {
    case .text: streams.output.write(report.text)
    case .json: streams.output.write(report.json)
    }
    if let operand, !isFolder, configuration?.excludes(store.absolute(operand)) == true, !common.isQuiet {
      streams.error.line("\(PipelineFiles.shown(operand)) is excluded, unless it is named")
    }
    let count = configuration?.files.reduce(0) { $0 + $1.overrides.count } ?? 0
    if isFolder, count > 0, !common.isQuiet {
      streams.error.line(
        "\(count) override\(count == 1 ? " says" : "s say") otherwise for some files; name one to see what holds for it"
      )
    }
    return .clean
  }
}
