import Glibc
import Processes

/// A plugin that runs and answers.
public final class HostedPlugin: Sendable {
  /// The name by which applications know the plugin.
  public let name: String
  /// The names of the stages that it runs, in its own order.
  public let stages: [String]
  let process: PluginProcess
  private let channel: GRPCChannel
  private let service: PluginService
  private let logDrain: Duration

  init(
    name: String, stages: [String], process: PluginProcess, channel: GRPCChannel, service: PluginService,
    logDrain: Duration
  ) {
    self.name = name
    self.stages = stages
    self.process = process
    self.channel = channel
    self.service = service
    self.logDrain = logDrain
  }

  /// What a plugin answers when it is asked for a strategy.
  public struct Strategy: Hashable, Sendable {
    /// The strategy.
    public var strategy: PluginAPI.SyncStrategy
    /// Why, in a sentence.
    public var summary: String
  }

  /// The versions that a deployment would bring.
  public func determineVersions(
    _ input: PluginAPI.PlanPluginInput
  ) async throws(PluginFailure) -> [PluginAPI.ArtifactVersion] {
    var request = PlanRequest()
    request.input = input
    let response: DetermineVersionsResponse = try await call("DetermineVersions", request)
    return response.versions
  }

  /// How the plugin would deploy; nil when it leaves that to others. Only to be asked where something is deployed
  /// already: plugins refuse an input without a running source.
  public func determineStrategy(_ input: PluginAPI.PlanPluginInput) async throws(PluginFailure) -> Strategy? {
    var request = PlanRequest()
    request.input = input
    let response: DetermineStrategyResponse = try await call("DetermineStrategy", request)
    return response.unsupported ? nil : Strategy(strategy: response.strategy, summary: response.summary)
  }

  /// The stages that the plugin makes of those of a pipeline, without `id`. Some may be missing, and some may be
  /// rollback stages, also where `rollback` is false.
  public func buildPipelineSyncStages(
    _ stages: [PluginAPI.StageConfig], rollback: Bool
  ) async throws(PluginFailure) -> [PluginAPI.PipelineStage] {
    var request = BuildPipelineSyncStagesRequest()
    request.stages = stages
    request.rollback = rollback
    let response: BuildStagesResponse = try await call("BuildPipelineSyncStages", request)
    return response.stages
  }

  /// The stages by which the plugin deploys without a pipeline, without `id`; none for plugins that only have stages.
  public func buildQuickSyncStages(rollback: Bool) async throws(PluginFailure) -> [PluginAPI.PipelineStage] {
    var request = BuildQuickSyncStagesRequest()
    request.rollback = rollback
    let response: BuildStagesResponse = try await call("BuildQuickSyncStages", request)
    return response.stages
  }

  /// What there is of an application; nil when the plugin does not look at that.
  public func liveState(
    _ request: PluginAPI.GetLivestateRequest
  ) async throws(PluginFailure) -> PluginAPI.GetLivestateResponse? {
    try await callIfOffered("GetLivestate", of: .liveState, request)
  }

  /// What a deployment would change on each deploy target; nil when the plugin does not say.
  public func planPreview(
    _ request: PluginAPI.GetPlanPreviewRequest
  ) async throws(PluginFailure) -> [PluginAPI.PlanPreviewResult]? {
    let response: GetPlanPreviewResponse? = try await callIfOffered("GetPlanPreview", of: .planPreview, request)
    return response?.results
  }

  /// Runs a stage to its end.
  ///
  /// When the task is cancelled or `timeout` is over, the call ends at once; then the last words of the stage are awaited
  /// for a moment. What the plugin started may go on until the plugin is stopped.
  ///
  /// - Parameters:
  ///   - input: the deployment, the stage with its `id`, its configuration and the sources.
  ///   - timeout: how long the stage may take; nil for ever.
  ///   - onLog: takes each block of the log once, in order of their arrival; the plugin waits as long as it takes. It is
  ///     not called any more when this returns.
  public func execute(
    _ input: PluginAPI.ExecutePluginInput, timeout: Duration? = nil,
    onLog: @escaping @Sendable (PluginAPI.LogBlock) async -> Void
  ) async -> StageResult {
    let stage = PluginAPI.StageReference(
      deploymentID: input.deployment?.id ?? "", stageID: input.stage?.id ?? "")
    let logs = StageLogs(onBlock: onLog)
    service.setLogs(logs, of: stage)
    let result = await execute(input, timeout, logs)
    service.setLogs(nil, of: stage)
    await logs.close()
    return result
  }

  private func execute(
    _ input: PluginAPI.ExecutePluginInput, _ timeout: Duration?, _ logs: StageLogs
  ) async -> StageResult {
    let call = Task { () -> Result<ExecuteStageResponse, PluginFailure> in
      var request = ExecuteStageRequest()
      request.input = input
      do throws(PluginFailure) {
        return .success(try await self.call("ExecuteStage", request))
      } catch {
        return .failure(error)
      }
    }
    let result = await withTaskCancellationHandler {
      guard let timeout else { return await call.value }
      if let result = await value(of: call, within: timeout) { return result }
      call.cancel()
      await waitForLastWords(logs)
      return .failure(.overtime)
    } onCancel: {
      call.cancel()
    }
    switch result {
    case .success(let response): return StageResult(response)
    case .failure(.overtime): return StageResult(.failure, "it took longer than its timeout", isTimeout: true)
    case .failure(let failure) where failure.kind == .cancelled:
      await waitForLastWords(logs)
      return StageResult(.cancelled, nil)
    case .failure(let failure): return StageResult(.failure, failure.message, output: failure.output)
    }
  }

  /// The plugin reports once more after its call was cancelled, unless it hangs or is gone.
  private func waitForLastWords(_ logs: StageLogs) async {
    let ending = process.ending
    let watcher = Task {
      _ = await ending.value
      logs.giveUp()
    }
    _ = await value(of: Task { await logs.waitForEnd() }, within: logDrain)
    logs.giveUp()
    watcher.cancel()
  }

  func callIfOffered<Answer: ProtobufMessage>(
    _ method: String, of service: Service, _ request: some ProtobufMessage
  ) async throws(PluginFailure) -> Answer? {
    do throws(PluginFailure) {
      return try await call(method, of: service, request)
    } catch {
      if error.status?.code == .unimplemented { return nil }
      throw error
    }
  }

  private func call<Answer: ProtobufMessage>(
    _ method: String, of service: Service = .deployment, _ request: some ProtobufMessage
  ) async throws(PluginFailure) -> Answer {
    try await Self.call(method, of: service, request, on: channel, process: process)
  }

  /// Calls a method of a plugin and tells its failure, or the plugin's end, in a sentence.
  static func call<Answer: ProtobufMessage>(
    _ method: String, of service: Service, _ request: some ProtobufMessage, on channel: GRPCChannel,
    process: PluginProcess, timeout: Duration? = nil, waitsForReadiness: Bool = false
  ) async throws(PluginFailure) -> Answer {
    let bytes: [UInt8]
    do throws(GRPCStatus) {
      bytes = try await channel.call(
        "/\(service.rawValue)/\(method)", request.encoded(), timeout: timeout, waitsForReadiness: waitsForReadiness)
    } catch {
      throw await failure(error, of: method, process)
    }
    do throws(ProtobufFailure) {
      return try Answer(decoding: bytes)
    } catch {
      throw PluginFailure(.refused, "the plugin '\(process.name)' answers \(method) with no message: \(error.message)")
    }
  }

  private static func failure(
    _ status: GRPCStatus, of method: String, _ process: PluginProcess
  ) async -> PluginFailure {
    if status.code == .cancelled { return PluginFailure(.cancelled, "\(method) was cancelled", status: status) }
    // The connection breaks a moment before the system tells of the end.
    if status.code == .unavailable, let ending = await value(of: process.ending, within: .seconds(1)) {
      return PluginFailure(
        .process, "the plugin '\(process.name)' \(process.words(for: ending))", status: status,
        output: process.recentLines)
    }
    let text = status.message.isEmpty ? status.code.description : status.message
    return PluginFailure(.refused, "the plugin '\(process.name)' refused \(method): \(text)", status: status)
  }

  /// The services of a plugin.
  enum Service: String {
    case deployment = "grpc.plugin.deploymentapi.v1alpha1.DeploymentService"
    case liveState = "grpc.plugin.livestateapi.v1alpha1.LivestateService"
    case planPreview = "grpc.plugin.planpreviewapi.v1alpha1.PlanPreviewService"
  }
}

extension PluginFailure {
  /// A stage took too long.
  fileprivate static let overtime = PluginFailure(.cancelled, "the timeout is over")
}
