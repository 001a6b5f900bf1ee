import Testing

/// The mistakes in what runs, when and how often, by the numbers of the lists in the reference.
@Suite struct HarnessFlowRows {
  private static func step(_ name: String, _ more: String = "", spec: String = "{command: make}") -> String {
    "- step:\n    identifier: \(name)\n    name: \(name)\n    type: Run\n    spec: \(spec)\n\(more)"
  }

  private static func strategy(_ text: String) -> String { step("t", "    strategy: \(text)\n") }

  private static func failure(_ errors: String, _ action: String) -> String {
    "      - onFailure: {errors: \(errors), action: \(action)}\n"
  }

  private static func failing(_ items: String...) -> String {
    step("t", "    failureStrategies:\n" + items.joined())
  }

  private static func stage(_ name: String, _ steps: String, _ rollback: String = "") -> String {
    func indented(_ text: String) -> String { text.split(separator: "\n").map { "            \($0)\n" }.joined() }
    return "    - stage:\n        identifier: \(name)\n        name: \(name)\n        type: Custom\n        spec:\n"
      + "          execution:\n            steps:\n" + indented(steps)
      + (rollback.isEmpty ? "" : "            rollbackSteps:\n" + indented(rollback))
  }

  private static func barrier(_ name: String, _ reference: String) -> String {
    "- step: {identifier: \(name), name: \(name), type: Barrier, timeout: 10m, spec: {barrierRef: \(reference)}}\n"
  }

  private static func nested(_ stages: String) -> String {
    "    - parallel:\n" + stages.split(separator: "\n").map { "    \($0)\n" }.joined()
  }

  private static let declared = "  flowControl: {barriers: [{identifier: b, name: b}]}\n  stages:\n"

  static let loops: [HarnessRow] = [
    HarnessRow("Y1", .steps, strategy("{parallelism: 3}")),
    HarnessRow("Y2", .steps, strategy("{parallelism: 0}"), "loop-count"),
    HarnessRow("Y3", .steps, strategy("{repeat: {times: 2}}")),
    HarnessRow("Y4", .steps, strategy("{repeat: {times: 0}}"), "loop-count"),
    HarnessRow("Y5", .steps, strategy("{repeat: {items: [eu, us]}}")),
    HarnessRow("Y6", .steps, strategy("{repeat: {items: [a, b], times: 2}}"), "loop-count"),
    HarnessRow("Y9", .steps, strategy("{repeat: {items: [a, b], partitionSize: -3}}"), "loop-count"),
    HarnessRow("Y12", .steps, strategy("{repeat: {items: [a, b, c], start: 0, end: 1}}")),
    HarnessRow("Y15", .steps, strategy("{repeat: {items: [a, b, c], start: 1}}"), "lost-last-item"),
    HarnessRow("Y16", .steps, strategy("{matrix: {os: [l, w], go: [\"1\", \"2\"]}}")),
    HarnessRow("Y17", .steps, strategy("{matrix: {os: [l, w], exclude: [{os: w}]}}")),
    HarnessRow("Y20", .steps, strategy("{matrix: {}}"), "empty-matrix"),
    HarnessRow("Y20", .steps, strategy("{matrix: {maxConcurrency: 2}}"), "empty-matrix"),
    HarnessRow("Y21", .steps, strategy("{matrix: {os: []}}"), "empty-matrix"),
    HarnessRow("Y22, 66", .steps, strategy("{matrix: {os: linux}}"), "matrix-axis-value"),
    HarnessRow("Y22", .steps, strategy("{matrix: {os: <+pipeline.variables.list>}}"), "undeclared-variable"),
    HarnessRow("Y22", .steps, strategy("{matrix: {os: '[\"a\",\"b\"]'}}")),
    HarnessRow("Y23", .steps, strategy("{matrix: {os: [l, w], exclude: [{oss: w}]}}"), "excluded-axis"),
    HarnessRow("Y24, 67", .steps, strategy("{matrix: {os: [l, w], exclude: [{os: w}, {os: l}]}}"), "empty-matrix"),
    HarnessRow("65", .steps, strategy("{matrix: {os: [l, w], include: [{os: m}]}}"), "matrix-keyword"),
    HarnessRow(
      "20", .steps, step("t", "    strategy: {matrix: {os: [l]}}\n", spec: "{command: 'echo <+matrix.osx>'}"),
      "unknown-axis"),
    HarnessRow(
      "21", .steps, step("t", "    strategy: {repeat: {times: 2}}\n", spec: "{command: 'echo <+repeat.item>'}"),
      "missing-item"),
    HarnessRow(
      "Y3", .steps, step("t", "    strategy: {repeat: {times: 2}}\n", spec: "{command: 'echo <+strategy.iteration>'}")),
    HarnessRow("Y26", .steps, strategy("{matrix: {os: [l], nodeName: <+matrix.os>}}")),
  ]

  static let failures: [HarnessRow] = [
    HarnessRow("Y35", .steps, failing(failure("[AllErrors]", "{type: Ignore}"))),
    HarnessRow(
      "Y39", .steps, failing(failure("[Timeout]", "{type: Ignore}"), failure("[Timeout]", "{type: Abort}")),
      "repeated-error"),
    HarnessRow(
      "5.2.2", .steps, failing(failure("[AllErrors]", "{type: Ignore}"), failure("[AllErrors]", "{type: Ignore}")),
      "repeated-error"),
    HarnessRow("Y40, 63", .steps, failing(failure("[AllErrors, Timeout]", "{type: Ignore}")), "mixed-all-errors"),
    HarnessRow(
      "5.2.2", .steps,
      failing(
        failure(
          "[AllErrors]",
          "{type: Retry, spec: {retryCount: 2, retryIntervals: [10s], onRetryFailure: {action: {type: ProceedWithDefaultValues}}}}"
        )), "forbidden-fallback"),
    HarnessRow(
      "5.2.2", .steps,
      failing(
        failure(
          "[AllErrors]",
          "{type: ManualIntervention, spec: {timeout: 1d, onTimeout: {action: {type: ManualIntervention}}}}")),
      "forbidden-fallback"),
    HarnessRow(
      "5.2.2", .steps, failing(failure("[AllErrors]", "{type: StepGroupRollback}")), "group-action-outside-group"),
    HarnessRow(
      "5.2.2", .steps, failing(failure("[Timeout]", "{type: ProceedWithDefaultValues}")), "default-values-action"),
    HarnessRow(
      "64", .stages,
      "  stages:\n"
        + stage(
          "d", "- step: {identifier: w, name: w, type: Wait, spec: {duration: 10m}}\n",
          "- step:\n    identifier: u\n    name: u\n    type: Wait\n    spec: {duration: 10m}\n    failureStrategies:\n"
            + failure("[AllErrors]", "{type: StageRollback}")), "rollback-in-rollback"),
  ]

  static let barriers: [HarnessRow] = [
    HarnessRow("Y62", .stages, declared + nested(stage("x", barrier("p", "b")) + stage("y", barrier("q", "b")))),
    HarnessRow(
      "Y61, 70", .stages, declared + stage("x", barrier("p", "b")) + stage("y", barrier("q", "b")), "barrier-deadlock"),
    HarnessRow(
      "70", .stages,
      declared
        + nested(stage("x", barrier("p", "b"), barrier("r", "b")) + stage("y", barrier("q", "b"))), "barrier-deadlock"),
    HarnessRow(
      "69", .stages, declared + nested(stage("x", barrier("p", "c")) + stage("y", barrier("q", "c"))), "unknown-barrier"
    ),
    HarnessRow("1.12", .stages, declared + stage("x", barrier("p", "b")), "lonely-barrier"),
  ]

  static let scripts: [HarnessRow] = [
    HarnessRow("15", .steps, step("t", spec: "{command: make, outputVariables: [{name: TAG}]}"), "unassigned-output"),
    HarnessRow("15", .steps, step("t", spec: "{command: 'read TAG < f', outputVariables: [{name: TAG}]}")),
    HarnessRow("15", .steps, step("t", spec: "{command: 'source ./env', outputVariables: [{name: TAG}]}")),
    HarnessRow("15", .steps, step("t", spec: "{shell: Python, command: 'import os', outputVariables: [{name: TAG}]}")),
    HarnessRow(
      "16", .steps,
      step("t", spec: "{command: 'cat f | while read x; do TAG=$x; done', outputVariables: [{name: TAG}]}"),
      "subshell-output"),
    HarnessRow(
      "16", .steps, step("t", spec: "{command: 'while read x; do TAG=$x; done < f', outputVariables: [{name: TAG}]}")),
    HarnessRow(
      "17", .steps, step("t", spec: "{command: 'TAG=1; exit 0', outputVariables: [{name: TAG}]}"), "early-exit"),
    HarnessRow("17", .steps, step("t", spec: "{command: 'TAG=1; exit 0'}")),
    HarnessRow(
      "17", .steps, step("t", spec: "{command: 'TAG=1; test -f x || exit 1', outputVariables: [{name: TAG}]}")),
    HarnessRow(
      "52", .steps,
      "- step: {identifier: p, name: p, type: Plugin, spec: {image: acme/x, connectorRef: hub, settings: {Repo: a, repo: b}}}\n",
      "setting-case"),
    HarnessRow("1.2", .steps, step("t", spec: "{command: make, image: x, connectorRef: acount.hub}"), "unknown-scope"),
    HarnessRow("3", .steps, step("not"), "reserved-identifier"),
    HarnessRow("4", .steps, step("size"), "unreachable-identifier"),
  ]

  static let inputs: [HarnessRow] = [
    HarnessRow(
      "43, Y48", .stages, "  variables: [{name: t, type: Secret, value: <+secrets.getValue(\"x\")>}]\n" + waiting,
      "secret-variable-value"),
    HarnessRow("Y49", .stages, "  variables: [{name: t, type: Secret, value: org.x}]\n" + waiting),
    HarnessRow(
      "Y50", .stages, "  variables: [{name: t, type: String, required: true, value: \"\"}]\n" + waiting,
      "empty-required-variable"),
    HarnessRow(
      "4", .stages, "  variables: [{name: empty, type: String, value: x}]\n" + waiting, "unreachable-identifier"),
    HarnessRow(
      "74", .stages, "  variables: [{name: t, type: String, value: \"<+input>.allowedValues(a\"}]\n" + waiting,
      "runtime-input-syntax"),
    HarnessRow(
      "75, Y52", .stages,
      "  variables: [{name: t, type: String, value: \"<+input>.default(x).allowedValues(a,b)\"}]\n" + waiting,
      "runtime-input-syntax"),
    HarnessRow(
      "7.5", .stages,
      "  variables: [{name: t, type: String, value: \"<+input>.default(a).allowedValues(a,b)\"}]\n" + waiting),
    HarnessRow(
      "1.10", .stages, "  variables: [{name: t, type: String, value: <+input>.executionInput()}]\n" + waiting,
      "execution-input-place"),
  ]

  private static let waiting =
    "  stages:\n" + stage("d", "- step: {identifier: w, name: w, type: Wait, spec: {duration: 10m}}\n")

  @Test(arguments: loops) func loop(_ row: HarnessRow) { #expect(row.found() == row.expected.sorted()) }
  @Test(arguments: failures) func failure(_ row: HarnessRow) { #expect(row.found() == row.expected.sorted()) }
  @Test(arguments: barriers) func barrier(_ row: HarnessRow) { #expect(row.found() == row.expected.sorted()) }
  @Test(arguments: scripts) func script(_ row: HarnessRow) { #expect(row.found() == row.expected.sorted()) }
  @Test(arguments: inputs) func input(_ row: HarnessRow) { #expect(row.found() == row.expected.sorted()) }
}
