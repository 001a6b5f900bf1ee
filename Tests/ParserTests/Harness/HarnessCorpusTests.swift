import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// Real Harness files: what the published schema accepts is read without complaint, and nothing of it is lost.
@Suite struct HarnessCorpusTests {
  /// Files that the published schema accepts, because it does not compare items, and the server does not.
  private static let refused = [
    // Two step groups `stp`.
    "cdng__org-stepgroup-template-app-setup.yaml", "cdng__org-stepgroup-template-fetch-instance.yaml",
    // Three stages `a11`.
    "pms-sdk-core__src__test__resources__pipeline-with-strategy.yaml",
    // A stage of type `CI` without infrastructure, and a pipeline without a name: inputs of unit tests that never ran.
    "pms-commons__src__test__resources__service-dependencies-pipeline.yaml",
    "pms-commons__src__test__resources__templateForQaStage4.yaml",
    // Pipelines without stages, for tests of the schema itself.
    "validator__no-stages.yaml", "pms-commons__src__test__resources__pipeline-inputset-validator.yml",
  ]

  @Test func acceptsWhatTheSchemaAccepts() throws {
    guard let root = Corpus.root, let rows = Corpus.table("oracle/harness.schema.tsv") else { return }
    var pipelines = 0
    var steps = 0
    for row in rows {
      guard let file = row["file"] else { continue }
      let bytes = [UInt8](try Foundation.Data(contentsOf: root.appending(path: file)))
      let program = HarnessLoader.load(Source(id: SourceID(0), name: file, bytes: bytes))
      let errors = program.problems.map(\.diagnostic.message)
      if row["verdict"] == "accept", !Self.refused.contains(where: file.hasSuffix) {
        #expect(errors.isEmpty, "\(file): \(errors)")
      }
      for case .harness(.pipeline(let pipeline)) in program.documents {
        pipelines += 1
        steps += count(pipeline.stages)
      }
    }
    print("harness corpus: \(rows.count) files, \(pipelines) pipelines, \(steps) steps")
    #expect(pipelines > 150)
  }

  private func count(_ stages: [HarnessStageEntry]) -> Int {
    stages.reduce(0) { sum, entry in
      switch entry {
      case .stage(let stage): sum + count(stage.steps) + count(stage.rollbackSteps)
      case .parallel(let members, _): sum + count(members)
      case .insert(let insert): sum + count(insert.stages)
      case .invalid: sum
      }
    }
  }

  private func count(_ steps: [HarnessStepEntry]) -> Int {
    steps.reduce(0) { sum, entry in
      switch entry {
      case .step: sum + 1
      case .group(let group): sum + count(group.steps) + count(group.rollbackSteps)
      case .parallel(let members, _): sum + count(members)
      case .insert(let insert): sum + count(insert.steps)
      case .invalid: sum
      }
    }
  }
}
