import Diagnostics
import Expressions
import IR

/// Flags free text that is put into YAML where it can break it.
enum FragileSubstitution: StepRule {
  static let info = RuleInfo(
    "fragile-substitution", .warning, "Free text is put into a value where a colon or a quote in it breaks the file.",
    why: """
      Drone puts the text in before it reads the YAML. A commit message such as `fix: crash` makes `message: \
      ${DRONE_COMMIT_MESSAGE}` a line with two colons, and the whole file fails; between double quotes, a quote in the \
      message does the same. In a block after `|`, any message is harmless.
      """,
    exceptions: "No message ever has a colon and a space, a quote, or ` #` in it.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: notify
        image: plugins/slack
        settings:
          channel: dev
          webhook: {from_secret: hook}
          message: ${DRONE_COMMIT_MESSAGE}
      #            ^^^^^^^^^^^^^^^^^^^^^^^ fragile-substitution: a colon with a space behind it in `DRONE_COMMIT_MESSAGE` breaks the file here
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: notify
        image: plugins/slack
        settings:
          channel: dev
          webhook: {from_secret: hook}
          message: |
            ${DRONE_COMMIT_MESSAGE}
      """
    ])

  private static let names: Set<String> = ["DRONE_COMMIT_MESSAGE", "DRONE_PULL_REQUEST_TITLE", "CI_COMMIT_MESSAGE"]

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution else { return }
    var found: [(expansion: Substitution.Expansion, breaker: String)] = []
    let bytes = context.source.bytes
    func look(at text: Text) {
      let start = Int(text.span.start)
      guard start < bytes.count, bytes[start] != UInt8(ascii: "|"), bytes[start] != UInt8(ascii: ">") else { return }
      // What ends the text depends on how it is written.
      let breaker =
        switch bytes[start] {
        case UInt8(ascii: "\""): "a quote or a second line"
        case UInt8(ascii: "'"): "an apostrophe"
        default: "a colon with a space behind it"
        }
      found += index.expansions(in: text.span).filter { names.contains($0.name) }.map { ($0, breaker) }
    }
    for setting in step.settings {
      if case .data(let data) = setting.value { data.forEachText(look) }
    }
    for variable in step.environment {
      if case .text(let text) = variable.value { look(at: text) }
    }
    for (expansion, breaker) in found {
      context.report(
        "\(breaker) in `\(expansion.name)` breaks the file here",
        at: Span(context.source.id, expansion.range),
        help: "write the value as a block, on a line of its own after `|`")
    }
  }
}
