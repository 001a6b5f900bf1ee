import Planner

/// Turns the environment of a plan into what a process gets: secrets looked up, facts of the run filled in.
struct EnvironmentSettler: Sendable {
  /// The values of the pipeline's secrets; a missing one is empty.
  var secrets: [String: String]
  /// What a fact is now; nil: the variable is not set.
  var fact: @Sendable (Plan.RuntimeFact) -> String?
  /// Whether variables without a value are passed as well, as settings of Harness plugins are.
  var keepsEmpty = false

  /// Each name once, at the place of its first entry, with the value of its last.
  ///
  /// A variable whose last plain value is empty is not passed, as Drone does; a secret always is.
  func settle(_ variables: [Plan.EnvironmentVariable]) -> [(name: String, value: String)] {
    var names: [String] = []
    var values: [String: (text: String, isSecret: Bool)] = [:]
    for variable in variables {
      let value: (String, Bool)
      switch variable.value {
      case .literal(let text): value = (text, false)
      case .secret(let name): value = (secrets[name] ?? "", true)
      case .runtime(let fact, let initially):
        guard let text = settled(fact, initially) else { continue }
        value = (text, false)
      case .deferred: value = (Self.unresolved, false)
      case .pieces(let pieces): value = (text(of: pieces), true)
      }
      if values[variable.name] == nil { names.append(variable.name) }
      // Secrets are appended after everything else by the real system, so nothing overrides them.
      if values[variable.name]?.isSecret == true, !value.1 { continue }
      values[variable.name] = value
    }
    return names.compactMap { name in
      guard let value = values[name], value.isSecret || keepsEmpty || !value.text.isEmpty else { return nil }
      return (name, value.text)
    }
  }

  /// What Harness writes for an expression that gives nothing; a step that starts has nothing left that is deferred.
  private static let unresolved = "null"

  /// The text that the pieces make, with secrets looked up.
  func text(of pieces: [Plan.Piece]) -> String {
    pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .secret(let name): secrets[name] ?? ""
      case .deferred: Self.unresolved
      }
    }.joined()
  }

  private func settled(_ fact: Plan.RuntimeFact, _ initially: String) -> String? {
    switch fact {
    case .failedSteps, .failedPipelines: self.fact(fact)
    case .status, .buildStatus, .now, .network, .workspaceVolume: self.fact(fact) ?? initially
    }
  }
}
