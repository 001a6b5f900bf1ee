import Diagnostics
import IR

extension ConfigurationValidation {
  /// What piped wants of its own configuration.
  mutating func check(_ piped: PipeCD.Piped) {
    require(!piped.project.value.isEmpty, "projectID must be set", piped.project.place)
    require(!piped.identifier.value.isEmpty, "pipedID must be set", piped.identifier.place)
    let hasFile = !piped.keyFile.value.isEmpty
    let hasData = !piped.keyData.value.isEmpty
    require(hasFile || hasData, "either pipedKeyFile or pipedKeyData must be set", piped.keyFile.place)
    require(!(hasFile && hasData), "only pipedKeyFile or pipedKeyData can be set", piped.keyData.place)
    require(!piped.address.value.isEmpty, "apiAddress must be set", piped.address.place)
    require(
      piped.syncInterval.value >= .zero, "syncInterval must be greater than or equal to 0", piped.syncInterval.place)
    check(piped.git.value, piped.git.place)
    if document.generation == .v0 {
      for repository in piped.chartRepositories.value { check(repository.value, repository.place) }
      for registry in piped.chartRegistries.value {
        if registry.type.value == "OCI" {
          require(!registry.address.value.isEmpty, "address must be set", registry.place)
        } else {
          require(false, "OCI registry must be configured", registry.type.place ?? registry.place)
        }
      }
    }
    if let management = piped.secretManagement.value { check(management, piped.secretManagement.place) }
    check(piped.eventWatcher.value)
    check(piped.planPreview.value)
    for receiver in piped.notifications.receivers.value {
      if let slack = receiver.value.slack.value { check(slack, receiver.value.slack.place) }
    }
    if document.generation == .v0 {
      for provider in piped.analysisProviders.value { check(provider.value, provider.place) }
    }
  }

  private mutating func check(_ git: PipeCD.PipedGit, _ place: Span?) {
    let hasPassword = !git.password.value.isEmpty
    let hasFile = !git.keyFile.value.isEmpty
    let hasData = !git.keyData.value.isEmpty
    require(
      !(hasPassword && (hasFile || hasData)),
      "cannot configure both sshKeyData or sshKeyFile and password authentication", git.password.place ?? place)
    require(!(hasFile && hasData), "only either sshKeyFile or sshKeyData can be set", git.keyData.place ?? place)
    require(
      !(hasPassword && git.user.value.isEmpty), "both username and password must be set", git.password.place ?? place)
  }

  private mutating func check(_ repository: PipeCD.ChartRepository, _ place: Span?) {
    switch repository.type.value {
    case "HTTP":
      require(!repository.name.value.isEmpty, "name must be set", place)
      require(!repository.address.value.isEmpty, "address must be set", place)
    case "GIT": require(!repository.gitRemote.value.isEmpty, "gitRemote must be set", place)
    default:
      require(
        false, "either HTTP repository or GIT repository must be configured", repository.type.place ?? place)
    }
  }

  private mutating func check(_ management: PipeCD.Tagged<PipeCD.SecretManagements>, _ place: Span?) {
    switch management.configuration {
    case .keyPair(let keys):
      let files = (!keys.privateFile.value.isEmpty, !keys.publicFile.value.isEmpty)
      let texts = (!keys.privateData.value.isEmpty, !keys.publicData.value.isEmpty)
      require(files.0 || texts.0, "either privateKeyFile or privateKeyData must be set", place)
      require(!(files.0 && texts.0), "only privateKeyFile or privateKeyData can be set", place)
      require(files.1 || texts.1, "either publicKeyFile or publicKeyData must be set", place)
      require(!(files.1 && texts.1), "only publicKeyFile or publicKeyData can be set", place)
    case .googleKeys(let keys):
      require(!keys.name.value.isEmpty, "keyName must be set", place)
      require(!keys.decryptionFile.value.isEmpty, "decryptServiceAccountFile must be set", place)
      require(!keys.encryptionFile.value.isEmpty, "encryptServiceAccountFile must be set", place)
    default: break
    }
  }

  private mutating func check(_ watcher: PipeCD.PipedEventWatcher) {
    var known: Set<String> = []
    for (index, repository) in watcher.repositories.value.enumerated() {
      let name = repository.identifier.value
      require(!name.isEmpty, "missing repoID at index \(index)", repository.place)
      require(
        name.isEmpty || known.insert(name).inserted,
        "duplicated repo id (\(name)) found in the eventWatcher directive", repository.identifier.place)
    }
  }

  private mutating func check(_ preview: PipeCD.PlanPreview) {
    let amounts = [("workerNum", preview.workers), ("commandQueueBufferSize", preview.queueSize)]
    for (name, option) in amounts {
      require(option.value >= 0, "planPreview.\(name) must be greater than or equal to 0", option.place)
    }
    for (name, option) in [("commandCheckInterval", preview.interval), ("commandHandleTimeout", preview.timeout)] {
      require(option.value >= .zero, "planPreview.\(name) must be greater than or equal to 0", option.place)
    }
  }

  private mutating func check(_ slack: PipeCD.SlackReceiver, _ place: Span?) {
    let tokens = [!slack.token.value.isEmpty, !slack.tokenData.value.isEmpty, !slack.tokenFile.value.isEmpty]
    let count = tokens.filter { $0 }.count
    let hasHook = !slack.hook.value.isEmpty
    let hasChannel = !slack.channel.value.isEmpty
    require(
      !(hasHook && (count > 0 || hasChannel)), "only one of sending via hook URL or API should be used",
      slack.hook.place ?? place)
    guard !hasHook else { return }
    require(hasChannel && count > 0, "missing channelID or OAuth token configuration", place)
    require(
      count < 2, "only one of OAuthToken, OAuthTokenData and OAuthTokenFile should be set", place)
  }

  private mutating func check(_ provider: PipeCD.Tagged<PipeCD.AnalysisProviders>, _ place: Span?) {
    switch provider.configuration {
    case .prometheus(let options):
      require(!options.address.value.isEmpty, "prometheus analysis provider requires the address", place)
    case .datadog(let options):
      let files = (!options.keyFile.value.isEmpty, !options.applicationKeyFile.value.isEmpty)
      let texts = (!options.keyData.value.isEmpty, !options.applicationKeyData.value.isEmpty)
      require(files.0 || texts.0, "either datadog APIKeyFile or APIKeyData must be set", place)
      require(files.1 || texts.1, "either datadog ApplicationKeyFile or ApplicationKeyData must be set", place)
      require(!(files.0 && texts.0), "only datadog APIKeyFile or APIKeyData can be set", place)
      require(!(files.1 && texts.1), "only datadog ApplicationKeyFile or ApplicationKeyData can be set", place)
    default: break
    }
  }

  /// Piped's words say it well enough to be ours.
  private mutating func require(_ condition: Bool, _ upstream: String, _ place: Span?) {
    guard !condition else { return }
    refuse("piped-setting", upstream, at: place ?? file, upstream: upstream, help: nil)
  }
}
