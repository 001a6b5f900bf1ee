import Diagnostics
import IR

/// A stage clones a codebase that the pipeline does not name.
enum MissingCodebase: HarnessNodeRule {
  static let info = RuleInfo(
    "missing-codebase", .error, "A stage clones a codebase that the pipeline does not name.",
    why: """
      A CI stage clones unless `cloneCodebase` is false, and what it clones stands under `properties.ci.codebase`. \
      Harness refuses a pipeline in which that is missing.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: build
            name: build
            type: CI
            spec:
              cloneCodebase: true
        #                    ^^^^ missing-codebase: the pipeline names no codebase to clone
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:
                  - step: {identifier: test, name: test, type: Run, spec: {command: make}}
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'make'}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let stage = node.stage, stage.template == nil, let ci = stage.ci,
      let pipeline = environment.nodes[0].pipeline,
      !environment.nodes[0].isOpen, pipeline.codebase == nil, pipeline.data["properties"]?.text == nil
    else { return }
    switch ci.clonesCodebase {
    case .literal(let clones)?:
      if clones.value {
        context.report(
          "the pipeline names no codebase to clone", at: clones.span,
          help: "write `properties.ci.codebase`, or `cloneCodebase: false`")
      }
    case nil:
      context.report(
        "the pipeline names no codebase to clone", at: stage.identifier?.span ?? stage.span,
        help: "write `properties.ci.codebase`, or `cloneCodebase: false`")
    case .expression?, .invalid?: break
    }
  }
}
