import Diagnostics
import IR

/// Fills the runtime inputs of a tree with the values that a partial tree of the same shape has for them.
struct HarnessFilling {
  /// Where the values come from, which decides how what does not fit is spoken of.
  enum Origin {
    case inputSet
    case templateInputs
  }

  /// Keys that say which node a value is for.
  private static let structural: Set<String> = [
    "identifier", "id", "name", "key", "type", "serviceRef", "environmentRef", "templateRef", "versionLabel",
  ]

  let origin: Origin
  /// What does not fit, with the words of the server.
  private(set) var problems: [Problem] = []
  private var path: [String]

  /// - Parameter path: where the tree stands, such as `["pipeline"]`.
  init(_ origin: Origin, at path: [String]) {
    self.origin = origin
    self.path = path
  }

  /// The tree with its runtime inputs filled in; everything else stays as it is.
  mutating func fill(_ target: Data, with input: Data) -> Data {
    if let text = target.text, text.isRuntimeInput { return supply(target, text, input) }
    switch (target.value, input.value) {
    case (.map(let entries), .map(let inputs)):
      return Data(.map(fill(entries, with: inputs)), at: target.span)
    case (.list(let items), .list(let inputs)):
      return Data(.list(fill(items, with: inputs)), at: target.span)
    default:
      checkFixed(target, input)
      return target
    }
  }

  private mutating func fill(_ entries: [Data.Entry], with inputs: [Data.Entry]) -> [Data.Entry] {
    var result = entries
    var positions: [Data.Value: Int] = [:]
    for (index, entry) in entries.enumerated() { positions[entry.key.value] = index }
    for input in inputs {
      path.append(input.key.name ?? "")
      if let index = positions[input.key.value] {
        result[index].value = fill(result[index].value, with: input.value)
      } else {
        noteFixed(input.key.span)
      }
      path.removeLast()
    }
    return result
  }

  // MARK: Lists

  private mutating func fill(_ items: [Data], with inputs: [Data]) -> [Data] {
    let flat = HarnessInputCombination.flat(inputs)
    var waiting: [String: Data] = [:]
    for input in flat {
      if let name = HarnessItemKey.name(of: input) { waiting[name.text.value] = input }
    }
    guard !waiting.isEmpty else {
      if flat.count == items.count {
        // Items without names are known by their position, and have nothing to fill but themselves.
        return zip(items, flat).map { fill($0, with: $1) }
      }
      if let first = inputs.first { noteFixed(first.span) }
      return items
    }
    let result = items.map { fill($0, from: &waiting) }
    for input in flat {
      if let name = HarnessItemKey.name(of: input), waiting[name.text.value] != nil {
        path.append(name.text.value)
        noteFixed(name.text.span)
        path.removeLast()
      }
    }
    return result
  }

  private mutating func fill(_ item: Data, from waiting: inout [String: Data]) -> Data {
    if let members = HarnessItemKey.members(of: item), let entries = item.entries {
      var entry = entries[0]
      entry.value = Data(.list(members.map { fill($0, from: &waiting) }), at: entry.value.span)
      return Data(.map([entry]), at: item.span)
    }
    guard let name = HarnessItemKey.name(of: item)?.text.value, let input = waiting.removeValue(forKey: name) else {
      return item
    }
    path.append(name)
    defer { path.removeLast() }
    let (wrapper, _) = HarnessItemKey.body(of: item)
    if wrapper == "insert" { return insert(item, input) }
    guard wrapper != nil, let entry = item.entries?.first, let inputEntry = input.entries?.first,
      input.entries?.count == 1
    else { return fill(item, with: input) }
    guard entry.key.value == inputEntry.key.value else {
      mismatch(inputEntry.key.span, entry.key.name ?? "", inputEntry.key.name ?? "")
      return item
    }
    // The wrapper adds nothing to paths.
    return Data(
      .map([Data.Entry(key: entry.key, value: fill(entry.value, with: inputEntry.value))]), at: item.span)
  }

  /// What stands in an `insert` block of a template is given where the template is used.
  private func insert(_ item: Data, _ input: Data) -> Data {
    guard let entry = item.entries?.first, var body = entry.value.entries else { return item }
    for given in HarnessItemKey.body(of: input).body.entries ?? []
    where given.key.name == "steps" || given.key.name == "stages" {
      body.removeAll { $0.key.value == given.key.value }
      body.append(given)
    }
    return Data(.map([Data.Entry(key: entry.key, value: Data(.map(body), at: entry.value.span))]), at: item.span)
  }

  // MARK: Values

  private mutating func supply(_ target: Data, _ text: Text, _ input: Data) -> Data {
    if let given = input.text, given.isRuntimeInput {
      if given.isExecutionInput { return input }
      // The user of a template hands the question on; the template's own conditions on the answer stay.
      guard origin == .templateInputs else { return target }
      return given.value == "<+input>" ? Data(target.value, at: input.span, raw: target.raw, isPlain: true) : input
    }
    if let failure = HarnessInputCheck.failure(of: input, for: text, at: path) { refuse(failure, input) }
    return input
  }

  private mutating func refuse(_ failure: HarnessInputCheck.Failure, _ input: Data) {
    let diagnostic = Diagnostic(
      rule: "rejected-input", severity: .error, message: failure.message, at: input.span, help: failure.help)
    problems.append(Problem(diagnostic, by: .server, upstream: failure.upstream))
  }

  private mutating func checkFixed(_ target: Data, _ input: Data) {
    let key = path.last ?? ""
    if target.value == input.value || target.scalarText != nil && target.scalarText == input.scalarText {
      if !Self.structural.contains(key) { noteFixed(input.span) }
    } else if key == "type" || key == "identifier" || key == "id", let old = target.scalarText,
      let new = input.scalarText, !new.isRuntimeInput
    {
      mismatch(input.span, old.value, new.value)
    } else if !(input.text?.isRuntimeInput ?? false) {
      noteFixed(input.span)
    }
  }

  private mutating func mismatch(_ span: Span, _ old: String, _ new: String) {
    let place = path.joined(separator: ".")
    let whole = origin == .inputSet ? "pipeline" : "template"
    let diagnostic = Diagnostic(
      rule: "input-mismatch", severity: origin == .inputSet ? .warning : .error,
      message: "`\(place)` is `\(old)` in the \(whole), and `\(new)` here, so that this is ignored", at: span,
      help: "write `\(old)`, as the \(whole) does")
    problems.append(
      Problem(
        diagnostic, by: .server,
        upstream: "The value for \(place) is \(old) in the pipeline yaml, but the input set has it as \(new)"))
  }

  private mutating func noteFixed(_ span: Span) {
    let place = path.joined(separator: ".")
    let whole = origin == .inputSet ? "pipeline" : "template"
    let diagnostic = Diagnostic(
      rule: "fixed-field", severity: origin == .inputSet ? .warning : .error,
      message:
        "the \(whole) does not ask for `\(place)`, so that this is \(origin == .inputSet ? "ignored" : "refused")",
      at: span, help: "take it away, or write `<+input>` in the \(whole)")
    problems.append(Problem(diagnostic, by: .server, upstream: "Field not a runtime input"))
  }
}
