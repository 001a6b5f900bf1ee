import Diagnostics
import Expressions
import IR

/// Holds values for runtime inputs against what the inputs allow.
enum HarnessInputCheck {
  /// Why a value is refused.
  struct Failure {
    var message: String
    var upstream: String
    var help: String?
  }

  /// Why `value` cannot stand for the runtime input `input`; nil if it can, or where only a run can tell.
  static func failure(of value: Data, for input: Text, at path: [String]) -> Failure? {
    let input = RuntimeInput(input.value)
    let place = path.joined(separator: ".")
    let values = value.items?.compactMap(\.scalarText?.value) ?? [value.scalarText?.value ?? ""]
    // What is worked out later cannot be compared now.
    guard !values.contains(where: { $0.contains("<+") || $0.contains("${{") }) else { return nil }
    if let allowed = input.allowedValues, !allowed.contains(where: { $0.contains("<+") || $0.hasPrefix("jexl(") }) {
      if let wrong = values.first(where: { value in !allowed.contains { isEqual($0, value) } }) {
        let list = allowed.joined(separator: ", ")
        return Failure(
          message: "`\(wrong)` is none of the values that `\(place)` takes",
          upstream:
            "The values provided for \(place): [\(values.joined(separator: ", "))] do not match any of the allowed values [\(list)]",
          help: Suggestion.nearest(to: wrong, among: allowed).map { "did you mean `\($0)`?" } ?? "it takes \(list)")
      }
    }
    return nil
  }

  /// Numbers are compared as numbers, everything else as text.
  private static func isEqual(_ left: String, _ right: String) -> Bool {
    if left == right { return true }
    if let one = Double(left), let other = Double(right) { return one == other }
    return false
  }

  /// What a runtime input is replaced by where nobody gives a value; nil where somebody must.
  static func defaultValue(of input: Text) -> Data? {
    guard let text = RuntimeInput(input.value).defaultValue else { return nil }
    return Data(CoreScalar.plain(text) ?? .string(Text(text, at: input.span)), at: input.span, raw: text, isPlain: true)
  }
}

/// `<+input>` and what follows it.
struct RuntimeInput {
  private(set) var allowedValues: [String]?
  private(set) var defaultValue: String?
  private(set) var pattern: String?

  private static let names = ["executionInput", "allowedValues", "selectOneFrom", "selectManyFrom", "default", "regex"]

  init(_ text: String) {
    var rest = text.hasPrefix("<+input>") ? text.dropFirst("<+input>".count) : text[...]
    while let name = Self.names.first(where: { rest.hasPrefix("." + $0 + "(") }) {
      rest = rest.dropFirst(name.count + 2)
      guard let end = Self.end(of: rest) else { return }
      let argument = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
      switch name {
      case "default": defaultValue = Self.unquoted(argument)
      case "regex": pattern = argument
      case "executionInput": break
      default: allowedValues = Self.list(argument)
      }
    }
  }

  /// The parenthesis that is followed by the next condition or by nothing.
  private static func end(of text: Substring) -> String.Index? {
    var index = text.startIndex
    while let found = text[index...].firstIndex(of: ")") {
      let rest = text[text.index(after: found)...]
      if rest.isEmpty || names.contains(where: { rest.hasPrefix("." + $0 + "(") }) { return found }
      index = text.index(after: found)
    }
    return nil
  }

  /// Cuts at commas outside of escaped quotes.
  private static func list(_ text: String) -> [String] {
    var parts: [String] = []
    var part = ""
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped, character == "\"" || character == "'" {
        if quote == nil { quote = character } else if quote == character { quote = nil }
      }
      isEscaped = character == "\\"
      if character == ",", quote == nil {
        parts.append(unquoted(part))
        part = ""
      } else {
        part.append(character)
      }
    }
    return parts + [unquoted(part)]
  }

  private static func unquoted(_ text: String) -> String {
    var result = text[...]
    while let first = result.first, first.isWhitespace { result.removeFirst() }
    while let last = result.last, last.isWhitespace { result.removeLast() }
    for quote in ["\\\"", "\\'"] where result.hasPrefix(quote) && result.hasSuffix(quote) && result.count >= 4 {
      result = result.dropFirst(2).dropLast(2)
    }
    return String(result)
  }
}
