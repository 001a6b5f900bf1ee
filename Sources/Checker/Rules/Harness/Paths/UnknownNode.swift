import Diagnostics

/// An expression names a stage, group or step that does not exist.
enum UnknownNode: HarnessMissRule {
  static let info = RuleInfo(
    "unknown-node", .error, "An expression names a stage, group or step that does not exist.",
    why: """
      What does not exist has no outputs: the expression gives nothing, and the text `null` appears in its place. This \
      happens where an identifier was changed and an expression kept the old one.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+steps.buidl.output.outputVariables.TAG>'}
        #                                 ^^^^^ unknown-node: no step or group of this stage is called `buidl`
        """),
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
                        url: https://example.com/<+pipeline.stages.frist.name>
        #                                                          ^^^^^ unknown-node: the pipeline has no stage `frist`
        """),
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+steps.build.output.outputVariables.TAG>'}
        """)
    ])

  static let kind = HarnessMiss.Kind.unknownNode

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    let owner = miss.node.map { place.environment.nodes[$0] }
    let words =
      switch owner?.kind {
      case .pipeline?, nil: "the pipeline has no stage `\(miss.name)`"
      case .stage?: "no step or group of this stage is called `\(miss.name)`"
      case .group?: "group `\(owner?.name ?? "")` has no step `\(miss.name)`"
      case .step?: "nothing is called `\(miss.name)`"
      }
    context.report(words, miss, at: place)
  }
}
