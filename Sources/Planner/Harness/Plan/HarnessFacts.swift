/// What is known of a run before it starts.
public struct HarnessFacts: Hashable, Sendable {
  /// The build, its commit and repository.
  public var context: Context
  /// Root objects of expressions by name: `account`, `org`, `project`, `trigger`, `eventPayload`, `codebase`, `variable`,
  /// `inputSet`, `service`, `env`, `infra`, `artifacts`, …
  public var roots: [HarnessValue.Member]
  /// `<+pipeline.executionId>`; nil until the run begins.
  public var executionID: String?
  /// When the run began, in milliseconds since 1970; nil until then.
  public var startedAt: Int64?
  /// `<+pipeline.triggerType>`.
  public var triggerType: String
  /// Identifiers of the stages that are chosen; empty: all.
  public var selectedStages: [String]
  /// Whether settings that are maps are handed to plugins as compact JSON, not line by line as Harness does.
  public var usesCompactJSON: Bool
  /// Whether names of matrix iterations are made of the values of the axes (a setting of Harness accounts).
  public var labelsMatrixByValue: Bool
  /// Whether outputs of earlier steps of a CI stage are also environment variables of later ones (a setting of accounts).
  public var exportsOutputs: Bool

  public init(context: Context) {
    self.context = context
    self.roots = []
    self.executionID = nil
    self.startedAt = nil
    self.triggerType = "MANUAL"
    self.selectedStages = []
    self.usesCompactJSON = false
    self.labelsMatrixByValue = false
    self.exportsOutputs = false
  }
}
