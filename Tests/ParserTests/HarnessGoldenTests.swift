import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// What is understood of whole Harness files, as `pipec ir` prints it.
@Suite struct HarnessGoldenTests {
  @Test(arguments: ["ci", "custom", "trigger"]) func everythingIsRead(_ name: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/harness/\(name).yaml")
    let source = Source(id: SourceID(0), name: "\(name).yaml", bytes: [UInt8](try Foundation.Data(contentsOf: url)))
    let program = ProgramLoader.load(source) { _ in nil }
    #expect(program.dialect == .harness)
    #expect(program.problems.isEmpty, "\(program.problems.map(\.diagnostic.message))")
    let text = String(decoding: program.json(SourceSet([source])), as: UTF8.self)
    #expect(Golden.difference(text, from: "harness/\(name).json") == nil)
  }
}
