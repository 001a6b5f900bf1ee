import Diagnostics
import Expressions
import Planner
import REPL

/// `pipec eval`: what an expression would be.
struct EvalCommand: BuildCommand {
  enum Format: String, CaseIterable, Sendable {
    case text, json
  }

  static let info = CommandInfo(
    name: "eval", summary: "show what an expression becomes", usage: "TEXT",
    details: """
      Prints the text as the real system would write it; - reads it from standard input. The language is that of --language; \
      without it a text with <+…> is Harness's, one with {{…}} but no ${…} PipeCD's, and any other Drone's.

      drone: after replacing ${…}. Values come from --set, from --context (a JSON object of names and values), from the build \
      that --file and the options of 'pipec plan' describe, and from the variables DRONE_* of the environment, in this \
      order; an unknown name is empty, as it is for Drone. --at chooses the step of the file whose variables are meant; \
      otherwise it is the first one.

      harness: after replacing <+…>, or with --condition the whole text as one expression, as a 'when' is. --context is a tree \
      whose top holds the names with which paths begin (pipeline, stage, steps, strategy, artifacts, codebase, trigger, …), \
      and --set sets a path in it. With --file the text stands in that pipeline, at the step, group or stage of --at (by its \
      path, such as build.unit_0, or its identifier), and --set gives a runtime input; what only a run can know stays.

      jexl: the text is one expression of the language inside <+…>, and the names in --context are its variables.

      gotemplate: after rendering {{…}} as PipeCD does. --context and --set give the data, such as App.Name and \
      VariantCustomArgs.pod for queries; with encryptedSecrets or attachment in it the text is a file, with sprig's \
      functions for texts, where a missing key fails. With --file the data is that of the queries of the stage of --at.

      'pipec repl' asks the same evaluator line by line. The exit status is 1, with a diagnostic, where the real system fails.
      """,
    examples: [
      ("pipec eval '${DRONE_TAG##v}' --set DRONE_TAG=v1.2", "prints 1.2"),
      ("pipec eval '<+stage.name.trim()>' --set stage.name=A", "prints A"),
      ("pipec eval --language gotemplate '{{ .App.Name }}' --set App.Name=shop", "prints shop"),
    ])

  static let options: [CommandOption<EvalCommand>] =
    [
      .choice("language", "LANGUAGE", "drone, harness, jexl or gotemplate") {
        $0.language = $1
      },
      .text("set", nil, "NAME=VALUE", "a value (repeat)") { $0.values.append($1) },
      .text("context", nil, "FILE", "a JSON object of values") { $0.contextFile = $1 },
      .text("file", nil, "FILE", "the pipeline file that the text stands in") { $0.file = $1 },
      .text("at", nil, "STEP", "the step of the file") { $0.step = $1 },
      .choice("format", "FORMAT", "text or json") { $0.format = $1 },
      .flag("condition", nil, "take the text as a condition of Harness") { $0.isCondition = true },
      .choice("unresolved", "MODE", "what a path without a value becomes: null, original or throw") {
        $0.mode = $1
      }.rare,
      .flag("lenient", nil, "look up every bare path, where Harness only looks up the first") { $0.isLenient = true }
        .rare,
    ] + BuildOptions.table().filter { facts.contains($0.info.long) }.map(\.rare)

  /// The options that say what the build is, of which there is a value in the text.
  private static let facts: Set = [
    "event", "branch", "tag", "deploy-to", "ref", "sha", "message", "source-branch", "repo", "cron", "action",
    "instance",
  ]

  var common = CommonOptions()
  var operands: [String] = []
  var language: Language?
  var isCondition = false
  var isLenient = false
  var mode = HarnessMode.null
  var values: [String] = []
  var contextFile: String?
  var build = BuildOptions()
  var file: String?
  var step: String?
  var format = Format.text

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    guard operands.count == 1, let operand = operands.first else {
      throw .usage(operands.isEmpty ? "a text is missing" : "one text at a time; quote it")
    }
    let bytes =
      operand == "-" ? try FileReader.read(from: streams.input, called: "standard input") : Array(operand.utf8)
    let evaluation = try evaluate(bytes, streams)
    if let json = evaluation.json, let text = evaluation.text {
      switch format {
      case .json: streams.output.line(json)
      case .text:
        streams.output.write(text)
        // What came from a file has its own line ends.
        if operand != "-" { streams.output.write("\n") }
      }
    }
    let remarks = (evaluation.failure.map { [$0] } ?? []) + evaluation.remarks
    if evaluation.failure != nil || !common.isQuiet {
      let source = Source(id: SourceID(0), name: operand == "-" ? "<stdin>" : "<text>", bytes: bytes)
      let renderer = TextRenderer(style: errorStyle(streams), sources: SourceSet([source]))
      streams.error.write(renderer.text(of: remarks.map { $0.diagnostic(in: source.id) }))
    }
    return evaluation.failure == nil ? .clean : .findings
  }

  private func evaluate(_ bytes: [UInt8], _ streams: Streams) throws(CommandError) -> Evaluation {
    var options = Evaluator.Options()
    options.isCondition = isCondition
    options.isLenient = isLenient
    options.mode = mode
    let evaluator = Evaluator(options)
    let text = String(decoding: bytes, as: UTF8.self)
    switch language ?? (isCondition ? .harness : Language.shown(by: bytes) ?? .drone) {
    case .drone:
      let table = try valueTable(streams)
      let environment = streams.environment
      return evaluator.drone(bytes) { name in
        table[name] ?? (name.hasPrefix("DRONE_") ? environment[name] : nil)
      }
    case .harness: return evaluator.harness(text, in: try scope(streams))
    case .jexl: return evaluator.jexl(text, variables: try tree())
    case .gotemplate: return try goTemplate(text, streams)
    }
  }
}
