extension Plan {
  /// The names of the secrets that steps need which may run, in the order in which they first occur.
  public var secretNames: [String] {
    var names: [String] = []
    var known: Set<String> = []
    for step in pipelines.filter({ $0.decision != .skip }).flatMap(\.steps) where step.decision != .skip {
      for name in step.secretNames where known.insert(name).inserted { names.append(name) }
      for name in step.registryCredentialSecrets where known.insert(name).inserted { names.append(name) }
    }
    return names
  }
}

extension Plan.Step {
  /// The names of the secrets in its environment and its texts, in the order in which they occur.
  public var secretNames: [String] {
    var values = environment.map(\.value)
    values += [openTexts.image, openTexts.user].compactMap { $0 }
    values += openTexts.entrypoint ?? []
    values += openTexts.command ?? []
    return values.flatMap(\.secretNames)
  }
}
