import Diagnostics
import Glibc
import Planner
import Processes

/// Asks the program `opa` what policies say.
///
/// A policy set is a file of Rego named after it: `account.plugins` is `account/plugins.rego` in the folder. Every value
/// named `deny` in it is what the set objects to: a set, list or object whose members are sentences, a sentence, or `true`.
public struct PolicyEvaluator: Sendable {
  /// The folder of policies.
  public var folder: String
  /// The program.
  public var program: String
  /// The environment of the program, as `NAME=value`.
  public var environment: [String]

  public init(folder: String, program: String, environment: [String] = ["PATH=/usr/local/bin:/usr/bin:/bin"]) {
    self.folder = folder
    self.program = program
    self.environment = environment
  }

  /// What a set says about an input.
  public enum Verdict: Hashable, Sendable {
    case passes
    /// What it objects to; may be empty where it gives no reason.
    case denies([String])
    /// There is no such set in the folder.
    case unknown
    /// The program could not say.
    case failed(String)
  }

  /// Where the set is in the folder; nil for names that could lead out of it.
  public func path(of set: String) -> String? {
    let parts = set.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && !$0.contains("/") }) else { return nil }
    return "\(folder)/\(parts.joined(separator: "/")).rego"
  }

  /// Evaluates one set; `input` is JSON. Never longer than the task lives: cancelling ends the program.
  public func evaluate(_ set: String, input: [UInt8]) async -> Verdict {
    guard let path = path(of: set), access(path, R_OK) == 0 else { return .unknown }
    guard let file = TemporaryFile(input) else { return .failed("the input cannot be written to a file") }
    defer { file.remove() }
    let arguments = [program, "eval", "--format", "json", "--data", path, "--input", file.path, "data"]
    do throws(SystemFailure) {
      let process = try ProcessGroup(arguments: arguments, environment: environment, folder: "/")
      let output = await withTaskCancellationHandler {
        var bytes: [UInt8] = []
        for await chunk in process.output where bytes.count < Self.largestAnswer { bytes += chunk }
        return bytes
      } onCancel: {
        process.stop()
      }
      let ending = await process.wait()
      await process.end()
      guard ending == .exited(code: 0) else {
        let text = String(decoding: output.prefix(2000), as: UTF8.self)
        return .failed(text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "\(program) failed")
      }
      return PolicyAnswer.verdict(output)
    } catch {
      return .failed(error.message)
    }
  }

  private static let largestAnswer = 4 << 20
}

/// A file that only this user reads and that is there for a moment.
struct TemporaryFile {
  let path: String

  init?(_ bytes: [UInt8]) {
    var template = Array("/tmp/pipec-input-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard writeAll(bytes, to: descriptor) else {
      unlink(path)
      return nil
    }
  }

  func remove() { unlink(path) }
}
