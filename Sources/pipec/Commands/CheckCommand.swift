import Checker
import Diagnostics
import IR
import Parser
import Threads

/// `pipec check`: says what is wrong before a server does.
struct CheckCommand: Command {
  enum Format: String, CaseIterable, Sendable {
    case text, concise, json, jsonl, sarif, github, gitlab, checkstyle, junit
  }

  enum FailOn: String, CaseIterable, Sendable {
    case error, warning, info

    var severity: Diagnostic.Severity {
      switch self {
      case .error: .error
      case .warning: .warning
      case .info: .info
      }
    }
  }

  static let info = CommandInfo(
    name: "check", summary: "say what is wrong with pipeline files", usage: "[PATH…]",
    details: """
      Checks the files and folders named, or finds the pipeline files below the current folder. What the real server or \
      runner refuses is an error; what they accept but what does not do what it says is a warning; advice is shown only \
      when it is asked for. A path of - is standard input.

      Findings go to standard output, everything else to standard error. Paths are relative to the current folder; \
      lines and columns count from 1. The JSON format is one array of objects with the keys file, line, column, endLine, \
      endColumn, rule, severity, message, help and fixes; ends are exclusive and columns count characters. \
      jsonl has the same objects, one a line; sarif (2.1.0), github, gitlab, checkstyle and junit are what other services \
      read.

      A file that cannot be read makes the exit status 2; the other files are checked all the same.
      """,
    examples: [
      ("pipec check", "all pipeline files below this folder"),
      ("pipec check --format concise .drone.yml", "one line for each finding"),
      ("git show HEAD:.drone.yml | pipec check -", "what was committed"),
      ("pipec explain unknown-key", "why a rule is there"),
    ])

  static let options: [CommandOption<CheckCommand>] = [
    .choice(
      "format", "FORMAT",
      "text, concise, json, sarif, github, … (see help)"
    ) { $0.format = $1 },
    .choice("fail-on", "SEVERITY", "exit with 1 from: error, warning (default), info") { $0.failOn = $1 },
    .text("select", nil, "RULE", "only this rule (repeat for more)") { $0.selected.append($1) },
    .text("ignore", nil, "RULE", "not this rule (repeat for more)") { $0.ignored.append($1) },
    .flag("info", nil, "also show advice") { $0.showsInfo = true },
    .flag("trusted", nil, "the repository is trusted") { $0.isTrusted = true },
    .choice("dialect", "DIALECT", "the language of the files: drone, harness, pipecd") { $0.dialect = $1 }.rare,
    .text("stdin-filename", nil, "NAME", "what to call standard input") { $0.inputName = $1 }.rare,
  ]

  var common = CommonOptions()
  var operands: [String] = []
  var format = Format.text
  var failOn = FailOn.warning
  var selected: [String] = []
  var ignored: [String] = []
  var showsInfo = false
  var isTrusted = false
  var dialect: Dialect?
  var inputName: String?

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    let options = try checkerOptions()
    var status = ExitStatus.clean
    func complain(_ error: CommandError) {
      streams.error.line("pipec check: \(Printable.line(error.message))")
      status = status.combined(with: error.status)
    }
    let paths = try findFiles(complain)
    let inputBytes = paths.contains("-") ? try FileReader.read(from: streams.input, called: "standard input") : []
    let inputName = inputName.map(PipelineFiles.shown) ?? "<stdin>"
    let results = parallelMap(paths.count) { index in
      Self.check(
        paths[index], as: index, in: dialect, isOnly: paths.count == 1, input: (inputName, inputBytes), options)
    }
    var sources: [Source] = []
    var findings: [Diagnostic] = []
    var checked: [SourceID] = []
    for result in results {
      switch result {
      case .success(let file):
        checked.append(file.source.id)
        sources.append(file.source)
        findings += file.findings
      case .failure(let error):
        // The place is kept, so that identifiers go on being positions.
        sources.append(Source(id: SourceID(UInt32(sources.count)), name: "", bytes: []))
        complain(error)
      }
    }
    let report = FindingsReport(findings: findings, sources: SourceSet(sources), files: checked)
    report.write(format, outputStyle(streams), to: streams.output)
    let readCount = results.reduce(0) { if case .success = $1 { $0 + 1 } else { $0 } }
    if !common.isQuiet, readCount > 0 {
      streams.error.line(Summary(fileCount: readCount, findings).text(errorStyle(streams)))
    }
    return findings.contains { $0.severity >= failOn.severity } ? status.combined(with: .findings) : status
  }

  /// The files that the operands name, each once; what cannot be read is complained of.
  private func findFiles(_ complain: (CommandError) -> Void) throws(CommandError) -> [String] {
    guard !operands.isEmpty else {
      let found = try PipelineFiles.find(in: ".")
      guard !found.isEmpty else {
        throw .input("\(PipelineFiles.wanted) in the current folder or below")
      }
      return found
    }
    var paths: [String] = []
    var known: Set<String> = []
    for operand in operands {
      var found = [operand]
      if operand != "-", FileReader.kind(of: operand) == .folder {
        do {
          found = try PipelineFiles.find(in: operand)
          if found.isEmpty { complain(.input("\(PipelineFiles.wanted) in \(operand) or below")) }
        } catch {
          complain(error)
          continue
        }
      }
      for path in found where known.insert(path).inserted { paths.append(path) }
    }
    return paths
  }

  private struct CheckedFile: Sendable {
    var source: Source
    var findings: [Diagnostic]
  }

  private static func check(
    _ path: String, as index: Int, in dialect: Dialect?, isOnly: Bool, input: (name: String, bytes: [UInt8]),
    _ options: Checker.Options
  ) -> Result<CheckedFile, CommandError> {
    do {
      let bytes = path == "-" ? input.bytes : try FileReader.read(path)
      let name = path == "-" ? input.name : PipelineFiles.shown(path)
      let source = Source(id: SourceID(UInt32(index)), name: name, bytes: bytes)
      if PipelineFiles.isGenerator(name) {
        let finding = Diagnostic.generatedPipeline(source)
        let isWanted = options.selected.isEmpty || options.selected.contains(finding.rule)
        let findings = isWanted && !options.ignored.contains(finding.rule) ? [finding] : []
        return .success(CheckedFile(source: source, findings: findings))
      }
      let program = ProgramLoader.load(source, dialect: dialect, lookup: Checker.assumedValue)
      let findings = Checker.check(program, of: source, options: options)
      if isOnly { KeptProgram.keep(program) }
      return .success(CheckedFile(source: source, findings: findings))
    } catch {
      return .failure(error)
    }
  }

  private func checkerOptions() throws(CommandError) -> Checker.Options {
    var options = Checker.Options()
    options.selected = try rules(selected, of: "--select")
    options.ignored = try rules(ignored, of: "--ignore")
    options.minimumSeverity = showsInfo ? .info : min(.warning, failOn.severity)
    options.isTrusted = isTrusted
    return options
  }

  /// Rules by name; several may be given with commas between.
  private func rules(_ names: [String], of option: String) throws(CommandError) -> Set<RuleName> {
    guard !names.isEmpty else { return [] }
    var result: Set<RuleName> = []
    let known = RuleCatalogue.names
    for name in names.flatMap({ $0.split(separator: ",").map(String.init) }) {
      guard known.contains(name) else {
        throw .usage("\(option): no rule is named '\(name)'" + suggestion(name, known))
      }
      result.insert(RuleName(name))
    }
    return result
  }
}

extension Diagnostic {
  /// A file that is no YAML but makes it.
  fileprivate static func generatedPipeline(_ source: Source) -> Diagnostic {
    let isJsonnet = source.name.hasSuffix(".jsonnet")
    let language = isJsonnet ? "Jsonnet" : "Starlark"
    let command =
      isJsonnet ? "drone jsonnet --stream --source \(source.name)" : "drone starlark --source \(source.name)"
    let firstLine = source.lineRange(1)
    return Diagnostic(
      rule: "generated-pipeline", severity: .warning,
      message: "this is a \(language) program that makes the pipeline, which pipec does not run",
      at: Span(source.id, 0, UInt32(firstLine.upperBound)),
      help: "make the YAML first and check that: \(command)")
  }
}

/// The IR of a file that stays in memory until the process ends, which gives it back at once: taking a large one apart,
/// value by value, would take longer than all that is left to do.
private final class KeptProgram {
  private let program: Program

  private init(_ program: Program) { self.program = program }

  static func keep(_ program: Program) { _ = Unmanaged.passRetained(KeptProgram(program)) }
}
