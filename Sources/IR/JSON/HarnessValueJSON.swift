import Diagnostics

extension IRWriter {
  /// A key and a number, expression or misfit; nothing for nil.
  mutating func member(_ key: String, _ field: HarnessField<Int64>?) {
    member(key, field) { $0.json.member("value", $1) }
  }

  /// A key and a truth value, expression or misfit; nothing for nil.
  mutating func member(_ key: String, _ field: HarnessField<Bool>?) {
    member(key, field) { $0.json.member("value", $1) }
  }

  private mutating func member<Value>(
    _ key: String, _ field: HarnessField<Value>?, _ write: (inout IRWriter, Value) -> Void
  ) {
    guard let field else { return }
    member(key) { writer in
      switch field {
      case .literal(let located):
        write(&writer, located.value)
        writer.at(located.span)
      case .expression(let text):
        writer.json.member("expression", text.value)
        writer.at(text.span)
      case .invalid(let data):
        writer.member("invalid") { $0.write(data) }
      }
    }
  }

  /// A key and a list of texts, or the expression that gives it; nothing for nil.
  mutating func member(_ key: String, _ texts: HarnessTexts?) {
    switch texts {
    case .list(let list, let span)?:
      member(key) { writer in
        writer.json.key("items")
        writer.array(list) { writer, text in
          writer.json.member("value", text.value)
          writer.at(text.span)
        }
        writer.at(span)
      }
    case .expression(let text)?: member(key) { $0.member("expression", text) }
    case nil: break
    }
  }

  /// A key and names with values, or the expression that gives them; nothing for nil.
  mutating func member(_ key: String, _ entries: HarnessEntries?) {
    switch entries {
    case .entries(let list, let span)?:
      member(key) { writer in
        writer.json.key("entries")
        writer.array(list) { $0.write($1) }
        writer.at(span)
      }
    case .expression(let text)?: member(key) { $0.member("expression", text) }
    case nil: break
    }
  }

  /// A key and names with values; nothing where there are none.
  mutating func member(_ key: String, _ entries: [HarnessEntry]) {
    member(key, objects: entries) { $0.write($1) }
  }

  private mutating func write(_ entry: HarnessEntry) {
    member("name", entry.name)
    member("value") { $0.write(entry.value) }
  }

  /// A key and a value of free form; nothing for nil.
  mutating func member(_ key: String, _ data: Data?) {
    guard let data else { return }
    member(key) { $0.write(data) }
  }

  /// A key and variables; nothing where there are none.
  mutating func member(_ key: String, _ variables: [HarnessVariable]) {
    member(key, objects: variables) { writer, variable in
      writer.at(variable.span)
      writer.member("name", variable.name)
      writer.member("type", variable.type)
      writer.member("value", variable.value)
      writer.member("default", variable.defaultValue)
      writer.member("required", variable.isRequired)
    }
  }
}
