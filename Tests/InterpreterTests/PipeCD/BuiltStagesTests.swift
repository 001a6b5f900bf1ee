import PluginHost
import Testing

@testable import Interpreter

/// Answers of several plugins, put together (§5.3, P08–P10 of §11.2).
@Suite struct BuiltStagesTests {
  private static func stage(_ name: String, _ index: Int32, rollback: Bool = false) -> PluginAPI.PipelineStage {
    var stage = PluginAPI.PipelineStage()
    stage.name = name
    stage.index = index
    stage.rollback = rollback
    return stage
  }

  @Test func takesWhatWasAskedFor() throws {
    var built = BuiltStages<String>()
    try built.add(
      [Self.stage("b", 2), Self.stage("a", 0), Self.stage("r", 0, rollback: true)], from: "one", asked: [0, 2])
    try built.add([Self.stage("c", 1)], from: "two", asked: [1, 3])
    #expect(built.stages.map { "\($0.owner) \($0.stage.name)" } == ["one b", "one a", "two c"])
    #expect(built.rollback.map(\.stage.name) == ["r"])
  }

  @Test(arguments: [
    ([stage("a", 5)], "stage index 5 from plugin is not defined in the request"),
    ([stage("a", 0), stage("b", 0)], "stage index 0 from plugin is duplicated"),
    (
      [stage("a", 0, rollback: true), stage("b", 0, rollback: true)],
      "rollback stage index 0 from plugin is duplicated"
    ),
  ]) func refuses(_ answer: [PluginAPI.PipelineStage], message: String) {
    var built = BuiltStages<String>()
    let problem = #expect(throws: BuiltStages<String>.Problem.self) {
      try built.add(answer, from: "one", asked: [0])
    }
    #expect(problem?.message == message)
  }

  @Test func quickSyncKeepsTheOrderOfThePlugins() {
    var built = BuiltStages<String>()
    built.addQuickSync([Self.stage("s1", 0), Self.stage("rb1", 0, rollback: true)], from: "one")
    built.addQuickSync([Self.stage("s2", 0), Self.stage("rb2", 0, rollback: true)], from: "two")
    #expect((built.stages + built.rollback).map(\.stage.name) == ["s1", "s2", "rb1", "rb2"])
  }
}
