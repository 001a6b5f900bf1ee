/// Someone who is told what happens in a run.
///
/// All calls come from one thread that is not Swift's, in the order of events; a reader may block. While it does, steps
/// that write wait, and everything else goes on.
public protocol EventReader: Sendable {
  /// Called with what has happened since the last call; never with nothing.
  func receive(_ events: [Event])

  /// Called ten times a second while nothing happens, if `wantsTicks`.
  func tick()

  /// Called once, after the last event.
  func finish()

  /// Whether `tick` is called.
  var wantsTicks: Bool { get }
}

extension EventReader {
  public func tick() {}
  public func finish() {}
  public var wantsTicks: Bool { false }
}
