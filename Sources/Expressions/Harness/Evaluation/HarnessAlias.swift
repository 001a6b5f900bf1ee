/// Names that stand for other expressions.
public enum HarnessAlias {
  private static let names: [String: String] = [
    "matrix": "strategy.matrix",
    "repeat": "strategy.repeat",
    "artifact": "artifacts.primary",
    "infra": "stage.spec.infrastructure.output",
    "INFRA_KEY": "infra.infrastructureKey",
    "INFRA_KEY_SHORT_ID": "infra.infrastructureKeyShort",
    "serviceConfig": "stage.spec.serviceConfig",
    "serviceDefinition": "stage.spec.serviceConfig.serviceDefinition",
    "OnPipelineSuccess": any(of: ["SUCCEEDED", "IGNORE_FAILED"], "pipeline.currentStatus"),
    "OnPipelineFailure": any(of: ["FAILED", "ERRORED", "EXPIRED", "APPROVAL_REJECTED"], "pipeline.currentStatus"),
    "OnStageSuccess": any(of: ["SUCCEEDED", "IGNORE_FAILED"], "stage.currentStatus"),
    "OnStageFailure": any(of: ["FAILED", "ERRORED", "EXPIRED", "APPROVAL_REJECTED"], "stage.currentStatus"),
    "OnRollbackModeExecution": any(of: ["POST_EXECUTION_ROLLBACK", "PIPELINE_ROLLBACK"], "pipeline.executionMode"),
    "Always": "true",
  ]

  /// All aliases, in alphabetical order.
  public static let all: [String] = names.keys.sorted()

  /// What an alias stands for; nil if the name is none.
  public static func meaning(of name: String) -> String? { names[name] }

  /// The expression with its first name, up to a dot, replaced for as long as it is an alias.
  public static func applied(to expression: String) -> String {
    var result = String(expression.drop { $0.isWhitespace })
    // No alias leads to another more than once.
    for _ in 0..<4 {
      let first = result.prefix { $0 != "." }
      let name = first.count == result.count ? String(first.trimmingEnd) : String(first)
      guard let meaning = names[name] else { break }
      result = meaning + result.dropFirst(first.count)
    }
    return result
  }

  private static func any(of statuses: [String], _ path: String) -> String {
    "(" + statuses.map { "<+\(path)> == \"\($0)\"" }.joined(separator: " || ") + ")"
  }
}

extension Substring {
  fileprivate var trimmingEnd: Substring {
    var result = self
    while result.last?.isWhitespace == true { result.removeLast() }
    return result
  }
}
