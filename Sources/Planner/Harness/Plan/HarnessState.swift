/// What has happened in a run so far, by the paths of nodes. Empty: nothing has, which is what plans are made with.
public struct HarnessState: Hashable, Sendable {
  /// What is known of a node that has begun.
  public struct NodeState: Hashable, Sendable {
    public var status: HarnessStatus
    /// In milliseconds since 1970.
    public var startedAt: Int64?
    /// In milliseconds since 1970; nil while it runs.
    public var endedAt: Int64?
    /// How often it was run again.
    public var retryCount: Int
    /// `output.outputVariables`, in order. A secret one is a name under which the run keeps its value.
    public var outputs: [HarnessValue.Member]
    /// Everything else below `output`, such as `httpResponseCode` or `approverInputs`.
    public var outcome: [HarnessValue.Member]
    /// What stands beside `output`: `policyOutput`, `artifact_…`.
    public var siblings: [HarnessValue.Member]

    public init(status: HarnessStatus) {
      self.status = status
      self.startedAt = nil
      self.endedAt = nil
      self.retryCount = 0
      self.outputs = []
      self.outcome = []
      self.siblings = []
    }
  }

  /// By path; a loop's own state is kept under the path of the node that it repeats, without postfix.
  public var nodes: [HarnessPath: NodeState]
  /// Outputs published under an alias: the scope (`pipeline`, `stage`, `stepGroup`), the path of the node that is that
  /// scope, the key, and the outputs.
  public var exports: [Export]
  /// `approval`: what the last approval of the run said.
  public var approval: HarnessValue?
  /// What was said when nodes asked for it, in that order.
  public var answers: [Answer]
  /// Whether a rollback of the whole pipeline runs.
  public var isRollingBack: Bool
  /// Whether the run has begun: from then on what no state speaks of is not there, before that it is not known yet.
  public var isRunning: Bool

  public init() {
    self.nodes = [:]
    self.exports = []
    self.approval = nil
    self.answers = []
    self.isRollingBack = false
    self.isRunning = false
  }

  /// The value of a field that was asked for when its node started.
  public struct Answer: Hashable, Sendable {
    /// The node that asked; each iteration of a loop asks for itself.
    public var node: HarnessPath
    /// `HarnessExecutionInput.name`.
    public var name: String
    public var value: HarnessValue

    public init(node: HarnessPath, name: String, value: HarnessValue) {
      self.node = node
      self.name = name
      self.value = value
    }
  }

  /// Outputs under an alias.
  public struct Export: Hashable, Sendable {
    /// `pipeline`, `stage` or `stepGroup`.
    public var scope: String
    /// The pipeline, stage or group.
    public var owner: HarnessPath
    public var key: String
    public var outputs: [HarnessValue.Member]

    public init(scope: String, owner: HarnessPath, key: String, outputs: [HarnessValue.Member]) {
      self.scope = scope
      self.owner = owner
      self.key = key
      self.outputs = outputs
    }
  }
}
