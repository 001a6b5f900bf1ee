/// Turns events into text: values in, bytes out. It looks at no terminal and at no clock.
public protocol EventRenderer: Sendable {
  /// What is to be written because of an event; whole lines unless a long line arrives in pieces.
  mutating func render(_ event: Event) -> [UInt8]

  /// What is going on now, for the last line of a terminal; nil for nothing. `now` is in milliseconds since 1970.
  func liveLine(now: Int64, width: Int) -> String?
}

extension EventRenderer {
  public func liveLine(now: Int64, width: Int) -> String? { nil }
}
