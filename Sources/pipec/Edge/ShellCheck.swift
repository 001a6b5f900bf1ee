import CProcess
import Checker
import Diagnostics
import Expressions
@preconcurrency import Glibc
import IR
import Synchronization

/// A program of others that `check` uses where it is there.
enum RequiredProgram: String, CaseIterable, Sendable {
  case shellcheck
}

/// Gives the scripts of files to shellcheck, one process for all of a file; files are checked side by side.
final class ShellCheck: Sendable {
  /// Why commands are not checked.
  enum Trouble: Error, Hashable {
    /// There is no such program.
    case missing
    /// It ended otherwise than it should, or did not end.
    case failed
  }

  private let noted = Mutex<Trouble?>(nil)

  private let isRequired: Bool
  private static let program = "shellcheck"

  /// - Parameter required: Whether it is an error that commands cannot be checked; the absence of the program is found
  ///   at once then.
  init(required: Bool) throws(CommandError) {
    isRequired = required
    if required, ChildProcess.run([Self.program, "--version"]) == .notFound {
      throw .failure("shellcheck is not installed, and --require asks for it")
    }
  }

  /// What has kept commands from being checked so far.
  private var trouble: Trouble? { noted.withLock { $0 } }

  /// What people are told once where commands were not checked.
  var note: String? {
    switch trouble {
    case .missing? where !isRequired:
      "shellcheck is not installed, so commands were not checked; --no-shell does without them"
    case .failed? where !isRequired: "shellcheck failed, so commands were not checked; --no-shell does without them"
    default: nil
    }
  }

  /// The same as an error.
  var complaint: CommandError? {
    isRequired && trouble != nil ? .failure("shellcheck failed, so commands were not checked") : nil
  }

  /// What it says about the commands of a file; nil where it could not be asked.
  func findings(in loaded: Program, of source: Source, includesAdvice: Bool) -> [Diagnostic]? {
    let scripts = Checker.scripts(in: loaded, of: source).filter {
      $0.isWorthChecking(includesAdvice: includesAdvice)
    }
    guard !scripts.isEmpty else { return [] }
    guard trouble == nil else { return nil }
    // Steps that differ in nothing but their image have the same script.
    var numbers: [[UInt8]: Int] = [:]
    var texts: [[UInt8]] = []
    for script in scripts where numbers[script.bytes] == nil {
      numbers[script.bytes] = texts.count
      texts.append(script.bytes)
    }
    var comments: [[ShellComment]] = []
    for start in stride(from: 0, to: texts.count, by: Self.most) {
      let part = Array(texts[start..<min(start + Self.most, texts.count)])
      switch Self.comments(on: part, includesAdvice: includesAdvice) {
      case .success(let found): comments += found
      case .failure(let trouble):
        noted.withLock { if $0 == nil { $0 = trouble } }
        return nil
      }
    }
    return scripts.flatMap { script in
      script.findings(of: numbers[script.bytes].map { comments[$0] } ?? [], includesAdvice: includesAdvice)
    }
  }

  /// Each script of a process takes a descriptor.
  private static let most = 100
  /// In seconds; a script that takes longer is not written by hand.
  private static let patience = 60

  private static func comments(
    on texts: [[UInt8]], includesAdvice: Bool
  ) -> Result<[[ShellComment]], Trouble> {
    var files: [Int32] = []
    defer { for file in files { close(file) } }
    for text in texts {
      let file = text.withUnsafeBytes { cprocess_memory_file($0.baseAddress, $0.count) }
      guard file >= 0 else { return .failure(.failed) }
      files.append(file)
    }
    let process = getpid()
    let names = files.map { "/proc/\(process)/fd/\($0)" }
    let words =
      [
        program, "--norc", "--format=json1", "--severity=\(includesAdvice ? "style" : "warning")",
        "--exclude=\(Checker.irrelevantShellCodes.map(String.init).joined(separator: ","))",
      ] + names
    // What it is told by the user's environment would give others other findings.
    let outcome = ChildProcess.run(words, adding: ["LC_ALL=C.UTF-8", "SHELLCHECK_OPTS="], within: patience)
    switch outcome {
    case .notFound: return .failure(.missing)
    case .ended(let status, let output) where status <= 1:
      let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
      guard let comments = read(output, places) else { return .failure(.failed) }
      return .success(comments)
    case .ended, .failed: return .failure(.failed)
    }
  }

  // MARK: Reading

  private static func read(_ output: [UInt8], _ places: [String: Int]) -> [[ShellComment]]? {
    guard case .success(.map(let answer)) = JexlJSON.parse(String(decoding: output, as: UTF8.self)),
      case .list(let items)? = answer["comments"]
    else { return nil }
    var result = [[ShellComment]](repeating: [], count: places.count)
    for case .map(let item) in items {
      guard let name = text(item["file"]), let place = places[name], let line = number(item["line"]),
        let column = number(item["column"]), let level = text(item["level"]).flatMap(ShellComment.Level.init),
        let code = number(item["code"]), let message = text(item["message"])
      else { return nil }
      result[place].append(
        ShellComment(
          line: line, column: column, endLine: number(item["endLine"]) ?? line,
          endColumn: number(item["endColumn"]) ?? column, level: level, code: code, message: message))
    }
    return result
  }

  private static func text(_ value: JexlValue?) -> String? {
    if case .string(let text)? = value { text } else { nil }
  }

  private static func number(_ value: JexlValue?) -> Int? {
    if case .integer(let number)? = value { Int(number) } else { nil }
  }
}
