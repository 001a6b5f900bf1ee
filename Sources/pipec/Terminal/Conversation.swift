import Diagnostics
import Glibc
import REPL

/// Holds a conversation: reads lines, hands them to the session, shows its answers, and does what it asks for.
struct Conversation {
  private let held: HeldSession
  private let streams: Streams
  private let isQuiet: Bool
  private let isInteractive: Bool
  /// What is known of the build; asked once, before the first answer.
  var surroundings: ((Streams) throws(CommandError) -> SessionSurroundings)?
  /// The file as it was when it was read.
  private var loaded: (path: String, stamp: SessionFiles.Stamp?)?
  private var status = ExitStatus.clean

  /// Larger files (in bytes) are read while a person already types: that takes longer than anybody should wait.
  private static let eagerLimit = 1 << 16

  init(session: Session, streams: Streams, isQuiet: Bool) {
    var session = session
    session.isBrief = isQuiet
    held = HeldSession(session)
    self.streams = streams
    self.isQuiet = isQuiet
    isInteractive = isatty(streams.input) == 1 && streams.output.isTerminal
  }

  /// Talks until there is nothing more to say.
  ///
  /// - Parameters:
  ///   - path: the file that it is about.
  ///   - opening: lines that are answered before the first is read.
  mutating func hold(_ path: String?, opening: [String]) throws(CommandError) -> ExitStatus {
    let reader = LineReader(isInteractive: isInteractive, isColoured: held.style.isColoured) {
      [held] line, cursor, interruptions in
      guard held.settle(unless: interruptions) else { return nil }
      return held.session.complete(line, cursor: cursor)
    }
    let history = isInteractive ? LineHistory(streams.environment) : nil
    for line in history?.lines ?? [] { reader.remember(line) }
    if let problem = reader.problem { streams.error.line("pipec repl: \(problem); lines cannot be edited") }
    if let path { try show(load(path, isReload: false), isGreeting: true) }
    if isInteractive, !isQuiet { streams.output.line(":help lists the commands, Ctrl-D leaves") }
    for line in opening { _ = try answer(line, reader) }
    var text = ""
    while true {
      try flush()
      let style = held.style
      let prompt = isInteractive ? (text.isEmpty ? style.paint(held.prompt, .help) : style.paint("… ", .faint)) : ""
      switch reader.read(prompt) {
      case .interrupted: text = ""
      case .end:
        if !text.isEmpty, try answer(text, reader) { return status }
        if isInteractive { streams.output.line("") }
        try flush()
        return isInteractive ? .clean : status
      case .line(let line):
        text += text.isEmpty ? line : "\n" + line
        if Continuation.isOpen(text) { continue }
        let whole = text
        text = ""
        if whole.utf8.contains(where: { $0 > 0x20 }), held.mayRemember(whole) {
          reader.remember(whole)
          history?.append(whole)
        }
        if try answer(whole, reader) {
          try flush()
          return isInteractive ? .clean : status
        }
      }
    }
  }

  /// Tells the session what is known of the build, once.
  private mutating func learn() throws(CommandError) {
    guard let surroundings else { return }
    self.surroundings = nil
    held.session.learn(try surroundings(streams))
  }

  // MARK: Answers

  /// Answers a line; true where it ends the conversation.
  private mutating func answer(_ line: String, _ reader: LineReader) throws(CommandError) -> Bool {
    guard held.settle(unless: reader.interruptions) else {
      reader.takeInterruption()
      streams.error.line("stopped")
      return false
    }
    if let news = held.takeNews() { try show(news, isGreeting: true) }
    try learn()
    try reloadIfChanged()
    let response: Response
    if isInteractive, reader.interruptions >= 0 {
      // A session is a value: one that takes too long is left to itself, and the conversation goes on where it was.
      let before = held.session
      reader.takeInterruption()
      let work = Later.begin { () -> (Session, Response) in
        var copy = before
        let response = copy.submit(line)
        return (copy, response)
      }
      guard let (after, answer) = work.value(unless: reader.interruptions) else {
        reader.takeInterruption()
        streams.error.line("stopped")
        return false
      }
      held.session = after
      response = answer
    } else {
      response = held.session.submit(line)
    }
    try show(response)
    switch response.effect {
    case nil: return false
    case .quit?: return true
    case .load(let path)?:
      do throws(CommandError) {
        try show(load(path, isReload: path == loaded?.path))
      } catch {
        status = .findings
        streams.error.line("pipec repl: \(Printable.line(error.message))")
      }
    case .run(let request)?: try run(request, reader)
    }
    return false
  }

  private mutating func show(_ response: Response, isGreeting: Bool = false) throws(CommandError) {
    if !isQuiet || !isGreeting { streams.output.write(response.output) }
    try streams.output.flush()
    streams.error.write(response.error)
    try streams.error.flush()
    if response.isFailure { status = .findings }
  }

  private func flush() throws(CommandError) {
    try streams.output.flush()
    try streams.error.flush()
  }

  // MARK: Files

  private mutating func load(_ path: String, isReload: Bool) throws(CommandError) -> Response {
    let stamp = SessionFiles.Stamp(path)
    let source = try SessionFiles.read(path)
    loaded = (path, stamp)
    if isInteractive, !isReload, source.bytes.count > Self.eagerLimit {
      return held.read(source, around: SessionFiles.around)
    }
    return held.session.take(SessionFiles.around(source), isReload: isReload)
  }

  /// Reads the file again where somebody has changed it.
  private mutating func reloadIfChanged() throws(CommandError) {
    guard let loaded, let stamp = SessionFiles.Stamp(loaded.path), stamp != loaded.stamp else { return }
    // An editor may be in the middle of it: then the next line finds it.
    guard let source = try? SessionFiles.read(loaded.path) else { return }
    self.loaded = (loaded.path, stamp)
    try show(held.session.take(SessionFiles.around(source), isReload: true))
  }

  // MARK: Runs

  private mutating func run(_ request: RunRequest, _ reader: LineReader) throws(CommandError) {
    streams.output.write(isInteractive ? "" : "\(request.question) [y/N]\n")
    try flush()
    guard case .line(let answer) = reader.read("\(request.question) [y/N] "), ["y", "yes"].contains(answer) else {
      streams.output.line("not run")
      return
    }
    guard let code = SessionRuns.run(request) else {
      status = .failure
      streams.error.line("pipec repl: 'pipec run' could not be started")
      return
    }
    reader.takeInterruption()
    if code != 0 { status = .findings }
  }
}
