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

      Rules speak to a persona: regular hears what is wrong, pedantic also advice, auditor also what is mostly fine. \
      --select and --ignore take rules and groups of them (correctness, plugins, secrets, security, comments; drone, \
      harness, pipecd; all), several with commas between. A rule that is selected by its name speaks whatever the persona \
      is; those of a group speak as they would by themselves.

      --fix changes the files where a finding says how and the change is safe; comments and layout stay. Each change is \
      checked, and left out where anything else in the file would change with it. What is left is reported. With - the \
      mended text goes to standard output and the findings to standard error. --diff changes nothing, prints a patch, and \
      exits with 1 where there is one.

      --secrets takes a file with the name of a secret on each line, or a dotenv file, of which only the names count; \
      account.x and org.x are names of Harness. Secrets that the files name and that are not there are reported.

      Where shellcheck is installed, the commands of steps are given to it, and what it says stands at its place in the \
      file. Where it is not, the run says so; --no-shell does without it, and --require shellcheck makes its absence an \
      error, with status 3.

      A file that cannot be read makes the exit status 2; the other files are checked all the same.
      """,
    examples: [
      ("pipec check", "all pipeline files below this folder"),
      ("pipec check --format=jsonl", "each finding as one line of JSON"),
      ("git show HEAD:.drone.yml | pipec check -", "what was committed"),
      ("pipec explain unknown-key", "why a rule is there"),
    ], operands: [.files])

  static let options: [CommandOption<CheckCommand>] = [
    .choice(
      "format", "FORMAT",
      "text, concise, json, sarif, github, … (see help)"
    ) { $0.format = $1 },
    .choice("fail-on", "SEVERITY", "exit with 1 from: error, warning (default), info") { $0.failOn = $1 },
    .text("select", nil, "RULE", "only this rule or group of rules (repeat)") { $0.selected.append($1) },
    .text("ignore", nil, "RULE", "not this rule or group of rules (repeat)") { $0.ignored.append($1) },
    .choice("persona", "WHO", "whom to speak to: regular (default), pedantic, auditor") { $0.persona = $1 },
    .flag("info", nil, "also show advice, as --persona pedantic") { $0.showsInfo = true }.rare,
    .flag("preview", nil, "also use rules that are tried out") { $0.hasPreviews = true }.rare,
    .flag("trusted", nil, "the repository is trusted") { $0.isTrusted = true },
    .text("piped", nil, "FILE", "the configuration of PipeCD's piped, for its plugins") { $0.pipedFile = $1 }.rare,
    .text("secrets", nil, "FILE", "the names of all secrets; others are reported (repeat)") {
      $0.secretFiles.append($1)
    }.rare,
    .flag("fix", nil, "mend the files as far as that is safe") { $0.mends = true },
    .flag("diff", nil, "show what --fix would change") { $0.showsDifference = true },
    .flag("unsafe-fixes", nil, "with --fix and --diff: also what may change the meaning") {
      $0.allowsUnsafeFixes = true
    }.rare,
    .flag("no-shell", nil, "do not give commands to shellcheck") { $0.looksAtCommands = false }.rare,
    .choice("require", "PROGRAM", "fail where this program is missing: shellcheck") {
      $0.required.append($1)
    }.rare,
    .choice("dialect", "DIALECT", "the language of the files: drone, harness, pipecd") { $0.dialect = $1 }.rare,
    .text("stdin-filename", nil, "NAME", "what to call standard input") { $0.inputName = $1 }.rare,
    .flag("as-found", nil, "pass over named files that a search would pass over, as hooks need it") {
      $0.takesAsFound = true
    }.rare,
  ]

  var common = CommonOptions()
  var operands: [String] = []
  var format = Format.text
  var failOn = FailOn.warning
  var selected: [String] = []
  var ignored: [String] = []
  var persona = Persona.regular
  var showsInfo = false
  var hasPreviews = false
  var isTrusted = false
  var pipedFile: String?
  var secretFiles: [String] = []
  var mends = false
  var showsDifference = false
  var allowsUnsafeFixes = false
  var looksAtCommands = true
  var required: [RequiredProgram] = []
  var dialect: Dialect?
  var inputName: String?
  var takesAsFound = false

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
    let shell = looksAtCommands ? try ShellCheck(required: required.contains(.shellcheck)) : nil
    let checking = FileChecking(
      options: options, dialect: dialect, safeties: safeties, input: (inputName, inputBytes),
      keepsProgram: paths.count == 1, named: takesAsFound ? [] : Set(operands), shell: shell)
    let results = parallelMap(paths.count) { checking.check(paths[$0], as: $0) }
    if let complaint = shell?.complaint { complain(complaint) }
    if let note = shell?.note, !common.isQuiet { streams.error.line("pipec check: " + note) }
    var sources: [Source] = []
    var files: [(path: String, file: CheckedFile)] = []
    var neighbours = HarnessFiles(firstIndex: paths.count)
    for (path, result) in zip(paths, results) {
      switch result {
      case .success(let file):
        sources.append(file.source)
        guard !file.isForeign else { continue }
        files.append((path, checking.linked(file, to: &neighbours, path: path == "-" ? inputName : path)))
      case .failure(let error):
        // The place is kept, so that identifiers go on being positions.
        sources.append(Source(id: SourceID(UInt32(sources.count)), name: "", bytes: []))
        complain(error)
      }
    }
    sources += neighbours.sources
    if files.isEmpty, !paths.isEmpty, status == .clean, !takesAsFound {
      throw .input("\(PipelineFiles.wanted) in the current folder or below")
    }
    if showsDifference { return status.combined(with: showDifference(files, streams)) }
    let isFilter = mends && paths.contains("-")
    if mends { write(files, streams, complain) }
    let findings = files.flatMap(\.file.findings)
    if !common.isQuiet, let note = UnusedSecrets.note(options, sources) { streams.error.line("pipec check: " + note) }
    let report = FindingsReport(
      findings: findings, sources: SourceSet(sources), files: files.map(\.file.source.id))
    // As a filter, standard output is the mended text.
    report.write(
      format, isFilter ? errorStyle(streams) : outputStyle(streams), to: isFilter ? streams.error : streams.output)
    if !common.isQuiet, !files.isEmpty {
      var summary = Summary(fileCount: files.count, findings).text(errorStyle(streams))
      if mends { summary += Self.mendingSummary(files.map(\.file)) }
      streams.error.line(summary)
    }
    return findings.contains { $0.severity >= failOn.severity } ? status.combined(with: .findings) : status
  }

  /// Which fixes are wanted.
  private var safeties: Set<Fix.Safety> {
    guard mends || showsDifference else { return [] }
    return allowsUnsafeFixes ? [.safe, .unsafe] : [.safe]
  }

  /// What mending would change, as a patch; findings when there is something.
  private func showDifference(_ files: [(path: String, file: CheckedFile)], _ streams: Streams) -> ExitStatus {
    var count = 0
    for (_, file) in files {
      guard let original = file.original else { continue }
      streams.output.write(
        UnifiedDiff.text(
          from: original.bytes, to: file.source.bytes, name: file.source.name, style: outputStyle(streams)))
      count += file.mendedCount
    }
    if !common.isQuiet, !files.isEmpty {
      streams.error.line(count == 0 ? "nothing to mend" : "\(count) finding\(count == 1 ? "" : "s") could be mended")
    }
    return count == 0 ? .clean : .findings
  }

  private func write(
    _ files: [(path: String, file: CheckedFile)], _ streams: Streams, _ complain: (CommandError) -> Void
  ) {
    for (path, file) in files {
      if path == "-" {
        streams.output.write(file.source.bytes)
        continue
      }
      guard file.original != nil else { continue }
      do {
        try FileWriter.replace(path, with: file.source.bytes)
      } catch {
        complain(error)
      }
    }
  }

  private static func mendingSummary(_ files: [CheckedFile]) -> String {
    let mended = files.reduce(0) { $0 + $1.mendedCount }
    let refused = files.reduce(0) { $0 + $1.refusedCount }
    var text = "; \(mended) mended"
    if refused > 0 { text += ", \(refused) left because something else would have changed" }
    return text
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

  /// The plugins that a configuration of piped has.
  private func plugins(of path: String) throws(CommandError) -> Set<String> {
    let source = Source(id: SourceID(0), name: PipelineFiles.shown(path), bytes: try FileReader.read(path))
    guard case .pipecd(let document)? = PipeCDLoader.load(source).documents.first,
      case .piped(let piped) = document.specification
    else { throw .input("\(path) is no configuration of piped: it has not `kind: Piped`") }
    return piped.servingPlugins
  }

  private func checkerOptions() throws(CommandError) -> Checker.Options {
    var options = Checker.Options()
    try RuleCatalogue.select(selected, of: "--select", in: &options)
    options.ignored = try RuleCatalogue.rules(ignored, of: "--ignore")
    options.persona = persona
    options.hasPreviews = hasPreviews
    options.minimumSeverity = showsInfo ? .info : min(.warning, failOn.severity)
    options.isTrusted = isTrusted
    for file in secretFiles { options.secrets = try (options.secrets ?? []).union(SecretNames.read(file)) }
    if let pipedFile { options.plugins = try plugins(of: pipedFile) }
    return options
  }
}
