/// Why a plugin cannot be hosted or did not answer; one sentence for a person.
public struct PluginFailure: Error, Hashable, Sendable {
  /// What kind of failure it is.
  public enum Kind: Hashable, Sendable {
    /// The machine lacks something that hosting needs.
    case library
    /// The configuration of the plugin is wrong.
    case configuration
    /// The plugin's program cannot be had.
    case binary
    /// The plugin did not start, or ended by itself.
    case process
    /// The plugin answered a call with a failure.
    case refused
    /// The caller gave up.
    case cancelled
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// The sentence, without a full stop.
  public var message: String
  /// What the plugin answered, when it did.
  public var status: GRPCStatus?
  /// What the plugin wrote last, a line each, where it ended by itself.
  public var output: [String]

  /// A failure of a kind, with its sentence and what the plugin answered.
  public init(_ kind: Kind, _ message: String, status: GRPCStatus? = nil, output: [String] = []) {
    self.kind = kind
    self.message = message
    self.status = status
    self.output = output
  }

  static func library(_ message: String) -> PluginFailure {
    PluginFailure(.library, "plugins cannot be hosted: \(message)")
  }

  static let noThread = library("the system has no thread left")
}
