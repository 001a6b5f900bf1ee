import Diagnostics

/// What people are told about a command of the conversation; help, completion and the manual are made of it.
public struct SessionCommandInfo: Hashable, Sendable {
  /// What can stand behind a command.
  public enum Argument: Hashable, Sendable {
    case nothing, file, place, setting, expression, dialect, command, text
  }

  /// Without the colon; the first is its name, the others are short for it.
  public var names: [String]
  /// What follows the name: `STEP`, `[FILE]`.
  public var usage: String
  /// One clause without a full stop.
  public var summary: String
  /// Paragraphs.
  public var details: String
  /// Lines that can be typed.
  public var examples: [String]
  public var argument: Argument

  init(
    _ names: [String], _ usage: String = "", _ summary: String, _ argument: Argument = .nothing, details: String,
    examples: [String] = []
  ) {
    self.names = names
    self.usage = usage
    self.summary = summary
    self.details = details
    self.examples = examples
    self.argument = argument
  }

  public var name: String { names[0] }

  /// As people type it.
  public var spelling: String { ":\(name)" + (usage.isEmpty ? "" : " \(usage)") }

  /// Whether it means nothing without something behind it.
  var needsArgument: Bool { !usage.isEmpty && !usage.hasPrefix("[") }

  /// What is missing without it.
  var argumentWords: String {
    switch argument {
    case .nothing, .text: usage
    case .file: "a file"
    case .place: "the name of a step"
    case .setting: "a name and a value"
    case .expression: "an expression"
    case .dialect: "a dialect"
    case .command: "a command"
    }
  }
}

/// One command of the conversation.
protocol SessionCommand: Sendable {
  static var info: SessionCommandInfo { get }

  /// Answers; `input` is what stands behind the name, without white space around it.
  static func run(_ input: CommandInput, _ session: inout Session) -> Response
}

/// All commands.
public enum SessionCommands {
  /// In the order in which help lists them.
  static let all: [any SessionCommand.Type] = [
    LoadCommand.self, ReloadCommand.self, StepsCommand.self, StepCommand.self, EnvCommand.self, PlanCommand.self,
    WhyCommand.self, SetCommand.self, UnsetCommand.self, ContextCommand.self, DiffCommand.self, AtCommand.self,
    TypeCommand.self, ASTCommand.self, TraceCommand.self, CheckCommand.self, SecretsCommand.self, GlobCommand.self,
    EncodeCommand.self, RunCommand.self, DialectCommand.self, HelpCommand.self, QuitCommand.self,
  ]

  /// What people are told about them, in that order.
  public static var infos: [SessionCommandInfo] { all.map { $0.info } }

  static func named(_ name: String) -> (any SessionCommand.Type)? { all.first { $0.info.names.contains(name) } }
}

extension Session {
  /// The answer where a command needs a file and there is none.
  func withoutFile(_ input: CommandInput) -> Response {
    fail(
      "no-file", "no file is loaded", at: 0..<max(1, input.line.utf8.count), in: input.line,
      help: ":load FILE reads one")
  }

  /// The answer where a name is none of those that there are.
  func unknown(_ what: String, _ word: CommandInput, among names: [String], _ otherwise: String? = nil) -> Response {
    let nearest = Suggestion.nearest(to: word.text, among: names)
    return fail(
      "unknown-name", "no \(what) is called '\(word.text)'", at: word.range, in: word.line,
      help: nearest.map { "did you mean \($0)?" } ?? otherwise)
  }
}
