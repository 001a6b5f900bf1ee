/// The objects with functions that Harness gives to expressions.
public enum HarnessFunctor: String, Hashable, Sendable, CaseIterable {
  case regex, json, xml, datetime, secrets, shell, exportedVariables

  /// Its functions, in alphabetical order.
  public var functionNames: [String] {
    switch self {
    case .regex: ["extract", "match", "replace"]
    case .json: ["format", "list", "object", "select"]
    case .xml: ["select"]
    case .datetime: ["currentDate", "currentTime"]
    case .secrets: ["getValue"]
    case .shell: ["doubleQuote", "enclose", "escape", "escapeChars", "quote"]
    case .exportedVariables: ["getValue"]
    }
  }

  /// The type of what a function gives; nil if there is no such function.
  public func resultType(of function: String) -> JexlType? {
    switch (self, function) {
    case (.regex, "extract"), (.regex, "replace"), (.json, "format"), (.xml, "select"), (.secrets, "getValue"),
      (.shell, "escape"), (.shell, "quote"), (.shell, "doubleQuote"), (.shell, "enclose"), (.shell, "escapeChars"):
      .string
    case (.regex, "match"): .boolean
    case (.json, "list"): .list
    case (.json, "object"): .map
    case (.json, "select"), (.exportedVariables, "getValue"): .any
    case (.datetime, "currentDate"), (.datetime, "currentTime"): .date
    default: nil
    }
  }
}
