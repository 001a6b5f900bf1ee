import Expressions
import Planner

extension DeploymentPlan {
  /// What the templates of a stage's queries are given: those of its first query, or of the first analysis where no stage
  /// or one without queries is named. Where nothing is asked, the application has its name and everything else is empty.
  ///
  /// - Parameter stage: the identifier or the name of a stage; the first of several counts.
  public func queryData(at stage: String? = nil) -> GoTemplate.Value {
    let all = stages + rollback
    let named = all.first { $0.id == stage } ?? all.first { $0.name == stage }
    for candidate in [named].compactMap({ $0 }) + all {
      guard case .analysis(let analysis) = candidate.kind else { continue }
      if let query = analysis.checks.lazy.flatMap(\.queries).first(where: { $0.data != .null }) { return query.data }
    }
    return .query([.init("App", .map([.init("Name", .string(application.name))]))])
  }
}
