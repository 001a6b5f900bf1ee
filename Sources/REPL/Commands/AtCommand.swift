/// `:at [STEP]`.
enum AtCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["at"], "[STEP]", "evaluate as if standing at a step", .place,
    details: """
      What an expression can name depends on where it stands. Harness: a step, group or stage, by its identifier or path \
      (build.test, or build.unit_0 for an iteration of a loop). Drone: a step, or PIPELINE/STEP. PipeCD: a stage, whose \
      queries give the data. Without a name it says where the conversation stands; `:at -` goes back to the first step.
      """, examples: [":at build", ":at -"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard session.path != nil else { return session.withoutFile(input) }
    if input.text.isEmpty { return .lines([session.position.map { "at \($0)" } ?? "at the first step"]) }
    if input.text == "-" {
      session.position = nil
      return Response()
    }
    let names = session.placeNames()
    guard names.contains(input.text) || session.isIteration(input.text) else {
      return session.unknown("step", input, among: names.all, ":steps lists them")
    }
    session.position = input.text
    return Response()
  }
}
