import Diagnostics
import Expressions
import IR

/// Flags `$$` that was meant as the number of the shell's process.
enum EatenDollar: StepRule {
  static let info = RuleInfo(
    "eaten-dollar", .warning, "`$$` in a command loses one of its dollar signs.",
    why: """
      Drone turns `$$` into `$` everywhere in the file. `kill $$` and `/tmp/out.$$` then have a lone `$` where the shell \
      was to put its process number. `$$$$` leaves `$$`.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - make > /tmp/log.$$
      #                   ^^ eaten-dollar: `$$` becomes `$`
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - make > /tmp/log.$$$$
        - echo $${HOME}
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution else { return }
    let source = context.source
    for command in step.commands {
      for escape in index.escapes(in: command.span) where escape.kind == .dollar {
        guard isProcessNumber(escape.range, in: source.bytes) else { continue }
        context.report("`$$` becomes `$`", at: Span(source.id, escape.range), help: "write `$$$$` for the shell's `$$`")
      }
    }
  }

  /// Whether the two dollars stand by themselves: nothing that could be a name follows, and no quoted text ends there.
  private static func isProcessNumber(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0x20
    let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0x20
    let startsWord: Bool
    switch before {
    case 0x20, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "="):
      startsWord = true
    default: startsWord = false
    }
    let endsWord: Bool
    switch after {
    case 0x20, 0x0A, 0x0D, UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ";"), UInt8(ascii: "|"),
      UInt8(ascii: "&"):
      endsWord = true
    default: endsWord = false
    }
    return startsWord && endsWord
  }
}
