import Diagnostics
import Expressions
import IR

/// Typed looks at the keys of a mapping. What has another shape than the key takes is left out or kept as it is; saying
/// so is the business of the tables of keys.
extension Data {
  /// Whether the value is null, however spelled.
  var isNull: Bool {
    if case .null = value { true } else { false }
  }

  /// The value of a key that is there and not null.
  func present(_ key: String) -> Data? {
    guard let data = self[key], !data.isNull else { return nil }
    return data
  }

  /// A scalar under a key, as a text.
  func text(_ key: String) -> Text? { self[key]?.scalarText }

  /// The items of a list under a key; none for anything else.
  func list(_ key: String) -> [Data] { self[key]?.items ?? [] }

  /// The scalars of a list under a key; a single scalar is a list of one.
  func textList(_ key: String) -> [Text] {
    guard let data = self[key] else { return [] }
    if let items = data.items { return items.compactMap(\.scalarText) }
    return data.scalarText.map { [$0] } ?? []
  }

  /// A whole number, a text that is one, or an expression.
  func integer(_ key: String) -> HarnessField<Int64>? {
    guard let data = present(key) else { return nil }
    switch data.value {
    case .integer(let number): return .literal(Located(number, data.span))
    case .float(let number) where number.rounded() == number && number.magnitude < 9e15:
      return .literal(Located(Int64(number), data.span))
    case .string(let text):
      if text.holdsExpression { return .expression(text) }
      return Int64(text.value).map { .literal(Located($0, data.span)) } ?? .invalid(data)
    default: return .invalid(data)
    }
  }

  /// A truth value, a text that is one, or an expression.
  func flag(_ key: String) -> HarnessField<Bool>? {
    guard let data = present(key) else { return nil }
    switch data.value {
    case .bool(let flag): return .literal(Located(flag, data.span))
    case .string(let text):
      if text.holdsExpression { return .expression(text) }
      return Bool(text.value).map { .literal(Located($0, data.span)) } ?? .invalid(data)
    default: return .invalid(data)
    }
  }

  /// A list of texts; one text is a list of one, one expression gives the list.
  func texts(_ key: String) -> HarnessTexts? {
    guard let data = present(key) else { return nil }
    if let items = data.items { return .list(items.compactMap(\.scalarText), at: data.span) }
    guard let text = data.scalarText else { return nil }
    return text.holdsExpression ? .expression(text) : .list([text], at: data.span)
  }

  /// Names and values, or one text that gives them.
  func entries(_ key: String) -> HarnessEntries? {
    guard let data = present(key) else { return nil }
    if data.entries != nil { return .entries(data.namedEntries, at: data.span) }
    return data.text.map { .expression($0) }
  }

  /// The pairs of a mapping with their keys as texts; keys that are lists or mappings are left out.
  var namedEntries: [HarnessEntry] {
    (entries ?? []).compactMap { entry in
      entry.key.name.map { HarnessEntry(name: entry.key.text ?? Text($0, at: entry.key.span), value: entry.value) }
    }
  }
}

extension Text {
  /// Whether the text has an expression in it, of either spelling.
  var holdsExpression: Bool { value.utf8.contains(UInt8(ascii: "<")) && value.contains("<+") || value.contains("${{") }

  /// Whether the text is a runtime input: whatever begins with `<+input>`.
  var isRuntimeInput: Bool { HarnessRuntimeInput.isRuntimeInput(value) }
}
