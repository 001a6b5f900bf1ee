import Diagnostics
import Planner

/// `:steps`.
enum StepsCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["steps"], "", "list the steps, with what becomes of them",
    details: "Each with whether it runs in the context as it is, its image or type, and where it is written.")

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard let planned = session.planned() else { return session.withoutFile(input) }
    var lines: [String] = []
    for pipeline in planned.plan.pipelines {
      let head = session.style.paint(Printable.line(pipeline.name), .strong)
      lines.append("\(head) \(session.word(pipeline.decision))")
      let rows = pipeline.steps.map { step -> (String, String, String, String) in
        let name = step.node.flatMap { pipeline.harness?.nodes[$0].path.description } ?? step.name
        let kind = step.image ?? step.type ?? (step.commands.isEmpty ? "" : "commands")
        let place =
          step.span.flatMap { session.place(of: $0, in: planned.sources) } ?? "added by \(pipeline.dialect.displayName)"
        return (Printable.line(name), session.word(step.decision), Session.cut(kind, to: 32), place)
      }
      let names = rows.map(\.0.count).max() ?? 0
      let kinds = rows.map(\.2.count).max() ?? 0
      for row in rows {
        let name = row.0 + String(repeating: " ", count: names - row.0.count)
        let kind = row.2 + String(repeating: " ", count: kinds - row.2.count)
        lines.append("  \(name)  \(row.1)  \(kind)  \(session.style.paint(row.3, .faint))")
      }
    }
    if lines.isEmpty { lines = ["there are no steps"] }
    return .lines(lines)
  }
}

extension Session {
  /// The word for a decision, all of one width.
  func word(_ decision: Plan.Decision) -> String {
    switch decision {
    case .run: style.paint("runs", .success)
    case .skip: style.paint("skip", .warning)
    case .deferred: style.paint("may ", .info)
    }
  }

  /// A reason with the place of the condition that decided.
  func words(_ reason: Plan.Reason, _ sources: SourceSet) -> String {
    let text = hidden(Printable.line(reason.text))
    return reason.span.flatMap { place(of: $0, in: sources) }.map { "\(text) (\($0))" } ?? text
  }

  /// A value of the plan; secrets are their names.
  func words(_ value: Plan.Value) -> String {
    switch value {
    case .literal(let text): hidden(Printable.line(text))
    case .secret(let name): style.paint("the secret \(Printable.line(name))", .info)
    case .runtime(_, let text): text.isEmpty ? style.paint("known at run time", .info) : Printable.line(text)
    case .deferred(let expression): style.paint(Printable.line(expression), .info)
    case .pieces(let pieces):
      pieces.map { piece in
        switch piece {
        case .literal(let text): hidden(Printable.line(text))
        case .secret(let name): style.paint("<+secrets.getValue(\"\(Printable.line(name))\")>", .info)
        case .deferred(let expression): style.paint(Printable.line(expression), .info)
        }
      }.joined()
    }
  }
}
