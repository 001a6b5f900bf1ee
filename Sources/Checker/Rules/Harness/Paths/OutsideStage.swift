import Diagnostics

/// An expression reads the stage where there is none.
enum OutsideStage: HarnessMissRule {
  static let info = RuleInfo(
    "outside-stage", .error, "An expression reads the stage where there is none.",
    why: """
      `stage` is the stage around the expression. What belongs to the pipeline as a whole is in none, so the text \
      `null` appears.
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
                        url: https://example.com
        """,
        """
        timeout: <+stage.variables.limit>
        #          ^^^^^ outside-stage: this belongs to no stage, so `stage` is nothing
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
                        url: https://example.com/<+stage.name>
        """)
    ])

  static let kind = HarnessMiss.Kind.outsideStage

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      "this belongs to no stage, so `stage` is nothing", miss, at: place, help: "name it: `pipeline.stages.…`")
  }
}
