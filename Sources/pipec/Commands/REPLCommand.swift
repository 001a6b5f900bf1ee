import Diagnostics
import IR
import Planner
import REPL

/// `pipec repl`: a conversation about a pipeline.
struct REPLCommand: BuildCommand {
  static let info = CommandInfo(
    name: "repl", summary: "ask line by line what something in a pipeline is, here and now", usage: "[FILE]",
    details: """
      An expression is answered with its value, its type and where its parts came from: ${…} as Drone's runners replace it, \
      <+…> as Harness evaluates it, {{…}} as PipeCD renders it. A line that begins with : is a command; :help lists them: \
      the plan, why a step runs, its environment, and :set, which changes the build, inputs, outputs and variables.

      Without a file, .drone.yml or .drone.yaml of the current folder is taken, or the only pipeline in .harness, or none. \
      The file is read again when it changes. The options say what the build is, as for 'pipec plan'; --set does what :set \
      does.

      On a terminal, Tab completes commands, names and paths, the arrow keys bring back earlier lines, which are kept in \
      XDG_STATE_HOME/pipec/history, Ctrl-C forgets a line and stops what runs, and Ctrl-D leaves. What is not closed (<+, \
      ${, {{) or ends in a backslash goes on with the next line. Elsewhere lines are read and answers written plainly; \
      the exit status is then 1 where a line failed.
      """,
    examples: [
      ("pipec repl", "talk about the pipeline of this folder"),
      ("printf 'DRONE_TAG=v1\\n${DRONE_TAG##v}\\n' | pipec repl -q", "prints 1"),
    ])

  static let options: [CommandOption<REPLCommand>] =
    [
      .text("set", nil, "NAME=VALUE", "set something from the start (repeat)") { $0.settings.append($1) },
      .text("at", nil, "STEP", "stand at this step from the start") { $0.step = $1 },
    ]
    + BuildOptions.table().filter { facts.contains($0.info.long) }

  /// The options of `pipec plan` that say what the build is.
  private static let facts: Set = [
    "event", "branch", "tag", "deploy-to", "param", "trusted", "dialect", "ref", "sha", "message", "source-branch",
    "repo",
    "cron", "action", "instance", "env-file",
  ]

  var common = CommonOptions()
  var operands: [String] = []
  var build = BuildOptions()
  var settings: [String] = []
  var step: String?

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    guard operands.count <= 1 else { throw .usage("one file at a time, not \(operands.count)") }
    // Git takes longer than everything else, and nobody needs what it knows before the first answer.
    let workingTree = Later.begin { WorkingTree.read().facts }
    var session = Session(style: outputStyle(streams))
    session.isASCII = streams.isASCIITerminal
    var conversation = Conversation(session: session, streams: streams, isQuiet: common.isQuiet)
    conversation.surroundings = { (streams) throws(CommandError) in
      let facts = workingTree.value() ?? nil
      return SessionSurroundings(
        request: build.request, facts: facts, context: try build.context(streams, workingTree: facts))
    }
    return try conversation.hold(operands.first ?? standardFile(), opening: opening)
  }

  /// The file that is meant where nobody names one; nil where there is none.
  private func standardFile() -> String? { try? PipelineFiles.standard() }

  /// What the options say, as lines.
  private var opening: [String] {
    (build.dialect.map { [":dialect \($0.rawValue)"] } ?? []) + settings.map { ":set \($0)" }
      + (step.map { [":at \($0)"] } ?? [])
  }
}
