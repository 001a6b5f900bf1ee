import Diagnostics
import IR

/// Puts the inputs of a template of the newer forms, which have names, into its body: `<+inputs.NAME>` and `${{ inputs.NAME }}`.
struct HarnessNamedInputs {
  /// By name.
  private var values: [String: Data] = [:]
  /// How much the values may still make of the body, in bytes and values: one input may be used very often.
  private var budget = 1 << 22

  /// - Parameters:
  ///   - declared: `inputs` of the template, whose defaults count where nothing is given.
  ///   - given: `with` of the link.
  init(declared: Data?, given: Data?) {
    for entry in declared?.entries ?? [] {
      if let name = entry.key.name, let value = entry.value["default"] ?? entry.value["value"] { values[name] = value }
    }
    for entry in given?.entries ?? [] {
      if let name = entry.key.name { values[name] = entry.value }
    }
  }

  /// The body with every input whose value is known in its place. A text that is nothing but an input becomes its value;
  /// within other text the value stands as text.
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
    guard text.holdsExpression else { return data }
    var rest = text.value[...]
    var result = ""
    var isChanged = false
    while let (start, end, name) = Self.nextInput(in: rest) {
      guard let value = values[name], afford(value) else {
        result += rest[..<end]
        rest = rest[end...]
        continue
      }
      if result.isEmpty, start == text.value.startIndex, end == text.value.endIndex { return value }
      guard let scalar = value.scalarText else {
        result += rest[..<end]
        rest = rest[end...]
        continue
      }
      result += rest[..<start] + scalar.value
      rest = rest[end...]
      isChanged = true
    }
    return isChanged ? .word(result + rest, at: data.span) : data
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
