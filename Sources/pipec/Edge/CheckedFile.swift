import Checker
import Configuration
import Diagnostics
import IR
import Parser

/// A file with what is found in it.
struct CheckedFile: Sendable {
  var source: Source
  var findings: [Diagnostic]
  /// The file before it was mended; nil where nothing was.
  var original: Source?
  /// How many findings were mended.
  var mendedCount = 0
  /// How many fixes were not made because something else would have changed with them.
  var refusedCount = 0
  /// What shellcheck says of the commands; nil where it was not asked.
  var shell: [Diagnostic]?
  /// What was loaded, where more is to be said of it once it is known what lies beside the file.
  var waiting: Program?
  /// Whether nobody named the file and it is of no language.
  var isForeign = false
}

/// Checks files, and mends them where that is asked for.
struct FileChecking: Sendable {
  /// What holds for each file, by their positions.
  var options: [Checker.Options]
  /// nil: each file tells.
  var dialect: Dialect?
  /// Which fixes are made; none: the files stay as they are.
  var safeties: Set<Fix.Safety> = []
  /// Standard input, and what it is called.
  var input: (name: String, bytes: [UInt8])
  /// Whether the IR of a file may stay in memory until the process ends, because there is only one.
  var keepsProgram = false
  /// The files that somebody named.
  var named: Set<String> = []
  /// What looks at commands; nil where nobody shall.
  var shell: ShellCheck?

  /// Reads and checks the file that is to have this position among the sources.
  func check(_ path: String, as index: Int) -> Result<CheckedFile, CommandError> {
    do {
      let bytes = path == "-" ? input.bytes : try FileReader.read(path)
      let name = path == "-" ? input.name : PipelineFiles.shown(path)
      let source = Source(id: SourceID(UInt32(index)), name: name, bytes: bytes)
      let options = options[index]
      if ConfigurationStore.names.contains(FilePath.name(of: name)) {
        return .success(CheckedFile(source: source, findings: ConfigurationReader.read(source).findings))
      }
      if PipelineFiles.isGenerator(name) {
        let finding = Diagnostic.generatedPipeline(source)
        return .success(CheckedFile(source: source, findings: options.wants(finding) ? [finding] : []))
      }
      if dialect == nil, isForeign(source, path) {
        return .success(CheckedFile(source: source, findings: [], isForeign: true))
      }
      guard safeties.isEmpty else { return .success(mended(source, options)) }
      let program = load(source)
      let comments = shellFindings(in: program, of: source, options)
      if Self.hasNeighbours(program) {
        return .success(CheckedFile(source: source, findings: [], shell: comments, waiting: program))
      }
      let findings = Checker.check(program, of: source, options: options, shell: comments)
      if keepsProgram { KeptProgram.keep(program) }
      return .success(CheckedFile(source: source, findings: findings, shell: comments))
    } catch {
      return .failure(error)
    }
  }

  private func mended(_ source: Source, _ options: Checker.Options) -> CheckedFile {
    let outcome = Fixing(safeties: safeties) { text in
      Checker.check(load(text), of: text, options: options)
    }.mend(source)
    let program = load(outcome.source)
    // Nothing that shellcheck says is mended, so that it is asked once.
    let comments = shellFindings(in: program, of: outcome.source, options)
    let findings =
      comments.map { Checker.check(program, of: outcome.source, options: options, shell: $0) } ?? outcome.findings
    return CheckedFile(
      source: outcome.source, findings: findings, original: outcome.count > 0 ? source : nil,
      mendedCount: outcome.count, refusedCount: outcome.refusedCount, shell: comments,
      waiting: Self.hasNeighbours(program) ? program : nil)
  }

  /// The file with what its builds put in place of `${…}`.
  private func load(_ source: Source) -> Program {
    let dialect = dialect ?? DialectDetection.dialect(of: source)
    guard dialect == .drone, AssumedBuild.matters(for: source) else {
      return ProgramLoader.load(source, dialect: dialect, lookup: Checker.assumedValue)
    }
    let build = AssumedBuild(of: DroneLoader.loadAsWritten(source))
    return ProgramLoader.load(source, dialect: dialect, lookup: build.value)
  }

  /// Whether what lies around a file matters for it.
  private static func hasNeighbours(_ program: Program) -> Bool {
    HarnessNeighbours.matter(for: program) || !PipeCDNeighbours.Needs(program).isEmpty
  }

  private func shellFindings(
    in program: Program, of source: Source, _ options: Checker.Options
  ) -> [Diagnostic]? {
    guard options.wantsShell else { return nil }
    return shell?.findings(in: program, of: source, includesAdvice: options.includesAdvice)
  }

  /// Whether the program was called in a folder `.harness`.
  private static let isAmongPipelines = PipelineFiles.isAmongPipelines(".")

  /// Whether a file only happens to lie where pipelines do: folders `.harness` hold other files, too.
  private func isForeign(_ source: Source, _ path: String) -> Bool {
    guard !named.contains(path) else { return false }
    let isOthersFolder =
      Self.isAmongPipelines || source.name.split(separator: "/").dropLast().contains(".harness")
    return isOthersFolder && !source.name.hasSuffix(".pipecd.yaml")
      && !PipelineFiles.names.contains(FilePath.name(of: source.name))
      && !DialectDetection.isRecognised(source)
  }

  /// The file with all that is found in it, now that it is known what lies beside it. What is wrong with the files that it
  /// links to is said when these are checked.
  func linked(_ file: CheckedFile, to files: inout HarnessFiles, path: String) -> CheckedFile {
    guard let program = file.waiting, program.dialect == .harness else { return file }
    var file = file
    let linked = files.neighbours(of: path).linked(program)
    file.findings = Checker.check(
      linked, of: file.source, options: options[Int(file.source.id.index)], shell: file.shell
    ).filter {
      $0.primary.span.source == file.source.id
    }
    return file
  }

  /// The same for a file of PipeCD.
  func linked(_ file: CheckedFile, to files: inout PipeCDFiles, path: String) -> CheckedFile {
    guard let program = file.waiting, program.dialect == .pipecd else { return file }
    var file = file
    var options = options[Int(file.source.id.index)]
    options.neighbours = files.neighbours(of: path, needs: PipeCDNeighbours.Needs(program))
    file.findings = Checker.check(program, of: file.source, options: options, shell: file.shell)
    return file
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
