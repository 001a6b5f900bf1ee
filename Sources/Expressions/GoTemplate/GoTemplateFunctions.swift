extension GoTemplate {
  /// Which functions a template may call.
  public struct Functions: Hashable, Sendable {
    /// In alphabetical order.
    public let names: [String]

    func has(_ name: String) -> Bool { names.contains(name) }

    /// What Go itself has: queries and messages.
    public static let builtIn = Functions(names: [
      "and", "call", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt", "ne", "not", "or", "print", "printf",
      "println", "slice", "urlquery",
    ])

    /// With those of sprig for texts, that are in use: files with secrets and attachments.
    public static let sprig = Functions(
      names: (builtIn.names + [
        "b64dec", "b64enc", "coalesce", "contains", "default", "empty", "hasPrefix", "hasSuffix", "indent", "join",
        "lower", "nindent", "quote", "repeat", "replace", "squote", "ternary", "toString", "trim", "trimPrefix",
        "trimSuffix", "upper",
      ]).sorted())
  }

  /// A function that is called with its arguments; a failure is the text behind `error calling NAME: `, or a complaint
  /// about the arguments themselves.
  enum CallFailure: Error {
    /// `error calling NAME: …`
    case inside(String)
    /// `wrong number of args for NAME: …` and its kin.
    case outside(String)
  }

  /// How many arguments a function takes.
  static func arity(of name: String) -> ClosedRange<Int> {
    switch name {
    case "and", "or", "index", "slice", "eq", "call", "printf", "coalesce": 1...Int.max
    case "html", "js", "urlquery", "print", "println", "quote", "squote": 0...Int.max
    case "not", "len", "b64enc", "b64dec", "lower", "upper", "trim", "toString", "empty": 1...1
    case "default": 1...Int.max
    case "ternary", "replace": 3...3
    default: 2...2
    }
  }

  /// Calls a function that is given all of its arguments; `and` and `or` are the evaluator's own.
  static func call(_ name: String, _ arguments: [Value]) throws(CallFailure) -> Value {
    switch name {
    case "not": return .bool(!arguments[0].isTrue)
    case "len": return try length(arguments[0])
    case "index": return try index(arguments)
    case "slice": return try slice(arguments)
    case "eq": return .bool(try equals(arguments))
    case "ne": return .bool(!(try equal(arguments[0], arguments[1])))
    case "lt": return .bool(try isLess(arguments[0], arguments[1]))
    case "ge": return .bool(!(try isLess(arguments[0], arguments[1])))
    case "gt": return .bool(try isLess(arguments[1], arguments[0]))
    case "le": return .bool(!(try isLess(arguments[1], arguments[0])))
    case "print": return .string(joined(arguments, isLine: false))
    case "println": return .string(joined(arguments, isLine: true) + "\n")
    case "printf":
      guard case .string(let format) = arguments[0] else {
        throw .outside("wrong type for value; expected string; got \(arguments[0].type)")
      }
      return .string(formatted(format, Array(arguments.dropFirst())))
    case "html": return .string(escaped(joined(arguments, isLine: false), Escapes.html))
    case "js": return .string(escaped(joined(arguments, isLine: false), Escapes.script))
    case "urlquery": return .string(Escapes.query(joined(arguments, isLine: false)))
    case "call":
      throw .inside(
        arguments[0] == .null ? "call of nil" : "non-function \(arguments[0].text) of type \(arguments[0].type)")
    default: return try callSprig(name, arguments)
    }
  }

  private static func formatted(_ format: String, _ arguments: [Value]) -> String { Format.text(format, arguments) }

  private static func escaped(_ text: String, _ table: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let escape = table(scalar) { result += escape } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// As `fmt.Sprint` joins: a space stands between two that are both no texts.
  private static func joined(_ arguments: [Value], isLine: Bool) -> String {
    var result = ""
    for (index, argument) in arguments.enumerated() {
      if index > 0 {
        let isText: (Value) -> Bool = { if case .string = $0 { true } else { false } }
        if isLine || !isText(argument) && !isText(arguments[index - 1]) { result += " " }
      }
      result += argument == .missing ? "<nil>" : argument.text
    }
    return result
  }

  private static func length(_ value: Value) throws(CallFailure) -> Value {
    switch value {
    case .string(let text): return .integer(Int64(text.utf8.count))
    case .list(let items): return .integer(Int64(items.count))
    case .map(let members): return .integer(Int64(members.count))
    case .missing, .null: throw .inside("len of nil pointer")
    default: throw .inside("len of type \(value.type)")
    }
  }

  private static func index(_ arguments: [Value]) throws(CallFailure) -> Value {
    var value = arguments[0]
    if value == .missing || value == .null { throw .inside("index of untyped nil") }
    for index in arguments.dropFirst() {
      switch value {
      case .list(let items):
        let position = try number(index)
        guard position >= 0, position < items.count else { throw .inside("index out of range: \(position)") }
        value = items[Int(position)]
      case .string(let text):
        let position = try number(index)
        let bytes = Array(text.utf8)
        guard position >= 0, position < bytes.count else { throw .inside("index out of range: \(position)") }
        value = .integer(Int64(bytes[Int(position)]))
      case .map(let members):
        guard case .string(let key) = index else {
          throw .inside(
            index == .null || index == .missing
              ? "value is nil; should be of type string" : "value has type \(index.type); should be string")
        }
        let isText = value.type == "map[string]string"
        value = members.first { $0.name == key }?.value ?? (isText ? .string("") : .missing)
      case .missing, .null: throw .inside("index of nil pointer")
      default: throw .inside("can't index item of type \(value.type)")
      }
    }
    return value
  }

  private static func number(_ value: Value) throws(CallFailure) -> Int64 {
    guard case .integer(let number) = value else {
      throw .inside(
        value == .null || value == .missing
          ? "cannot index slice/array with nil" : "cannot index slice/array with type \(value.type)")
    }
    return number
  }

  private static func slice(_ arguments: [Value]) throws(CallFailure) -> Value {
    let count: Int
    switch arguments[0] {
    case .string(let text): count = text.utf8.count
    case .list(let items): count = items.count
    case .missing, .null: throw .inside("slice of untyped nil")
    default: throw .inside("can't slice item of type \(arguments[0].type)")
    }
    guard arguments.count <= 4 else { throw .inside("too many slice indexes: \(arguments.count - 1)") }
    var bounds: [Int] = [0, count]
    for (index, argument) in arguments.dropFirst().enumerated() where index < 2 {
      let position = try number(argument)
      guard position >= 0, position <= count else { throw .inside("index out of range: \(position)") }
      bounds[index] = Int(position)
    }
    guard bounds[0] <= bounds[1] else { throw .inside("invalid slice index: \(bounds[0]) > \(bounds[1])") }
    if case .list(let items) = arguments[0] { return .list(Array(items[bounds[0]..<bounds[1]])) }
    return .string(String(decoding: Array(arguments[0].text.utf8)[bounds[0]..<bounds[1]], as: UTF8.self))
  }

  // MARK: Comparing

  private static func equals(_ arguments: [Value]) throws(CallFailure) -> Bool {
    guard arguments.count > 1 else { throw .inside("missing argument for comparison") }
    for other in arguments.dropFirst() where try equal(arguments[0], other) { return true }
    return false
  }

  private static func equal(_ left: Value, _ right: Value) throws(CallFailure) -> Bool {
    switch (left, right) {
    case (.missing, .missing), (.null, .null), (.missing, .null), (.null, .missing): return true
    case (.missing, _), (.null, _), (_, .missing), (_, .null): return false
    case (.bool(let a), .bool(let b)): return a == b
    case (.integer(let a), .integer(let b)): return a == b
    case (.float(let a), .float(let b)): return a == b
    case (.string(let a), .string(let b)): return a == b
    case (.list, _), (.map, _), (_, .list), (_, .map): throw .inside("non-comparable type \(left.text): \(left.type)")
    default: throw .inside("incompatible types for comparison")
    }
  }

  private static func isLess(_ left: Value, _ right: Value) throws(CallFailure) -> Bool {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return a < b
    case (.float(let a), .float(let b)): return a < b
    case (.string(let a), .string(let b)): return a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.bool, _), (.list, _), (.map, _), (.structure, _), (.null, _), (.missing, _):
      throw .inside("invalid type for comparison")
    default: throw .inside("incompatible types for comparison")
    }
  }
}
