import Diagnostics

/// The methods of Java's classes that expressions can call.
enum JexlMethods {
  /// The result; nil if the value has no such method for these arguments.
  static func call(
    _ name: String, on value: JexlValue, _ arguments: [JexlValue], _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue? {
    if let result = try common(name, value, arguments) { return result }
    switch value {
    case .string(let text):
      try budget.spend(1 + text.utf8.count / 64)
      return try JexlTextMethods.call(name, on: text, arguments, budget)
    case .list(let elements), .set(let elements):
      return try JexlCollectionMethods.call(name, on: elements, as: value, arguments, budget)
    case .array(let array):
      switch name {
      // Java's arrays are wrapped in a list that has these alone.
      case "get", "contains", "indexOf":
        return try JexlCollectionMethods.call(name, on: array.elements, as: value, arguments, budget)
      default: return nil
      }
    case .map(let map): return try JexlCollectionMethods.call(name, on: map, arguments)
    case .node(let node): return JexlCollectionMethods.call(name, on: node, arguments)
    case .integer, .long, .bigInteger, .float, .double, .bigDecimal:
      return try JexlNumberMethods.call(name, on: value, arguments)
    case .boolean(let flag):
      return name == "booleanValue" && arguments.isEmpty ? .boolean(flag) : nil
    case .character(let unit):
      return name == "charValue" && arguments.isEmpty ? .character(unit) : nil
    case .date(let date): return try date.call(name, arguments)
    case .javaClass(let type):
      switch (name, arguments.count) {
      case ("getName", 0): return .string(type)
      case ("getSimpleName", 0): return .string(String(type.split(separator: ".").last ?? ""))
      default: return nil
      }
    default: return nil
    }
  }

  /// What every object has.
  private static func common(
    _ name: String, _ value: JexlValue, _ arguments: [JexlValue]
  ) throws(JexlFault) -> JexlValue? {
    switch (name, arguments.count) {
    case ("toString", 0): return .string(value.javaText)
    case ("size", 0): return JexlSizes.sizeValue(value)
    case ("empty", 0): return .boolean(JexlSizes.isEmpty(value))
    case ("getClass", 0): return .javaClass(value.javaTypeName)
    case ("equals", 1): return .boolean(value == arguments[0])
    case ("hashCode", 0): return .integer(JavaHash.code(of: value) ?? JavaHash.code(of: value.javaText))
    case ("compareTo", 1):
      guard arguments[0].javaTypeName == value.javaTypeName else { return nil }
      if case .string(let left) = value, case .string(let right) = arguments[0] {
        return .integer(JexlTextMethods.compare(left, right))
      }
      return .integer(Int32(try JexlArithmetic.compare(value, arguments[0], "compareTo")))
    default: return nil
    }
  }

  /// The names of the methods that a value has, for suggestions and for checking without running.
  static func names(for value: JexlValue) -> [String] {
    JexlType(of: value).methodNames
  }

  static func unknown(_ name: String, on value: JexlValue, _ count: Int) -> JexlFault {
    let known = names(for: value)
    if known.contains(name) {
      return JexlFault(.noMethod, "\(value.kindName) has no method '\(name)' for these arguments")
    }
    return JexlFault(
      .noMethod, "\(value.kindName) has no method '\(name)'",
      help: Suggestion.nearest(to: name, among: known).map { "there is .\($0)()" })
  }

  /// An argument as an `int`: whole numbers narrow, characters widen.
  static func int(_ value: JexlValue) -> Int? {
    switch value {
    case .integer(let number): Int(number)
    case .long(let number): Int32(exactly: number).map { Int($0) }
    case .bigInteger(let number): number.int64.flatMap { Int32(exactly: $0) }.map { Int($0) }
    case .character(let unit): Int(unit)
    default: nil
    }
  }
}

/// Methods of numbers.
enum JexlNumberMethods {
  static func call(
    _ name: String, on value: JexlValue, _ arguments: [JexlValue]
  ) throws(JexlFault) -> JexlValue? {
    guard arguments.isEmpty else { return nil }
    switch name {
    case "intValue":
      if case .float = value { return .integer(Int32(clamping: try JexlCoercion.long(value))) }
      if case .double = value { return .integer(Int32(clamping: try JexlCoercion.long(value))) }
      return .integer(Int32(truncatingIfNeeded: try JexlCoercion.long(value)))
    case "longValue": return .long(try JexlCoercion.long(value))
    case "doubleValue": return .double(try JexlCoercion.double(value))
    case "floatValue": return .float(Float(try JexlCoercion.double(value)))
    case "shortValue", "byteValue": return .integer(Int32(truncatingIfNeeded: try JexlCoercion.long(value)))
    default: return nil
    }
  }
}
