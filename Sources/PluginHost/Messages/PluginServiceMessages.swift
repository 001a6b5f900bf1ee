// The requests and answers of `PluginService`, which the host serves.

struct InstallToolRequest: ProtobufMessage {
  var name = ""
  var version = ""
  var installScript = ""

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &name)
    try fields.string(2, &version)
    try fields.string(3, &installScript)
  }
}

struct InstallToolResponse: ProtobufMessage {
  var installedPath = ""

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &installedPath)
  }
}

/// `ReportStageLogsRequest` and `ReportStageLogsFromLastCheckpointRequest`; only the latter has `completed`.
struct ReportStageLogsRequest: ProtobufMessage {
  var deploymentID = ""
  var stageID = ""
  var retriedCount: Int32 = 0
  var blocks: [PluginAPI.LogBlock] = []
  var completed = false

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &deploymentID)
    try fields.string(2, &stageID)
    try fields.integer(3, &retriedCount)
    try fields.messages(4, &blocks)
    try fields.flag(5, &completed)
  }
}

/// The requests for what is remembered of a stage (the second text is its id) or of a deployment by a plugin (its name).
struct MetadataRequest: ProtobufMessage {
  var deploymentID = ""
  var owner = ""
  var key = ""
  var value = ""

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &deploymentID)
    try fields.string(2, &owner)
    try fields.string(3, &key)
    try fields.string(4, &value)
  }
}

struct MetadataMultiRequest: ProtobufMessage {
  var deploymentID = ""
  var owner = ""
  var metadata: [String: String] = [:]

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &deploymentID)
    try fields.string(2, &owner)
    try fields.texts(3, &metadata)
  }
}

struct SharedMetadataRequest: ProtobufMessage {
  var deploymentID = ""
  var key = ""

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &deploymentID)
    try fields.string(2, &key)
  }
}

struct MetadataResponse: ProtobufMessage {
  var value = ""
  var found = false

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &value)
    try fields.flag(2, &found)
  }
}

struct ListStageCommandsResponse: ProtobufMessage {
  var commands: [PluginAPI.Command] = []

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.messages(1, &commands)
  }
}

struct SharedObjectRequest: ProtobufMessage {
  var applicationID = ""
  var pluginName = ""
  var key = ""
  var object: [UInt8] = []

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &applicationID)
    try fields.string(2, &pluginName)
    try fields.string(3, &key)
    try fields.bytes(4, &object)
  }
}

struct SharedObjectResponse: ProtobufMessage {
  var object: [UInt8] = []

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) { try fields.bytes(1, &object) }
}
