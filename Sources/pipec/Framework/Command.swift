import Diagnostics

/// One command of the program; a value of it is one call, with the options as its properties.
protocol Command: Sendable {
  /// What people are told about the command.
  static var info: CommandInfo { get }
  /// Its own options.
  static var options: [CommandOption<Self>] { get }

  /// A call without options.
  init()
  /// The options that every command has.
  var common: CommonOptions { get set }
  /// What is not an option, in order.
  var operands: [String] { get set }

  /// Does the work. Output may be left in the streams' buffers.
  func run(_ streams: Streams) throws(CommandError) -> ExitStatus

  /// Reads the arguments and does the work. Every command has the same one; as a requirement it is compiled for each of them,
  /// and its start does not look up at run time what the compiler knows.
  static func call(_ arguments: [String], _ streams: Streams) throws(CommandError) -> ExitStatus
}

/// What people are told about a command.
struct CommandInfo: Sendable {
  var name: String
  /// One clause without a full stop.
  var summary: String
  /// What follows the name: `[PATH…]`.
  var usage: String
  /// Paragraphs for the manual; a line that starts with a space is kept as it is.
  var details: String
  /// Command lines with what they do.
  var examples: [(line: String, meaning: String)]
  /// What each operand may be, for shells; the last one again where `usage` says that there may be more.
  var operands: [Completion] = []
}

/// The options that every command has.
struct CommonOptions: Hashable, Sendable {
  var color = ColorChoice.auto
  var isQuiet = false
  var wantsHelp = false

  /// Their table.
  static func table<Target: Command>() -> [CommandOption<Target>] {
    [
      .choice("color", "WHEN", "colour: auto, always, never") { $0.common.color = $1 }.rare,
      .flag("quiet", "q", "print findings and results only") { $0.common.isQuiet = true }.rare,
      .flag("help", "h", "show this") { $0.common.wantsHelp = true },
    ]
  }
}

extension Command {
  /// All options: the command's own, then the common ones.
  static var allOptions: [CommandOption<Self>] { options + CommonOptions.table() }

  /// What people are told about all options.
  static var optionInfos: [OptionInfo] { allOptions.map(\.info) }

  /// Reads the arguments and does the work.
  static func call(_ arguments: [String], _ streams: Streams) throws(CommandError) -> ExitStatus {
    var command = Self()
    try OptionParser.parse(arguments, into: &command)
    if command.common.wantsHelp {
      streams.output.write(HelpText.short(Self.info, options: Self.optionInfos))
      return .clean
    }
    return try command.run(streams)
  }

  /// What `pipec help COMMAND` shows.
  static func manual(width: Int) -> String {
    HelpText.manual(Self.info, options: Self.optionInfos, width: width)
  }

  /// The page of the command for `man`.
  static var page: String {
    ManualPage.text(Self.info, options: Self.optionInfos, commands: Pipec.commands.map { $0.info.name })
  }

  /// The style of standard output.
  func outputStyle(_ streams: Streams) -> Style {
    Style(for: streams.output, color: common.color, environment: streams.environment)
  }

  /// The style of standard error.
  func errorStyle(_ streams: Streams) -> Style {
    Style(for: streams.error, color: common.color, environment: streams.environment)
  }
}
