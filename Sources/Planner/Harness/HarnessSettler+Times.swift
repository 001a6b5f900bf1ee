import Diagnostics
import Expressions
import IR

extension HarnessSettler {
  /// How long steps may run where the file does not say: ten hours.
  static let stepTimeout: Int64 = 10 * 60 * 60 * 1000
  /// The same for steps of CI stages and of containerised groups: two hours.
  static let containerTimeout: Int64 = 2 * 60 * 60 * 1000

  /// The milliseconds of a time string where a node stands; nil where it is none, is not known yet, or is nothing.
  ///
  /// - Parameter isIntervention: the text follows the rules of manual interventions, which differ.
  public func milliseconds(_ text: Text, at node: Int, isIntervention: Bool = false) -> Int64? {
    guard let literal = render(text.value, at: node, unresolved: .null).literal else { return nil }
    let result = isIntervention ? HarnessDuration.parseIntervention(literal) : HarnessDuration.parse(literal)
    guard case .success(.milliseconds(let value)) = result, value > 0 else { return nil }
    return value
  }

  /// A whole number where a node stands; nil where it is none or is not known yet.
  public func integer(_ field: HarnessField<Int64>, at node: Int) -> Int? {
    let data: Data
    switch field {
    case .literal(let located): return Int(clamping: located.value)
    case .expression(let text): data = Data(.string(text), at: text.span)
    case .invalid(let invalid): data = invalid
    }
    switch resolve(data, at: node) {
    case .integer(let number): return Int(clamping: number)
    case .number(let number) where abs(number) < 1e15: return Int(number)
    case .text(let text): return Int(text)
    default: return nil
    }
  }

  /// A yes or no where a node stands; nil where it is none or is not known yet.
  public func flag(_ field: HarnessField<Bool>?, at node: Int) -> Bool? {
    guard let field else { return nil }
    switch field {
    case .literal(let located): return located.value
    case .expression(let text):
      switch render(text.value, at: node, unresolved: .null).literal {
      case "true"?: return true
      case "false"?: return false
      default: return nil
      }
    case .invalid: return nil
    }
  }

  /// How long a node may run.
  func timeout(of index: Int) -> Int64? {
    switch plan.nodes[index].origin {
    case .stage(let stage): return stage.timeout.flatMap { milliseconds($0, at: index) }
    case .step(let step):
      if let written = step.timeout.flatMap({ milliseconds($0, at: index) }) { return written }
      return scope(of: index) == nil ? Self.stepTimeout : Self.containerTimeout
    case .group, .none: return nil
    }
  }

  func failureReader(at index: Int) -> HarnessFailureReader {
    HarnessFailureReader(
      milliseconds: { self.milliseconds($0, at: index) },
      intervention: { self.milliseconds($0, at: index, isIntervention: true) }, integer: { self.integer($0, at: index) }
    )
  }
}
