/// A value of the Harness expression language: what Java objects are to JEXL.
public enum JexlValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// A Java `int`.
  case integer(Int32)
  /// A Java `long`.
  case long(Int64)
  case bigInteger(BigInteger)
  case float(Float)
  case double(Double)
  case bigDecimal(BigDecimal)
  /// A UTF-16 code unit, as `charAt` gives it. It counts as a number.
  case character(UInt16)
  /// Text; secrets stand in it as the tokens of `SecretToken`.
  case string(String)
  /// A `java.util.List`: equal to lists with equal elements.
  case list([JexlValue])
  /// A Java array: equal only to itself.
  case array(JexlArray)
  /// Keys and values in their order.
  case map(JexlMap)
  /// Distinct elements in their order.
  case set([JexlValue])
  /// An object whose members are looked up when they are asked for.
  case node(JexlNode)
  case function(JexlFunction)
  /// One of the objects with functions, such as `regex`.
  case functor(HarnessFunctor)
  /// What `datetime.currentDate()` and `currentTime()` give.
  case date(JexlDate)
  /// The name of a Java class, as `.class` gives it.
  case javaClass(String)
  /// Exists, but is not known before something has run; the text says what.
  case deferred(String)

  /// Whether it is `null`.
  public var isNull: Bool { self == .null }

  /// What it waits for, if it is deferred.
  public var deferral: String? { if case .deferred(let reason) = self { reason } else { nil } }

  /// The text of a string.
  public var text: String? { if case .string(let text) = self { text } else { nil } }

  /// A whole number in the smallest of Java's types that JEXL gives to literals.
  public static func whole(_ value: Int64) -> JexlValue {
    Int32(exactly: value).map { .integer($0) } ?? .long(value)
  }

  /// The name of the Java class, as `getClass().getName()` gives it; `null` for null.
  public var javaTypeName: String {
    switch self {
    case .null: "null"
    case .boolean: "java.lang.Boolean"
    case .integer: "java.lang.Integer"
    case .long: "java.lang.Long"
    case .bigInteger: "java.math.BigInteger"
    case .float: "java.lang.Float"
    case .double: "java.lang.Double"
    case .bigDecimal: "java.math.BigDecimal"
    case .character: "java.lang.Character"
    case .string: "java.lang.String"
    case .list: "java.util.ArrayList"
    case .array(let array): array.elementType.arrayName
    case .map: "java.util.HashMap"
    case .set: "java.util.HashSet"
    case .node: "java.util.Map"
    case .function: "org.apache.commons.jexl3.internal.Closure"
    case .functor(let functor): functor.rawValue
    case .date: "java.time.ZonedDateTime"
    case .javaClass: "java.lang.Class"
    case .deferred: "deferred"
    }
  }

  /// A word for people: what kind of value it is.
  public var kindName: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer, .long, .bigInteger: "a whole number"
    case .float, .double, .bigDecimal: "a number"
    case .character: "a character"
    case .string: "a text"
    case .list: "a list"
    case .array: "an array"
    case .map, .node: "a map"
    case .set: "a set"
    case .function: "a function"
    case .functor(let functor): "the functor \(functor.rawValue)"
    case .date: "a date"
    case .javaClass: "a class"
    case .deferred: "a value that is not known yet"
    }
  }
}

/// A Java array. Two arrays are equal only if they are the same one.
public struct JexlArray: Hashable, Sendable {
  /// What the array was declared to hold.
  public enum ElementType: String, Hashable, Sendable {
    case object = "java.lang.Object"
    case string = "java.lang.String"
    case number = "java.lang.Number"
    case boolean, integer, long, float, double, character, byte
    case bigInteger = "java.math.BigInteger"
    case bigDecimal = "java.math.BigDecimal"

    /// As the Java class of the array is named: `[I`, `[Ljava.lang.String;`.
    var arrayName: String {
      switch self {
      case .boolean: "[Z"
      case .integer: "[I"
      case .long: "[J"
      case .float: "[F"
      case .double: "[D"
      case .character: "[C"
      case .byte: "[B"
      default: "[L\(rawValue);"
      }
    }
  }

  public let elements: [JexlValue]
  public let elementType: ElementType
  /// Tells arrays with equal elements apart.
  let identity: Int

  init(_ elements: [JexlValue], _ elementType: ElementType? = nil, identity: Int) {
    self.elements = elements
    self.elementType = elementType ?? Self.commonType(of: elements)
    self.identity = identity
  }

  /// The type that JEXL gives to an array literal: that of all elements, else numbers, else objects.
  private static func commonType(of elements: [JexlValue]) -> ElementType {
    guard let first = elements.first.map(type), elements.dropFirst().allSatisfy({ type(of: $0) == first }) else {
      return !elements.isEmpty && elements.allSatisfy(\.isJavaNumber) ? .number : .object
    }
    return first
  }

  private static func type(of value: JexlValue) -> ElementType {
    switch value {
    case .boolean: .boolean
    case .integer: .integer
    case .long: .long
    case .float: .float
    case .double: .double
    case .character: .character
    case .string: .string
    case .bigInteger: .bigInteger
    case .bigDecimal: .bigDecimal
    default: .object
    }
  }
}

extension JexlValue {
  /// Whether it is a `java.lang.Number`; characters are not.
  var isJavaNumber: Bool {
    switch self {
    case .integer, .long, .bigInteger, .float, .double, .bigDecimal: true
    default: false
    }
  }
}
