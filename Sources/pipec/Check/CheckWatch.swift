import Diagnostics
import Glibc

/// `pipec check --watch`: a check after each change, until somebody interrupts it.
struct CheckWatch {
  let command: CheckCommand
  let streams: Streams

  func run() throws(CommandError) -> ExitStatus {
    guard !command.operands.contains("-") else { throw .usage("--watch needs files; standard input is read once") }
    leaveOnSignals()
    let watch = try FolderWatch()
    let isScreen = streams.output.isTerminal
    var isFirst = true
    while true {
      // What changes during the check is told after it.
      try watch.add(folders)
      if isScreen {
        streams.output.write("\u{1B}[H\u{1B}[2J\u{1B}[3J")
      } else if !isFirst, !command.common.isQuiet {
        streams.error.line("pipec check: something has changed")
        // Before the findings that it announces.
        try streams.error.flush()
      }
      isFirst = false
      do {
        _ = try CheckPass(command: command, streams: streams).run()
      } catch {
        streams.error.line("pipec check: \(Printable.line(error.message))")
      }
      if isScreen, !command.common.isQuiet { streams.error.line("watching for changes; Ctrl-C ends it") }
      try streams.output.flush()
      try streams.error.flush()
      if streams.output.isClosed { return .clean }
      watch.wait(isWanted)
    }
  }

  /// Nothing is half done while it waits. A parent may have started the program with signals blocked; these get through.
  private func leaveOnSignals() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { _exit(128 + $0) }
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// The folders in which something can change that matters: those below the folders named, those of the files named, and
  /// those above, in which configurations are.
  private var folders: [String] {
    let current = PipelineFiles.currentFolder() ?? "/"
    var found: Set<String> = []
    let operands = command.operands.isEmpty ? ["."] : command.operands
    for operand in operands {
      let isFolder = FileReader.kind(of: operand) == .folder
      if isFolder { found.formUnion(PipelineFiles.folders(in: operand, limit: FolderWatch.folderLimit)) }
      var here = FilePath.absolute(operand, in: current)
      if !isFolder { here = FilePath.folder(of: here) }
      while found.count < FolderWatch.folderLimit {
        found.insert(here)
        if here == "/" || access(FilePath.absolute(".git", in: here), F_OK) == 0 || here == current { break }
        here = FilePath.folder(of: here)
      }
    }
    let named = command.secretFiles + [command.baseline, command.pipedFile].compactMap(\.self)
    for file in named { found.insert(FilePath.folder(of: FilePath.absolute(file, in: current))) }
    return found.sorted()
  }

  /// Whether a file of that name can have to do with a check.
  private func isWanted(_ name: String) -> Bool {
    let endings = [".yml", ".yaml", ".json", ".jsonnet", ".star", ".starlark"]
    return endings.contains { name.hasSuffix($0) } || name == ".gitignore"
      || command.secretFiles.contains { FilePath.name(of: $0) == name }
      || command.operands.contains {
        FilePath.name(of: $0) == name
      }
  }
}
