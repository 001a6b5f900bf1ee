extension PluginAPI {
  /// What a plugin is asked to compare.
  public struct GetPlanPreviewRequest: Hashable, Sendable {
    /// The application.
    public var applicationID = ""
    /// The names of the deploy targets to look at.
    public var deployTargets: [String] = []
    /// What would be deployed.
    public var targetDeploymentSource: DeploymentSource?
    /// What is deployed now; nil before the first deployment.
    public var runningDeploymentSource: DeploymentSource?
    /// The application's name.
    public var applicationName = ""
    /// Who asks.
    public var pipedID = ""

    /// A question about nothing.
    public init() {}
  }

  /// What a deployment would change on one deploy target.
  public struct PlanPreviewResult: Hashable, Sendable {
    /// The deploy target.
    public var deployTarget = ""
    /// What would change, in a sentence.
    public var summary = ""
    /// Whether nothing would.
    public var noChange = false
    /// What would change, at length.
    public var details: [UInt8] = []
    /// What `details` is written in; empty means `diff`.
    public var diffLanguage = ""

    /// A result of nothing.
    public init() {}
  }
}

extension PluginAPI.GetPlanPreviewRequest: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &applicationID)
    try fields.strings(2, &deployTargets)
    try fields.message(3, &targetDeploymentSource)
    try fields.message(4, &runningDeploymentSource)
    try fields.string(5, &applicationName)
    try fields.string(6, &pipedID)
  }
}

extension PluginAPI.PlanPreviewResult: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &deployTarget)
    try fields.string(2, &summary)
    try fields.flag(3, &noChange)
    try fields.bytes(4, &details)
    try fields.string(5, &diffLanguage)
  }
}
