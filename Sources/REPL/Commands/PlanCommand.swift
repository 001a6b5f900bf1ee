import Diagnostics
import Planner

/// `:plan [-v]`.
enum PlanCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["plan", "p"], "[-v]", "show what would run, in which order", .text,
    details:
      "The picture that `pipec plan` draws of the file in the context as it is; -v lists every command and variable.",
    examples: [":plan", ":plan -v"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard let planned = session.planned() else { return session.withoutFile(input) }
    guard ["", "-v", "--verbose"].contains(input.text) else {
      return session.fail("usage", ":plan knows only -v", at: input.range, in: input.line)
    }
    var response = Response(session.hidden(session.drawing(of: planned, isVerbose: !input.text.isEmpty)))
    response.error = TextRenderer(style: session.style, sources: planned.sources).text(of: planned.refusals)
    response.isFailure = !planned.refusals.isEmpty
    return response
  }
}

extension Session {
  /// The plan as `pipec plan` draws it, or as it lists everything.
  func drawing(of planned: SessionPlan, isVerbose: Bool) -> String {
    guard let source = planned.sources.sources.first else { return "" }
    return isVerbose
      ? PlanRenderer.text(planned.plan, source: source, style: style, isVerbose: true)
      : PlanPicture.text(planned.plan, source: source, style: style, isASCII: isASCII)
  }
}
