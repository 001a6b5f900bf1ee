import Diagnostics

extension HarnessEngine {
  func call(
    _ functor: HarnessFunctor, _ name: String, _ arguments: [JexlValue]
  ) throws(JexlFault) -> JexlValue {
    try budget.spend()
    if let waiting = arguments.first(where: { $0.deferral != nil }) { return waiting }
    if let result = try result(functor, name, arguments) { return result }
    let known = functor.functionNames
    if known.contains(name) {
      throw JexlFault(.noMethod, "\(functor.rawValue).\(name) does not take these arguments")
    }
    throw JexlFault(
      .noMethod, "\(functor.rawValue) has no function '\(name)'",
      help: (Suggestion.nearest(to: name, among: known) ?? known.first).map { "write \(functor.rawValue).\($0)(…)" })
  }

  private func result(
    _ functor: HarnessFunctor, _ name: String, _ arguments: [JexlValue]
  ) throws(JexlFault) -> JexlValue? {
    switch functor {
    case .regex: return try RegexFunctor.call(name, arguments, budget)
    case .json: return try JSONFunctor.call(name, arguments, budget)
    case .xml: return try XMLFunctor.call(name, arguments, budget)
    case .shell: return ShellFunctor.call(name, arguments)
    case .secrets:
      guard name == "getValue", arguments.count == 1, let reference = arguments[0].text else { return nil }
      return .string(SecretToken.text(for: reference))
    case .exportedVariables:
      guard name == "getValue", arguments.count == 1, let path = arguments[0].text else { return nil }
      switch scope.exportedVariable(path) {
      case .value(let value): return value
      case .deferred(let reason): return .deferred(reason)
      case .absent: return .null
      }
    case .datetime:
      guard arguments.isEmpty, functor.functionNames.contains(name) else { return nil }
      guard let now = scope.now else { return .deferred("the time of the run") }
      return .date(JexlDate(now, hasTime: name == "currentTime"))
    }
  }
}
