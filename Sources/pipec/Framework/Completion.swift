import Planner

/// What may stand where a person types, so that a shell can offer it.
enum Completion: Hashable, Sendable {
  /// Only a person knows.
  case nothing
  case files
  case folders
  case words([String])
  /// The rules of `check`.
  case rules
  /// Rules and groups of them, several with commas between.
  case ruleChoices
  /// The steps of the pipeline that the line is about.
  case steps
  /// The commands of the program.
  case commands

  /// What the placeholder of an option names.
  init(placeholder: String?) {
    switch placeholder {
    case "FILE", "PATH", "PROGRAM": self = .files
    case "FOLDER": self = .folders
    case "RULE": self = .ruleChoices
    case "EVENT": self = .words(BuildEvent.known.map(\.text))
    case let text? where text == "STEP" || text.hasPrefix("STEP["): self = .steps
    default: self = .nothing
    }
  }
}
