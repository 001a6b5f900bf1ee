import Diagnostics
import IR

/// Puts the inputs of templates and pipelines of the newer forms, which have names, in the place of `<+inputs.NAME>`.
struct HarnessNamedInputs {
  /// By name.
  private var values: [String: Data] = [:]
  /// How much the values may still make of the body, in bytes and values: one input may be used very often.
  private var budget = 1 << 22

  /// - Parameters:
  ///   - declared: `inputs` of the template or pipeline; their values, or else their defaults, count where nothing is given.
  ///   - given: `with` of the link.
  init(declared: Data?, given: Data?) {
    for entry in declared?.entries ?? [] {
      guard let name = entry.key.name else { continue }
      let written = entry.value.present("value").flatMap { $0.text?.isRuntimeInput == true ? nil : $0 }
      guard let value = written ?? entry.value["default"] else { continue }
      if entry.value.text("type")?.value == "secret", let reference = value.scalarText, !reference.holdsExpression {
        values[name] = .word("<+secrets.getValue(\"\(reference.value)\")>", at: value.span)
      } else {
        values[name] = value
      }
    }
    for entry in given?.entries ?? [] {
      if let name = entry.key.name { values[name] = entry.value }
    }
  }

  /// The body with every input whose value is known in its place. A text that is nothing but an input becomes its value;
  /// within other text the value stands as text, and within another expression as a literal of that.
  mutating func fill(_ data: Data) -> Data {
    guard !values.isEmpty else { return data }
    switch data.value {
    case .map(let entries):
      return Data(.map(entries.map { .init(key: $0.key, value: fill($0.value)) }), at: data.span)
    case .list(let items): return Data(.list(items.map { fill($0) }), at: data.span)
    case .string(let text): return fill(text, of: data)
    default: return data
    }
  }

  private mutating func fill(_ text: Text, of data: Data) -> Data {
    guard text.value.contains("<+inputs.") else { return data }
    if let (range, name) = Self.input(at: text.value.startIndex, in: text.value),
      range.upperBound == text.value.endIndex
    {
      guard let value = values[name], afford(value) else { return data }
      return value
    }
    var result = ""
    var index = text.value.startIndex
    var depth = 0
    while index < text.value.endIndex {
      if let (range, name) = Self.input(at: index, in: text.value) {
        if let value = values[name], value.scalarText != nil, afford(value) {
          result += depth > 0 ? Self.literal(value) : value.scalarText?.value ?? ""
        } else {
          result += text.value[range]
        }
        index = range.upperBound
        continue
      }
      if text.value[index...].hasPrefix("<+") { depth += 1 } else if text.value[index] == ">", depth > 0 { depth -= 1 }
      result.append(text.value[index])
      index = text.value.index(after: index)
    }
    return .word(result, at: data.span)
  }

  /// A value inside of an expression.
  private static func literal(_ value: Data) -> String {
    guard let text = value.text else { return value.scalarText?.value ?? "" }
    // What is an expression itself stays one.
    if text.holdsExpression { return text.value }
    return "\"" + text.value.flatMap { $0 == "\"" || $0 == "\\" ? "\\" + String($0) : String($0) } + "\""
  }

  /// The expression at an index that is the name of an input and nothing else.
  private static func input(at index: String.Index, in text: String) -> (range: Range<String.Index>, name: String)? {
    let rest = text[index...]
    guard rest.hasPrefix("<+inputs.") else { return nil }
    let inner = rest.dropFirst("<+inputs.".count)
    let name = inner.prefix { $0 == "_" || $0 == "-" || $0.isLetter || $0.isNumber }
    guard !name.isEmpty, name.endIndex < text.endIndex, text[name.endIndex] == ">" else { return nil }
    return (index..<text.index(after: name.endIndex), String(name))
  }

  /// Whether a value may be used once more.
  private mutating func afford(_ value: Data) -> Bool {
    budget -= 1 + value.size
    return budget >= 0
  }

  /// The next expression that is the name of an input and nothing else.
  private static func nextInput(
    in text: Substring
  ) -> (start: Substring.Index, end: Substring.Index, name: String)? {
    var rest = text
    while let mark = rest.firstIndex(where: { $0 == "<" || $0 == "$" }) {
      rest = rest[mark...]
      for (opening, closing) in [("<+", ">"), ("${{", "}}")] where rest.hasPrefix(opening) {
        let inner = rest.dropFirst(opening.count).drop { $0 == " " }
        guard inner.hasPrefix("inputs.") else { continue }
        let name = inner.dropFirst("inputs.".count).prefix { $0 == "_" || $0 == "-" || $0.isLetter || $0.isNumber }
        let after = inner[name.endIndex...].drop { $0 == " " }
        guard !name.isEmpty, after.hasPrefix(closing) else { continue }
        return (mark, after.index(after.startIndex, offsetBy: closing.count), String(name))
      }
      rest = rest.dropFirst()
    }
    return nil
  }
}

extension Data {
  /// Roughly how large a value is, in bytes.
  fileprivate var size: Int {
    switch value {
    case .string(let text): 16 + text.value.utf8.count
    case .list(let items): items.reduce(16) { $0 + $1.size }
    case .map(let entries): entries.reduce(16) { $0 + $1.key.size + $1.value.size }
    default: 16
    }
  }
}
