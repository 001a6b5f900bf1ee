extension PluginAPI {
  /// A checkout that a plugin may read and write: a copy of its own, with secrets and attachments in place.
  public struct DeploymentSource: Hashable, Sendable {
    /// The application's folder, absolute.
    public var applicationDirectory = ""
    /// The commit that is checked out.
    public var commitHash = ""
    /// The whole configuration file of the application as it was committed. Plugins refuse an empty one.
    public var applicationConfig: [UInt8] = []
    /// The name of that file.
    public var applicationConfigFilename = ""
    /// The folder of what applications share, `.pipe`, absolute.
    public var sharedConfigDirectory = ""

    /// A source of which nothing is known.
    public init() {}
  }

  /// What plugins plan a deployment with.
  public struct PlanPluginInput: Hashable, Sendable {
    /// What is to be deployed.
    public var deployment: Deployment?
    /// What is deployed now; nil before the first deployment.
    public var runningDeploymentSource: DeploymentSource?
    /// What is going to be deployed.
    public var targetDeploymentSource: DeploymentSource?

    /// An input of nothing.
    public init() {}
  }

  /// What plugins run a stage with.
  public struct ExecutePluginInput: Hashable, Sendable {
    /// What is being deployed.
    public var deployment: Deployment?
    /// The stage to run.
    public var stage: PipelineStage?
    /// The stage's `with` as JSON; empty in a quick sync.
    public var stageConfig: [UInt8] = []
    /// What is deployed now; nil before the first deployment.
    public var runningDeploymentSource: DeploymentSource?
    /// What is going to be deployed.
    public var targetDeploymentSource: DeploymentSource?

    /// An input of nothing.
    public init() {}
  }

  /// A stage as the pipeline of an application has it.
  public struct StageConfig: Hashable, Sendable {
    /// What kind of stage it is. Plugins refuse an empty one.
    public var name = ""
    /// What it is for, in the author's words.
    public var desc = ""
    /// How long it may take; piped never says it to plugins.
    public var timeout = ""
    /// Its place in the pipeline, from 0.
    public var index: Int32 = 0
    /// Its `with` as JSON.
    public var config: [UInt8] = []

    /// A stage of nothing.
    public init() {}
  }
}

extension PluginAPI.DeploymentSource: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &applicationDirectory)
    try fields.string(2, &commitHash)
    try fields.bytes(3, &applicationConfig)
    try fields.string(4, &applicationConfigFilename)
    try fields.string(5, &sharedConfigDirectory)
  }
}

extension PluginAPI.PlanPluginInput: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.message(1, &deployment)
    try fields.message(2, &runningDeploymentSource)
    try fields.message(3, &targetDeploymentSource)
  }
}

extension PluginAPI.ExecutePluginInput: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.message(1, &deployment)
    try fields.message(2, &stage)
    try fields.bytes(3, &stageConfig)
    try fields.message(4, &runningDeploymentSource)
    try fields.message(5, &targetDeploymentSource)
  }
}

extension PluginAPI.StageConfig: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(2, &name)
    try fields.string(3, &desc)
    try fields.string(4, &timeout)
    try fields.integer(5, &index)
    try fields.bytes(6, &config)
  }
}
