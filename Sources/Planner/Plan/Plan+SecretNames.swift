extension Plan {
  /// The names of the secrets that steps need which may run, in the order in which they first occur.
  public var secretNames: [String] {
    var names: [String] = []
    var known: Set<String> = []
    for step in pipelines.filter({ $0.decision != .skip }).flatMap(\.steps) where step.decision != .skip {
      for case .secret(let name) in step.environment.map(\.value) where known.insert(name).inserted {
        names.append(name)
      }
      for name in step.registryCredentialSecrets where known.insert(name).inserted { names.append(name) }
    }
    return names
  }
}
