import Diagnostics
import Expressions
import FoundationEssentials
import Planner

/// `pipec eval`: what an expression would be.
struct EvalCommand: BuildCommand {
  enum Format: String, CaseIterable, Sendable {
    case text, json
  }

  enum LanguageChoice: String, CaseIterable, Sendable {
    case drone, harness, jexl, gotemplate
  }

  static let info = CommandInfo(
    name: "eval", summary: "show what an expression becomes", usage: "TEXT",
    details: """
      Prints the text as the real system would write it; - reads it from standard input. The language is that of --language; \
      without it a text with <+…> is Harness's, and any other Drone's.

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
      functions for texts, where a missing key fails.

      The exit status is 1, with a diagnostic, where the real system fails.
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
  var language: LanguageChoice?
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
    switch language ?? detected(bytes) {
    case .drone: return try runDrone(bytes, streams)
    case .harness: return try runHarness(bytes, streams)
    case .jexl: return try runJexl(bytes, streams)
    case .gotemplate: return try runGoTemplate(bytes, streams)
    }
  }

  private func detected(_ bytes: [UInt8]) -> LanguageChoice {
    isCondition || !HarnessText.scan(bytes).spans.isEmpty ? .harness : .drone
  }

  private func runDrone(_ bytes: [UInt8], _ streams: Streams) throws(CommandError) -> ExitStatus {
    let table = try valueTable(streams)
    let environment = streams.environment
    let (syntax, failures) = Substitution.parse(bytes)
    var found = failures
    if failures.isEmpty {
      let result = Substitution.expand(syntax, of: bytes) { name in
        table[name] ?? (name.hasPrefix("DRONE_") ? environment[name] : nil)
      }
      switch result {
      case .success(let output):
        write(output.bytes, streams)
        return .clean
      case .failure(let failure): found = [failure]
      }
    }
    report(
      found.map { failure in
        Diagnostic(
          rule: "substitution-syntax", severity: .error, message: failure.message, at: Self.span(failure.range),
          help: failure.explanation)
      }, in: bytes, streams)
    return .findings
  }

  /// A place in the text.
  static func span(_ range: Range<Int>) -> Span {
    Span(SourceID(0), UInt32(clamping: range.lowerBound), UInt32(clamping: range.upperBound))
  }

  /// Shows findings under the text.
  func report(_ diagnostics: [Diagnostic], in bytes: [UInt8], _ streams: Streams) {
    let source = Source(id: SourceID(0), name: operands.first == "-" ? "<stdin>" : "<text>", bytes: bytes)
    let renderer = TextRenderer(style: errorStyle(streams), sources: SourceSet([source]))
    streams.error.write(renderer.text(of: diagnostics))
  }

  /// Writes a text, with a line end unless it came from a file.
  func write(_ bytes: [UInt8], _ streams: Streams) {
    switch format {
    case .text:
      streams.output.write(bytes)
      if operands.first != "-" { streams.output.write("\n") }
    case .json:
      var json = JSONWriter()
      json.object {
        $0.member("type", "string")
        $0.member("value", String(decoding: bytes, as: UTF8.self))
      }
      streams.output.line(json.text)
    }
  }

  /// What the planned build would give, for a step of the file.
  private func buildValues(_ streams: Streams) throws(CommandError) -> [String: String] {
    guard let file else {
      guard step == nil else { throw .usage("--at needs --file") }
      return [:]
    }
    let source = try PipelineInput.source([file], inputName: nil, streams)
    let plan = try Planning.plan(source, try build.context(streams, isQuiet: common.isQuiet, name: "pipec eval"))
    let steps = plan.pipelines.flatMap(\.steps)
    if let step, !steps.contains(where: { $0.name == step }) {
      throw .usage("no step is named '\(step)'" + suggestion(step, steps.map(\.name)))
    }
    guard let chosen = steps.first(where: { $0.name == step ?? $0.name }) else { return [:] }
    var values: [String: String] = [:]
    for variable in chosen.environment where variable.name.hasPrefix("DRONE_") || variable.name.hasPrefix("CI") {
      switch variable.value {
      case .literal(let text): values[variable.name] = text
      case .runtime(_, let text): values[variable.name] = text
      case .secret, .deferred, .pieces: break
      }
    }
    return values
  }

  private func valueTable(_ streams: Streams) throws(CommandError) -> [String: String] {
    var table = try buildValues(streams)
    if let contextFile {
      let bytes = try FileReader.read(contextFile)
      do {
        let context = try JSONDecoder().decode(ContextFile.self, from: FoundationEssentials.Data(bytes))
        table.merge(context.values) { $1 }
      } catch {
        throw .input("\(contextFile) is no JSON object of names and values")
      }
    }
    for (name, value) in try assignments() { table[name] = value }
    return table
  }

  /// The names and values of --set.
  func assignments() throws(CommandError) -> [(String, String)] {
    var result: [(String, String)] = []
    for value in values {
      guard let equals = value.firstIndex(of: "="), equals > value.startIndex else {
        throw .usage("--set takes NAME=VALUE, not '\(value)'")
      }
      result.append((String(value[..<equals]), String(value[value.index(after: equals)...])))
    }
    return result
  }
}

/// Names and values, at the top or below `env` or `variables`; what is no text is written as JSON writes it.
private struct ContextFile: Decodable {
  var values: [String: String] = [:]

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    for key in container.allKeys {
      if let text = try? container.decode(String.self, forKey: key) {
        values[key.stringValue] = text
      } else if let flag = try? container.decode(Bool.self, forKey: key) {
        values[key.stringValue] = flag ? "true" : "false"
      } else if let number = try? container.decode(Int64.self, forKey: key) {
        values[key.stringValue] = String(number)
      } else if let number = try? container.decode(Double.self, forKey: key) {
        values[key.stringValue] = number.description
      } else if ["env", "variables"].contains(key.stringValue) {
        let nested = try container.decode(ContextFile.self, forKey: key)
        values.merge(nested.values) { $1 }
      }
    }
  }
}
