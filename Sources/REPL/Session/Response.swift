import Diagnostics

/// What a line is answered with.
public struct Response: Hashable, Sendable {
  /// What the caller does in the session's place, because a session touches nothing outside itself.
  public enum Effect: Hashable, Sendable {
    /// Read the file and hand it to `Session.take`.
    case load(path: String)
    /// Ask whether it may, and run a step.
    case run(RunRequest)
    /// End the conversation.
    case quit
  }

  /// The answer, in whole lines; may be empty.
  public var output: String
  /// What is wrong, in whole lines; may be empty.
  public var error: String
  /// Whether the line could not be answered.
  public var isFailure: Bool
  public var effect: Effect?

  public init(_ output: String = "", error: String = "", isFailure: Bool = false, effect: Effect? = nil) {
    self.output = output
    self.error = error
    self.isFailure = isFailure
    self.effect = effect
  }

  /// An answer of several lines.
  static func lines(_ lines: [String]) -> Response {
    Response(lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n")
  }
}

/// A step that shall run, as `pipec run` is told of it.
public struct RunRequest: Hashable, Sendable {
  /// What the person is asked, without the answers.
  public var question: String
  /// The words behind `pipec`.
  public var arguments: [String]
  /// `NAME=VALUE` lines for `--env-file`; they stand in no argument, because others can see those.
  public var environment: [String]
  /// `NAME=VALUE` lines for `--secret-file`.
  public var secrets: [String]
}
