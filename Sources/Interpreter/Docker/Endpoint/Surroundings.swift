import Glibc

/// What the search for an engine may know about the machine; a value in tests.
public struct Surroundings: Sendable {
  /// The environment variables.
  public var environment: [String: String]
  /// The whole content of a file; nil when it cannot be read.
  public var read: @Sendable (_ path: String) -> [UInt8]?
  /// Whether there is anything at a path.
  public var exists: @Sendable (_ path: String) -> Bool
  /// The number of the user who runs the program.
  public var userID: UInt32

  public init(
    environment: [String: String], userID: UInt32, read: @escaping @Sendable (_ path: String) -> [UInt8]?,
    exists: @escaping @Sendable (_ path: String) -> Bool
  ) {
    self.environment = environment
    self.userID = userID
    self.read = read
    self.exists = exists
  }

  /// This process on this machine.
  public static func current(environment: [String: String]) -> Surroundings {
    Surroundings(
      environment: environment, userID: geteuid(), read: readSmallFile(at:), exists: { access($0, F_OK) == 0 })
  }

  /// A variable that is set to something.
  func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The folder of the user's Docker configuration.
  var dockerFolder: String? {
    variable("DOCKER_CONFIG") ?? variable("HOME").map { "\($0)/.docker" }
  }

  /// Whether a program of that name is found in the usual places.
  func hasProgram(_ name: String) -> Bool {
    let path = variable("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    let folders: [String] = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin", "/sbin"]
    return folders.contains { exists("\($0)/\(name)") }
  }
}

/// Reads a file of at most 16 MiB; nil when it is larger or cannot be read.
private func readSmallFile(at path: String) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var result: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 16 * 1024)
  while result.count < 16 << 20 {
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count == 0 { return result }
    if count < 0 {
      if errno == EINTR { continue }
      return nil
    }
    result += buffer[..<count]
  }
  return nil
}
