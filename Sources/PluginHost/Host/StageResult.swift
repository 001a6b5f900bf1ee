/// How a stage ended.
public struct StageResult: Hashable, Sendable {
  /// Success, failure, skipped, exited or cancelled.
  public var status: PluginAPI.StageStatus
  /// Why, where the plugin or its end told.
  public var reason: String?
  /// Whether the stage failed because its time was over. piped itself calls that cancelled by nobody.
  public var isTimeout: Bool
  /// What the plugin wrote last, a line each, where it ended by itself.
  public var output: [String]

  init(_ status: PluginAPI.StageStatus, _ reason: String?, isTimeout: Bool = false, output: [String] = []) {
    self.status = status
    self.reason = reason
    self.isTimeout = isTimeout
    self.output = output
  }

  init(_ response: ExecuteStageResponse) {
    let reason = response.message.isEmpty ? nil : response.message
    switch response.status {
    case .success, .failure, .skipped, .exited: self.init(response.status, reason)
    // A plugin cannot say that it was cancelled, nor that it goes on.
    default: self.init(.failure, reason ?? "the plugin answered \(response.status), which is no end of a stage")
    }
  }
}
