// The requests and answers of `DeploymentService` and `PlanPreviewService` that wrap one thing only.

/// A message without fields.
struct EmptyMessage: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {}
}

struct FetchDefinedStagesResponse: ProtobufMessage {
  var stages: [String] = []

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) { try fields.strings(1, &stages) }
}

/// `DetermineVersionsRequest` and `DetermineStrategyRequest`.
struct PlanRequest: ProtobufMessage {
  var input: PluginAPI.PlanPluginInput?

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) { try fields.message(1, &input) }
}

struct DetermineVersionsResponse: ProtobufMessage {
  var versions: [PluginAPI.ArtifactVersion] = []

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.messages(1, &versions)
  }
}

struct DetermineStrategyResponse: ProtobufMessage {
  var strategy = PluginAPI.SyncStrategy()
  var summary = ""
  var unsupported = false

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.choice(1, &strategy)
    try fields.string(2, &summary)
    try fields.flag(3, &unsupported)
  }
}

struct BuildPipelineSyncStagesRequest: ProtobufMessage {
  var rollback = false
  var stages: [PluginAPI.StageConfig] = []

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.flag(1, &rollback)
    try fields.messages(2, &stages)
  }
}

struct BuildQuickSyncStagesRequest: ProtobufMessage {
  var rollback = false

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) { try fields.flag(1, &rollback) }
}

/// `BuildPipelineSyncStagesResponse` and `BuildQuickSyncStagesResponse`.
struct BuildStagesResponse: ProtobufMessage {
  var stages: [PluginAPI.PipelineStage] = []

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) { try fields.messages(1, &stages) }
}

struct ExecuteStageRequest: ProtobufMessage {
  var input: PluginAPI.ExecutePluginInput?

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) { try fields.message(1, &input) }
}

struct ExecuteStageResponse: ProtobufMessage {
  var status = PluginAPI.StageStatus()
  var message = ""

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.choice(1, &status)
    try fields.string(2, &message)
  }
}

struct GetPlanPreviewResponse: ProtobufMessage {
  var results: [PluginAPI.PlanPreviewResult] = []

  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.messages(1, &results)
  }
}
