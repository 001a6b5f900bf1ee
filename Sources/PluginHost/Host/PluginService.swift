import Synchronization

/// `grpc.piped.service.PluginService`: what a host answers its plugins while they work.
final class PluginService: Sendable {
  let store: MetadataStore
  private let tools: ToolInstaller
  private let stages = Mutex<[PluginAPI.StageReference: StageLogs]>([:])
  /// How many tools are being installed, and when the last one was ready.
  private let installing = Mutex<(count: Int, end: ContinuousClock.Instant?)>((0, nil))

  init(store: MetadataStore, tools: ToolInstaller) {
    self.store = store
    self.tools = tools
  }

  /// From now on, what is reported of the stage goes to `logs`; nil: nowhere.
  func setLogs(_ logs: StageLogs?, of stage: PluginAPI.StageReference) { stages.withLock { $0[stage] = logs } }

  /// Lets everybody go who waits for the last word on a stage.
  func giveUpOnLogs() { for logs in stages.withLock({ Array($0.values) }) { logs.giveUp() } }

  /// Until when a plugin that is about to start has been kept waiting by the installation of tools; nil: it has not been.
  var busyUntil: ContinuousClock.Instant? { installing.withLock { $0.count > 0 ? ContinuousClock.now : $0.end } }

  /// Answers a call.
  func answer(_ path: String, _ request: [UInt8]) async -> Result<[UInt8], GRPCStatus> {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1] == "grpc.piped.service.PluginService" else {
      return .failure(GRPCStatus(.unimplemented, "unknown service \(parts.count > 1 ? parts[1] : "")"))
    }
    do throws(GRPCStatus) {
      return .success(try await answer(method: String(parts[2]), request))
    } catch {
      return .failure(error)
    }
  }

  private func answer(method: String, _ bytes: [UInt8]) async throws(GRPCStatus) -> [UInt8] {
    switch method {
    case "ReportStageLogs", "ReportStageLogsFromLastCheckpoint": try await reportLogs(method, bytes)
    case "GetStageMetadata": try get(.stage, method, bytes)
    case "PutStageMetadata": try put(.stage, method, bytes)
    case "PutStageMetadataMulti": try putMulti(.stage, method, bytes)
    case "GetDeploymentPluginMetadata": try get(.plugin, method, bytes)
    case "PutDeploymentPluginMetadata": try put(.plugin, method, bytes)
    case "PutDeploymentPluginMetadataMulti": try putMulti(.plugin, method, bytes)
    case "GetDeploymentSharedMetadata": try getShared(method, bytes)
    case "ListStageCommands": try listCommands(method, bytes)
    case "GetApplicationSharedObject": try getObject(method, bytes)
    case "PutApplicationSharedObject": try putObject(method, bytes)
    case "InstallTool": try await installTool(method, bytes)
    default: throw GRPCStatus(.unimplemented, "unknown method \(method) for service grpc.piped.service.PluginService")
    }
  }

  private func reportLogs(_ method: String, _ bytes: [UInt8]) async throws(GRPCStatus) -> [UInt8] {
    let request: ReportStageLogsRequest = try read(bytes)
    try require(method, ["DeploymentId": request.deploymentID, "StageId": request.stageID])
    let stage = PluginAPI.StageReference(deploymentID: request.deploymentID, stageID: request.stageID)
    // A stage that has ended may still be reported on; nobody listens any more.
    let logs = stages.withLock { $0[stage] }
    await logs?.report(request.blocks, isLast: request.completed && method == "ReportStageLogsFromLastCheckpoint")
    return []
  }

  private func get(_ kind: MetadataStore.Owner.Kind, _ method: String, _ bytes: [UInt8]) throws(GRPCStatus) -> [UInt8] {
    let request: MetadataRequest = try read(bytes)
    var fields = ["DeploymentId": request.deploymentID, "Key": request.key]
    if kind == .stage { fields["StageId"] = request.owner }
    try require(method, fields)
    return answer(store.text(.init(kind: kind, id: request.deploymentID, name: request.owner), request.key))
  }

  private func put(_ kind: MetadataStore.Owner.Kind, _ method: String, _ bytes: [UInt8]) throws(GRPCStatus) -> [UInt8] {
    let request: MetadataRequest = try read(bytes)
    let owner = kind == .stage ? "StageId" : "PluginName"
    try require(method, ["DeploymentId": request.deploymentID, "Key": request.key, owner: request.owner])
    try put(.init(kind: kind, id: request.deploymentID, name: request.owner), [request.key: request.value])
    return []
  }

  private func putMulti(
    _ kind: MetadataStore.Owner.Kind, _ method: String, _ bytes: [UInt8]
  ) throws(GRPCStatus) -> [UInt8] {
    let request: MetadataMultiRequest = try read(bytes)
    let owner = kind == .stage ? "StageId" : "PluginName"
    try require(method, ["DeploymentId": request.deploymentID, owner: request.owner])
    try put(.init(kind: kind, id: request.deploymentID, name: request.owner), request.metadata)
    return []
  }

  private func getShared(_ method: String, _ bytes: [UInt8]) throws(GRPCStatus) -> [UInt8] {
    let request: SharedMetadataRequest = try read(bytes)
    try require(method, ["DeploymentId": request.deploymentID, "Key": request.key])
    return answer(store.text(.init(kind: .deployment, id: request.deploymentID, name: ""), request.key))
  }

  private func listCommands(_ method: String, _ bytes: [UInt8]) throws(GRPCStatus) -> [UInt8] {
    let request: PluginAPI.StageReference = try read(bytes)
    try require(method, ["DeploymentId": request.deploymentID, "StageId": request.stageID])
    var response = ListStageCommandsResponse()
    response.commands = store.commands(.init(kind: .stage, id: request.deploymentID, name: request.stageID))
    return response.encoded()
  }

  private func getObject(_ method: String, _ bytes: [UInt8]) throws(GRPCStatus) -> [UInt8] {
    let (request, owner) = try object(method, bytes)
    guard let object = store.object(owner, request.key) else {
      throw GRPCStatus(.notFound, "the application has no object \(request.key)")
    }
    var response = SharedObjectResponse()
    response.object = object
    return response.encoded()
  }

  private func putObject(_ method: String, _ bytes: [UInt8]) throws(GRPCStatus) -> [UInt8] {
    let (request, owner) = try object(method, bytes)
    guard store.put(owner, request.key, request.object) else { throw .full }
    return []
  }

  private func object(
    _ method: String, _ bytes: [UInt8]
  ) throws(GRPCStatus) -> (request: SharedObjectRequest, owner: MetadataStore.Owner) {
    let request: SharedObjectRequest = try read(bytes)
    try require(
      method, ["ApplicationId": request.applicationID, "PluginName": request.pluginName, "Key": request.key])
    return (request, .init(kind: .application, id: request.applicationID, name: request.pluginName))
  }

  private func installTool(_ method: String, _ bytes: [UInt8]) async throws(GRPCStatus) -> [UInt8] {
    let request: InstallToolRequest = try read(bytes)
    try require(
      method, ["Name": request.name, "Version": request.version, "InstallScript": request.installScript])
    installing.withLock { $0.count += 1 }
    defer {
      installing.withLock {
        $0.count -= 1
        $0.end = ContinuousClock.now
      }
    }
    var response = InstallToolResponse()
    response.installedPath = try await tools.install(request)
    return response.encoded()
  }

  private func put(_ owner: MetadataStore.Owner, _ values: [String: String]) throws(GRPCStatus) {
    guard store.put(owner, values) else { throw .full }
  }

  private func answer(_ value: String?) -> [UInt8] {
    var response = MetadataResponse()
    response.value = value ?? ""
    response.found = value != nil
    return response.encoded()
  }
}

/// The message that a plugin sent.
private func read<Message: ProtobufMessage>(_ bytes: [UInt8]) throws(GRPCStatus) -> Message {
  do throws(ProtobufFailure) {
    return try Message(decoding: bytes)
  } catch {
    throw GRPCStatus(.internal, "the request cannot be read: \(error.message)")
  }
}

/// Refuses a request with the words of piped when a text that it needs is empty.
private func require(_ method: String, _ fields: [String: String]) throws(GRPCStatus) {
  guard let missing = fields.filter(\.value.isEmpty).keys.min() else { return }
  throw GRPCStatus(
    .invalidArgument, "invalid request: invalid \(method)Request.\(missing): value length must be at least 1 runes")
}

extension GRPCStatus {
  fileprivate static let full = GRPCStatus(.resourceExhausted, "the host has no room for more metadata")
}
