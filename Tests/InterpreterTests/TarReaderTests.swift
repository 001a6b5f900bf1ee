import Foundation
import Testing

@testable import Interpreter

/// The archives are made by the `tar` of the machine, as an engine would make them of a container's files.
@Suite struct TarReaderTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var format: String
    var wanted: @Sendable (String) -> Bool = { $0.hasSuffix(".xml") }
    var expected: [String]
  }

  private static let long = String(repeating: "a-long-name/", count: 20) + "report.xml"

  @Test(arguments: [
    Row(testDescription: "ustar", format: "ustar", expected: ["a.xml 1", "deep/b.xml 700"]),
    Row(testDescription: "GNU's long names", format: "gnu", expected: ["\(long) 3", "a.xml 1", "deep/b.xml 700"]),
    Row(testDescription: "long names of pax", format: "pax", expected: ["\(long) 3", "a.xml 1", "deep/b.xml 700"]),
    Row(testDescription: "nothing wanted", format: "gnu", wanted: { _ in false }, expected: []),
  ])
  func filesOfAFolder(_ row: Row) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-tar-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let root = folder.appendingPathComponent("reports")
    var files = [("a.xml", 1), ("deep/b.xml", 700), ("deep/c.txt", 5)]
    if row.format != "ustar" { files.append((Self.long, 3)) }
    for (path, size) in files {
      let file = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(repeating: 0x78, count: size).write(to: file)
    }
    let bytes = try archive("reports", in: folder, format: row.format)
    for size in [1, 100, 512, 4096, bytes.count] {
      let found = read(bytes, inPiecesOf: size, StepFileRequest(path: "/reports", isWanted: row.wanted))
      #expect(found == row.expected, "in pieces of \(size)")
    }
  }

  /// One file has no folder in its name; limits leave out what does not fit.
  @Test func oneFileAndLimits() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-tar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("A=1\n".utf8).write(to: folder.appendingPathComponent("out.env"))
    let bytes = try archive("out.env", in: folder, format: "gnu")
    #expect(read(bytes, inPiecesOf: 64, StepFileRequest(path: "/out.env")) == [" 4"])
    #expect(read(bytes, inPiecesOf: 64, StepFileRequest(path: "/out.env", byteLimit: 3)).isEmpty)
    #expect(read(bytes, inPiecesOf: 64, StepFileRequest(path: "/out.env", countLimit: 0)).isEmpty)
  }

  /// Whatever comes, the reader ends and keeps within its limits.
  @Test func garbage() {
    var state: UInt64 = 1
    for _ in 0..<50 {
      let bytes = (0..<3000).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return UInt8(truncatingIfNeeded: state >> 33)
      }
      #expect(read(bytes, inPiecesOf: 700, StepFileRequest(path: "/", isWanted: { _ in true })).count <= 3)
    }
  }

  private func read(_ bytes: [UInt8], inPiecesOf size: Int, _ request: StepFileRequest) -> [String] {
    var reader = TarReader(request)
    var start = 0
    while start < bytes.count {
      bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { reader.feed($0) }
      start += size
    }
    return reader.collection.sorted.map { "\($0.path) \($0.bytes.count)" }
  }

  private func archive(_ name: String, in folder: URL, format: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/tar")
    process.arguments = ["--format=\(format)", "-C", folder.path, "-cf", "-", name]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(data)
  }
}
