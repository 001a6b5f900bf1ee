import Planner

extension HarnessPlan {
  /// The stages, groups and steps, where expressions can stand.
  public var placesOfExpressions: [HarnessPlanNode] {
    nodes.filter { node in
      switch node.kind {
      case .stage, .group, .step: true
      case .pipeline, .parallel, .loop, .insert: false
      }
    }
  }

  /// The stage, group or step of a name: its path (`build.unit_0`), or its identifier, of which the first counts.
  public func place(named name: String) -> Int? {
    let places = placesOfExpressions
    return (places.first { $0.path.description == name } ?? places.first { $0.identifier == name })?.index
  }

  /// The first step; the pipeline where there is none.
  public var firstPlace: Int { nodes.first { $0.kind == .step }?.index ?? 0 }
}

extension Plan.Step {
  /// What `${…}` finds where the step stands: Drone's own variables, with what is known of them before the run.
  public var substitutionTexts: [String: String] {
    var values: [String: String] = [:]
    for variable in environment where variable.name.hasPrefix("DRONE_") || variable.name.hasPrefix("CI") {
      switch variable.value {
      case .literal(let text): values[variable.name] = text
      case .runtime(_, let text): values[variable.name] = text
      case .secret, .deferred, .pieces: break
      }
    }
    return values
  }
}
