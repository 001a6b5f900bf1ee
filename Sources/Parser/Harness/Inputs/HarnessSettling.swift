import Diagnostics
import Expressions
import IR

/// Puts defaults in place of runtime inputs that nobody has given, and lists those without. What is asked for while the
/// pipeline runs becomes an expression for the answer.
struct HarnessSettling {
  private(set) var missing: [HarnessInputs.Missing] = []
  /// Those whose defaults count.
  private(set) var optional: [HarnessInputs.Missing] = []
  private(set) var problems: [Problem] = []
  private(set) var executionInputs: [HarnessExecutionInput] = []
  private var path = ["pipeline"]
  /// The node that is being settled, and how much of the path leads to it.
  private var node: [String] = []
  private var nodeDepth = 0

  mutating func settle(_ data: Data) -> Data {
    switch data.value {
    case .string(let text): return text.isRuntimeInput ? settle(data, text) : data
    case .map(let entries): return Data(.map(settle(entries)), at: data.span)
    case .list(let items): return Data(.list(settle(items)), at: data.span)
    default: return data
    }
  }

  private mutating func settle(_ data: Data, _ text: Text) -> Data {
    if path.suffix(2) == ["when", "condition"] { return data }
    if text.isExecutionInput { return ask(data, text) }
    if let value = HarnessInputCheck.defaultValue(of: text) {
      if let failure = HarnessInputCheck.failure(of: value, for: text, at: path) {
        problems.append(
          Problem(
            Diagnostic(
              rule: "rejected-input", severity: .error, message: "the default " + failure.message, at: text.span,
              help: failure.help), by: .server, upstream: failure.upstream))
      }
      optional.append(.init(path: path.joined(separator: "."), input: text))
      return value
    }
    missing.append(.init(path: path.joined(separator: "."), input: text))
    return data
  }

  /// Nobody can be asked for what belongs to no node; it stays as it is.
  private mutating func ask(_ data: Data, _ text: Text) -> Data {
    guard !node.isEmpty, HarnessRuntimeInput(text.value)?.problems.isEmpty == true else { return data }
    let field = path.dropFirst(nodeDepth)
    let whole = path.dropFirst().joined(separator: ".")
    // A name that could end its quotes, or the expression, is none.
    let isPlain = whole.utf8.allSatisfy { $0 > 0x20 && !"\"\\<>".utf8.contains($0) }
    let name = isPlain ? whole : "input\(executionInputs.count)"
    executionInputs.append(
      HarnessExecutionInput(
        node: node, field: field.joined(separator: "."), path: path.joined(separator: "."), name: name,
        isOfLoop: field.first == "strategy", input: text))
    let expression = "<+executionInput[\"\(name)\"]>"
    return Data(.string(Text(expression, at: text.span)), at: data.span, raw: expression)
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
      let outer = (node, nodeDepth)
      let list = path.last
      path.append(name.text.value)
      if list == "stages" || list == "steps" || list == "rollbackSteps" {
        node += (list == "rollbackSteps" ? ["rollbackSteps"] : []) + [name.text.value]
        nodeDepth = path.count
      }
      defer {
        path.removeLast()
        (node, nodeDepth) = outer
      }
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
