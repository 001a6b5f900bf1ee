import Foundation

extension OutsideProgram {
  /// What a program wrote, and how it ended.
  public struct Result: Sendable {
    public var status: Int32
    public var output: [UInt8]
    public var errors: [UInt8]
  }

  /// Runs a program to its end; nil, with a line that says so, where it is not installed.
  public static func run(_ name: String, _ arguments: [String], input: [UInt8] = []) throws -> Result? {
    guard let program = OutsideProgram.path(name) else { return nil }
    // Files, not pipes: a program that writes much cannot wait for a test that does not read.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-tool-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
    try Data(input).write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: [UInt8](try Data(contentsOf: files[1])),
      errors: [UInt8](try Data(contentsOf: files[2])))
  }
}
