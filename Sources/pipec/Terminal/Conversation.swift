import Diagnostics
import Glibc
import REPL

/// Holds a conversation: reads lines, hands them to the session, shows its answers, and does what it asks for.
struct Conversation {
  private var session: Session
  private let streams: Streams
  private let isQuiet: Bool
  private let isInteractive: Bool
  /// What is known of the build; asked once, before the first answer.
  var surroundings: ((Streams) throws(CommandError) -> SessionSurroundings)?
  /// The file as it was when it was read.
  private var loaded: (path: String, stamp: SessionFiles.Stamp?)?
  private var status = ExitStatus.clean

  init(session: Session, streams: Streams, isQuiet: Bool) {
    self.session = session
    self.session.isBrief = isQuiet
    self.streams = streams
    self.isQuiet = isQuiet
    isInteractive = isatty(streams.input) == 1 && streams.output.isTerminal
  }

  /// The session while a line is typed, which completion asks.
  private final class Shared {
    var session: Session

    init(_ session: Session) { self.session = session }
  }

  /// Talks until there is nothing more to say.
  ///
  /// - Parameters:
  ///   - path: the file that it is about.
  ///   - opening: lines that are answered before the first is read.
  mutating func hold(_ path: String?, opening: [String]) throws(CommandError) -> ExitStatus {
    let shared = Shared(session)
    let reader = LineReader(isInteractive: isInteractive, isColoured: session.style.isColoured) { line, cursor in
      shared.session.complete(line, cursor: cursor)
    }
    let history = isInteractive ? LineHistory(streams.environment) : nil
    for line in history?.lines ?? [] { reader.remember(line) }
    if let problem = reader.problem { streams.error.line("pipec repl: \(problem); lines cannot be edited") }
    if let path { try show(load(path, isReload: false), isGreeting: true) }
    if isInteractive, !isQuiet { streams.output.line(":help lists the commands, Ctrl-D leaves") }
    if !opening.isEmpty { try learn() }
    for line in opening { _ = try answer(line, reader) }
    var text = ""
    while true {
      try flush()
      shared.session = session
      let style = session.style
      let prompt = isInteractive ? (text.isEmpty ? style.paint(session.prompt, .help) : style.paint("… ", .faint)) : ""
      let input = reader.read(prompt)
      // What completion worked out need not be worked out again.
      session = shared.session
      switch input {
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
        try learn()
        if whole.utf8.contains(where: { $0 > 0x20 }), session.mayRemember(whole) {
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
    session.learn(try surroundings(streams))
  }

  // MARK: Answers

  /// Answers a line; true where it ends the conversation.
  private mutating func answer(_ line: String, _ reader: LineReader) throws(CommandError) -> Bool {
    try reloadIfChanged()
    let response: Response
    if isInteractive, reader.interruptions >= 0 {
      // A session is a value: one that takes too long is left to itself, and the conversation goes on where it was.
      let before = session
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
      session = after
      response = answer
    } else {
      response = session.submit(line)
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
    let file = try SessionFiles.load(path)
    loaded = (path, stamp)
    return session.take(file, isReload: isReload)
  }

  /// Reads the file again where somebody has changed it.
  private mutating func reloadIfChanged() throws(CommandError) {
    guard let loaded, let stamp = SessionFiles.Stamp(loaded.path), stamp != loaded.stamp else { return }
    // An editor may be in the middle of it: then the next line finds it.
    guard let file = try? SessionFiles.load(loaded.path) else { return }
    self.loaded = (loaded.path, stamp)
    try show(session.take(file, isReload: true))
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
