/// Which files of a step are wanted, once it has ended.
public struct StepFileRequest: Sendable {
  /// An absolute path inside the step: one file, or a folder of which some are wanted.
  public var path: String
  /// Whether a file of the folder is wanted, by its path below it; asked with an empty text for the file itself.
  public var isWanted: @Sendable (_ path: String) -> Bool
  /// How many bytes of all files together are read.
  public var byteLimit: Int
  /// How many files are read.
  public var countLimit: Int

  /// - Parameters:
  ///   - byteLimit: defaults to 8 MiB.
  ///   - countLimit: defaults to 1000.
  public init(
    path: String, byteLimit: Int = 8 << 20, countLimit: Int = 1000,
    isWanted: @escaping @Sendable (_ path: String) -> Bool = { $0.isEmpty }
  ) {
    self.path = path
    self.isWanted = isWanted
    self.byteLimit = byteLimit
    self.countLimit = countLimit
  }
}

/// A file that a step left.
public struct StepFile: Hashable, Sendable {
  /// The path below the folder that was asked for; empty for the file itself.
  public var path: String
  /// What it holds.
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// Collects wanted files within the limits of a request.
struct StepFileCollection: Sendable {
  let request: StepFileRequest
  private(set) var files: [StepFile] = []
  private var room: Int

  init(_ request: StepFileRequest) {
    self.request = request
    room = request.byteLimit
  }

  /// Whether nothing more is taken.
  var isFull: Bool { room <= 0 || files.count >= request.countLimit }

  /// Whether a file of that path and size in bytes is taken; one that does not fit is left out whole.
  func takes(_ path: String, size: Int) -> Bool {
    !isFull && size <= room && request.isWanted(path)
  }

  mutating func add(_ file: StepFile) {
    room -= file.bytes.count
    files.append(file)
  }

  /// The files, by their paths.
  var sorted: [StepFile] { files.sorted { $0.path < $1.path } }
}
