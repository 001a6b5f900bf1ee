extension PluginAPI {
  /// What a person asks of a running stage.
  public struct Command: Hashable, Sendable {
    /// Tells the command from all others.
    public var id = ""
    /// Who is to see to it.
    public var pipedID = ""
    /// The application.
    public var applicationID = ""
    /// The deployment.
    public var deploymentID = ""
    /// The stage.
    public var stageID = ""
    /// Who asks.
    public var commander = ""
    /// What is asked.
    public var type = CommandType()
    /// Set when the stage is to be approved.
    public var approveStage: StageReference?
    /// Set when the stage is to be left out.
    public var skipStage: StageReference?
    /// When it was asked.
    public var createdAt: Int64 = 0
    /// When the command last changed.
    public var updatedAt: Int64 = 0

    /// A command that asks for nothing.
    public init() {}
  }

  /// A stage of a deployment, by their names.
  public struct StageReference: Hashable, Sendable {
    /// The deployment.
    public var deploymentID = ""
    /// The stage.
    public var stageID = ""

    /// A stage of a deployment.
    public init(deploymentID: String, stageID: String) {
      self.deploymentID = deploymentID
      self.stageID = stageID
    }

    /// No stage.
    public init() {}
  }
}

extension PluginAPI.Command: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &id)
    try fields.string(2, &pipedID)
    try fields.string(3, &applicationID)
    try fields.string(4, &deploymentID)
    try fields.string(5, &stageID)
    try fields.string(6, &commander)
    try fields.choice(30, &type)
    try fields.message(34, &approveStage)
    try fields.message(37, &skipStage)
    try fields.integer(100, &createdAt)
    try fields.integer(101, &updatedAt)
  }
}

extension PluginAPI.StageReference: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &deploymentID)
    try fields.string(2, &stageID)
  }
}
