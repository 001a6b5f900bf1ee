import Diagnostics
import Expressions
import IR

/// Reads `failureStrategies` with their times and counts worked out.
struct HarnessFailureReader {
  /// The milliseconds of a time string; nil where it is none.
  var milliseconds: (Text) -> Int64?
  /// The same for the time that people are given.
  var intervention: (Text) -> Int64?
  /// A whole number; nil where it is none.
  var integer: (HarnessField<Int64>) -> Int?

  /// How long people are given to decide where the file does not say: a day.
  static let interventionTimeout: Int64 = 24 * 60 * 60 * 1000
  /// Actions within actions beyond this are not read; the language allows three levels.
  private static let maximumDepth = 4

  func rules(_ strategies: HarnessFailureStrategies?) -> [HarnessFailureRule] {
    (strategies?.strategies ?? []).compactMap { strategy in
      guard let written = strategy.action, let action = action(written, depth: 0) else { return nil }
      return HarnessFailureRule(errors: strategy.errors.map(\.value), action: action, span: strategy.span)
    }
  }

  private func action(_ written: HarnessFailureAction, depth: Int) -> HarnessPlanAction? {
    guard depth < Self.maximumDepth else { return nil }
    let following = written.following.first.flatMap { action($0, depth: depth + 1) } ?? .markAsFailure
    let count = max(written.retryCount.flatMap(integer) ?? 0, 0)
    let intervals = (written.retryIntervals?.texts ?? []).map { milliseconds($0) ?? 0 }
    switch written.type?.value {
    case "Ignore"?: return .ignore
    case "MarkAsSuccess"?: return .markAsSuccess
    case "MarkAsFailure"?: return .markAsFailure
    case "Abort"?: return .abort
    case "Retry"?:
      return .retry(count: count, intervals: intervals, condition: written.retryCondition?.value, then: following)
    case "RetryStepGroup"?: return .retryStepGroup(count: count, intervals: intervals, then: following)
    case "ManualIntervention"?:
      let timeout = written.timeout.flatMap(intervention) ?? Self.interventionTimeout
      return .manualIntervention(timeout: timeout, then: following)
    case "StageRollback"?: return .stageRollback
    case "StepGroupRollback"?: return .stepGroupRollback
    case "PipelineRollback"?: return .pipelineRollback
    case "ProceedWithDefaultValues"?: return .proceedWithDefaultValues
    default: return nil
    }
  }
}
