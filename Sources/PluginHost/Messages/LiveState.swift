extension PluginAPI {
  /// What a plugin is asked about a running application.
  public struct GetLivestateRequest: Hashable, Sendable {
    /// Who asks.
    public var pipedID = ""
    /// The application.
    public var applicationID = ""
    /// The application's name.
    public var applicationName = ""
    /// What should be deployed.
    public var deploySource: DeploymentSource?
    /// The names of the deploy targets to look at.
    public var deployTargets: [String] = []

    /// A question about nothing.
    public init() {}
  }

  /// What there is of an application, and whether it is what there should be.
  public struct GetLivestateResponse: Hashable, Sendable {
    /// What there is.
    public var applicationLiveState: ApplicationLiveState?
    /// Whether that is what there should be.
    public var syncState: ApplicationSyncState?

    /// An answer that says nothing.
    public init() {}
  }

  /// What there is of an application.
  public struct ApplicationLiveState: Hashable, Sendable {
    /// Its parts.
    public var resources: [ResourceState] = []
    /// How it is doing.
    public var healthStatus = HealthStatus()

    /// An application of which nothing is known.
    public init() {}
  }

  /// A part of an application.
  public struct ResourceState: Hashable, Sendable {
    /// Tells it from the other parts.
    public var id = ""
    /// The parts it belongs to.
    public var parentIDs: [String] = []
    /// Its name.
    public var name = ""
    /// What it is.
    public var resourceType = ""
    /// What else there is to say.
    public var resourceMetadata: [String: String] = [:]
    /// How it is doing.
    public var healthStatus = HealthStatus()
    /// Why it is doing so.
    public var healthDescription = ""
    /// The deploy target it is on.
    public var deployTarget = ""
    /// The plugin that found it.
    public var pluginName = ""
    /// When it was created.
    public var createdAt: Int64 = 0
    /// When it last changed.
    public var updatedAt: Int64 = 0

    /// A part of which nothing is known.
    public init() {}
  }

  /// Whether an application is what it should be.
  public struct ApplicationSyncState: Hashable, Sendable {
    /// Whether it is.
    public var status = ApplicationSyncStatus()
    /// What differs, in a few words.
    public var shortReason = ""
    /// What differs, at length.
    public var reason = ""
    /// The deployment that brought it here.
    public var headDeploymentID = ""
    /// When this was found out.
    public var timestamp: Int64 = 0

    /// A state of which nothing is known.
    public init() {}
  }

  /// How an application or a part of one is doing.
  public struct HealthStatus: Choice {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Nobody knows.
    public static let unknown = HealthStatus(rawValue: 0)
    /// Well.
    public static let healthy = HealthStatus(rawValue: 1)
    /// Not well; an application says `OTHER` instead.
    public static let unhealthy = HealthStatus(rawValue: 2)

    public static let names = ["UNKNOWN", "HEALTHY", "UNHEALTHY"]
  }

  /// Whether an application is what it should be.
  public struct ApplicationSyncStatus: Choice {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Nobody knows.
    public static let unknown = ApplicationSyncStatus(rawValue: 0)
    /// It is.
    public static let synced = ApplicationSyncStatus(rawValue: 1)
    /// It is about to be.
    public static let deploying = ApplicationSyncStatus(rawValue: 2)
    /// It is not.
    public static let outOfSync = ApplicationSyncStatus(rawValue: 3)
    /// Its configuration cannot be read.
    public static let invalidConfig = ApplicationSyncStatus(rawValue: 4)

    public static let names = ["UNKNOWN", "SYNCED", "DEPLOYING", "OUT_OF_SYNC", "INVALID_CONFIG"]
  }
}

extension PluginAPI.GetLivestateRequest: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &pipedID)
    try fields.string(2, &applicationID)
    try fields.string(3, &applicationName)
    try fields.message(4, &deploySource)
    try fields.strings(5, &deployTargets)
  }
}

extension PluginAPI.GetLivestateResponse: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.message(1, &applicationLiveState)
    try fields.message(2, &syncState)
  }
}

extension PluginAPI.ApplicationLiveState: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.messages(1, &resources)
    try fields.choice(2, &healthStatus)
  }
}

extension PluginAPI.ResourceState: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &id)
    try fields.strings(2, &parentIDs)
    try fields.string(3, &name)
    try fields.string(4, &resourceType)
    try fields.texts(5, &resourceMetadata)
    try fields.choice(6, &healthStatus)
    try fields.string(7, &healthDescription)
    try fields.string(8, &deployTarget)
    try fields.string(9, &pluginName)
    try fields.integer(10, &createdAt)
    try fields.integer(11, &updatedAt)
  }
}

extension PluginAPI.ApplicationSyncState: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.choice(1, &status)
    try fields.string(2, &shortReason)
    try fields.string(3, &reason)
    try fields.string(4, &headDeploymentID)
    try fields.integer(5, &timestamp)
  }
}
