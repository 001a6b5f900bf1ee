import Diagnostics

/// A short path names a step of another stage.
enum OtherStageStep: HarnessMissRule {
  static let info = RuleInfo(
    "other-stage-step", .error, "A short path names a step of another stage.",
    why: """
      `steps.…` and `execution.steps.…` look only at the stage in which they stand. The step of another stage is not \
      found, and the text `null` appears.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: first
            name: first
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: ask, name: ask, type: ShellScript, timeout: 10m, spec: {shell: Bash, onDelegate: true, source: {type: Inline, spec: {script: 'export TAG=1'}}, outputVariables: [{name: TAG, type: String, value: TAG}]}}
        - stage:
            identifier: second
            name: second
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
                  - step:
                      identifier: say
                      name: say
                      type: Http
                      timeout: 10m
                      spec:
                        method: GET
                        url: https://example.com/<+steps.ask.output.outputVariables.TAG>
        #                                                ^^^ other-stage-step: step `ask` is in stage `first`, which a short path does not reach
        """)
    ],
    accepted: [
      .stages(
        """
        - stage:
            identifier: first
            name: first
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: ask, name: ask, type: ShellScript, timeout: 10m, spec: {shell: Bash, onDelegate: true, source: {type: Inline, spec: {script: 'export TAG=1'}}, outputVariables: [{name: TAG, type: String, value: TAG}]}}
        - stage:
            identifier: second
            name: second
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
                  - step:
                      identifier: say
                      name: say
                      type: Http
                      timeout: 10m
                      spec:
                        method: GET
                        url: https://example.com/<+pipeline.stages.first.spec.execution.steps.ask.output.outputVariables.TAG>
        """)
    ])

  static let kind = HarnessMiss.Kind.otherStage

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    let stage = miss.node.flatMap { place.environment.enclosing(.stage, of: $0) }
    let name = stage.map { place.environment.nodes[$0].name } ?? ""
    context.report(
      "step `\(miss.name)` is in stage `\(name)`, which a short path does not reach", miss, at: place,
      related: place.label(for: miss.node, "the step"))
  }
}
