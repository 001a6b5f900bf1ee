import PluginHost

/// Puts together what the plugins of an application have made of its stages, as piped does.
struct BuiltStages<Owner: Sendable>: Sendable {
  /// A stage and the plugin that has built it.
  struct Item: Sendable {
    var owner: Owner
    var stage: PluginAPI.PipelineStage
  }

  /// Why the answers do not fit together; in piped's words.
  struct Problem: Error, Hashable, Sendable {
    var message: String
  }

  private(set) var stages: [Item] = []
  private(set) var rollback: [Item] = []

  /// Takes the answer of a plugin that was asked for the stages with these numbers.
  mutating func add(
    _ answer: [PluginAPI.PipelineStage], from owner: Owner, asked indexes: Set<Int32>
  ) throws(Problem) {
    for stage in answer {
      guard indexes.contains(stage.index) else {
        throw Problem(message: "stage index \(stage.index) from plugin is not defined in the request")
      }
      if stage.rollback {
        guard !rollback.contains(where: { $0.stage.index == stage.index }) else {
          throw Problem(message: "rollback stage index \(stage.index) from plugin is duplicated")
        }
        rollback.append(Item(owner: owner, stage: stage))
      } else {
        guard !stages.contains(where: { $0.stage.index == stage.index }) else {
          throw Problem(message: "stage index \(stage.index) from plugin is duplicated")
        }
        stages.append(Item(owner: owner, stage: stage))
      }
    }
  }

  /// Takes what a plugin does in a quick sync, where all stages have the number 0.
  mutating func addQuickSync(_ answer: [PluginAPI.PipelineStage], from owner: Owner) {
    for stage in answer {
      if stage.rollback {
        rollback.append(Item(owner: owner, stage: stage))
      } else {
        stages.append(Item(owner: owner, stage: stage))
      }
    }
  }
}
