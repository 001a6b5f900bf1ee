import Diagnostics
import Planner

/// `:diff`.
enum DiffCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["diff", "d"], "", "show what the last change did to the plan",
    details: """
      The last `:set`, `:unset` or change of the file: steps that came or went, decisions that turned with their reasons, \
      and what became different of images, commands, variables and order. Values of secrets are not part of a plan.
      """)

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard let planned = session.planned() else { return session.withoutFile(input) }
    guard let change = session.lastChange else { return .lines(["nothing was changed yet"]) }
    let difference = PlanDifference(from: change.plan, to: planned.plan)
    let head = session.style.paint(Printable.line(change.what), .faint)
    guard !difference.isEmpty else { return .lines(["\(head): the plan is the same"]) }
    let lines = DifferenceRenderer.lines(of: difference, style: session.style)
    return .lines([head] + lines.map { session.hidden($0) })
  }
}
