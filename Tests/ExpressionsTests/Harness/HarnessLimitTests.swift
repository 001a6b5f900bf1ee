import Expressions
import Testing

/// No text takes the machine down.
@Suite struct HarnessLimitTests {
  private func kind(_ text: String, mode: Jexl.Mode = .script) -> JexlError.Kind? {
    guard case .failure(let error) = JexlEvaluator.evaluate(text, mode: mode, variables: JexlMap()) else { return nil }
    return error.kind
  }

  @Test func loopsAndSizesAreBounded() {
    #expect(kind("while (true) { 1 }") == .limit)
    #expect(kind("var x = \"ab\"; while (true) { x = x + x }") == .limit)
    #expect(kind("var x = 3; while (true) { x = x * x }") == .limit)
    #expect(kind("1 .. 1000000000") == .limit)
    #expect(kind("\"ab\".repeat(2000000000)") == .limit)
    #expect(kind("var f = (x) -> { f(x) }; f(1)") == .limit || kind("var f = (x) -> { f(x) }; f(1)") == .noMethod)
    #expect(kind("\"" + String(repeating: "a", count: 40) + "b\" =~ \"(a+)+\"") == .limit)
  }

  @Test func depthIsBounded() {
    #expect(kind(String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)) == .limit)
    #expect(kind(String(repeating: "!", count: 100_000) + "true") == .limit)
    #expect(kind(String(repeating: "[", count: 100_000)) == .limit)
    #expect(kind(String(repeating: "{", count: 100_000)) == .limit)
    // Operators in a row are no depth.
    let sum = (0..<20_000).map { _ in "1" }.joined(separator: "+")
    #expect((try? JexlEvaluator.evaluate(sum, variables: JexlMap()).get()) == .integer(20_000))
  }

  @Test func manyCostlyExpressionsAreBoundedTogether() {
    let costly = "<+size(1 .. 90000)>"
    let evaluator = HarnessEvaluator(scope: HarnessTreeScope(JexlMap()))
    #expect(evaluator.render(costly + costly).text == "9000090000")
    #expect(evaluator.render(String(repeating: costly, count: 100)).failure?.kind == .limit)
  }

  @Test func expressionsThatLeadToEachOther() {
    let tree = JexlMap([
      ("a", .string("<+b>")), ("b", .string("x<+a>")), ("self", .string("<+self>")), ("t", .string("<+t><+t>")),
    ])
    let evaluator = HarnessEvaluator(scope: HarnessTreeScope(tree))
    for text in ["<+a>", "<+self>", "<+t>"] {
      #expect(evaluator.render(text).failure?.kind == .recursion, "\(text)")
    }
    let deep = String(repeating: "<+", count: 40) + "1" + String(repeating: ">", count: 40)
    #expect(evaluator.render(deep).failure?.kind == .recursion)
    let deepest = String(repeating: "<+", count: 100_000) + "1" + String(repeating: ">", count: 100_000)
    #expect(evaluator.render(deepest).failure != nil)
  }

  @Test func manyExpressionsAreRead() {
    let text = (0..<1_000).map { "run: <+pipeline.variables.v\($0)> && <+<+stage.name>.toUpperCase() == \"X\">\n" }
      .joined()
    let scanned = HarnessText.scan(text)
    #expect(scanned.spans.count == 2_000)
    for span in scanned.spans {
      guard case .success(let program) = span.parse(in: scanned.bytes) else {
        Issue.record("a span cannot be read")
        continue
      }
      let whole = program[program.root].range
      #expect(span.bodyRange.contains(whole.lowerBound) && whole.upperBound <= span.bodyRange.upperBound)
    }
  }
}
