import Diagnostics

/// An expression reads a variable that is not declared.
enum UndeclaredVariable: HarnessMissRule {
  static let info = RuleInfo(
    "undeclared-variable", .error, "An expression reads a variable that is not declared.",
    why: """
      Variables are those of the `variables` list of the pipeline, stage or group that the path names. Any other gives \
      nothing, and the text `null` appears in its place.
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
                        url: https://example.com/<+pipeline.variables.reigon>
        #                                                             ^^^^^^ undeclared-variable: the pipeline declares no variable `reigon`
        """,
        """
        variables: [{name: region, type: String, value: eu}]
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
                        url: https://example.com/<+pipeline.variables.region>
        """,
        """
        variables: [{name: region, type: String, value: eu}]
        """)
    ])

  static let kind = HarnessMiss.Kind.undeclaredVariable

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    let owner = miss.node.map { place.words(for: $0) } ?? "the pipeline"
    context.report(
      "\(owner) declares no variable `\(miss.name)`", miss, at: place,
      help: miss.candidates.isEmpty ? "declare it under `variables`" : nil)
  }
}
