/// `:load FILE`.
enum LoadCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["load", "l"], "FILE", "talk about another file", .file,
    details: """
      What was set stays, and expressions stand at the first step of the new file. A file with mistakes is loaded all the \
      same: they are shown, and everything that can be known of the rest is.
      """, examples: [":load .drone.yml"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    Response(effect: .load(path: input.text))
  }
}

/// `:reload`.
enum ReloadCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["reload", "r"], "", "read the file again",
    details: "What was set stays. A file that has changed is read again by itself before the next line is answered.")

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard let path = session.path else { return session.withoutFile(input) }
    return Response(effect: .load(path: path))
  }
}

/// `:quit`.
enum QuitCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["quit", "q", "exit"], "", "end the conversation", details: "So does Ctrl-D on an empty line.")

  static func run(_ input: CommandInput, _ session: inout Session) -> Response { Response(effect: .quit) }
}
