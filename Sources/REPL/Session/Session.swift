import Checker
import Diagnostics
import Expressions
import IR
import Parser
import Planner

/// A conversation about a pipeline file: a value that is asked line by line and touches nothing outside itself.
///
/// A line that begins with `:` is a command; any other is a text or an expression, which is evaluated where the
/// conversation stands. What a command needs of the world is asked of the caller with `Response.effect`.
public struct Session: Sendable {
  /// How answers look.
  public var style: Style
  /// Whether plans are drawn with characters of ASCII.
  public var isASCII = false
  /// Whether answers to expressions are the value and nothing else.
  public var isBrief = false
  var surroundings: SessionSurroundings
  private(set) var file: LoadedFile?
  var settings = SessionSettings()
  /// The step, group or stage that expressions stand in; nil: the first step.
  var position: String?
  /// What the file is taken to be, whatever it looks like; also the language of all expressions.
  var chosenDialect: Dialect?
  /// The plan before the last change, and what changed.
  var lastChange: (plan: Plan, what: String)?

  private var knownReading: SessionReading?
  private var knownPlan: SessionPlan?
  private var knownEnvironment: HarnessEnvironment?
  var places: PlaceNames?

  public init(surroundings: SessionSurroundings = SessionSurroundings(), style: Style = .plain) {
    self.surroundings = surroundings
    self.style = style
  }

  /// What stands before a line that is typed: the file and the step.
  public var prompt: String {
    let name = file.map { Printable.line($0.source.name.split(separator: "/").last.map(String.init) ?? "") } ?? "pipec"
    return position.map { "\(name):\(Printable.line($0))> " } ?? "\(name)> "
  }

  /// The name of the file that the conversation is about; nil without one.
  public var path: String? { file?.source.name }

  /// Tells what was found out about the build after the conversation had begun.
  public mutating func learn(_ surroundings: SessionSurroundings) {
    self.surroundings = surroundings
    knownPlan = nil
  }

  // MARK: The file

  /// Takes a file of which nothing but its text is known yet, so that the conversation can begin; `take` follows.
  public mutating func announce(_ source: Source) -> Response {
    file = LoadedFile(source)
    forget()
    places = nil
    let name = style.paint(Printable.line(source.name), .strong)
    return .lines(["\(name): \(source.bytes.count >> 10) KiB, being read"])
  }

  /// Works out what completion asks for, so that nobody has to wait for it when Tab is pressed.
  public mutating func prepare() {
    _ = environment()
    _ = placeNames()
  }

  /// Takes a file that has been read. What was set stays, and so does the position where the file still has it.
  ///
  /// - Parameter isReload: whether the same file is read again, because it changed or somebody asked for it.
  public mutating func take(_ file: LoadedFile, isReload: Bool = false) -> Response {
    let before = isReload ? planned()?.plan : nil
    self.file = file
    forget()
    places = nil
    if let before {
      lastChange = (before, "the change of \(Printable.line(file.source.name))")
    } else {
      lastChange = nil
    }
    let name = style.paint(Printable.line(file.source.name), .strong)
    var lines: [String] = []
    guard let reading = reading() else { return Response() }
    lines.append("\(isReload ? "reloaded " : "")\(name): \(reading.dialect.displayName), \(reading.summary)")
    if let position, !placeNames().contains(position) {
      lines.append("there is no \(Printable.line(position)) any more")
      self.position = nil
    }
    var response = Response.lines(lines)
    let errors = reading.errors
    if !errors.isEmpty {
      response.error = TextRenderer(style: style, sources: reading.sources).text(of: Array(errors.prefix(5)))
      if errors.count > 5 { response.error += "and \(errors.count - 5) more; :check shows them all\n" }
    }
    return response
  }

  /// Forgets what was worked out.
  mutating func forget() {
    knownReading = nil
    knownPlan = nil
    knownEnvironment = nil
  }

  /// Forgets what depends on the context.
  mutating func forgetPlan() {
    knownPlan = nil
    if !settings.members(of: .input).isEmpty { knownEnvironment = nil }
  }

  /// What the file says; nil without a file.
  mutating func reading() -> SessionReading? {
    if let knownReading { return knownReading }
    guard let file else { return nil }
    let reading = SessionReading(file, as: chosenDialect)
    knownReading = reading
    return reading
  }

  /// What would run; nil without a file.
  mutating func planned() -> SessionPlan? {
    if let knownPlan { return knownPlan }
    guard let file, let reading = reading() else { return nil }
    let plan = makePlan(file, reading)
    knownPlan = plan
    return plan
  }

  /// What expressions of the Harness pipeline can name; nil where the file is none.
  mutating func environment() -> HarnessEnvironment? {
    if let knownEnvironment { return knownEnvironment }
    guard let document = reading()?.harness else { return nil }
    let environment = HarnessEnvironment(document)
    knownEnvironment = environment
    return environment
  }

  /// The dialect that is spoken: that which was chosen, else that of the file; nil where nothing tells.
  mutating func dialect() -> Dialect? { chosenDialect ?? reading()?.dialect }

  /// Changes the file's dialect, which reads it anew.
  mutating func choose(_ dialect: Dialect?) {
    chosenDialect = dialect
    forget()
    places = nil
  }

  // MARK: Lines

  /// Answers a line, which may have several lines itself.
  public mutating func submit(_ line: String) -> Response {
    let line = CommandInput.withoutContinuations(line)
    guard let first = line.utf8.firstIndex(where: { $0 > 0x20 }) else { return Response() }
    let start = line.utf8.distance(from: line.utf8.startIndex, to: first)
    if line.utf8[first] == UInt8(ascii: ":") { return command(line, from: start) }
    if let answer = assignment(line) { return answer }
    return evaluate(CommandInput(line: line, offset: start))
  }

  /// Whether a line may be kept in a history: one that holds the value of a secret may not.
  public func mayRemember(_ line: String) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace)
    if words.count > 1, words[0].hasPrefix(":s"), words[1].hasPrefix("secret.") { return false }
    return !settings.secretValues.contains { !$0.isEmpty && line.contains($0) }
  }

  private mutating func command(_ line: String, from start: Int) -> Response {
    let rest = line.utf8.dropFirst(start + 1)
    let word = String(Substring(rest.prefix { $0 > 0x20 }))
    let end = start + 1 + word.utf8.count
    guard let command = SessionCommands.named(word) else {
      let nearest = Suggestion.nearest(to: word, among: SessionCommands.all.flatMap { $0.info.names })
      return fail(
        "unknown-command", "there is no command :\(word)", at: start..<end, in: line,
        help: nearest.map { "did you mean :\($0)?" } ?? ":help shows them all")
    }
    let input = CommandInput(line: line, offset: end).trimmed
    if input.text.isEmpty, command.info.needsArgument {
      return fail(
        "usage", ":\(command.info.name) needs \(command.info.argumentWords)", at: start..<end, in: line,
        help: ":\(command.info.name) \(command.info.usage)")
    }
    return command.run(input, &self)
  }

  /// `NAME=value` sets a variable of Drone, after substitution; nil where the line is something else.
  private mutating func assignment(_ line: String) -> Response? {
    guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let name = String(line[..<equals])
    let value = String(line[line.utf8.index(after: equals)...])
    guard SessionSettings.isVariable(name), value.utf8.first != UInt8(ascii: "="), dialect() != .harness,
      dialect() != .pipecd
    else { return nil }
    let offset = line.utf8.count - value.utf8.count
    let evaluation = Evaluator().drone(Array(value.utf8), lookup: droneLookup())
    guard let text = evaluation.text else { return show(evaluation, offset: offset, in: line) }
    change(name, to: String(decoding: text, as: UTF8.self))
    return Response()
  }

  // MARK: Changes

  /// Sets a name, or takes it back, and remembers the plan before.
  mutating func change(_ name: String, to value: String?) {
    if let plan = planned()?.plan {
      let isSecret = name.hasPrefix("secret.")
      lastChange = (plan, value == nil ? ":unset \(name)" : ":set \(name)" + (isSecret ? "" : " \(value ?? "")"))
    }
    settings[name] = value
    forgetPlan()
  }

  /// What the pipeline says to a value for an input that was set, whose text is then `PATH=VALUE`; nil for nothing.
  mutating func finding(about path: String, _ value: String) -> Diagnostic? {
    guard let planned = planned() else { return nil }
    let text = Array("\(path)=\(value)".utf8)
    return (planned.refusals + planned.warnings).first {
      let source = planned.sources[$0.primary.span.source]
      return source.name == ":set" && source.bytes == text
    }
  }

  // MARK: Failures

  /// A line that cannot be answered, with what is wrong of it.
  func fail(
    _ rule: RuleName, _ message: String, at range: Range<Int>, in line: String, help: String? = nil
  ) -> Response {
    fail([Evaluation.Problem(rule, message, at: range, help: help)], offset: 0, in: line)
  }

  func fail(_ problems: [Evaluation.Problem], offset: Int, in line: String) -> Response {
    Response(error: text(of: problems, offset: offset, in: line), isFailure: true)
  }

  /// Findings about a line that was typed.
  func text(of problems: [Evaluation.Problem], offset: Int, in line: String) -> String {
    let source = Source(id: SourceID(0), name: "<line>", bytes: Array(line.utf8))
    return TextRenderer(style: style, sources: SourceSet([source]))
      .text(of: problems.map { $0.diagnostic(in: source.id, offset: offset) })
  }
}
