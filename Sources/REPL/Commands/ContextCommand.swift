import Diagnostics
import IR
import Planner

/// `:context`.
enum ContextCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["context", "c"], "", "show what the build is, and who said so",
    details:
      "The facts of the build with where each comes from, then everything else that was set. Values of secrets stay hidden."
  )

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    let settings = session.settings
    let context = session.surroundings.context(with: settings)
    let plain = Context(Context.Request())
    let given = Context(session.surroundings.request)
    let tree = Context(Context.Request(), workingTree: session.surroundings.facts)
    var rows: [Origin] = []
    for fact in SettingFact.all {
      let value = fact.value(context)
      guard !value.isEmpty else { continue }
      let place: String
      if settings[fact.name] != nil {
        place = "set here"
      } else if fact.value(given) == value, fact.value(plain) != value {
        place = "an option"
      } else if fact.value(tree) == value, fact.value(plain) != value {
        place = "the git working tree"
      } else {
        place = fact.value(plain) == value ? "by default" : "follows from the others"
      }
      rows.append(Origin(name: fact.name, value: value, place: place))
    }
    for setting in settings.all where SettingFact.named(setting.name) == nil {
      rows.append(Origin(name: setting.name, value: setting.isSecret ? "***" : setting.value, place: "set here"))
    }
    if let position = session.position { rows.append(Origin(name: "at", value: position, place: "set here")) }
    if let dialect = session.dialect() {
      let place = session.chosenDialect == nil ? "by the file" : "set here"
      rows.append(Origin(name: "dialect", value: dialect.rawValue, place: place))
    }
    return Response(session.table(rows, limit: rows.count))
  }
}
