import Checker
import Configuration
import Diagnostics
import Glibc

/// The files with known findings that a check needs.
struct Baselines {
  /// What is written where nobody says otherwise.
  static let standardName = ".pipec-baseline.json"
  /// More of what is gone than this is only counted.
  private static let shownLimit = 10

  private let sources: SourceSet
  private let currentFolder = PipelineFiles.currentFolder() ?? "/"

  init(_ sources: SourceSet) { self.sources = sources }

  /// Leaves out of the findings those that are known, and says which known ones are gone.
  ///
  /// - Returns: how many were left out.
  func leaveOut(
    of files: inout [CheckPass.Result], isQuiet: Bool, _ streams: Streams
  ) throws(CommandError) -> Int {
    var count = 0
    var seen: Set<String> = []
    for path in files.compactMap(\.entry.baseline) where seen.insert(path).inserted {
      var baseline = try read(path)
      let folder = FilePath.folder(of: path)
      var options: [String: Checker.Options] = [:]
      for index in files.indices where files[index].entry.baseline == path {
        let name = name(of: files[index].file.source, from: folder)
        options[name] = files[index].entry.options
        let before = files[index].file.findings.count
        files[index].file.findings.removeAll { finding in
          baseline.take(Baseline.Entry(finding, in: sources[finding.primary.span.source], called: name))
        }
        count += before - files[index].file.findings.count
      }
      if !isQuiet { tell(of: baseline, at: path, options, streams) }
    }
    return count
  }

  /// Says what is noted and was not found in files that were checked by rules that looked for it, or whose file is gone.
  private func tell(
    of baseline: Baseline, at path: String, _ options: [String: Checker.Options], _ streams: Streams
  ) {
    let gone = baseline.sorted.filter { entry, _ in
      guard let options = options[entry.file] else { return !exists(entry.file, from: FilePath.folder(of: path)) }
      return options.looksFor(RuleName(entry.rule))
    }
    guard !gone.isEmpty else { return }
    let count = gone.reduce(0) { $0 + $1.count }
    let shown = gone.prefix(Self.shownLimit).map { entry, count in
      Printable.line("\(entry.file) (\(entry.rule)\(count > 1 ? " ×\(count)" : ""))")
    }
    let rest = gone.count > shown.count ? ", …" : ""
    streams.error.line(
      "pipec check: \(count) finding\(count == 1 ? "" : "s") of \(PipelineFiles.shown(path)) "
        + "\(count == 1 ? "is" : "are") gone: \(shown.joined(separator: ", "))\(rest); --write-baseline forgets them")
  }

  /// Notes all findings. What is noted of files that were not checked stays, as long as there are such files.
  func write(_ files: [CheckPass.Result], _ command: CheckCommand, _ streams: Streams) throws(CommandError)
    -> ExitStatus
  {
    var byPath: [String: [CheckPass.Result]] = [:]
    let standard = FilePath.absolute(Self.standardName, in: currentFolder)
    for file in files { byPath[file.entry.baseline ?? standard, default: []].append(file) }
    for (path, files) in byPath.sorted(by: { $0.key < $1.key }) {
      let folder = FilePath.folder(of: path)
      var baseline = Baseline()
      var names: Set<String> = []
      for file in files.map(\.file) {
        let name = name(of: file.source, from: folder)
        names.insert(name)
        for finding in file.findings {
          baseline.add(Baseline.Entry(finding, in: sources[finding.primary.span.source], called: name))
        }
      }
      let shown = PipelineFiles.shown(path)
      let isThere = FileReader.kind(of: path) == .file
      if isThere {
        for (entry, count) in try read(path).sorted
        where !names.contains(entry.file) && exists(entry.file, from: folder) {
          baseline.counts[entry] = count
        }
        try FileWriter.replace(path, with: Array(baseline.text.utf8))
      } else {
        try FileWriter.create(path, Array(baseline.text.utf8))
      }
      guard !command.common.isQuiet else { continue }
      streams.error.line("noted \(baseline.count) finding\(baseline.count == 1 ? "" : "s") in \(shown)")
      if files.allSatisfy({ $0.entry.baseline == nil }) {
        streams.error.line("use it with --baseline \(shown), or with a line 'baseline: \(shown)' in .pipec.yaml")
      }
    }
    return .clean
  }

  private func read(_ path: String) throws(CommandError) -> Baseline {
    let name = PipelineFiles.shown(path)
    guard FileReader.kind(of: path) != .nothing else {
      throw .input("there is no baseline \(name); --write-baseline makes it")
    }
    let source = Source(id: SourceID(0), name: name, bytes: try FileReader.read(path))
    switch Baseline.read(source) {
    case .success(let baseline): return baseline
    case .failure(let error):
      throw .input("\(name)\(error.line.map { ":\($0)" } ?? ""): this is no baseline: \(error.message)")
    }
  }

  /// A file as a baseline calls it.
  private func name(of source: Source, from folder: String) -> String {
    FilePath.relative(FilePath.absolute(source.name, in: currentFolder), to: folder)
  }

  private func exists(_ name: String, from folder: String) -> Bool {
    access(FilePath.absolute(name, in: folder), F_OK) == 0
  }
}
