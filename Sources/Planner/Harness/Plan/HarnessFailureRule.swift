import Diagnostics

/// One item of `failureStrategies`, with times and counts worked out.
public struct HarnessFailureRule: Hashable, Sendable {
  /// `AllErrors`, `Timeout`, …, as written.
  public var errors: [String]
  public var action: HarnessPlanAction
  public var span: Span

  public init(errors: [String], action: HarnessPlanAction, span: Span) {
    self.errors = errors
    self.action = action
    self.span = span
  }
}

/// What is done about a failure.
public indirect enum HarnessPlanAction: Hashable, Sendable {
  case ignore
  case markAsSuccess
  case markAsFailure
  case abort
  /// Runs the node again up to `count` times, each after its interval in milliseconds (the last one counts for all that
  /// follow), then does what follows. The condition, if there is one, must hold for every attempt.
  case retry(count: Int, intervals: [Int64], condition: String?, then: HarnessPlanAction)
  /// Runs the whole group again.
  case retryStepGroup(count: Int, intervals: [Int64], then: HarnessPlanAction)
  /// Asks a person; after the time in milliseconds it does what follows.
  case manualIntervention(timeout: Int64, then: HarnessPlanAction)
  case stageRollback
  case stepGroupRollback
  case pipelineRollback
  case proceedWithDefaultValues

  /// Its name in the file.
  public var name: String {
    switch self {
    case .ignore: "Ignore"
    case .markAsSuccess: "MarkAsSuccess"
    case .markAsFailure: "MarkAsFailure"
    case .abort: "Abort"
    case .retry: "Retry"
    case .retryStepGroup: "RetryStepGroup"
    case .manualIntervention: "ManualIntervention"
    case .stageRollback: "StageRollback"
    case .stepGroupRollback: "StepGroupRollback"
    case .pipelineRollback: "PipelineRollback"
    case .proceedWithDefaultValues: "ProceedWithDefaultValues"
    }
  }
}

/// An action and the node whose strategy it is.
public struct HarnessChosenAction: Hashable, Sendable {
  public var action: HarnessPlanAction
  /// The step, group or stage that has the strategy, as a place in `HarnessPlan.nodes`.
  public var owner: Int
  public var span: Span
}

extension HarnessPlan {
  /// What is done when the node fails: for the error, the innermost level that speaks of it decides, and `AllErrors` of a
  /// level stands for all that the level does not name.
  ///
  /// - Parameter errors: names for the same failure, the best first (`PluginImageFailure`, then `Connectivity`): at each
  ///   level the first that is named counts. Empty: a failure without a class, which every strategy is for.
  /// - Returns: nil where no strategy speaks of it: the node stays failed.
  public func action(for errors: [String], at node: Int) -> HarnessChosenAction? {
    var current: Int? = node
    while let index = current, nodes.indices.contains(index) {
      let level = nodes[index]
      // What groups and stages say about failures does not hold for their rollback, unless it is written inside it.
      let isInside = !nodes[node].isRollback || level.isRollback
      if isInside, let rule = rule(for: errors, among: level.failureRules) {
        return HarnessChosenAction(action: rule.action, owner: index, span: rule.span)
      }
      current = level.parent
    }
    return nil
  }

  private func rule(for errors: [String], among rules: [HarnessFailureRule]) -> HarnessFailureRule? {
    if errors.isEmpty { return rules.first }
    for error in errors {
      if let rule = rules.first(where: { $0.errors.contains(error) }) { return rule }
    }
    return rules.first { $0.errors.contains("AllErrors") }
  }
}
