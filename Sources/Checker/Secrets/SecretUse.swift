import IR

extension Step {
  /// The secrets that it is given, in source order: variables, then settings.
  var secretReferences: [SecretReference] {
    var result: [SecretReference] = []
    for variable in environment { if case .secret(let reference) = variable.value { result.append(reference) } }
    for setting in settings { if case .secret(let reference) = setting.value { result.append(reference) } }
    return result
  }
}

extension Program {
  /// The names of the secrets that the pipelines of a Drone file use.
  public var secretNames: Set<String> {
    var names: Set<String> = []
    for pipeline in pipelines {
      for step in pipeline.allSteps { names.formUnion(step.secretReferences.map(\.name.value)) }
      for variable in pipeline.drone?.machine?.values ?? [] {
        if case .secret(let reference) = variable.value { names.insert(reference.name.value) }
      }
      names.formUnion((pipeline.drone?.imagePullSecrets ?? []).map(\.value))
    }
    return names
  }
}
