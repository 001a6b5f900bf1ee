/// How far a node of a Harness pipeline is, in Harness's words.
public enum HarnessStatus: String, Hashable, Sendable, CaseIterable {
  case running = "RUNNING"
  case queued = "QUEUED"
  case skipped = "SKIPPED"
  case suspended = "SUSPENDED"
  case succeeded = "SUCCEEDED"
  case ignoreFailed = "IGNORE_FAILED"
  case aborted = "ABORTED"
  case errored = "ERRORED"
  case failed = "FAILED"
  case freezeFailed = "FREEZE_FAILED"
  case approvalRejected = "APPROVAL_REJECTED"
  case expired = "EXPIRED"
  case interventionWaiting = "INTERVENTION_WAITING"
  case approvalWaiting = "APPROVAL_WAITING"
  case resourceWaiting = "RESOURCE_WAITING"
  case inputWaiting = "INPUT_WAITING"
  case timedWaiting = "TIMED_WAITING"

  /// Whether what comes after may run as if all were well.
  public var isPositive: Bool {
    switch self {
    case .succeeded, .skipped, .suspended, .ignoreFailed: true
    default: false
    }
  }

  /// Whether it is a failure, which an abort is not.
  public var isBroken: Bool {
    switch self {
    case .failed, .errored, .expired, .approvalRejected, .freezeFailed: true
    default: false
    }
  }

  /// Whether nothing more happens to the node.
  public var isFinal: Bool { isPositive || isBroken || self == .aborted }

  /// What the states of the children make of their parent: success as long as none has ended badly, else the worst.
  public static func aggregate(_ children: [HarnessStatus]) -> HarnessStatus {
    if children.allSatisfy(\.isPositive) { return children.contains(.ignoreFailed) ? .ignoreFailed : .succeeded }
    return worstFirst.first { children.contains($0) } ?? .running
  }

  /// The same for the iterations of a loop: all skipped is skipped.
  public static func aggregate(iterations: [HarnessStatus]) -> HarnessStatus {
    if !iterations.isEmpty, iterations.allSatisfy({ $0 == .skipped }) { return .skipped }
    return aggregate(iterations)
  }

  private static let worstFirst: [HarnessStatus] = [
    .aborted, .errored, .failed, .freezeFailed, .approvalRejected, .expired, .interventionWaiting, .approvalWaiting,
    .resourceWaiting, .inputWaiting, .timedWaiting, .queued, .running,
  ]
}
