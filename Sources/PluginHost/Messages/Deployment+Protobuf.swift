extension PluginAPI.Deployment: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &id)
    try fields.string(2, &applicationID)
    try fields.string(3, &applicationName)
    try fields.string(5, &pipedID)
    try fields.string(6, &projectID)
    try fields.message(8, &gitPath)
    try fields.texts(10, &labels)
    try fields.map(12, &deployTargetsByPlugin)
    try fields.message(20, &trigger)
    try fields.string(21, &runningCommitHash)
    try fields.string(22, &summary)
    try fields.messages(24, &versions)
    try fields.choice(30, &status)
    try fields.string(31, &statusReason)
    try fields.messages(32, &stages)
    try fields.message(34, &metadata)
    try fields.string(60, &runningConfigFilename)
    try fields.integer(100, &completedAt)
    try fields.integer(101, &createdAt)
    try fields.integer(102, &updatedAt)
  }
}

extension PluginAPI.DeployTargets: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.strings(1, &deployTargets)
  }
}

extension PluginAPI.DeploymentTrigger: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.message(1, &commit)
    try fields.string(2, &commander)
    try fields.integer(3, &timestamp)
    try fields.choice(4, &syncStrategy)
    try fields.string(5, &strategySummary)
  }
}

extension PluginAPI.Commit: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &hash)
    try fields.string(2, &message)
    try fields.string(3, &author)
    try fields.string(4, &branch)
    try fields.integer(5, &pullRequest)
    try fields.string(6, &url)
    try fields.integer(14, &createdAt)
  }
}

extension PluginAPI.ApplicationGitPath: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.message(1, &repository)
    try fields.string(2, &path)
    try fields.string(4, &configFilename)
    try fields.string(5, &url)
  }
}

extension PluginAPI.ApplicationGitRepository: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &id)
    try fields.string(2, &remote)
    try fields.string(3, &branch)
  }
}

extension PluginAPI.ArtifactVersion: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.choice(1, &kind)
    try fields.string(2, &version)
    try fields.string(3, &name)
    try fields.string(4, &url)
  }
}

extension PluginAPI.DeploymentMetadata: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.message(1, &shared)
    try fields.map(2, &plugins)
  }
}

extension PluginAPI.KeyValues: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.texts(1, &keyValues)
  }
}
