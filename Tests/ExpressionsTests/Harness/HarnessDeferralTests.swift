import ExpressionRows
import Expressions
import Testing

/// Values that are not known before something has run.
@Suite struct HarnessDeferralTests {
  private static let reason = "the output of step 'build'"

  private let evaluator = HarnessEvaluator(
    scope: HarnessTreeScope(
      JexlMap([
        (
          "steps",
          .map(JexlMap([("build", .map(JexlMap([("name", .string("Build")), ("output", .deferred(reason))])))]))
        ),
        ("stage", .map(JexlMap([("currentStatus", .string("SUCCEEDED"))]))), ("late", .deferred(reason)),
      ])))

  @Test func renderingKeepsWhatIsNotKnown() {
    let rendering = evaluator.render("x <+steps.build.name>-<+steps.build.output.outputVariables.V.trim()> y")
    #expect(
      rendering.pieces == [
        .literal("x Build-"), .deferred("<+steps.build.output.outputVariables.V.trim()>"), .literal(" y"),
      ])
    #expect(rendering.unresolved.isEmpty)
    #expect(evaluator.render("<+[1, <+late>]>").pieces == [.deferred("<+[1, <+late>]>")])
    #expect(evaluator.render("<+a_<+late>_b>").pieces == [.deferred("<+a_<+late>_b>")])
    #expect(evaluator.render("<+\"v<+late>\">").pieces == [.deferred("<+\"v<+late>\">")])
  }

  @Test func conditionsAreDecidedWhereTheyCanBe() {
    let rows: [(String, String)] = [
      ("<+late> == \"x\"", "«deferred \(Self.reason)»"), ("!<+late>", "«deferred \(Self.reason)»"),
      ("false && <+late>", "false"), ("true || <+late>", "true"), ("true && <+late>", "«deferred \(Self.reason)»"),
      ("<+late> && false", "«deferred \(Self.reason)»"),
      ("<+OnStageSuccess> && (<+late> == 1)", "«deferred \(Self.reason)»"),
      ("<+OnStageFailure> && (<+late> == 1)", "false"), ("empty(<+late>)", "«deferred \(Self.reason)»"),
      ("true ? 1 : <+late>", "1"), ("<+late> ? 1 : 2", "«deferred \(Self.reason)»"),
      ("<+late> ?: 2", "«deferred \(Self.reason)»"), ("<+late>.length() > 3", "«deferred \(Self.reason)»"),
      ("\"a\".concat(<+late>)", "«deferred \(Self.reason)»"), ("<+late> =~ [\"x\"]", "«deferred \(Self.reason)»"),
      ("if (<+late>) {1} else {2}", "«deferred \(Self.reason)»"),
      ("for (x : <+late>) { x }", "«deferred \(Self.reason)»"),
      ("{\"a\": 1}[<+late>]", "«deferred \(Self.reason)»"), ("`a${<+late>}`", "«deferred \(Self.reason)»"),
    ]
    for (text, expected) in rows {
      #expect(HarnessFixture.text(evaluator.evaluate(text)) == expected, "\(text)")
    }
  }
}
