import Expressions
import Testing

/// `<+input>` with its conditions (harness.md §7.5, Y51–Y53).
@Suite struct HarnessRuntimeInputTests {
  @Test func conditions() throws {
    let input = try #require(
      HarnessRuntimeInput(#"<+input>.default(x).allowedValues(x, \"b,c\",d ).regex(^(a|x)$).executionInput()"#))
    #expect(input.problems.isEmpty)
    #expect(input.defaultValue == "x")
    #expect(input.choice == .allowedValues)
    #expect(input.allowedValues == ["x", "b,c", "d"])
    #expect(input.pattern == "^(a|x)$")
    #expect(input.isExecutionInput)
    #expect(HarnessRuntimeInput("<+input>")?.choice == nil)
    #expect(HarnessRuntimeInput("<+inputs>") == nil)
    #expect(HarnessRuntimeInput("x<+input>") == nil)
  }

  @Test func mergedForm() throws {
    let input = try #require(HarnessRuntimeInput(merged: "prod.eu.allowedValues(prod.eu,dev)"))
    #expect(input.mergedValue == "prod.eu")
    #expect(input.allowedValues == ["prod.eu", "dev"])
    #expect(HarnessRuntimeInput(merged: "prod.allowed(a)") == nil)
    #expect(HarnessRuntimeInput(merged: "prod") == nil)
  }

  @Test func whatIsWrittenWrongly() {
    let rows: [(String, String)] = [
      ("<+input>.allowedValue(a)", "`.allowedValue(a)` is nothing that can follow `<+input>`"),
      ("<+input>x", "`x` is nothing that can follow `<+input>`"),
      ("<+input>.default(x", "the parenthesis of `.default(` is not closed"),
      ("<+input>.default(x).default(y)", "`.default(…)` stands twice"),
      ("<+input>.default()", "`.default()` needs an argument"),
      (
        "<+input>.default(x).allowedValues(a,b)",
        "The values provided for default: [x] do not match any of the allowed values [a, b]"
      ),
      (
        "<+input>.default(v1x).regex(v[0-9]+)",
        "The value provided for [default: v1x] does not match the required regex pattern"
      ),
    ]
    for (text, message) in rows {
      #expect(HarnessRuntimeInput(text)?.problems.map(\.message) == [message], "\(text)")
    }
  }

  @Test func valuesThatDoNotFit() throws {
    let place = "pipeline.variables.v"
    let choice = try #require(HarnessRuntimeInput("<+input>.allowedValues(a,b,3)"))
    #expect(choice.failure(of: "a", at: place) == nil)
    #expect(choice.failure(of: "3.0", at: place) == nil)
    #expect(choice.failure(of: "<+x>", at: place) == nil)
    #expect(
      choice.failure(of: "c", at: place)
        == "The values provided for pipeline.variables.v: [c] do not match any of the allowed values [a, b, 3]")
    #expect(choice.failure(of: ["a", "b"], at: place) == nil)
    let one = try #require(HarnessRuntimeInput("<+input>.selectOneFrom(a,b)"))
    #expect(one.failure(of: ["a", "b"], at: place) != nil)
    let pattern = try #require(HarnessRuntimeInput("<+input>.regex(^v[0-9]+$)"))
    #expect(pattern.failure(of: "v12", at: place) == nil)
    #expect(
      pattern.failure(of: "v12x", at: place)
        == "The value provided for [pipeline.variables.v: v12x] does not match the required regex pattern")
    let open = try #require(HarnessRuntimeInput("<+input>.allowedValues(<+x>,b)"))
    #expect(!open.isChoiceKnown)
    #expect(open.failure(of: "c", at: place) == nil)
  }
}
