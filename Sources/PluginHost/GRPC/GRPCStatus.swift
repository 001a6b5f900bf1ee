/// How a call ended that did not succeed: the status that gRPC carries instead of an answer.
public struct GRPCStatus: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is; gRPC defines the numbers from 0 to 16.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number on the wire.
    public let rawValue: Int32

    /// A code by its number, also one that gRPC does not define.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The call was given up by the caller.
    public static let cancelled = Code(rawValue: 1)
    /// The other side does not say what is wrong.
    public static let unknown = Code(rawValue: 2)
    /// The request cannot be right whatever the state of the system is.
    public static let invalidArgument = Code(rawValue: 3)
    /// The time that the caller gave was over.
    public static let deadlineExceeded = Code(rawValue: 4)
    /// What was asked for does not exist.
    public static let notFound = Code(rawValue: 5)
    /// There is no room or memory for it.
    public static let resourceExhausted = Code(rawValue: 8)
    /// The method or its whole service is not offered.
    public static let unimplemented = Code(rawValue: 12)
    /// The other side failed.
    public static let `internal` = Code(rawValue: 13)
    /// Nobody answers, or the connection broke.
    public static let unavailable = Code(rawValue: 14)

    private static let names = [
      "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
      "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
      "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ]

    /// The name that gRPC gives the code, such as `NOT_FOUND`.
    public var description: String {
      rawValue >= 0 && rawValue < Self.names.count ? Self.names[Int(rawValue)] : "code \(rawValue)"
    }
  }

  /// The kind of failure.
  public var code: Code
  /// What the other side said; may be empty.
  public var message: String

  /// A status of a kind and with what there is to say about it.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The code's name and what was said.
  public var description: String { message.isEmpty ? code.description : "\(code): \(message)" }
}
