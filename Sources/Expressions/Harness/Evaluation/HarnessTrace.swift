/// A value that was worked out on the way to that of an expression.
public struct JexlReduction: Hashable, Sendable {
  /// The UTF-8 range of what has the value, in the text that was evaluated.
  public var range: Range<Int>
  /// What has the value, where it does not stand in that text but in the value of a name there.
  public var text: String?
  public var value: JexlValue
}

/// Notes the values of an evaluation in the order in which they become known.
final class JexlTrace {
  /// Nobody reads more.
  private static let limit = 500

  private(set) var reductions: [JexlReduction] = []
  /// How many values that are expressions themselves are being evaluated: what is in them stands nowhere in the text.
  var indirections = 0

  /// Notes the value of a node, unless the node itself shows it.
  func note(_ node: JexlSyntax, _ value: JexlValue) {
    guard indirections == 0 else { return }
    switch node.kind {
    case .literal, .group, .block, .returning, .function: return
    case .identifier(let name) where name.hasPrefix("harness$"): return
    default: note(node.range, value)
    }
  }

  /// Notes the value of an expression; its text is told where it comes from a value and not from what was evaluated.
  func note(_ range: Range<Int>, _ value: JexlValue, of text: [UInt8]) {
    note(range, value, text: indirections == 0 ? nil : String(decoding: text, as: UTF8.self))
  }

  private func note(_ range: Range<Int>, _ value: JexlValue, text: String? = nil) {
    let reduction = JexlReduction(range: range, text: text, value: value)
    guard !range.isEmpty, reductions.count < Self.limit, reductions.last != reduction else { return }
    reductions.append(reduction)
  }

  /// Forgets what came of an attempt that led nowhere.
  func forget(after count: Int) {
    if reductions.count > count { reductions.removeLast(reductions.count - count) }
  }
}

extension HarnessEvaluator {
  /// What `evaluate` gives, and the values on the way there.
  public func trace(_ text: String) -> (outcome: HarnessOutcome, reductions: [JexlReduction]) {
    let engine = HarnessEngine(scope, mode, options)
    let trace = JexlTrace()
    engine.budget.trace = trace
    guard text.utf8.contains(where: { $0 > 0x20 }) else { return (.value(.null), []) }
    do throws(JexlError) {
      let value = try engine.evaluate(SourceText(Array(text.utf8)), depth: HarnessEngine.maximumDepth)
      return (value.deferral.map { .deferred($0) } ?? .value(value), trace.reductions)
    } catch {
      return (.failure(error), trace.reductions)
    }
  }
}

extension JexlEvaluator {
  /// What `evaluate` gives, and the values on the way there.
  public static func trace(
    _ text: String, mode: Jexl.Mode = .script, variables: JexlMap
  ) -> (result: Result<JexlValue, JexlError>, reductions: [JexlReduction]) {
    let trace = JexlTrace()
    let result = evaluate(text, mode: mode, variables: variables, trace: trace)
    return (result, trace.reductions)
  }
}
