import Diagnostics
import IR
import Planner

/// `pipec plan`: shows what would run, and why.
struct PlanCommand: BuildCommand {
  enum Format: String, CaseIterable, Sendable {
    case text, json, dot, mermaid, svg, html
  }

  static let info = CommandInfo(
    name: "plan", summary: "show what would run, in which order, with what, and why", usage: "[FILE…]",
    details: """
      Decides for each pipeline and step whether it runs, and says which condition decided and where it stands in the \
      file. Draws the order: what hangs on a line waits for what the line comes from, what branches off one line runs at \
      the same time; ● runs, ○ does not, ◐ may. With --details it lists commands, environment, volumes and all else; \
      'pipec run' runs exactly this. Without a file, .drone.yml or .drone.yaml of the current folder is read; - is \
      standard input.

      Harness pipelines get their runtime inputs from --input-set and --set, their templates from the files beside them, \
      and what started them from --trigger: a trigger, the payload of a webhook, or both.

      PipeCD applications get a strategy, with PipeCD's own words for it, their stages and what rolls them back. What \
      PipeCD would ask a plugin or a platform is shown as deferred; --strategy, --changed, --first-deployment, --commit-message \
      and --trigger (commit, command, out-of-sync, chain) say what to assume.

      What no option says is taken from the git working tree: branch, commit, message, author, tag, and the repository \
      from the URL of the remote. --format json follows the contract in the documentation; dot and mermaid draw the \
      order for other programs, svg as a picture, html as a page in which every step can be chosen.

      --diff says what would run otherwise: A B compares two files, each a path or REVISION:PATH as git knows it; \
      REVISION FILE a revision of a file with the file; OLD NEW FILE two revisions; FILE alone, or nothing, the last \
      commit with the file. --against 'event=tag tag=v1.0.0' compares the plan with the one that these options (names \
      without dashes) would give as well.

      The exit status is 1 where the server or the runner refuses the file, and where plans that are compared differ.
      """,
    examples: [
      ("pipec plan", "what a push of this branch would run"),
      ("pipec plan --format html > plan.html", "a page for a browser"),
    ], operands: [.files])

  static let options: [CommandOption<PlanCommand>] =
    [
      .choice("format", "FORMAT", "text, json, dot, mermaid, svg or html") { $0.format = $1 },
      .flag("details", "d", "list commands, environment, volumes, …") { $0.hasDetails = true },
      .flag("diff", nil, "compare two files, or two revisions of one") { $0.comparesFiles = true },
    ] + BuildOptions.table() + [
      .flag("verbose", "v", "list every variable, also of what is skipped") { $0.isVerbose = true }.rare,
      .text("against", nil, "OPTIONS", "compare with the plan by these options") { $0.against = $1 }.rare,
      .flag("ascii", nil, "draw with characters of ASCII") { $0.isASCII = true }.rare,
      .text("stdin-filename", nil, "NAME", "what to call standard input") { $0.inputName = $1 }.rare,
    ]

  var common = CommonOptions()
  var operands: [String] = []
  var build = BuildOptions()
  var format = Format.text
  var hasDetails = false
  var isVerbose = false
  var isASCII = false
  var comparesFiles = false
  var against: String?
  var inputName: String?

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    if comparesPlans { return try compare(streams) }
    let source = try PipelineInput.source(operands, inputName: inputName, streams)
    let context = try build.context(streams, isQuiet: common.isQuiet, name: "pipec plan")
    let planned = try Planning.plan(source, context, build)
    let plan = planned.plan
    switch format {
    case .text:
      let style = outputStyle(streams)
      streams.output.write(
        hasDetails || isVerbose
          ? PlanRenderer.text(plan, source: source, style: style, isVerbose: isVerbose)
          : PlanPicture.text(plan, source: source, style: style, isASCII: isASCII || streams.isASCIITerminal))
    case .json: streams.output.write(PlanJSON.text(plan, source: source))
    case .dot: streams.output.write(PlanGraph.dot(plan))
    case .mermaid: streams.output.write(PlanGraph.mermaid(plan))
    case .svg: streams.output.write(PlanDrawing.svg(plan, source: source))
    case .html: streams.output.write(PlanPage.text(plan, source: source))
    }
    return Planning.report(planned, errorStyle(streams), streams) ? .findings : .clean
  }
}
