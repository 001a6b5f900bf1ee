import Planner
import PluginHost

/// A deployment with its strategy chosen and its stages built.
struct SettledDeployment: Sendable {
  /// PipeCD's words for the choice of the strategy.
  var summary: String
  var strategy: DeploymentPlan.Strategy
  /// What the plugins say that is deployed.
  var versions: [PluginAPI.ArtifactVersion] = []
  /// One after the other.
  var stages: [DeploymentStage] = []
  /// What runs when a stage has failed or the deployment was cancelled.
  var rollback: [DeploymentStage] = []
  /// How long all stages together may take, in milliseconds.
  var timeout: Int64
  /// Who hosts the plugins; nil where none is needed.
  var host: PluginHost?

  /// The stages as plugins are told of them.
  func messages(at time: Int64) -> [PluginAPI.PipelineStage] {
    stages.map { $0.message(at: time, isRollback: false) } + rollback.map { $0.message(at: time, isRollback: true) }
  }
}

/// Why a deployment cannot be planned.
struct SettlingProblem: Error, Hashable, Sendable {
  /// One clause.
  var message: String
}

extension DeploymentStage {
  /// The stage as plugins are told of it.
  ///
  /// - Parameter time: seconds since 1970.
  func message(at time: Int64, isRollback: Bool) -> PluginAPI.PipelineStage {
    var message = PluginAPI.PipelineStage()
    if case .plugin(_, let built) = work { message = built }
    message.id = id
    message.name = name
    message.desc = notes
    message.index = Int32(clamping: index)
    message.requires = requires
    message.rollback = isRollback
    if message.createdAt <= 0 { message.createdAt = time }
    if message.updatedAt <= 0 { message.updatedAt = time }
    return message
  }
}
