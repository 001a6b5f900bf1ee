import Diagnostics

/// Members of values: `.name` and `[key]`.
enum JexlMembers {
  /// The key that a name behind a dot is: digits are a number.
  static func key(of name: String) -> JexlValue {
    guard let first = name.utf8.first, first &- 0x30 < 10, let number = Int32(name), String(number) == name else {
      return .string(name)
    }
    return .integer(number)
  }

  /// The place in a list that a key is.
  static func index(_ key: JexlValue) -> Int? {
    switch key {
    case .integer, .long, .double, .float, .bigInteger, .bigDecimal: (try? JexlCoercion.long(key)).map { Int($0) }
    default: nil
    }
  }

  static func member(_ key: JexlValue, of value: JexlValue) throws(JexlFault) -> JexlValue {
    switch value {
    case .null: return .null
    case .map(let map): return map[key] ?? .null
    case .node(let node): return node.base.member(key.javaText) ?? .null
    case .list(let elements):
      if let found = try element(key, of: elements) { return found }
    case .array(let array):
      if let found = try element(key, of: array.elements) { return found }
    default: break
    }
    guard case .string(let name) = key else {
      throw JexlFault(.noProperty, "\(value.kindName) has no element \(key.javaText)")
    }
    if let found = bean(name, of: value) { return found }
    let known = JexlMethods.names(for: value)
    let help: String?
    if known.contains(name) {
      help = "call it: .\(name)()"
    } else if name == "length" {
      help = "write .size()"
    } else {
      help = Suggestion.nearest(to: name, among: known).map { "there is .\($0)()" }
    }
    throw JexlFault(.noProperty, "\(value.kindName) has no member '\(name)'", help: help)
  }

  private static func element(_ key: JexlValue, of elements: [JexlValue]) throws(JexlFault) -> JexlValue? {
    guard let index = index(key) else { return nil }
    guard elements.indices.contains(index) else {
      let what =
        elements.isEmpty ? "the list is empty" : "the list has the elements 0 to \(elements.count - 1)"
      throw JexlFault(.noProperty, "there is no element \(index)", help: what)
    }
    return elements[index]
  }

  /// Java's properties: `x.class`, and what `getName()` and its kin answer.
  private static func bean(_ name: String, of value: JexlValue) -> JexlValue? {
    switch (value, name) {
    case (.javaClass(let type), "name"): .string(type)
    case (.javaClass(let type), "simpleName"): .string(String(type.split(separator: ".").last ?? ""))
    case (.functor, "class"): nil
    case (_, "class"): .javaClass(value.javaTypeName)
    case (.string(let text), "bytes"):
      .array(JexlArray(text.utf8.map { .integer(Int32(Int8(bitPattern: $0))) }, .byte, identity: 0))
    case (.string(let text), "blank"): .boolean(text.unicodeScalars.allSatisfy(\.properties.isWhitespace))
    case (.date(let date), _): date.property(name)
    default: nil
    }
  }
}

/// `new("class", arguments)`: only classes that hold a value and can touch nothing.
enum JexlConstruction {
  static func make(_ arguments: [JexlValue]) throws(JexlFault) -> JexlValue {
    if let waiting = arguments.first(where: { $0.deferral != nil }) { return waiting }
    guard let name = arguments.first?.text else {
      throw JexlFault(.noMethod, "`new` needs the name of a class, in quotes")
    }
    let rest = arguments.dropFirst()
    switch (name, rest.first) {
    case ("java.lang.Integer", let value?) where rest.count == 1:
      guard let number = Int32(exactly: try JexlCoercion.long(value)) else { break }
      return .integer(number)
    case ("java.lang.Long", let value?) where rest.count == 1: return .long(try JexlCoercion.long(value))
    case ("java.lang.Double", let value?) where rest.count == 1: return .double(try JexlCoercion.double(value))
    case ("java.lang.Boolean", let value?) where rest.count == 1:
      return .boolean(value == .boolean(true) || value.text?.lowercased() == "true")
    case ("java.lang.String", let value?) where rest.count == 1: return .string(JexlCoercion.text(value))
    case ("java.lang.String", nil): return .string("")
    case ("java.math.BigInteger", .string?), ("java.math.BigInteger", .bigInteger?):
      return .bigInteger(try JexlCoercion.bigInteger(rest[rest.startIndex]))
    case ("java.math.BigDecimal", let value?) where rest.count == 1:
      return .bigDecimal(try JexlCoercion.bigDecimal(value))
    case ("java.util.ArrayList", nil): return .list([])
    case ("java.util.HashMap", nil), ("java.util.LinkedHashMap", nil): return .map(JexlMap())
    case ("java.util.HashSet", nil): return .set([])
    default: break
    }
    throw JexlFault(.noMethod, "no object of '\(name)' can be made with these arguments")
  }
}
