import IR
import Planner
import PluginHost

/// A stage of a deployment with nothing left open but how it ends.
struct DeploymentStage: Sendable {
  /// What is done.
  enum Work: Sendable {
    /// As long as it takes, in milliseconds.
    case wait(Int64)
    case approval(PlannedStage.Approval)
    case analysis(PlannedAnalysis)
    case script(PlannedStage.Script)
    /// A plugin does it; the stage is as the plugin has built it.
    case plugin(HostedPlugin, PluginAPI.PipelineStage)
    /// It is taken to succeed, or not.
    case stub(succeeds: Bool)
    /// It would undo stages that were only taken to be done.
    case nothing
    /// It fails before it does anything; why.
    case refused(String)
  }

  var id: String
  var name: String
  /// Its number in the pipeline.
  var index: Int
  /// What it is called in the output: its name, with its number where several have the same.
  var title: String
  var notes: String
  var work: Work
  /// The JSON that a plugin gets; empty in a quick sync.
  var configuration: String
  /// In milliseconds; nil: as long as the deployment.
  var timeout: Int64?
  /// Why it is passed over; nil: it runs.
  var skipReason: String?
  /// Whether the condition of the stage could not be decided.
  var isDeferred: Bool
  var requires: [String]
  /// The stage that must have started for this rollback to run.
  var base: String?

  init(_ planned: PlannedStage, title: String, work: Work) {
    id = planned.id
    name = planned.name
    index = planned.index
    self.title = title
    notes = planned.description
    self.work = work
    configuration = planned.configuration
    timeout = planned.timeout.map { $0.nanoseconds / 1_000_000 }
    skipReason = planned.decision == .skip ? planned.reason.text : nil
    isDeferred = planned.decision == .deferred && !planned.isRollback
    requires = planned.requires
    if case .script(let script) = planned.kind { base = script.base } else { base = nil }
  }

  /// A stage that a plugin has added.
  init(_ built: PluginAPI.PipelineStage, by plugin: HostedPlugin, id: String, title: String) {
    self.id = id
    name = built.name
    index = Int(built.index)
    self.title = title
    notes = built.desc
    work = .plugin(plugin, built)
    configuration = ""
    timeout = nil
    skipReason = nil
    isDeferred = false
    requires = []
    base = nil
  }
}

extension DeploymentPlan {
  /// What a stage is called in the output.
  func title(of name: String, _ index: Int) -> String {
    let count = (stages + rollback).count { $0.name == name }
    return count > 1 ? "\(name) #\(index)" : name
  }

  /// What the stage behind a step of the plan is called in the output.
  func title(ofStep step: Plan.Step) -> String? {
    (stages + rollback).first { $0.id == step.id }.map { title(of: $0.name, $0.index) }
  }
}
