/// `json`.
enum JSONFunctor {
  static func call(
    _ name: String, _ arguments: [JexlValue], _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue? {
    switch (name, arguments.count) {
    case ("select", 2):
      guard let path = arguments[0].text else { return nil }
      return try select(path, tree(of: arguments[1], budget), budget)
    case ("list", 2):
      guard let path = arguments[0].text else { return nil }
      let result = try select(path, tree(of: arguments[1], budget), budget)
      switch result {
      case .list: return result
      case .null: return .null
      default: throw JexlFault(.badCall, "what '\(path)' selects is \(result.kindName), no list")
      }
    case ("object", 1):
      let value = try tree(of: arguments[0], budget)
      guard case .map = value else { throw JexlFault(.badCall, "the JSON is \(value.kindName), no object") }
      return value
    case ("format", 1): return .string(JexlJSON.text(of: arguments[0]))
    default: return nil
    }
  }

  /// The value of a JSON text; maps and lists are values already.
  private static func tree(of value: JexlValue, _ budget: JexlBudget) throws(JexlFault) -> JexlValue {
    switch value {
    case .string(let text):
      try budget.spend(1 + text.utf8.count / 8)
      switch JexlJSON.parse(text) {
      case .success(let tree): return tree
      case .failure(let problem):
        throw JexlFault(.badCall, "the text is no JSON: \(problem.message) at character \(problem.offset + 1)")
      }
    case .null: throw JexlFault(.badCall, "json functions cannot work on null")
    default: return value
    }
  }

  private static func select(
    _ path: String, _ tree: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue {
    // A path may leave out its root.
    let parsed = try JSONPath(path.hasPrefix("$") ? path : "$." + path)
    return try parsed.value(in: tree, budget)
  }
}
