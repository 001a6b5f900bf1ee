import Testing

/// What expressions may name depends on where they stand: loops, rollbacks, variables, templates and approvals.
@Suite struct HarnessPlaceRows {
  private static func script(_ name: String, _ text: String, _ more: String = "") -> String {
    "- step:\n    identifier: \(name)\n    name: \(name)\n    type: ShellScript\n    timeout: 10m\n\(more)    spec:\n"
      + "      shell: Bash\n      onDelegate: true\n      source: {type: Inline, spec: {script: '\(text)'}}\n"
      + "      outputVariables: [{name: V, type: String, value: V}]\n"
  }

  private static func stage(_ name: String, _ steps: String, rollback: String = "", more: String = "") -> String {
    func indented(_ text: String, by count: Int) -> String {
      text.split(separator: "\n").map { String(repeating: " ", count: count) + $0 + "\n" }.joined()
    }
    return "    - stage:\n        identifier: \(name)\n        name: \(name)\n        type: Custom\n"
      + indented(more, by: 8)
      + "        spec:\n          execution:\n            steps:\n" + indented(steps, by: 14)
      + (rollback.isEmpty ? "" : "            rollbackSteps:\n" + indented(rollback, by: 14))
  }

  private static let first = script("a", "V=1")
  private static let output = "output.outputVariables.V"

  static let rows: [HarnessRow] = [
    HarnessRow(
      "4.6.3", .stages, "  stages:\n" + stage("s", first, rollback: script("r", "V=<+execution.steps.a.\(output)>"))),
    HarnessRow(
      "4.6.3", .stages, "  stages:\n" + stage("s", first, rollback: script("r", "V=<+steps.a.\(output)>")),
      "outer-step-path"),
    HarnessRow(
      "4.10.4", .stages,
      "  stages:\n" + stage("s", script("a", "V=<+execution.rollbackSteps.r.\(output)>"), rollback: script("r", "V=1")),
      "later-step"),
    HarnessRow(
      "4.10.4", .stages,
      "  stages:\n"
        + stage(
          "s", first, more: "when: {pipelineStatus: Success, condition: '<+execution.steps.a.\(output)> == \"1\"'}"),
      "later-step"),
    HarnessRow(
      "4.5.3", .stages,
      "  stages:\n" + stage("s", first, more: "strategy: {parallelism: 2}")
        + stage("t", script("b", "V=<+pipeline.stages.s.spec.execution.steps.a.\(output)>")), "looped-reference"),
    HarnessRow(
      "4.5.3", .stages,
      "  stages:\n" + stage("s", first, more: "strategy: {parallelism: 2}")
        + stage(
          "t",
          script("b", "V=<+pipeline.stages.s_0.spec.execution.steps.a.\(output)><+pipeline.stages.s.s_0.status>"))),
    HarnessRow(
      "5.1", .stages,
      "  stages:\n"
        + stage(
          "s", script("a", "V=<+stage.matrix.os><+matrix.os>"),
          more:
            "strategy: {matrix: {os: [linux]}}\nwhen: {pipelineStatus: Success, condition: '<+matrix.os> == \"linux\"'}"
        )),
    HarnessRow(
      "4.10.4", .stages,
      "  stages:\n" + stage("s", script("b", "V=<+pipeline.stages.t.name>"), more: "dependsOn: [t]") + stage("t", first)
    ),
    HarnessRow(
      "1.10", .stages,
      "  variables: [{name: v, type: String, value: '<+stage.name>-<+steps.a.\(output)>'}]\n  stages:\n"
        + stage("s", first)),
    HarnessRow(
      "1.10", .stages,
      "  variables: [{name: v, type: String, value: <+pipeline.variables.w>}]\n  stages:\n" + stage("s", first),
      "undeclared-variable"),
    HarnessRow(
      "4.6.9", .stages,
      "  stages:\n"
        + stage(
          "s",
          """
          - step:
              identifier: h
              name: h
              type: Http
              timeout: 10m
              spec:
                url: https://example.com
                method: GET
                assertion: <+httpResponseCode> == 200 && httpResponseCode == 200
                outputVariables: [{name: x, type: String, value: '<+json.select("a", <+httpResponseBody>)>'}]
          """)),
    HarnessRow(
      "28", .stages,
      "  stages:\n"
        + stage(
          "s",
          """
          - step:
              identifier: h
              name: h
              type: Http
              timeout: 10m
              spec: {url: https://example.com, method: GET, assertion: <+httpResponseCode> === 200}
          """), "newer-operator"),
    HarnessRow(
      "7.1", .file,
      """
      template:
        identifier: t
        name: t
        type: Step
        versionLabel: v1
        projectIdentifier: p
        orgIdentifier: o
        spec:
          type: ShellScript
          timeout: 10m
          spec:
            shell: Bash
            onDelegate: true
            source: {type: Inline, spec: {script: 'echo <+pipeline.variables.any> <+steps.other.name> <+matrix.os> <+stage.variables.v>'}}

      """),
    HarnessRow(
      "33", .file,
      """
      template:
        identifier: t
        name: t
        type: Step
        versionLabel: v1
        projectIdentifier: p
        orgIdentifier: o
        spec:
          type: ShellScript
          timeout: 10m
          spec:
            shell: Bash
            onDelegate: true
            source: {type: Inline, spec: {script: 'echo <+Pipeline.name>'}}

      """, "unknown-path"),
    HarnessRow(
      "7.2", .stages,
      "  stages:\n    - stage: {identifier: s, name: s, template: {templateRef: account.x, versionLabel: v1}}\n"
        + stage("t", script("b", "V=<+pipeline.stages.s.spec.execution.steps.hidden.\(output)>"))),
  ]

  @Test(arguments: rows) func row(_ row: HarnessRow) {
    #expect(row.found() == row.expected.sorted())
  }
}
