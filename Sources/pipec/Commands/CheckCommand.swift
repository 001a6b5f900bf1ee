import Checker
import Diagnostics
import IR

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
      Checks the files and folders named, or finds the pipeline files below the current folder, but for those that git \
      ignores. What the real server or runner \
      refuses is an error; what they accept but what does not do what it says is a warning; advice is shown only when it is asked for. A path of - is standard input.

      Findings go to standard output, everything else to standard error. Paths are relative to the current folder; \
      lines and columns count from 1. The JSON format is one array of objects with the keys file, line, column, endLine, \
      endColumn, rule, severity, message, help and fixes; ends are exclusive and columns count characters. \
      jsonl has the same objects, one a line; sarif (2.1.0), github, gitlab, checkstyle and junit are what other services \
      read.

      Rules speak to a persona: regular hears what is wrong, pedantic also advice, auditor also what is mostly fine. \
      --select and --ignore take rules and groups of them (correctness, plugins, secrets, security, commands, comments; \
      drone, harness, pipecd; all), several with commas between. A rule that is selected by its name speaks whatever the persona \
      is; those of a group speak as they would by themselves.

      The nearest .pipec.yaml upwards from a file, up to the root of its repository, says what else holds for it; options \
      outweigh it. --config or the variable PIPEC_CONFIG name another one for all files, --no-config uses none. \
      'pipec config show' says what holds for a file, and where that comes from.

      --write-baseline notes all findings in a file, and --baseline leaves out those that are noted there: old findings \
      stay quiet, new ones are heard. What is noted and gone is told.

      --fix changes the files where a finding says how and the change is safe; comments and layout stay. Each change is \
      checked, and left out where anything else in the file would change with it. What is left is reported. With - the \
      mended text goes to standard output and the findings to standard error. --diff changes nothing, prints a patch, and \
      exits with 1 where there is one.

      --secrets takes a file with the name of a secret on each line, or a dotenv file, of which only the names count; \
      account.x and org.x are names of Harness. Secrets that the files name and that are not there are reported.

      --watch checks again whenever something changes, until it is interrupted.

      Where shellcheck is installed, the commands of steps are given to it, and what it says stands at its place in the \
      file. Where it is not, the run says so; --no-shell does without it, and --require shellcheck makes its absence an \
      error, with status 3.

      Where a fix may change what a pipeline does, it is made only with --unsafe-fixes; the last line says how many there are.

      A file that cannot be read makes the exit status 2; the other files are checked all the same. A configuration that \
      cannot be used makes it 2 before any file is checked.
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
    .flag("watch", nil, "check again whenever something changes") { $0.watches = true },
    .flag("fix", nil, "mend the files as far as that is safe") { $0.mends = true },
    .flag("diff", nil, "show what --fix would change") { $0.showsDifference = true }.rare,
    .flag("trusted", nil, "the repository is trusted") { $0.isTrusted = true }.rare,
    .text("config", nil, "FILE", "the configuration for all files, not the nearest .pipec.yaml") {
      $0.configuration = .file($1)
    }.rare,
    .flag("no-config", nil, "use no configuration") { $0.configuration = ConfigurationStore.Choice.none }.rare,
    .text("baseline", nil, "FILE", "leave out the findings that are noted there") { $0.baseline = $1 }.rare,
    .flag("write-baseline", nil, "note all findings there (.pipec-baseline.json)") { $0.writesBaseline = true }.rare,
    .flag("info", nil, "also show advice, as --persona pedantic") { $0.showsInfo = true }.rare,
    .flag("preview", nil, "also use rules that are tried out") { $0.hasPreviews = true }.rare,
    .text("piped", nil, "FILE", "the configuration of PipeCD's piped, for its plugins") { $0.pipedFile = $1 }.rare,
    .text("secrets", nil, "FILE", "the names of all secrets; others are reported (repeat)") {
      $0.secretFiles.append($1)
    }.rare,
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
  var failOn: FailOn?
  var selected: [String] = []
  var ignored: [String] = []
  var persona: Persona?
  var showsInfo = false
  var hasPreviews = false
  var isTrusted = false
  /// nil: as the environment says.
  var configuration: ConfigurationStore.Choice?
  var baseline: String?
  var writesBaseline = false
  var watches = false
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
    // What is wrong with the call is said before anything is looked at.
    for (words, option) in [(selected, "--select"), (ignored, "--ignore")] {
      try RuleCatalogue.verify(words, of: option)
    }
    try PipelineInput.verify(inputName, operands)
    if allowsUnsafeFixes, !mends, !showsDifference { throw .usage("--unsafe-fixes goes with --fix or --diff") }
    if watches { return try CheckWatch(command: self, streams: streams).run() }
    return try CheckPass(command: self, streams: streams).run()
  }
}
