/// Variables in order, each name once: setting a name again replaces its value and moves it to the end.
struct VariableList {
  private var entries: [Plan.EnvironmentVariable?] = []
  private var positions: [String: Int] = [:]

  mutating func set(_ name: String, _ value: Plan.Value) {
    if let old = positions[name] { entries[old] = nil }
    positions[name] = entries.count
    entries.append(Plan.EnvironmentVariable(name, value))
  }

  mutating func set(_ name: String, _ text: String) { set(name, .literal(text)) }

  mutating func set(_ variables: [Plan.EnvironmentVariable]) {
    for variable in variables { set(variable.name, variable.value) }
  }

  mutating func set(_ parameters: [Context.Parameter]) {
    for parameter in parameters { set(parameter.name, .literal(parameter.value)) }
  }

  /// Takes a variable away.
  mutating func remove(_ name: String) {
    if let old = positions.removeValue(forKey: name) { entries[old] = nil }
  }

  /// All that a container is given: variables whose text is empty are left out, as Drone does; secrets always stay.
  var passed: [Plan.EnvironmentVariable] {
    entries.compactMap { entry in
      guard let entry, entry.value != .literal("") else { return nil }
      return entry
    }
  }

  /// The same, with empty texts of the names given, which are set to a text of no pieces.
  func passed(keepingEmpty names: [String]) -> [Plan.EnvironmentVariable] {
    let kept = Set(names)
    return entries.compactMap { entry in
      guard let entry else { return nil }
      guard entry.value == .literal("") else { return entry }
      return kept.contains(entry.name) ? Plan.EnvironmentVariable(entry.name, .pieces([])) : nil
    }
  }

  /// The texts by name, with facts of the run as they are before it starts; secrets are not among them.
  var texts: [String: String] {
    var result: [String: String] = [:]
    for case let entry? in entries {
      switch entry.value {
      case .literal(let text), .runtime(_, initially: let text): result[entry.name] = text
      case .secret, .deferred, .pieces: break
      }
    }
    return result
  }
}
