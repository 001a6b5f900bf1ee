import Diagnostics
import Testing

/// The mistakes in expressions that people make, by the numbers of the list in the reference.
@Suite struct HarnessExpressionRows {
  static let paths: [HarnessRow] = [
    HarnessRow("fine", .command, "echo <+steps.build.output.outputVariables.V> <+execution.steps.build.name>"),
    HarnessRow("fine", .command, "echo <+steps.tests.steps.unit.output.outputVariables.V>"),
    HarnessRow("fine", .command, "echo <+pipeline.stages.ci.spec.execution.steps.build.output.outputVariables.V>"),
    HarnessRow("fine", .command, "echo <+stages.ci.spec.execution.steps.build.output.outputVariables[\"V\"]>"),
    HarnessRow("fine", .command, "echo <+spec.execution.steps.build.status> <+stage.variables.region> <+ci.name>"),
    HarnessRow("fine", .command, "echo <+pipeline . name> <+pipeline[\"name\"]> <+pipeline.'name'> <+me.identifier>"),
    HarnessRow("fine", .command, "echo <+steps.plugin.output.outputVariables.ANY> <+name> <+identifier> <+step.name>"),
    HarnessRow("fine", .command, "echo <+steps.looped_0_1.output.outputVariables.V> <+steps.looped.status>"),
    HarnessRow("fine", .command, "echo <+pipeline.variables.get(\"my-var\")> <+pipeline.variables[\"my-var\"]>"),
    HarnessRow("fine", .command, "echo <+codebase.branch> <+trigger.payload.x.y> <+account.name> <+variable.org.x>"),
    HarnessRow("fine", .command, "echo <+steps.get(\"build\").status> <+stages.get(\"ci\").name>"),
    HarnessRow("fine", .group, "echo <+steps.unit.output.outputVariables.V> <+stepGroup.variables.gv> <+tests.name>"),
    HarnessRow("fine", .deploy, "https://x/<+pipeline.stages.ci.spec.execution.steps.build.output.outputVariables.V>"),
    HarnessRow("8", .deploy, "https://x/<+steps.build.output.outputVariables.V>", "other-stage-step"),
    HarnessRow("8", .deploy, "https://x/<+execution.steps.build.output.outputVariables.V>", "other-stage-step"),
    HarnessRow("9", .command, "echo <+execution.steps.unit.output.outputVariables.V>", "missing-group-segment"),
    HarnessRow("9", .command, "echo <+steps.unit.output.outputVariables.V>", "missing-group-segment"),
    HarnessRow(
      "9", .deploy, "https://x/<+pipeline.stages.ci.spec.execution.steps.unit.name>", "missing-group-segment"),
    HarnessRow("10", .group, "echo <+steps.build.output.outputVariables.V>", "outer-step-path"),
    HarnessRow("11", .command, "echo <+steps.later.output.outputVariables.V>", "later-step"),
    HarnessRow("11", .command, "echo <+steps.later.name>", "later-step"),
    HarnessRow("11", .command, "echo <+pipeline.stages.deploy.name>", "later-step"),
    HarnessRow("12", .command, "echo <+steps.beside.output.outputVariables.V>", "parallel-step"),
    HarnessRow("13", .command, "echo <+steps.build.outputVariables.V>", "misplaced-output"),
    HarnessRow("13", .command, "echo <+steps.build.output.V>", "misplaced-output"),
    HarnessRow("14", .command, "echo <+steps.build.output.outputVariables.VV>", "undeclared-output"),
    HarnessRow("18", .command, "echo <+steps.database.output.outputVariables.V>", "background-output"),
    HarnessRow("19", .command, "echo <+steps.looped.output.outputVariables.V>", "looped-reference"),
    HarnessRow("20", .command, "echo <+matrix.os>", "outside-loop"),
    HarnessRow("33", .command, "echo <+Pipeline.name>", "unknown-path"),
    HarnessRow("33", .command, "echo <+pipeline.stage.ci.name>", "unknown-path"),
    HarnessRow("33", .command, "echo <+variables.pipeline.env>", "unknown-path"),
    HarnessRow("33", .command, "echo <+variables.env>", "unknown-path"),
    HarnessRow("33", .command, "echo <+build.output.outputVariables.V>", "unknown-path"),
    HarnessRow("33", .command, "echo <+stage.steps.build.output.outputVariables.V>", "unknown-path"),
    HarnessRow("33", .command, "echo <+pipeline.stages.ci.steps.build.name>", "unknown-path"),
    HarnessRow("33", .command, "echo <+pipeline.Name>", "unknown-path"),
    HarnessRow("34", .command, "echo <+pipeline.variables.evn>", "undeclared-variable"),
    HarnessRow("34", .command, "echo <+stage.variables.regoin>", "undeclared-variable"),
    HarnessRow("35", .command, "echo <+pipeline.variables.my-var>", "hyphenated-name"),
    HarnessRow("37", .deploy, "https://x/<+codebase.branch>", "codebase-outside-ci"),
    HarnessRow("39", .command, "echo <+secret.getValue(\"x\")>", "misspelt-function"),
    HarnessRow("39", .command, "echo <+secrets.getvalue(\"x\")>", "misspelt-function"),
    HarnessRow("87", .command, "echo <+steps.me.output.outputVariables.V>", "own-output"),
    HarnessRow("88", .command, "echo <+stepGroup.variables.gv>", "outside-group"),
    HarnessRow("89", .command, "echo <+pipeline.stages.cy.name>", "unknown-node"),
    HarnessRow("89", .command, "echo <+steps.biuld.name>", "unknown-node"),
    // What only a run can tell.
    HarnessRow("dynamic", .command, "echo <+pipeline.stages.<+pipeline.variables.env>.name>"),
    HarnessRow("dynamic", .command, "echo <+pipeline.stages[<+pipeline.variables.env>].name>"),
  ]

  static let forms: [HarnessRow] = [
    HarnessRow("fine", .condition, "<+pipeline.variables.env> == \"prod\""),
    HarnessRow(
      "fine", .condition, "<+pipeline.variables.env> =~ [\"prod\",\"stage\"] && !(<+codebase.branch> == \"x\")"),
    HarnessRow("fine", .condition, "<+pipeline.variables.count> >= 3 && <+trigger.event> == \"PR\""),
    HarnessRow("fine", .condition, "<+steps.build.output.outputVariables.N> > 5"),
    HarnessRow("fine", .condition, "<+Always>"),
    HarnessRow("fine", .condition, "<+input>"),
    HarnessRow("fine", .condition, "\"<+pipeline.variables.env>\" == \"prod\""),
    HarnessRow("fine", .command, "echo <+<+pipeline.variables.env>_<+stage.variables.region>>"),
    HarnessRow("fine", .command, "echo <+<+pipeline.variables.env>-<+stage.variables.region>>"),
    HarnessRow("fine", .command, "echo <+<+pipeline.name>.toLowerCase()>-<+<+pipeline.variables.count> gt 2>"),
    HarnessRow("fine", .command, "echo <+regex.extract(\"v([0-9]+)\", <+artifact.tag>)> <+\"a\" + 1> <+[1,2]> <+>"),
    HarnessRow("fine", .command, "echo <+if (<+pipeline.variables.env> == \"prod\") {\"P\"} else {\"N\"}>"),
    HarnessRow("fine", .command, "echo <+json.select(\"a\", httpResponseBody)> <+pipeline.name.length()>"),
    HarnessRow("fine", .command, "cat a > b; echo <+pipeline.name> > c; test $x -gt 3"),
    HarnessRow("fine", .command, "echo <+secrets.getValue(\"account.\" + <+pipeline.variables.env>)> > file"),
    HarnessRow("fine", .command, "echo <+secrets.getValue(\"<+pipeline.variables.env>_tok\")> > file"),
    HarnessRow("22", .command, "echo <+pipeline.name", "unclosed-expression"),
    HarnessRow("23", .command, "echo <+<+pipeline.variables.count> > 3>", "angle-in-expression"),
    HarnessRow("23", .command, "echo <+<+pipeline.variables.count> >= 3>", "angle-in-expression"),
    HarnessRow("23", .condition, "<+<+pipeline.variables.count> > 3>", "angle-in-expression"),
    HarnessRow("23", .condition, "<+<+pipeline.variables.count> >= 3>", "angle-in-expression"),
    HarnessRow("fine", .condition, "<+pipeline.variables.count> > 3 && <+pipeline.variables.count> > 4"),
    HarnessRow("24", .condition, "<+pipeline.variables.env == \"x\">", "unnested-operator"),
    HarnessRow("24", .command, "echo <+pipeline.variables.env != \"x\">", "unnested-operator"),
    HarnessRow("24", .command, "echo <+pipeline.variables.env ?: \"d\">", "unnested-operator"),
    HarnessRow("24", .command, "echo <+stage.variables.region + pipeline.variables.env>", "unnested-operator"),
    HarnessRow("24", .condition, "pipeline.variables.env == \"prod\"", "unnested-operator"),
    HarnessRow("25", .condition, "<+pipeline.variables.env> == prod", "unquoted-text"),
    HarnessRow("26", .condition, "<+pipeline.variables.env> == “prod”", "typographic-quote"),
    HarnessRow("27", .condition, "<+pipeline.variables.env> = \"prod\"", "assignment-in-condition"),
    HarnessRow("28", .condition, "<+pipeline.variables.env> ?? \"x\"", "newer-operator"),
    HarnessRow("28", .condition, "<+pipeline.variables.env> === \"x\"", "newer-operator"),
    HarnessRow("28", .condition, "<+pipeline.variables.env> in [\"x\"]", "newer-operator"),
    HarnessRow("28", .condition, "<+pipeline.variables.env> <> \"x\"", "newer-operator"),
    HarnessRow("28", .command, "echo <+pipeline.variables?.env>", "newer-operator"),
    HarnessRow("29", .condition, "<+codebase.branch> =~ \"release\"", "partial-match"),
    HarnessRow("29", .condition, "<+codebase.branch> =~ \"release/.*\""),
    HarnessRow("30", .command, "echo <+<+pipeline.name>.split(\".\")[0]>", "split-pattern"),
    HarnessRow("31", .condition, "<+pipeline.variables.count> == \"3.0\"", "mismatched-comparison"),
    HarnessRow("31b", .condition, "<+pipeline.name>.charAt(0) == \"v\"", "character-comparison"),
    HarnessRow("32", .command, "echo <+<+steps.build.output.outputVariables.N> + 1>", "text-arithmetic"),
    HarnessRow("36", .condition, "<+pipeline.status> == \"SUCCESS\"", "status-word"),
    HarnessRow("36", .condition, "<+steps.build.status> =~ [\"SUCCEEDED\", \"Failed\"]", "status-word"),
    HarnessRow("40", .command, "echo <+secrets.getValue(\"acount.x\")> > f", "malformed-secret"),
    HarnessRow("41", .command, "echo <+secrets.getValue(tok)> > f", "malformed-secret"),
    HarnessRow("42", .command, "curl -u \"u:<+secrets.getValue(\"t\")>\" x", "secret-in-double-quotes"),
    HarnessRow("42", .command, "curl -u \"u:<+pipeline.variables.token>\" x", "secret-in-double-quotes"),
    HarnessRow("42", .command, "curl -u 'u:<+secrets.getValue(\"t\")>' x"),
    HarnessRow("42", .command, "curl -d '{\n \"t\": \"<+secrets.getValue(\"t\")>\"\n}' x"),
    HarnessRow("42", .command, "# it's \"quoted\"\ncurl -u 'u:<+secrets.getValue(\"t\")>' x"),
    HarnessRow("44", .command, "echo <+secrets.getValue(\"t\")> | base64", "secret-leak"),
    HarnessRow("syntax", .condition, "(<+pipeline.variables.env> == \"prod\"", "expression-syntax"),
    HarnessRow("syntax", .condition, "<+pipeline.variables.env> =~ release/.*", "expression-syntax"),
    HarnessRow("syntax", .condition, "1 == 1 == true", "expression-syntax"),
    HarnessRow("syntax", .command, "echo <+pipeline.tags.size>", "expression-syntax"),
    HarnessRow(
      "constant", .condition, "<+pipeline.variables.env> == \"a\" && <+pipeline.variables.env> == \"b\"",
      "constant-condition"),
    HarnessRow("class", .command, "echo <+<+pipeline.name>.getClass()>", "class-access"),
    HarnessRow("token", .command, "echo <+secrets.getValue(\"t\").length()>", "secret-operation"),
  ]

  @Test(arguments: paths) func path(_ row: HarnessRow) {
    #expect(row.found() == row.expected.sorted())
  }

  @Test(arguments: forms) func form(_ row: HarnessRow) {
    #expect(row.found() == row.expected.sorted())
  }

  /// Comments are worked out like everything else.
  @Test func adviceAboutComments() {
    let row = HarnessRow("90", .command, "# uses <+pipeline.name>\nmake")
    #expect(row.found(minimum: .info).filter { $0 != "unpinned-image" } == ["expression-in-comment"])
    #expect(row.found() == [])
  }
}
