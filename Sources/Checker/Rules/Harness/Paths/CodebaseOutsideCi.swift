import Diagnostics

/// An expression reads the codebase in a stage that clones none.
enum CodebaseOutsideCi: HarnessMissRule {
  static let info = RuleInfo(
    "codebase-outside-ci", .error, "An expression reads the codebase in a stage that clones none.",
    why: """
      `codebase` is what a CI stage has cloned. Stages of other types have none, and the text `null` appears.
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
                        url: https://example.com/<+codebase.branch>
        #                                          ^^^^^^^^ codebase-outside-ci: a Custom stage has no codebase
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'echo <+codebase.branch>'}
        """)
    ])

  static let kind = HarnessMiss.Kind.codebaseOutsideCI

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      "a \(miss.name) stage has no codebase", miss, at: place,
      help: "export what you need as an output of a CI step, and read that")
  }
}
