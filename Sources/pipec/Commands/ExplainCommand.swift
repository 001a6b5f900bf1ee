import Diagnostics

/// `pipec explain`: why a rule is there.
struct ExplainCommand: Command {
  static let info = CommandInfo(
    name: "explain", summary: "say what a rule finds, why, and when it is wrong", usage: "[RULE…]",
    details: "Shows the page of a rule; without a name, lists all rules.",
    examples: [("pipec explain", "all rules"), ("pipec explain unknown-key", "one rule")])
  static let options: [CommandOption<ExplainCommand>] = []

  var common = CommonOptions()
  var operands: [String] = []

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    .clean
  }
}
