extension JexlType {
  /// The type of what a method gives; nil if values of this type have no such method. Of `any` nothing is known, so that
  /// every method gives anything.
  public func resultType(of method: String) -> JexlType? {
    if self == .any { return .any }
    switch method {
    case "toString": return .string
    case "equals", "empty", "isEmpty": return methodNames.contains(method) || method == "empty" ? .boolean : nil
    case "hashCode", "size": return .integer
    case "getClass": return .any
    default: break
    }
    guard methodNames.contains(method) else { return nil }
    switch (self, method) {
    case (.string, "length"), (_, "indexOf"), (_, "lastIndexOf"), (_, "compareTo"), (.string, "compareToIgnoreCase"):
      return .integer
    case (.string, "charAt"): return .character
    case (.string, "split"), (.string, "toCharArray"), (.string, "getBytes"), (_, "toArray"): return .array
    case (.string, "contains"), (.string, "contentEquals"), (.string, "endsWith"), (.string, "equalsIgnoreCase"),
      (.string, "isBlank"), (.string, "matches"), (.string, "startsWith"), (_, "contains"), (_, "containsAll"),
      (_, "containsKey"), (_, "containsValue"), (.boolean, "booleanValue"):
      return .boolean
    case (.string, "lines"), (.list, "subList"), (_, "values"): return .list
    case (_, "keySet"), (_, "entrySet"): return .set
    case (.string, _): return .string
    case (_, "doubleValue"), (_, "floatValue"): return .number
    case (.integer, _), (.number, _): return .integer
    case (.character, "charValue"): return .character
    case (.date, _): return method.hasPrefix("get") ? .integer : .date
    default: return .any
    }
  }

  /// Whether arithmetic takes it as it is: numbers and characters.
  public var isNumeric: Bool { self == .integer || self == .number || self == .character }
}
