import CProcess
import Glibc

/// A call to the system that failed.
public struct SystemFailure: Error, Hashable, Sendable {
  /// What could not be done and why, as a clause for a person.
  public var message: String

  /// - Parameters:
  ///   - action: what was tried, as it follows "cannot".
  ///   - code: the error number.
  public init(_ action: String, _ code: Int32) {
    message = "cannot \(action): \(String(cString: strerror(code)))"
  }
}

/// Both ends of a pipe; children do not inherit them.
struct Pipe {
  let reading: Int32
  let writing: Int32

  init() throws(SystemFailure) {
    var reading: Int32 = -1
    var writing: Int32 = -1
    let code = cprocess_pipe(&reading, &writing)
    guard code == 0 else { throw SystemFailure("open a pipe", code) }
    self.reading = reading
    self.writing = writing
  }

  func close() {
    Glibc.close(reading)
    Glibc.close(writing)
  }
}

/// Starts a program in a process group of its own: standard input empty, both outputs to `output`.
func spawn(_ arguments: [String], _ environment: [String], folder: String, output: Int32) throws(SystemFailure) -> pid_t
{
  guard let program = arguments.first else { throw SystemFailure("start a program without a name", EINVAL) }
  var process = pid_t()
  let code = withCStrings(arguments) { arguments in
    withCStrings(environment) { environment in cprocess_spawn(&process, arguments, environment, folder, output) }
  }
  guard code == 0 else { throw SystemFailure("start \(program) in \(folder)", code) }
  return process
}

private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("an array with an element has no storage") }
    return body(base)
  }
}
