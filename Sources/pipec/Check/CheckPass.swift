import Checker
import Configuration
import Diagnostics
import Parser
import Threads

/// One check of all files that a call names or means.
struct CheckPass {
  let command: CheckCommand
  let streams: Streams

  /// A file that was checked, with what holds for it.
  struct Result {
    var entry: CheckPlan.Entry
    var file: CheckedFile
  }

  func run() throws(CommandError) -> ExitStatus {
    var status = ExitStatus.clean
    func complain(_ error: CommandError) {
      streams.error.line("pipec check: \(Printable.line(error.message))")
      status = status.combined(with: error.status)
    }
    let plan = try plan(complain)
    if show(plan.store) { return .usage }
    let paths = plan.entries.map(\.path)
    let inputBytes = paths.contains("-") ? try FileReader.read(from: streams.input, called: "standard input") : []
    let shell =
      command.looksAtCommands ? try ShellCheck(required: command.required.contains(.shellcheck)) : nil
    let checking = FileChecking(
      options: plan.entries.map(\.options), dialect: command.dialect, safeties: command.safeties,
      input: (inputName, inputBytes), keepsProgram: paths.count == 1 && !command.watches,
      named: command.takesAsFound ? [] : Set(command.operands), shell: shell)
    let results = parallelMap(paths.count) { checking.check(paths[$0], as: $0) }
    if let complaint = shell?.complaint { complain(complaint) }
    if let note = shell?.note { tell(note) }
    var sources: [Source] = []
    var files: [Result] = []
    var neighbours = HarnessFiles(firstIndex: paths.count)
    for (entry, result) in zip(plan.entries, results) {
      switch result {
      case .success(var file):
        if command.mends, !command.showsDifference { file = kept(file, entry.path, checking, complain) }
        sources.append(file.source)
        guard !file.isForeign else { continue }
        let path = entry.path == "-" ? inputName : entry.path
        files.append(Result(entry: entry, file: checking.linked(file, to: &neighbours, path: path)))
      case .failure(let error):
        // The place is kept, so that identifiers go on being positions.
        sources.append(Source(id: SourceID(UInt32(sources.count)), name: "", bytes: []))
        complain(error)
      }
    }
    sources += neighbours.sources
    var around = PipeCDFiles(firstIndex: sources.count)
    for (index, result) in files.enumerated() {
      let path = result.entry.path == "-" ? inputName : result.entry.path
      files[index].file = checking.linked(result.file, to: &around, path: path)
    }
    let set = SourceSet(sources + around.sources)
    if files.isEmpty, !paths.isEmpty, status == .clean, !command.takesAsFound {
      throw .input("\(PipelineFiles.wanted) in the current folder or below")
    }
    if command.showsDifference { return status.combined(with: showDifference(files)) }
    if command.writesBaseline { return status.combined(with: try Baselines(set).write(files, command, streams)) }
    let knownCount = try Baselines(set).leaveOut(of: &files, isQuiet: command.common.isQuiet, streams)
    let naming = plan.entries.lazy.map(\.options).first { $0.secrets != nil }
    // Where only some files are looked at, the others may use them.
    let isWhole = command.operands.allSatisfy { FileReader.kind(of: $0) == .folder }
    if isWhole, let naming, let note = UnusedSecrets.note(naming, files.map(\.file.source)) { tell(note) }
    // Where everything is excluded, that is worth a line; where nothing can be read, the reason was given.
    let isAllExcluded = plan.entries.isEmpty && plan.excludedCount > 0 && status == .clean && !command.takesAsFound
    report(
      files, set, knownCount, excludedCount: isAllExcluded ? plan.excludedCount : 0,
      isSummed: !files.isEmpty || plan.entries.isEmpty && status == .clean && !command.takesAsFound)
    let isFailed = files.contains { result in
      result.file.findings.contains { $0.severity >= result.entry.failOn }
    }
    return isFailed ? status.combined(with: .findings) : status
  }

  /// What standard input is called.
  private var inputName: String { command.inputName.map(PipelineFiles.shown) ?? "<stdin>" }

  // MARK: What is checked

  /// The files that the operands name, each once; what cannot be read is complained of.
  private func plan(_ complain: (CommandError) -> Void) throws(CommandError) -> CheckPlan {
    var plan = try CheckPlan(command, streams.environment)
    guard !command.operands.isEmpty else {
      let found = try find(in: ".")
      guard !found.isEmpty else { throw .input(Discovery.absence(in: ".")) }
      for path in found { try plan.add(path, called: path, isNamed: false) }
      return plan
    }
    // One file can be named in several ways.
    var known: Set<String> = []
    let current = PipelineFiles.currentFolder() ?? "/"
    func isNew(_ path: String) -> Bool {
      known.insert(path == "-" || path.isEmpty ? path : FilePath.absolute(path, in: current)).inserted
    }
    for operand in command.operands {
      guard operand != "-", FileReader.kind(of: operand) == .folder else {
        if isNew(operand) {
          try plan.add(operand, called: operand == "-" ? inputName : operand, isNamed: true)
        }
        continue
      }
      do {
        let found = try find(in: operand)
        if found.isEmpty { complain(.input(Discovery.absence(in: operand))) }
        for path in found where isNew(path) { try plan.add(path, called: path, isNamed: false) }
      } catch {
        complain(error)
      }
    }
    return plan
  }

  private func find(in folder: String) throws(CommandError) -> [String] {
    let result = try Discovery.find(in: folder)
    if let note = result.note { tell(note) }
    return result.paths
  }

  /// Shows what is wrong with configurations; true where one cannot be used.
  private func show(_ store: ConfigurationStore) -> Bool {
    guard !store.findings.isEmpty else { return false }
    let renderer = TextRenderer(
      style: command.errorStyle(streams), sources: SourceSet(store.sources), fileLink: FileLink.address)
    streams.error.write(renderer.text(of: store.findings))
    guard store.isBroken else { return false }
    streams.error.line("pipec check: the configuration cannot be used, so nothing was checked")
    return true
  }

  // MARK: What is said

  /// Says something on standard error that nobody needs who wants findings only.
  private func tell(_ note: String) {
    if !command.common.isQuiet { streams.error.line("pipec check: " + note) }
  }

  private func report(
    _ files: [Result], _ sources: SourceSet, _ knownCount: Int, excludedCount: Int, isSummed: Bool
  ) {
    let findings = files.flatMap(\.file.findings)
    let report = FindingsReport(findings: findings, sources: sources, files: files.map(\.file.source.id))
    // As a filter, standard output is the mended text.
    let isFilter = command.mends && files.contains { $0.entry.path == "-" }
    report.write(
      command.format, isFilter ? command.errorStyle(streams) : command.outputStyle(streams),
      to: isFilter ? streams.error : streams.output)
    guard isSummed, !command.common.isQuiet else { return }
    var summary = Summary(fileCount: files.count, findings).text(command.errorStyle(streams))
    if excludedCount > 0 { summary += "; the configuration excludes what was found (\(excludedCount))" }
    if knownCount > 0 { summary += "; \(knownCount) in the baseline" }
    if command.mends { summary += mendingSummary(files.map(\.file)) }
    streams.error.line(summary)
  }

  /// What mending would change, as a patch; findings when there is something.
  private func showDifference(_ files: [Result]) -> ExitStatus {
    var count = 0
    for file in files.map(\.file) {
      guard let original = file.original else { continue }
      streams.output.write(
        UnifiedDiff.text(
          from: original.bytes, to: file.source.bytes, name: file.source.name, style: command.outputStyle(streams)))
      count += file.mendedCount
    }
    if !command.common.isQuiet, !files.isEmpty {
      let others = unsafeCount(files.map(\.file))
      streams.error.line(
        (count == 0 ? "nothing to mend" : "\(count) finding\(count == 1 ? "" : "s") could be mended")
          + (others == 0 ? "" : "; \(others) \(count == 0 ? "" : "more ")with --unsafe-fixes"))
    }
    return count == 0 ? .clean : .findings
  }

  /// Writes a file that was mended; where that cannot be done, it is as it was.
  private func kept(
    _ file: CheckedFile, _ path: String, _ checking: FileChecking, _ complain: (CommandError) -> Void
  ) -> CheckedFile {
    if path == "-" {
      streams.output.write(file.source.bytes)
      return file
    }
    guard let original = file.original else { return file }
    do {
      try FileWriter.replace(path, with: file.source.bytes)
      return file
    } catch {
      complain(error)
      var plain = checking
      plain.safeties = []
      if case .success(let unmended) = plain.check(path, as: Int(original.id.index)) { return unmended }
      return file
    }
  }

  private func mendingSummary(_ files: [CheckedFile]) -> String {
    let mended = files.reduce(0) { $0 + $1.mendedCount }
    let refused = files.reduce(0) { $0 + $1.refusedCount }
    let others = unsafeCount(files)
    var text = "; \(mended) mended"
    if refused > 0 { text += ", \(refused) left because something else would have changed" }
    if others > 0 { text += ", \(others) more with --unsafe-fixes" }
    return text
  }

  /// How many findings would be mended where that may change what a pipeline does.
  private func unsafeCount(_ files: [CheckedFile]) -> Int {
    guard !command.allowsUnsafeFixes else { return 0 }
    return files.reduce(0) { $0 + $1.findings.count { $0.fixes.contains { $0.safety == .unsafe } } }
  }
}

extension CheckCommand {
  /// Which fixes are wanted.
  var safeties: Set<Fix.Safety> {
    guard mends || showsDifference else { return [] }
    return allowsUnsafeFixes ? [.safe, .unsafe] : [.safe]
  }
}
