import Expressions

/// Parses and evaluates any text: as an expression, as a condition and as a text, with a fixed context. No input may crash or
/// hang.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJexl(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let text = String(decoding: bytes, as: UTF8.self)
  let length = text.utf8.count
  for mode in [Jexl.Mode.expression, .script] {
    switch JexlEvaluator.evaluate(text, mode: mode, variables: variables) {
    case .success(let value): _ = value.renderedText
    case .failure(let error):
      precondition(error.range.lowerBound >= 0 && error.range.upperBound <= length, "a failure outside the text")
    }
  }
  for mode in HarnessMode.allCases {
    let evaluator = HarnessEvaluator(scope: HarnessTreeScope(variables), mode: mode)
    let rendering = evaluator.render(text)
    if let failure = rendering.failure {
      precondition(failure.range.upperBound <= length, "a failure outside the text")
    }
    _ = evaluator.evaluate(text)
  }
  return 0
}

private let variables = JexlMap([
  ("a", .integer(5)), ("b", .double(1.5)), ("s", .string("hello")), ("e", .string("")), ("n", .null),
  ("l", .list([.string("x"), .integer(2), .string("<+s>")])),
  ("m", .map(JexlMap([("k", .string("v")), ("x", .map(JexlMap([("y", .long(7))])))]))),
  ("t", .string("<+s>-<+a>")), ("loop", .string("<+loop> <+t>")), ("late", .deferred("a step")),
  ("pipeline", .map(JexlMap([("name", .string("My Pipe")), ("sequenceId", .integer(42))]))),
  ("strategy", .map(JexlMap([("matrix", .map(JexlMap([("os", .string("linux"))])))]))),
])
