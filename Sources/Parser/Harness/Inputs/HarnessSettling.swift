import Diagnostics
import IR

/// Puts defaults in place of runtime inputs that nobody has given, and lists those without.
struct HarnessSettling {
  private(set) var missing: [HarnessInputs.Missing] = []
  private(set) var problems: [Problem] = []
  private var path = ["pipeline"]

  mutating func settle(_ data: Data) -> Data {
    switch data.value {
    case .string(let text): return text.isRuntimeInput ? settle(data, text) : data
    case .map(let entries): return Data(.map(settle(entries)), at: data.span)
    case .list(let items): return Data(.list(settle(items)), at: data.span)
    default: return data
    }
  }

  private mutating func settle(_ data: Data, _ text: Text) -> Data {
    if text.isExecutionInput || path.suffix(2) == ["when", "condition"] { return data }
    if let value = HarnessInputCheck.defaultValue(of: text) {
      if let failure = HarnessInputCheck.failure(of: value, for: text, at: path) {
        problems.append(
          Problem(
            Diagnostic(
              rule: "rejected-input", severity: .error, message: "the default " + failure.message, at: text.span,
              help: failure.help), by: .server, upstream: failure.upstream))
      }
      return value
    }
    missing.append(.init(path: path.joined(separator: "."), input: text))
    return data
  }

  private mutating func settle(_ entries: [Data.Entry]) -> [Data.Entry] {
    var result = entries
    for index in entries.indices {
      path.append(entries[index].key.name ?? "")
      // What is handed to a template is asked for where the template uses it.
      result[index].value = settle(entries[index].value)
      path.removeLast()
      if entries[index].key.name == "variables" { checkRequired(result[index].value) }
    }
    return result
  }

  private mutating func settle(_ items: [Data]) -> [Data] {
    items.map { item in
      if HarnessItemKey.members(of: item) != nil, let entry = item.entries?.first {
        // `parallel` adds nothing to paths.
        return Data(.map([.init(key: entry.key, value: settle(entry.value))]), at: item.span)
      }
      guard let name = HarnessItemKey.name(of: item) else { return settle(item) }
      path.append(name.text.value)
      defer { path.removeLast() }
      guard HarnessItemKey.body(of: item).wrapper != nil, let entry = item.entries?.first else { return settle(item) }
      return Data(.map([.init(key: entry.key, value: settle(entry.value))]), at: item.span)
    }
  }

  private mutating func checkRequired(_ variables: Data) {
    for variable in variables.items ?? [] {
      guard case .literal(let flag)? = variable.flag("required"), flag.value, let name = variable.text("name") else {
        continue
      }
      let value = variable.present("value") ?? variable.present("default")
      guard value == nil || value?.scalarText?.value.isEmpty == true else { continue }
      let kind = variable.text("type")?.value == "Secret" ? "secret variable" : "variable"
      problems.append(
        Problem(
          Diagnostic(
            rule: "missing-input", severity: .error,
            message: "the \(kind) `\(name.value)` is required and has no value",
            at: variable["value"]?.span ?? name.span, help: "give it a `value` or a `default`"),
          by: .server, upstream: "Value not provided for required \(kind): \(name.value)"))
    }
  }
}
