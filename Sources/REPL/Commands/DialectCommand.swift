import Diagnostics
import IR

/// `:dialect [DIALECT]`.
enum DialectCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["dialect"], "[DIALECT]", "take the file and all expressions for drone, harness or pipecd", .dialect,
    details: """
      Otherwise the file shows what it is, and an expression by its form what language it is in. `:dialect auto` goes back \
      to that; without a name the command says what is spoken.
      """, examples: [":dialect harness", ":dialect auto"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    if input.text.isEmpty {
      guard let dialect = session.dialect() else { return .lines(["by the form of each expression"]) }
      return .lines([dialect.rawValue + (session.chosenDialect == nil ? ", by the file" : ", set here")])
    }
    if input.text == "auto" {
      session.choose(nil)
      return Response()
    }
    guard let dialect = Dialect(rawValue: input.text) else {
      let names = Dialect.allCases.map(\.rawValue) + ["auto"]
      return session.unknown("dialect", input, among: names, "there is " + names.joined(separator: ", "))
    }
    session.choose(dialect)
    return Response()
  }
}
