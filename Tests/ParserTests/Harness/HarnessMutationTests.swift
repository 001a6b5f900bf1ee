import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// Broken Harness files are read without a crash, and every place lies in the text.
@Suite struct HarnessMutationTests {
  private static let pieces = [
    "<+input>", "- ", ": ", "*a", "&a ", "<<: *a\n", "{", "}", "[", "]", "\n", "  ", "\"", "'", "|\n", "template:",
    "templateRef: t", "stage:", "step:", "parallel:", "insert:", "identifier: x", "kind: pipeline\nspec:", "version: 1",
    "<+input>.allowedValues(a,", "null", "~", "\u{FEFF}", "é", "---\n", "inputs:", "run: a", "strategy:", "matrix:",
  ]

  @Test(arguments: 0..<4) func survives(_ part: Int) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/harness")
    var files = try ["ci", "custom", "trigger"].map {
      [UInt8](try Foundation.Data(contentsOf: folder.appendingPathComponent("\($0).yaml")))
    }
    files += (Corpus.files(in: "harness") ?? []).map(\.bytes).filter { $0.count < 12_000 }
    var random = SeededRandom(seed: UInt64(part))
    let rounds = ProcessInfo.processInfo.environment["PIPEC_MUTATIONS"].flatMap(Int.init) ?? 1
    for _ in 0..<rounds {
      for index in files.indices where index % 4 == part {
        exercise(mutated(files[index], &random))
      }
    }
  }

  private func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      guard !result.isEmpty else { break }
      let place = Int.random(in: 0..<result.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: result.remove(at: place)
      case 1: result[place] = UInt8.random(in: 0...255, using: &random)
      case 2: result.removeSubrange(place..<min(result.count, place + Int.random(in: 1...80, using: &random)))
      case 3:
        let end = min(result.count, place + Int.random(in: 1...200, using: &random))
        result.insert(contentsOf: Array(result[place..<end]), at: place)
      default:
        result.insert(contentsOf: Array((Self.pieces.randomElement(using: &random) ?? "").utf8), at: place)
      }
    }
    return result
  }

  /// All that is done with a file between reading and checking.
  private func exercise(_ bytes: [UInt8]) {
    var sources = SourceSet()
    let source = sources.add(name: "x.yaml", bytes: bytes)
    var neighbours = HarnessNeighbours()
    let program = HarnessLoader.load(source)
    neighbours.add(program)
    let linked = neighbours.linked(program)
    for finding in linked.problems.map(\.diagnostic) + linked.findings {
      for span in ([finding.primary] + finding.related).map(\.span) + finding.fixes.flatMap(\.edits).map(\.span)
      where span.start > span.end || Int(span.end) > bytes.count {
        Issue.record("a place outside of the text: \(finding.message)\n\(String(decoding: bytes, as: UTF8.self))")
      }
    }
    _ = linked.json(sources)
    for pipeline in neighbours.pipelines {
      let resolution = HarnessResolution(
        pipeline, templates: HarnessTemplates(neighbours.templates), sets: neighbours.inputSets.compactMap(\.values))
      for missing in resolution.missing {
        guard let value = HarnessAssignment(Source(name: "--set", text: missing.path + "=1")) else { continue }
        _ = HarnessInputs.merge(pipeline: pipeline.data, sets: [], values: [value])
      }
    }
  }
}
