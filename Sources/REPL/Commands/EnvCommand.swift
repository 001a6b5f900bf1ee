import Diagnostics
import Planner

/// `:env STEP`.
enum EnvCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["env", "e"], "STEP", "show all variables of a step", .place,
    details: """
      As its program would find them, sorted by name; of a name that is set twice, the later counts, as it does there. \
      Secrets are shown by their names.
      """, examples: [":env build"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    switch session.step(input) {
    case .failure(let miss): return miss.response
    case .success(let found):
      var last: [String: Plan.Value] = [:]
      for variable in found.step.environment { last[variable.name] = variable.value }
      guard !last.isEmpty else {
        if found.pipeline.pipecd != nil {
          return .lines(["stages of PipeCD have no variables of their own: plugins are given their options, see :step"])
        }
        return .lines(["it has no variables"])
      }
      return .lines(
        last.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, value in
          "\(session.style.paint(Printable.line(name), .strong))=\(session.words(value))"
        })
    }
  }
}
