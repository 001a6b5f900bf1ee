import Diagnostics
import IR
import Planner

/// `:step STEP`.
enum StepCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["step", "s"], "STEP", "show a step as it would run, and as it was understood", .place,
    details: """
      Its decision, image, commands, own variables and mounts in the context as it is; `:env` shows all variables. Below \
      stands the typed IR as JSON, every value with its place.
      """, examples: [":step build"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    switch session.step(input) {
    case .failure(let miss): return miss.response
    case .success(let found): return .lines(describe(found.step, found.pipeline, &session))
    }
  }

  private static func describe(
    _ step: Plan.Step, _ pipeline: Plan.Pipeline, _ session: inout Session
  ) -> [String] {
    let sources = session.planned()?.sources ?? SourceSet()
    let style = session.style
    var lines: [String] = []
    let place = step.span.flatMap { session.place(of: $0, in: sources) }
    lines.append(
      "\(style.paint(Printable.line(step.name), .strong)) \(session.word(step.decision))"
        + (place.map { "  " + style.paint($0, .faint) } ?? ""))
    func field(_ name: String, _ text: String) { lines.append("  \(style.paint(name, .faint)) \(text)") }
    if step.reason.text != "no conditions" { field("why", session.words(step.reason, sources)) }
    if let stage = step.stage { field("stage", Printable.line(stage)) }
    if let type = step.type { field("type", Printable.line(type)) }
    if let image = step.openTexts.image {
      field("image", session.words(image))
    } else if let image = step.image {
      field("image", Printable.line(image))
    }
    if let entrypoint = step.entrypoint, step.commands.isEmpty { field("entrypoint", words(entrypoint)) }
    if let command = step.command, step.commands.isEmpty { field("command", words(command)) }
    for command in step.commands {
      for line in command.split(separator: "\n", omittingEmptySubsequences: false).prefix(50) where !line.isEmpty {
        lines.append("  $ " + session.hidden(Printable.line(String(line))))
      }
    }
    let own = step.environment.filter { isOwn($0.name) }
    for variable in own { field("env", "\(Printable.line(variable.name))=\(session.words(variable.value))") }
    let others = step.environment.count - own.count
    if others > 0 { field("env", "\(others) more from \(pipeline.dialect.displayName); :env \(step.name) shows them") }
    for mount in step.mounts { field("mount", "\(Printable.line(mount.volume)) at \(Printable.line(mount.path))") }
    if !step.needs.isEmpty { field("after", step.needs.map { Printable.line($0) }.joined(separator: ", ")) }
    if let json = ir(of: step, in: pipeline, &session) {
      field("IR", "")
      lines += json.split(separator: "\n").map { "    " + session.hidden(String($0)) }
    }
    return lines
  }

  private static func words(_ words: [String]) -> String {
    words.map { Printable.line($0) }.joined(separator: " ")
  }

  /// Whether the file sets it; the rest comes from the system.
  private static func isOwn(_ name: String) -> Bool {
    if ["CI", "DRONE", "GIT_TERMINAL_PROMPT"].contains(name) { return false }
    return !["DRONE_", "HARNESS_", "CI_", "GIT_AUTHOR_", "GIT_COMMITTER_"].contains { name.hasPrefix($0) }
  }

  /// What was understood of the step, as JSON; nil for one that the system adds.
  private static func ir(of step: Plan.Step, in pipeline: Plan.Pipeline, _ session: inout Session) -> String? {
    let sources = session.planned()?.sources ?? SourceSet()
    if let node = step.node, case .step(let source)? = pipeline.harness?.nodes[node].origin {
      return source.json(sources)
    }
    guard let span = step.span, let file = session.file, let program = session.reading()?.program else { return nil }
    // With ${…} as it is written, not as some build has it.
    let written = program.dialect == .drone ? DroneFile(file.source).program : program
    for candidate in written.pipelines.flatMap(\.allSteps) where candidate.span == span {
      return candidate.json(sources)
    }
    guard let deployment = pipeline.pipecd else { return nil }
    let stage = (deployment.stages + deployment.rollback).first { $0.id == step.id }
    guard let options = stage?.options else { return stage?.configuration }
    var json = JSONWriter()
    options.writeJSON(to: &json)
    return json.text
  }
}
