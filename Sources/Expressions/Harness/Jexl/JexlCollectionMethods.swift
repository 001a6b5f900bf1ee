/// Methods of Java's collections.
enum JexlCollectionMethods {
  static func call(
    _ name: String, on elements: [JexlValue], as value: JexlValue, _ arguments: [JexlValue], _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue? {
    try budget.spend(1 + elements.count / 64)
    let isSet = if case .set = value { true } else { false }
    switch (name, arguments.count) {
    case ("isEmpty", 0): return .boolean(elements.isEmpty)
    case ("contains", 1): return .boolean(elements.contains(arguments[0]))
    case ("containsAll", 1):
      guard let others = Self.elements(of: arguments[0]) else { return nil }
      return .boolean(others.allSatisfy(Set(elements).contains))
    case ("get", 1) where !isSet:
      guard let index = JexlMethods.int(arguments[0]) else { return nil }
      guard elements.indices.contains(index) else {
        throw JexlFault(.badCall, "there is no element \(index); there are \(elements.count)")
      }
      return elements[index]
    case ("indexOf", 1) where !isSet:
      return .integer(Int32(elements.firstIndex(of: arguments[0]) ?? -1))
    case ("lastIndexOf", 1) where !isSet:
      return .integer(Int32(elements.lastIndex(of: arguments[0]) ?? -1))
    case ("subList", 2) where !isSet:
      guard let start = JexlMethods.int(arguments[0]), let end = JexlMethods.int(arguments[1]) else { return nil }
      guard start >= 0, start <= end, end <= elements.count else {
        throw JexlFault(.badCall, "\(start) to \(end) is outside the list, which has \(elements.count) elements")
      }
      return .list(Array(elements[start..<end]))
    case ("toArray", 0): return .array(JexlArray(elements, .object, identity: budget.identity()))
    default: return nil
    }
  }

  private static func elements(of value: JexlValue) -> [JexlValue]? {
    switch value {
    case .list(let elements), .set(let elements): elements
    default: nil
    }
  }

  static func call(_ name: String, on map: JexlMap, _ arguments: [JexlValue]) throws(JexlFault) -> JexlValue? {
    switch (name, arguments.count) {
    case ("get", 1): map[arguments[0]] ?? .null
    case ("getOrDefault", 2): map[arguments[0]] ?? arguments[1]
    case ("containsKey", 1): .boolean(map[arguments[0]] != nil)
    case ("containsValue", 1): .boolean(map.values.contains(arguments[0]))
    case ("isEmpty", 0): .boolean(map.isEmpty)
    case ("keySet", 0): .set(map.keys)
    case ("values", 0): .list(map.values)
    case ("entrySet", 0):
      .set(
        zip(map.keys, map.values).map { key, value in
          .map(JexlMap([("key", key), ("value", value)]))
        })
    default: nil
    }
  }

  static func call(_ name: String, on node: JexlNode, _ arguments: [JexlValue]) -> JexlValue? {
    let base = node.base
    switch (name, arguments.count) {
    case ("get", 1): return base.member(arguments[0].javaText) ?? .null
    case ("getOrDefault", 2): return base.member(arguments[0].javaText) ?? arguments[1]
    case ("containsKey", 1): return .boolean(base.member(arguments[0].javaText) != nil)
    case ("isEmpty", 0): return .boolean(base.memberNames.isEmpty)
    case ("keySet", 0): return .set(base.memberNames.map { .string($0) })
    case ("values", 0): return .list(base.memberNames.map { base.member($0) ?? .null })
    default: return nil
    }
  }
}
