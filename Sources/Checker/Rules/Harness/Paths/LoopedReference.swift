import Diagnostics
import IR

/// An expression reads a looped stage, group or step by its plain identifier.
enum LoopedReference: HarnessMissRule {
  static let info = RuleInfo(
    "looped-reference", .warning, "An expression reads a looped stage, group or step by its plain identifier.",
    why: """
      Each run of a loop has an identifier of its own, such as `build_0`. The plain one has no outputs, so the text \
      `null` appears.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            strategy: {parallelism: 2}
            spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+steps.build.output.outputVariables.TAG>'}
        #                                 ^^^^^ looped-reference: `build` runs in a loop, and only its single runs have outputs
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            strategy: {parallelism: 2}
            spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+steps.build_0.output.outputVariables.TAG>'}
        """)
    ])

  static let kind = HarnessMiss.Kind.loopedReference

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    let example = Self.example(miss, place)
    let span = place.span(ofSegment: miss.segment)
    context.report(
      "`\(miss.name)` runs in a loop, and only its single runs have outputs", at: span,
      related: place.label(for: miss.node, "the loop"), help: "name the run that you mean, such as `\(example)`",
      fixes: [context.replacing(span, with: example, "write `\(example)`", safety: .unsafe)])
  }

  /// The identifier of the first run.
  private static func example(_ miss: HarnessMiss, _ place: HarnessMissPlace) -> String {
    guard let node = miss.node, let loop = place.environment.nodes[node].loop, case .matrix(let matrix) = loop.kind,
      matrix.axes.count > 1
    else { return miss.name + "_0" }
    return miss.name + String(repeating: "_0", count: matrix.axes.count)
  }
}
