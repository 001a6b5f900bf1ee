import Diagnostics
import IR

/// A node of a Harness plan: the pipeline, a stage, a group, a step, or what holds several of them.
public struct HarnessPlanNode: Hashable, Sendable {
  /// What it is.
  public enum Kind: String, Hashable, Sendable {
    case pipeline, stage, group, step
    /// Its children start together.
    case parallel
    /// Its children are the iterations of one stage, group or step.
    case loop
    /// What a template's place was filled with; its children run one after the other.
    case insert
  }

  /// The part of the file that it was made from.
  public indirect enum Origin: Hashable, Sendable {
    case stage(HarnessStage)
    case group(HarnessStepGroup)
    case step(HarnessStep)
    /// The pipeline, a parallel block, an insert.
    case none
  }

  /// Its place in `HarnessPlan.nodes`.
  public var index: Int
  /// The node around it; nil for the pipeline.
  public var parent: Int?
  public var kind: Kind
  public var origin: Origin
  public var path: HarnessPath
  /// With the postfixes of its own loop; empty for parallel blocks.
  public var identifier: String
  /// With the postfixes of its own loop.
  public var name: String
  /// Whether it runs, as far as that is known before the run.
  public var decision: Plan.Decision
  /// Why it runs or does not.
  public var reason: Plan.Reason
  /// Why it is certain to fail before it begins, such as a condition that cannot be computed; nil where it is not.
  public var failure: String?
  /// nil for what has no condition of its own: the pipeline, parallel blocks, loops without `when`, inserts.
  public var condition: HarnessPlanCondition?
  /// For iterations of a loop: which one.
  public var iteration: HarnessIteration?
  /// For loops.
  public var loop: HarnessPlanLoop?
  /// What its own `failureStrategies` say, in source order; those of nodes around it are theirs.
  public var failureRules: [HarnessFailureRule]
  /// In milliseconds; for steps the default where the file says none; nil: as long as it wants.
  public var timeout: Int64?
  /// In order.
  public var children: [Int]
  /// The `rollbackSteps` of a stage or group, in order.
  public var rollback: [Int]
  /// Whether it is below a `rollbackSteps`.
  public var isRollback: Bool
  /// For stages of a pipeline that is a graph: what must have ended before. nil where order says that.
  public var dependsOn: [Int]?
  /// For steps: the place in `Plan.Pipeline.steps`.
  public var step: Int?
  /// For steps: which of its stage it is, from 1.
  var number: Int
  /// For stages and groups that bring their own shared folder and network: the place in `HarnessPlan.scopes`.
  public var scope: Int?
  public var span: Span

  init(index: Int, parent: Int?, kind: Kind, origin: Origin, path: HarnessPath, span: Span) {
    self.index = index
    self.parent = parent
    self.kind = kind
    self.origin = origin
    self.path = path
    self.identifier = ""
    self.name = ""
    self.decision = .run
    self.reason = Plan.Reason("no conditions")
    self.failure = nil
    self.condition = nil
    self.iteration = nil
    self.loop = nil
    self.failureRules = []
    self.timeout = nil
    self.children = []
    self.rollback = []
    self.isRollback = false
    self.dependsOn = nil
    self.step = nil
    self.number = 0
    self.scope = nil
    self.span = span
  }
}

/// When a node runs.
public struct HarnessPlanCondition: Hashable, Sendable {
  /// The states of stage or pipeline in which a node may run.
  public enum Status: String, Hashable, Sendable {
    case success = "Success"
    case failure = "Failure"
    case all = "All"
    /// A failure of the stage, or a rollback: what steps of `rollbackSteps` without `when` have.
    case rollback = "Rollback"
  }

  /// The whole condition as one JEXL expression, such as `<+OnStageSuccess> && (<+codebase.branch> == "main")`.
  public var text: String
  /// Its part about the state before it.
  public var status: Status
  /// Its part from the file; nil where there is none.
  public var clause: Text?

  public init(text: String, status: Status, clause: Text?) {
    self.text = text
    self.status = status
    self.clause = clause
  }
}

/// What became of a condition.
public enum HarnessVerdict: Hashable, Sendable {
  case runs
  case skipped
  /// Not known before the run.
  case deferred
  /// It cannot be computed: the node fails. The text says why, in one clause.
  case failed(String)
}
