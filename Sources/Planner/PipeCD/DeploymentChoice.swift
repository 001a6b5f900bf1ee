import Diagnostics
import Expressions
import IR

/// The strategy of a deployment, and who has chosen it.
struct DeploymentChoice {
  var strategy: DeploymentPlan.Strategy
  var summary: String
  var isDeferred = false
  var answers: [DeploymentPlan.Answer] = []
  var refusal: Diagnostic?

  init(_ strategy: DeploymentPlan.Strategy, _ summary: String) {
    self.strategy = strategy
    self.summary = summary
  }

  /// Nobody chooses, and planning ends there.
  init(refused refusal: Diagnostic, as strategy: DeploymentPlan.Strategy) {
    self.init(strategy, "")
    self.refusal = refusal
  }

  /// Somebody must be asked, who would answer so.
  init(deferredTo answers: [DeploymentPlan.Answer]) {
    self.init(.pipeline, "")
    isDeferred = true
    self.answers = answers
  }

  /// What the trigger asks for; nil where it leaves the choice to others.
  static func forced(_ request: DeploymentRequest) -> DeploymentChoice? {
    if request.trigger == .outOfSync {
      return DeploymentChoice(.quickSync, "Quick sync to attempt to resolve the detected configuration drift")
    }
    guard let strategy = request.strategy else { return nil }
    guard request.trigger != .chain else { return DeploymentChoice(strategy, "Sync application in chain") }
    let start = strategy == .quickSync ? "Quick sync" : "Sync with the specified pipeline"
    return DeploymentChoice(
      strategy, "\(start) because piped received a command from user via web console or pipectl")
  }

  /// What all generations say of a file that wants its pipeline always.
  static let always = DeploymentChoice(
    .pipeline, "Sync with the specified pipeline (alwaysUsePipeline was set)")

  /// What the message of the commit decides; nil where it decides nothing.
  ///
  /// - Parameters:
  ///   - isStrict: whether a pattern that cannot be read ends the planning, as in v0, or is passed over, as in v1.
  ///   - quickSummary: what stands before `because`.
  static func matched(
    _ matcher: PipeCD.CommitMatcher, _ request: DeploymentRequest, isStrict: Bool, quickSummary: String
  ) -> DeploymentChoice? {
    guard !request.isByUser else { return nil }
    let rows = [
      (matcher.pipeline, DeploymentPlan.Strategy.pipeline, "Sync progressively"),
      (matcher.quickSync, .quickSync, quickSummary),
    ]
    for (option, strategy, start) in rows where !option.value.isEmpty {
      switch CommitPattern(option.value).verdict(on: request.context.commit.message) {
      case .matches:
        return DeploymentChoice(strategy, "\(start) because the commit message was matching \(quoted(option.value))")
      case .differs: continue
      case .unreadable:
        guard isStrict, let place = option.place else { continue }
        let refusal = Diagnostic(
          rule: "commit-pattern", severity: .error,
          message: "piped cannot read the regular expression of commitMatcher, and plans nothing", at: place)
        return DeploymentChoice(refused: refusal, as: strategy)
      }
    }
    return nil
  }

  private static func quoted(_ text: String) -> String { GoQuote.quote(text) }
}
