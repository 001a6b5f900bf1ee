import Foundation
import Testing

@testable import Interpreter

/// What the strategy `PREVIOUS` compares with (§4.4), from one run to the next.
@Suite struct AnalysisRecordTests {
  @Test func isKept() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-record-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let record = AnalysisRecord(in: "\(folder)/analyses", of: "/shop/app.pipecd.yaml")
    #expect(record.startTime == nil)
    record.keep(1_795_144_652)
    #expect(AnalysisRecord(in: "\(folder)/analyses", of: "/shop/app.pipecd.yaml").startTime == 1_795_144_652)
    #expect(try String(contentsOfFile: record.path, encoding: .utf8) == "{\"start_time\":1795144652}")
    #expect(AnalysisRecord(in: "\(folder)/analyses", of: "/web/app.pipecd.yaml").startTime == nil)
  }
}
