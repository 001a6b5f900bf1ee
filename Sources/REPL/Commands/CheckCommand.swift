import Checker
import Diagnostics

/// `:check`.
enum CheckCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["check"], "", "say what is wrong in the file", details: "What `pipec check` finds in it.")

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard let file = session.file, let reading = session.reading() else { return session.withoutFile(input) }
    let findings = Checker.check(reading.program, of: file.source).filter { $0.primary.span.source == file.source.id }
    guard !findings.isEmpty else { return .lines(["no findings"]) }
    let text = TextRenderer(style: session.style, sources: reading.sources).text(of: findings)
    return Response(text + SessionReading.count(findings.count, "finding") + "\n", isFailure: true)
  }
}
