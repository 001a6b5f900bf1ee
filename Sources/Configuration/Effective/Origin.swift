import Diagnostics

/// Where a value comes from.
public enum Origin: Hashable, Sendable {
  /// Nobody has said anything.
  case standard
  /// An option of the command line, with its dashes.
  case option(String)
  /// A place in a configuration.
  case place(Span)
}

/// A value and where it comes from.
public struct Sourced<Value> {
  public var value: Value
  public var origin: Origin

  public init(_ value: Value, _ origin: Origin) {
    self.value = value
    self.origin = origin
  }

  init(_ located: Located<Value>) { self.init(located.value, .place(located.span)) }
}

extension Sourced: Sendable where Value: Sendable {}
