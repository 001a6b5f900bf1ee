import Planner

/// What a person decides about a run of a Harness pipeline, beside what every run takes.
public struct HarnessRunOptions: Sendable {
  /// Where steps run that have no image; nil: where the others do.
  public var machine: (any Backend)?
  /// Who is asked about approvals and failures; nil: nobody can be.
  public var prompter: (any Prompter)?
  /// Approvals that were given or refused beforehand, by the identifier or path of the step.
  public var approvals: [String: HarnessApprovalAnswer]
  /// What stands in for steps that cannot run here, by the identifier or path of the step.
  public var stubs: [String: HarnessStub]
  /// How policy sets are evaluated; nil: they are not.
  public var policies: PolicyEvaluator?
  /// Whether a policy set that cannot be evaluated fails its step.
  public var isPolicyStrict: Bool
  /// The image of steps without one, which otherwise run on this machine.
  public var image: String?
  /// The name under which the person who runs the pipeline gives approvals.
  public var person: String
  /// The environment that programs of this machine get: `PATH` and `HOME`, as `NAME=value`.
  public var machineEnvironment: [String]

  public init() {
    machine = nil
    prompter = nil
    approvals = [:]
    stubs = [:]
    policies = nil
    isPolicyStrict = false
    image = nil
    person = ""
    machineEnvironment = ["PATH=/usr/local/bin:/usr/bin:/bin"]
  }
}

/// An approval that was given or refused.
public struct HarnessApprovalAnswer: Hashable, Sendable {
  public var isApproved: Bool
  /// Values for what the approval asks for, in order.
  public var inputs: [HarnessValue.Member]
  public var comments: String

  public init(isApproved: Bool, inputs: [HarnessValue.Member] = [], comments: String = "") {
    self.isApproved = isApproved
    self.inputs = inputs
    self.comments = comments
  }
}

/// Somebody who can be asked something while a run goes on.
public protocol Prompter: Sendable {
  /// Waits for a line of text; nil when nobody answers any more. Cancelling the task ends the waiting with nil.
  func answer() async -> String?
}
