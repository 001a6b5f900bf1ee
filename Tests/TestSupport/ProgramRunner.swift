import Foundation

/// Runs the built program as a person would: words in, text and an exit status out.
public struct ProgramRunner {
  /// What came out.
  public struct Result: Hashable, Sendable {
    public var status: Int32
    public var output: String
    public var error: String
    /// Whether a signal ended it.
    public var wasKilled: Bool

    public init(_ status: Int32, output: String = "", error: String = "", wasKilled: Bool = false) {
      self.status = status
      self.output = output
      self.error = error
      self.wasKilled = wasKilled
    }
  }

  /// The program that was built with the tests; `PIPEC_BINARY` names another one.
  public static let binary: String = {
    if let named = ProcessInfo.processInfo.environment["PIPEC_BINARY"], !named.isEmpty { return named }
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let beside = folder.appendingPathComponent("pipec").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    return Repository.url(".build/debug/pipec").path
  }()

  /// The folder that the program runs in; removed with the runner's `remove()`.
  public let folder: URL
  /// The whole environment of the program.
  public var environment: [String: String]

  /// A runner in a new empty folder, with an environment in which nothing is coloured and no user's file is found.
  public init() throws {
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("pipec-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "TZ": "UTC",
    ]
  }

  /// Removes the folder.
  public func remove() {
    try? FileManager.default.removeItem(at: folder)
  }

  /// Writes a file into the folder, with the folders above it.
  public func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  /// Writes a file into the folder, with the folders above it.
  public func write(_ name: String, _ bytes: [UInt8]) throws {
    let path = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: path)
  }

  /// Calls the program.
  public func run(_ arguments: String..., input: String = "") throws -> Result {
    try launch(Self.binary, arguments, input: Data(input.utf8))
  }

  /// Calls the program with its words in an array.
  public func run(arguments: [String], input: [UInt8] = []) throws -> Result {
    try launch(Self.binary, arguments, input: Data(input))
  }

  /// Runs a line of the shell, in which `$pipec` is the program.
  public func shell(_ line: String) throws -> Result {
    try launch("/bin/sh", ["-c", line], input: Data())
  }

  private func launch(_ program: String, _ arguments: [String], input: Data) throws -> Result {
    // Files, not pipes: a program that writes much cannot wait for a test that does not read.
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-streams-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = ["in", "out", "err"].map { scratch.appendingPathComponent($0) }
    try input.write(to: files[0])
    try Data().write(to: files[1])
    try Data().write(to: files[2])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment.merging(["pipec": Self.binary]) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Result(
      process.terminationStatus, output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self),
      wasKilled: process.terminationReason == .uncaughtSignal)
  }
}
