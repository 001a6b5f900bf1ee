import Diagnostics
import IR

/// Flags services whose names are no host names.
enum ServiceName: StepRule {
  static let info = RuleInfo(
    "service-name", .info, persona: .pedantic, "The name of a service is no host name, so that no step can reach it.",
    why: """
      A service is reached by its name. A name with a space or another character that host names cannot have resolves to \
      nothing.
      """,
    exceptions: "No step needs to reach it.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      services:
      - name: my database
      #       ^^^^^^^^^^^ service-name: `my database` is no host name, so no step can reach this service
        image: postgres:16
      steps:
      - name: test
        image: alpine
        commands: [make test]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      services:
      - name: my-database
        image: postgres:16
      steps:
      - name: test
        image: alpine
        commands: [make test]
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard step.role == .service, let name = step.name, !name.value.isEmpty else { return }
    guard name.value.utf8.contains(where: { !isHostCharacter($0) }) else { return }
    context.report(
      "`\(name.value)` is no host name, so no step can reach this service", at: name.span,
      help: "use letters, digits and `-`")
  }

  private static func isHostCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
    default: byte >= 0x80
    }
  }
}
