import Diagnostics
import Expressions
import IR

/// Flags expansions that mean something else than in a shell.
enum SubstitutionDiffers: StepRule {
  static let info = RuleInfo(
    "substitution-differs", .warning, "An expansion does not do what the same characters do in a shell.",
    why: """
      Drone's `${…}` looks like the shell's and is not. `:+` and `:?` give the value or the word, exactly as `:-` does: \
      the one never leaves the word out, the other never fails. Removing a prefix or suffix by an empty replacement \
      (`/#a/`, `/%a/`) changes nothing, and classes and escapes in `%` patterns do not work, because the pattern is \
      reversed.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          tags: "latest${DRONE_TAG:+,stable}"
      #                ^^^^^^^^^^^^^^^^^^^^^ substitution-differs: `:+` gives the word where the value is empty, as `:-` does
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          tags: "${DRONE_TAG:-latest}"
      """
    ],
    yields: ["shell-substitution", "unknown-variable"])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution else { return }
    let source = context.source
    for expansion in index.expansions(in: context.wholeLines(of: step.span)) {
      guard let message = difference(expansion, in: source) else { continue }
      if context.isComment(expansion.range.lowerBound) { continue }
      context.report(message, at: Span(source.id, expansion.range))
    }
  }

  private static func difference(_ expansion: Substitution.Expansion, in source: Source) -> String? {
    switch expansion.operation {
    case .defaultColonPlus: return "`:+` gives the word where the value is empty, as `:-` does"
    case .defaultColonQuestion: return "`:?` never fails; it gives the word where the value is empty, as `:-` does"
    case .replacePrefix, .replaceSuffix:
      guard expansion.arguments.count < 2 || expansion.arguments[1].range.isEmpty else { return nil }
      return "an empty replacement at the start or the end leaves the value as it is"
    case .trimShortestSuffix, .trimLongestSuffix:
      guard let pattern = expansion.arguments.first, pattern.isLiteral else { return nil }
      let bytes = source.bytes[pattern.range]
      guard bytes.contains(UInt8(ascii: "[")) || bytes.contains(UInt8(ascii: "\\")) else { return nil }
      return "classes and escapes do not work in the pattern of a suffix"
    default: return nil
    }
  }
}
