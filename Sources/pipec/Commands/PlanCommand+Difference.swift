import Diagnostics
import Planner

extension PlanCommand {
  /// One of the two things that are compared.
  private struct Side {
    /// What people call it.
    var label: String
    var source: Source
    var build: BuildOptions
    /// Whether the revision does not have the file, which then has no pipelines.
    var isAbsent = false
  }

  /// Whether two plans are to be compared.
  var comparesPlans: Bool { comparesFiles || against != nil }

  /// Compares two plans; differences are findings.
  func compare(_ streams: Streams) throws(CommandError) -> ExitStatus {
    guard format == .text || format == .json else {
      throw .usage("a comparison is written as text or json, not as \(format.rawValue)")
    }
    let (old, new) = try sides(streams)
    for side in [old, new] where side.isAbsent && !common.isQuiet {
      streams.error.line("pipec plan: there is no '\(side.label)', so it counts as a file without pipelines")
    }
    let context = try build.context(streams, isQuiet: common.isQuiet, name: "pipec plan")
    let before = try planned(old, context, streams)
    let after = try planned(new, old.build == new.build ? context : nil, streams)
    let difference = PlanDifference(from: before.plan, to: after.plan)
    switch format {
    case .json: streams.output.write(DifferenceRenderer.json(difference, old: old.label, new: new.label))
    default:
      streams.output.write(
        DifferenceRenderer.text(difference, old: old.label, new: new.label, style: outputStyle(streams)))
    }
    let style = errorStyle(streams)
    var isRefused = Planning.report(after, style, streams)
    // A plan of nothing is no surprise then.
    if !isRefused { isRefused = Planning.report(before, style, streams) }
    return isRefused || !difference.isEmpty ? .findings : .clean
  }

  private func planned(_ side: Side, _ context: Context?, _ streams: Streams) throws(CommandError) -> Planned {
    if side.isAbsent { return Planned(plan: Plan(pipelines: []), sources: SourceSet([side.source])) }
    guard let context else {
      let other = try side.build.context(streams, isQuiet: true, name: "pipec plan")
      return try Planning.plan(side.source, other, side.build)
    }
    return try Planning.plan(side.source, context, side.build)
  }

  // MARK: What is compared

  private func sides(_ streams: Streams) throws(CommandError) -> (old: Side, new: Side) {
    if let against {
      guard !comparesFiles else { throw .usage("--diff compares files, --against occasions; not both at once") }
      let source = try PipelineInput.source(operands, inputName: inputName, streams)
      var other = self
      let words = try OptionWords.split(against)
      other.operands = []
      try OptionParser.parse(words.map { $0.hasPrefix("-") ? $0 : "--" + $0 }, into: &other)
      guard !words.isEmpty else { throw .usage("--against takes options, such as 'event=tag tag=v1.0.0'") }
      guard other.operands.isEmpty else { throw .usage("--against takes options, not '\(other.operands[0])'") }
      return (
        Side(label: source.name, source: source, build: build),
        Side(label: "\(source.name) with \(against)", source: source, build: other.build)
      )
    }
    switch operands.count {
    case 0:
      let path = try PipelineFiles.standard()
      return (try revision("HEAD", of: path), try file(path, streams))
    case 1:
      if isFile(operands[0]) { return (try revision("HEAD", of: operands[0]), try file(operands[0], streams)) }
      let path = try PipelineFiles.standard()
      return (try revision(operands[0], of: path), try file(path, streams))
    case 2:
      if !isFile(operands[0]), !operands[0].contains(":"), isFile(operands[1]) {
        return (try revision(operands[0], of: operands[1]), try file(operands[1], streams))
      }
      return (try either(operands[0], streams), try either(operands[1], streams))
    case 3:
      let (old, new) = (try revision(operands[0], of: operands[2]), try revision(operands[1], of: operands[2]))
      guard !old.isAbsent || !new.isAbsent else {
        throw .input("neither '\(operands[0])' nor '\(operands[1])' has \(PipelineFiles.shown(operands[2]))")
      }
      return (old, new)
    default: throw .usage("--diff compares two files, or two revisions of one")
    }
  }

  private func isFile(_ path: String) -> Bool { path == "-" || FileReader.kind(of: path) == .file }

  private func file(_ path: String, _ streams: Streams) throws(CommandError) -> Side {
    let source = try PipelineInput.source([path], inputName: inputName, streams)
    return Side(label: source.name, source: source, build: build)
  }

  /// A file, or `REVISION:PATH` as git knows it.
  private func either(_ text: String, _ streams: Streams) throws(CommandError) -> Side {
    guard !isFile(text), let colon = text.firstIndex(of: ":"), colon > text.startIndex else {
      return try file(text, streams)
    }
    return try side(object: text, label: text, path: String(text[text.index(after: colon)...]))
  }

  private func revision(_ revision: String, of path: String) throws(CommandError) -> Side {
    let shown = PipelineFiles.shown(path)
    // Git counts from the root of the repository, unless told otherwise.
    let object = shown.hasPrefix("/") ? "\(revision):\(shown)" : "\(revision):./\(shown)"
    let label = "\(revision):\(shown)"
    if let side = try content(of: object, label: label, path: shown) { return side }
    guard knows("\(revision)^{tree}") else {
      guard ChildProcess.run(["git", "rev-parse", "--git-dir"]) != .ended(status: 128, output: []) else {
        throw .input("the current folder is in no git repository, so there is no '\(label)'")
      }
      throw .input(
        revision == "HEAD"
          ? "nothing has been committed yet, so there is no '\(label)'"
          : "'\(revision)' is no file here, and git knows no such revision")
    }
    return Side(label: label, source: Source(id: SourceID(0), name: shown, bytes: []), build: build, isAbsent: true)
  }

  /// Whether git finds something.
  private func knows(_ object: String) -> Bool {
    if case .ended(0, _) = ChildProcess.run(["git", "rev-parse", "--verify", "--quiet", object]) { return true }
    return false
  }

  private func side(object: String, label: String, path: String) throws(CommandError) -> Side {
    guard let side = try content(of: object, label: label, path: path) else { throw .input("git has no '\(label)'") }
    return side
  }

  /// A file as git has it; nil where git does not have it.
  private func content(of object: String, label: String, path: String) throws(CommandError) -> Side? {
    guard !object.hasPrefix("-") else { throw .usage("'\(label)' is neither a file nor a revision") }
    switch ChildProcess.run(["git", "--no-pager", "cat-file", "blob", object], adding: ["LC_ALL=C"]) {
    case .ended(0, let bytes):
      let source = Source(id: SourceID(0), name: path, bytes: bytes)
      return Side(label: label, source: source, build: build)
    case .notFound: throw .failure("git is not installed, so '\(label)' cannot be read")
    case .ended, .failed: return nil
    }
  }
}

/// Words as a shell splits them: at blanks, but not within quotes.
enum OptionWords {
  /// The words of a text, without their quotes.
  static func split(_ text: String) throws(CommandError) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if character == quote {
        quote = nil
      } else if quote != nil {
        word?.append(character)
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " || character == "\t" || character == "\n" {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw .usage("a quote is not closed: \(text)") }
    return words + [word].compactMap { $0 }
  }
}
