import Diagnostics
import Expressions
import IR

/// An expression calls a method that no value has.
enum MisspeltMethod: HarnessExpressionRule {
  static let info = RuleInfo(
    "misspelt-method", .error, "An expression calls a method that no value has.",
    why: """
      Methods are those of Java's texts, lists, maps and numbers, in exactly this spelling. The expression with another one \
      cannot be computed; in a text, `null` appears in its place.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'echo <+pipeline.name.toUpercase()>'}
        #                                         ^^^^^^^^^^ misspelt-method: no value has a method `toUpercase`
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'echo <+pipeline.name.toUpperCase().replace("A", "B")>'}
        """)
    ],
    yields: ["class-access"])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard let program = expression.program else { return }
    if case .unknown(let miss)? = expression.resolution, miss.kind == .misspeltFunction { return }
    for node in program.nodes {
      guard case .access(let base, let members) = node.kind else { continue }
      for member in members {
        guard case .method(let name, _) = member.kind, !isKnown(name), let nearest = nearest(to: name) else { continue }
        // The name stands at the start of the member, or is looked for behind what it is called on.
        let start = program[base].range.upperBound
        let words = text.string(in: expression, start..<max(start, node.range.upperBound))
        guard let offset = words.firstRange(of: name) else { continue }
        let span = text.span(start + offset.lowerBound..<start + offset.upperBound, in: expression)
        context.report(
          "no value has a method `\(name)`", at: span, help: "did you mean `\(nearest)`?",
          fixes: [context.replacing(span, with: nearest, "write `\(nearest)`", safety: .unsafe)])
      }
    }
  }

  private static func isKnown(_ name: String) -> Bool {
    JexlType.allCases.contains { $0.methodNames.contains(name) }
      || HarnessCatalogue.functions.values.contains { $0.contains(name) }
  }

  /// Of methods, a text's are meant most.
  private static func nearest(to name: String) -> String? {
    let all =
      JexlType.allCases.flatMap(\.methodNames)
      + HarnessCatalogue.functions.keys.sorted().flatMap {
        HarnessCatalogue.functions[$0] ?? []
      }
    return Suggestion.nearest(to: name, among: JexlType.string.methodNames) ?? Suggestion.nearest(to: name, among: all)
  }
}
