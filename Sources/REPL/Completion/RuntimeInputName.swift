import Expressions
import IR
import Parser

/// A runtime input of the pipeline, as `:set` takes it.
struct RuntimeInputName {
  /// `input.` and the path, such as `input.variables.env`.
  let name: String
  let input: HarnessRuntimeInput

  init?(_ found: HarnessInputs.Missing) {
    guard let input = HarnessRuntimeInput(found.input.value) else { return nil }
    self.input = input
    var path = found.path
    if path.hasPrefix("pipeline.") { path.removeFirst("pipeline.".count) }
    // A variable stands for its value.
    if path.contains("variables."), path.hasSuffix(".value") { path.removeLast(".value".count) }
    name = "input." + path
  }

  /// What it takes.
  var summary: String {
    if !input.allowedValues.isEmpty { return input.allowedValues.joined(separator: ", ") }
    if let value = input.defaultValue { return "default \(value)" }
    return "needed"
  }
}

extension Session {
  /// What the Harness pipeline asks for before it runs.
  mutating func runtimeInputs() -> [RuntimeInputName] {
    let document = reading()?.harness
    guard case .pipeline(let pipeline)? = document else { return [] }
    return HarnessInputs.all(of: pipeline.data).compactMap(RuntimeInputName.init)
  }
}
