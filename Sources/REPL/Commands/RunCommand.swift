import Diagnostics
import IR
import Planner

/// `:run STEP`.
enum RunCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["run"], "STEP", "run a step as `pipec run` does, after asking", .place,
    details: """
      In a container where the step has an image, with the build, inputs and secrets that were set here. Ctrl-C stops it \
      and tidies up. Outputs that were set for other steps are not handed on. Stages of PipeCD are run by piped and its \
      plugins, not by pipec.
      """, examples: [":run test"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard let path = session.path else { return session.withoutFile(input) }
    let found: (pipeline: Plan.Pipeline, step: Plan.Step)
    switch session.step(input) {
    case .failure(let miss): return miss.response
    case .success(let step): found = step
    }
    guard found.pipeline.pipecd == nil else {
      return session.fail(
        "cannot-run", "stages of PipeCD are run by piped and its plugins", at: input.range, in: input.line)
    }
    guard path != "<stdin>" else {
      return session.fail("cannot-run", "the file came from standard input", at: input.range, in: input.line)
    }
    let step = found.step
    var arguments = [
      "run", "--include", found.pipeline.harness == nil ? step.name : identifier(of: step, found.pipeline),
    ]
    if found.pipeline.dialect == .drone { arguments += ["--pipeline", found.pipeline.name] }
    if let dialect = session.chosenDialect { arguments += ["--dialect", dialect.rawValue] }
    let plain = Context(Context.Request())
    let given = Context(session.surroundings.request)
    for fact in SettingFact.all {
      // What was said with options when the conversation began counts on.
      let isGiven = fact.value(given) != fact.value(plain)
      guard let option = fact.option, let value = session.settings[fact.name] ?? (isGiven ? fact.value(given) : nil)
      else { continue }
      if option == "trusted" {
        if value == "true" { arguments.append("--trusted") }
      } else {
        arguments += ["--\(option)", value]
      }
    }
    for input in session.settings.members(of: .input) { arguments += ["--set", "\(input.name)=\(input.value)"] }
    for parameter in session.surroundings.context.parameters + session.settings.parameters {
      arguments += ["--param", "\(parameter.name)=\(parameter.value)"]
    }
    arguments += ["--", path]
    let place = step.image.map { "in a container of \(Printable.line($0))" } ?? "on this machine"
    let request = RunRequest(
      question: "run \(Printable.line(step.name)) \(place)?", arguments: arguments,
      environment: (session.surroundings.context.environment + session.settings.environment).map {
        "\($0.name)=\($0.value)"
      },
      secrets: session.settings.members(of: .secret).map { "\($0.name)=\($0.value)" })
    return Response(effect: .run(request))
  }

  private static func identifier(of step: Plan.Step, _ pipeline: Plan.Pipeline) -> String {
    step.node.flatMap { pipeline.harness?.nodes[$0].identifier } ?? step.name
  }
}
