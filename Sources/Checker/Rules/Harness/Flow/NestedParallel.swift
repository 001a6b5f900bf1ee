import Diagnostics
import IR

/// A `parallel` stands directly in another.
enum NestedParallel: HarnessNodeRule {
  static let info = RuleInfo(
    "nested-parallel", .warning, "A `parallel` stands directly in another.",
    why: """
      Its members start together with those of the outer one; the inner `parallel` has no effect.
      """,
    flagged: [
      .steps(
        """
        - parallel:
            - parallel:
        #     ^ nested-parallel: this `parallel` is already in one
                - step: {identifier: one, name: one, type: Run, spec: {command: make}}
            - step: {identifier: two, name: two, type: Run, spec: {command: make}}
        """)
    ],
    accepted: [
      .steps(
        """
        - parallel:
            - step: {identifier: one, name: one, type: Run, spec: {command: make}}
            - step: {identifier: two, name: two, type: Run, spec: {command: make}}
        """)
    ],
    yields: ["unknown-key", "type-mismatch"])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    switch node.payload {
    case .pipeline(let pipeline):
      for case .parallel(let entries, _) in pipeline.stages {
        for case .parallel(_, let span) in entries { report(span, &context) }
      }
    case .stage(let stage): check(stage.steps + stage.rollbackSteps, &context)
    case .group(let group): check(group.steps + group.rollbackSteps, &context)
    case .step, .missing: break
    }
  }

  private static func check(_ entries: [HarnessStepEntry], _ context: inout RuleContext) {
    for case .parallel(let inner, _) in entries {
      for case .parallel(_, let span) in inner { report(span, &context) }
    }
  }

  private static func report(_ span: Span, _ context: inout RuleContext) {
    context.report(
      "this `parallel` is already in one", at: Span(span.source, span.start, min(span.end, span.start + 1)),
      help: "put its members into the outer one")
  }
}
