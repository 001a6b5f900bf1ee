import Diagnostics
import IR

/// One stage of a deployment as it would run.
public struct PlannedStage: Hashable, Sendable {
  /// What a stage does.
  public enum Kind: Hashable, Sendable {
    /// It waits.
    case wait(PipeCD.Duration)
    /// People approve it.
    case approval(Approval)
    /// Queries judge the new version.
    case analysis(PlannedAnalysis)
    /// A script runs in the folder of the application.
    case script(Script)
    /// A plugin or the platform does its own.
    case platform

    /// `wait`, `approval`, `analysis`, `script` or `platform`.
    public var name: String {
      switch self {
      case .wait: "wait"
      case .approval: "approval"
      case .analysis: "analysis"
      case .script: "script"
      case .platform: "platform"
      }
    }
  }

  /// Who must approve.
  public struct Approval: Hashable, Sendable {
    /// Who may; empty: everybody.
    public var approvers: [String]
    /// How many different of them must.
    public var count: Int
  }

  /// What a script stage runs.
  public struct Script: Hashable, Sendable {
    /// The text for `/bin/sh -l -c`; nothing runs where it is empty.
    public var run: String
    /// Variables of the stage, which win over PipeCD's own.
    public var environment: [Context.Parameter]
    /// What runs when the deployment is rolled back; empty for nothing.
    public var onRollback: String
    /// Of a rollback: the identifier of the stage that must have started for it to run.
    public var base: String?
  }

  /// Who executes a stage.
  public enum Executor: Hashable, Sendable {
    /// piped itself (v0).
    case piped
    /// A plugin (v1).
    case plugin(DeploymentPlugin)
    /// Some plugin that offers a stage of this name; which one, only the plugins know.
    case unknown
  }

  /// Its number in the pipeline, from 0; 0 for all stages of a quick sync; that of the stage it belongs to for a rollback.
  public var index: Int
  /// Unique in the deployment. v1 chooses random ones at run time, so these stand for them.
  public var id: String
  /// What is done: `WAIT`, `K8S_SYNC`, …
  public var name: String
  /// A text for people; may be empty.
  public var description: String
  /// What the stage does.
  public var kind: Kind
  /// Who does it.
  public var executor: Executor
  /// The options after defaults; nil where only a plugin knows what they mean.
  public var options: PipeCD.StageOptions?
  /// The JSON that a plugin gets for the stage: `with` as written, `{}` where it is absent; empty in a quick sync.
  public var configuration: String
  /// How long it may take; nil: as long as the deployment.
  public var timeout: PipeCD.Duration?
  /// Whether it runs.
  public var decision: Plan.Decision
  /// Why it runs or is passed over.
  public var reason: Plan.Reason
  /// The stage that must have ended before; at most one.
  public var requires: [String]
  /// Whether it rolls others back.
  public var isRollback: Bool
  /// Where it is written; nil for what the planner adds.
  public var span: Span?

  init(index: Int, id: String, name: String, executor: Executor) {
    self.index = index
    self.id = id
    self.name = name
    self.description = ""
    self.kind = .platform
    self.executor = executor
    self.options = nil
    self.configuration = ""
    self.timeout = nil
    self.decision = .run
    self.reason = Plan.Reason("no conditions")
    self.requires = []
    self.isRollback = false
    self.span = nil
  }
}

/// A plugin of PipeCD that takes part in a deployment.
public struct DeploymentPlugin: Hashable, Sendable {
  /// The name that it is configured under, or its own where no configuration was given.
  public var name: String
  /// The name of the official plugin that it is; nil for others.
  public var official: String?
  /// Where its program is; nil where no configuration was given.
  public var address: String?
  /// The port that it listens on; nil where no configuration was given.
  public var port: Int64?
  /// The names of its deploy targets.
  public var targets: [String]

  public init(
    name: String, official: String?, address: String? = nil, port: Int64? = nil, targets: [String] = []
  ) {
    self.name = name
    self.official = official
    self.address = address
    self.port = port
    self.targets = targets
  }
}
