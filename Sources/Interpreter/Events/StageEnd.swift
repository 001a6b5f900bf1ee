/// PipeCD's words for the end of a stage.
public enum StageStatus: String, Hashable, Sendable {
  case success = "STAGE_SUCCESS"
  case failure = "STAGE_FAILURE"
  case cancelled = "STAGE_CANCELLED"
  case skipped = "STAGE_SKIPPED"
  /// It ended the deployment early and well.
  case exited = "STAGE_EXITED"

  /// The same in the words that all dialects share.
  public var stepStatus: StepStatus {
    switch self {
    case .success, .exited: .success
    case .failure: .failure
    case .cancelled: .killed
    case .skipped: .skipped
    }
  }
}

/// How a stage of a deployment ended.
public struct StageEnd: Hashable, Sendable {
  /// PipeCD's word.
  public var status: StageStatus
  /// The exit code of its process; nil where it had none.
  public var exitCode: Int32?
  /// What a person should know of it, in a clause.
  public var message: String?

  public init(_ status: StageStatus, _ message: String? = nil, exitCode: Int32? = nil) {
    self.status = status
    self.message = message
    self.exitCode = exitCode
  }
}

/// PipeCD's words for the end of a deployment.
public enum DeploymentStatus: String, Hashable, Sendable {
  case success = "DEPLOYMENT_SUCCESS"
  case failure = "DEPLOYMENT_FAILURE"
  case cancelled = "DEPLOYMENT_CANCELLED"

  /// The same in the words that all dialects share.
  public var pipelineStatus: PipelineStatus {
    switch self {
    case .success: .success
    case .failure: .failure
    case .cancelled: .killed
    }
  }
}
