import Diagnostics
import IR

/// A deployment of a PipeCD application: which strategy and why, the stages in their order, and what rolls them back.
public struct DeploymentPlan: Hashable, Sendable {
  /// How an application is brought to its target.
  public enum Strategy: String, Hashable, Sendable, CaseIterable {
    /// At once, by the stages that the platform chooses.
    case quickSync = "quick"
    /// By the stages of the file.
    case pipeline
  }

  /// An answer that the platform or a plugin may give when it is asked for a strategy.
  public struct Answer: Hashable, Sendable {
    /// What it would have found.
    public var condition: String
    /// What it would choose.
    public var strategy: Strategy
    /// What PipeCD would say of it; empty where the plugin's words are not known.
    public var summary: String

    public init(_ condition: String, _ strategy: Strategy, _ summary: String) {
      self.condition = condition
      self.strategy = strategy
      self.summary = summary
    }
  }

  /// The application that is deployed.
  public struct Application: Hashable, Sendable {
    /// Its name; empty where the file has none.
    public var name: String
    /// The kind of the file.
    public var kind: String
    /// Its labels by name.
    public var labels: [Context.Parameter]
    /// The folder of the file, relative to the repository; empty for its root.
    public var directory: String
    /// The name of the file in that folder.
    public var file: String
    /// `owner/name` of the repository; empty when unknown.
    public var repository: String
    /// Where the repository is cloned from; empty when unknown.
    public var remote: String
    /// The branch; empty when unknown.
    public var branch: String
    /// The commit that is deployed; empty when unknown.
    public var commit: String
    /// Its message.
    public var message: String
    /// Who wrote it.
    public var author: String
  }

  /// Applications that are deployed next, all of a block side by side.
  public struct ChainBlock: Hashable, Sendable {
    /// Which applications, as the control plane really reads the matcher.
    public var text: String
    /// The matcher in the file.
    public var span: Span?
  }

  /// Which PipeCD plans it.
  public var generation: PipeCD.Generation
  /// What is deployed.
  public var application: Application
  /// What started it.
  public var trigger: DeploymentRequest.Trigger
  /// What `stages` do; where it is deferred, the pipeline, since most answers lead there.
  public var strategy: Strategy
  /// PipeCD's own words for the choice; empty where nobody has chosen.
  public var summary: String
  /// Whether a plugin or the platform must be asked for the strategy, which a plan on paper cannot.
  public var isDeferred: Bool
  /// What they may answer, where it is deferred.
  public var answers: [Answer]
  /// One after the other.
  public var stages: [PlannedStage]
  /// What runs, one after the other, when a stage has failed or the deployment is cancelled.
  public var rollback: [PlannedStage]
  /// Whether the file wants a failed deployment rolled back.
  public var autoRollback: Bool
  /// How long the whole deployment may take.
  public var timeout: PipeCD.Duration
  /// What is deployed after it, one block after the other.
  public var chain: [ChainBlock]
  /// What PipeCD does that its users would not expect, each one clause with its place.
  public var remarks: [Plan.Reason]
}
