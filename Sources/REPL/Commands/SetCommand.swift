import Diagnostics
import Expressions
import IR
import Parser
import Planner

/// `:set NAME VALUE`.
enum SetCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["set"], "NAME VALUE", "change the build, an input, an output or a variable", .setting,
    details: """
      The plan and all values follow; `:diff` shows what a change did, `:unset` takes it back, `:context` lists what is set.

      A fact of the build: \(SettingFact.all.map(\.name).joined(separator: ", ")).
      \(SettingFamily.allCases.map { "  \($0.usage): \($0.summary)" }.joined(separator: "\n"))
      A variable: DRONE_TAG or any other name that begins with a capital; NAME=VALUE on a line of its own does the same.
      A path of Harness that no file shows, such as trigger.payload.action or account.name.
      PipeCD: \(DeploymentSetting.allCases.map(\.rawValue).joined(separator: ", ")); App.Name, VariantCustomArgs.NAME and \
      whatever else a query is given.
      """,
    examples: [
      ":set event pull_request", ":set branch feature/x", ":set input.variables.env prod", ":set output.build.TAG 1.2",
    ])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    let (name, rest) = input.split
    guard !name.text.contains("=") else { return withEquals(input, &session) }
    guard !rest.text.isEmpty else {
      return session.fail(
        "usage", "a value for \(name.text) is missing", at: name.range, in: input.line,
        help: ":set \(name.text) VALUE, or :unset \(name.text)")
    }
    return set(name, to: rest, &session)
  }

  /// `NAME=VALUE` is what people type who know the options.
  private static func withEquals(_ input: CommandInput, _ session: inout Session) -> Response {
    let length = input.text.utf8.prefix { $0 != UInt8(ascii: "=") }.count
    let value = CommandInput(line: input.line, offset: input.offset + length + 1).trimmed
    return set(input.prefix(length), to: value, &session)
  }

  private static func set(_ name: CommandInput, to value: CommandInput, _ session: inout Session) -> Response {
    if let problem = problem(name, value, &session) { return problem }
    let before = session
    session.change(name.text, to: value.text)
    let setting = SessionSettings.Setting(name: name.text, value: value.text)
    guard let path = setting.rest(of: .input), let finding = session.finding(about: path, value.text) else {
      return Response()
    }
    // What the pipeline refuses is not kept.
    let isRefused = finding.severity == .error
    if isRefused { session = before }
    // The finding is about `PATH=VALUE`, which is not what was typed.
    let typed = name.offset + name.text.utf8.count - path.utf8.count
    let length = path.utf8.count
    func place(_ offset: UInt32) -> Int {
      Int(offset) <= length ? typed + Int(offset) : value.offset + Int(offset) - length - 1
    }
    let span = finding.primary.span
    let isValue = span.start > length
    let range = isValue ? place(span.start)..<place(span.end) : typed..<place(min(span.end, UInt32(length)))
    let problem = Evaluation.Problem(
      finding.rule, finding.message, at: range, help: finding.help, severity: finding.severity)
    return Response(error: session.text(of: [problem], offset: 0, in: name.line), isFailure: isRefused)
  }

  /// Why a name cannot be set to a value; nil where it can.
  private static func problem(
    _ name: CommandInput, _ value: CommandInput, _ session: inout Session
  ) -> Response? {
    func fail(_ message: String, _ help: String?, at place: CommandInput? = nil) -> Response {
      session.fail("unusable-setting", message, at: (place ?? name).range, in: name.line, help: help)
    }
    let dialect = session.dialect()
    if let fact = SettingFact.named(name.text) {
      var request = Context.Request()
      guard fact.set(&request, value.text) else {
        return fail("\(name.text) cannot be \(value.text)", fact.summary, at: value)
      }
      guard name.text == "event", !BuildEvent.known.contains(BuildEvent(value.text)) else { return nil }
      let names = BuildEvent.known.map(\.text)
      guard let nearest = Suggestion.nearest(to: value.text, among: names) else { return nil }
      return fail("no server sends the event \(value.text)", "did you mean \(nearest)?", at: value)
    }
    if let setting = DeploymentSetting(rawValue: name.text), dialect == .pipecd || dialect == nil {
      var request = DeploymentRequest()
      return setting.apply(value.text, to: &request)
        ? nil : fail("\(name.text) cannot be \(value.text)", setting.summary, at: value)
    }
    let setting = SessionSettings.Setting(name: name.text, value: value.text)
    for family in SettingFamily.allCases {
      guard let rest = setting.rest(of: family) else { continue }
      return self.problem(family, rest, name, value, &session)
    }
    if SessionSettings.isVariable(name.text), !name.text.contains(".") { return nil }
    if name.text.contains("."), dialect != .drone { return nil }
    let names = SettingFact.all.map(\.name) + DeploymentSetting.allCases.map(\.rawValue)
    let nearest = Suggestion.nearest(to: name.text, among: names)
    return fail(
      "nothing is called \(name.text)", nearest.map { "did you mean \($0)?" } ?? ":help set lists what there is")
  }

  private static func problem(
    _ family: SettingFamily, _ rest: String, _ name: CommandInput, _ value: CommandInput, _ session: inout Session
  ) -> Response? {
    func fail(_ message: String, _ help: String?, at place: CommandInput? = nil) -> Response {
      session.fail("unusable-setting", message, at: (place ?? name).range, in: name.line, help: help)
    }
    let dialect = session.dialect()
    switch family {
    case .param, .env, .secret: return rest.isEmpty ? fail("a name is missing", family.usage) : nil
    case .input:
      if let dialect, dialect != .harness {
        return fail(
          "files of \(dialect.displayName) have no runtime inputs",
          dialect == .drone ? ":set param.NAME VALUE gives a parameter of the build" : nil)
      }
      let text = Source(name: ":set", text: "\(rest)=\(value.text)")
      return HarnessAssignment(text) == nil ? fail("\(rest) is no path", family.usage) : nil
    case .output, .status:
      if let dialect, dialect != .harness {
        return fail("steps of \(dialect.displayName) publish nothing that expressions can name", nil)
      }
      let step = family == .output ? rest.split(separator: ".").dropLast().joined(separator: ".") : rest
      guard !step.isEmpty else { return fail("a step or a variable is missing", family.usage) }
      let names = session.placeNames()
      guard names.contains(step) || session.isIteration(step) else {
        let nearest = Suggestion.nearest(to: step, among: names.all)
        return fail("no step is called '\(step)'", nearest.map { "did you mean \($0)?" } ?? ":steps lists them")
      }
      guard family == .status, HarnessStatus(rawValue: value.text.uppercased()) == nil else { return nil }
      let nearest = Suggestion.nearest(to: value.text, among: HarnessStatus.allCases.map(\.rawValue))
      return fail(
        "\(value.text) is no status", nearest.map { "did you mean \($0)?" } ?? "SUCCEEDED, FAILED, SKIPPED, …",
        at: value)
    }
  }
}

/// `:unset NAME`.
enum UnsetCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["unset"], "NAME", "take back what was set", .setting,
    details: "`:unset all` takes everything back.", examples: [":unset branch", ":unset all"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    if input.text == "all" {
      let plan = session.planned()?.plan
      for setting in session.settings.all { session.settings[setting.name] = nil }
      session.forgetPlan()
      if let plan { session.lastChange = (plan, ":unset all") }
      return Response()
    }
    guard session.settings[input.text] != nil else {
      return session.unknown("setting", input, among: session.settings.all.map(\.name), ":context lists what is set")
    }
    session.change(input.text, to: nil)
    return Response()
  }
}
