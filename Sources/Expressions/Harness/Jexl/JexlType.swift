/// What kind of value an expression gives, as far as it can be known without evaluating it.
public enum JexlType: String, Hashable, Sendable, CaseIterable {
  /// Anything: nothing can be said.
  case any
  case null, string, boolean
  /// A whole number.
  case integer
  /// A number of any kind.
  case number
  case character, list, array, map, set
  /// An object of the pipeline.
  case node
  case function, functor, date

  /// The type of a value.
  public init(of value: JexlValue) {
    self =
      switch value {
      case .null: .null
      case .boolean: .boolean
      case .integer, .long, .bigInteger: .integer
      case .float, .double, .bigDecimal: .number
      case .character: .character
      case .string: .string
      case .list: .list
      case .array: .array
      case .map: .map
      case .set: .set
      case .node: .node
      case .function: .function
      case .functor: .functor
      case .date: .date
      case .javaClass, .deferred: .any
      }
  }

  /// The methods that values of the type have, in alphabetical order; none is known of `any`.
  public var methodNames: [String] {
    let common = ["equals", "hashCode", "toString"]
    let own: [String] =
      switch self {
      case .any, .null, .functor: []
      case .string:
        [
          "charAt", "compareTo", "compareToIgnoreCase", "concat", "contains", "contentEquals", "empty", "endsWith",
          "equalsIgnoreCase", "getBytes", "indexOf", "isBlank", "isEmpty", "lastIndexOf", "length", "lines", "matches",
          "repeat", "replace", "replaceAll", "replaceFirst", "size", "split", "startsWith", "strip", "stripLeading",
          "stripTrailing", "substring", "toCharArray", "toLowerCase", "toUpperCase", "trim",
        ]
      case .list:
        [
          "contains", "containsAll", "empty", "get", "indexOf", "isEmpty", "lastIndexOf", "size", "subList", "toArray",
        ]
      case .array: ["contains", "empty", "get", "indexOf", "size"]
      case .set: ["contains", "containsAll", "empty", "isEmpty", "size", "toArray"]
      case .map:
        [
          "containsKey", "containsValue", "empty", "entrySet", "get", "getOrDefault", "isEmpty", "keySet", "size",
          "values",
        ]
      case .node: ["containsKey", "empty", "get", "getOrDefault", "isEmpty", "keySet", "size", "values"]
      case .integer, .number:
        ["byteValue", "compareTo", "doubleValue", "floatValue", "intValue", "longValue", "shortValue"]
      case .boolean: ["booleanValue", "compareTo"]
      case .character: ["charValue", "compareTo"]
      case .function: []
      case .date: JexlDate.methodNames
      }
    return self == .any ? [] : (own + common).sorted()
  }
}
