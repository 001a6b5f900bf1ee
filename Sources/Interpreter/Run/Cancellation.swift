import Synchronization

/// The wish to stop a run or one of its pipelines; it can be expressed once, from anywhere, a signal's watcher included.
public final class Cancellation: Sendable {
  private struct State {
    var reason: StopReason?
    var handlers: [Int: @Sendable (StopReason) -> Void] = [:]
    var nextHandler = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// Why everything is to stop; nil while nothing is.
  public var reason: StopReason? { state.withLock { $0.reason } }

  /// Asks to stop; false when that was asked before, and the first reason stays.
  @discardableResult
  public func cancel(_ reason: StopReason) -> Bool {
    let handlers: [@Sendable (StopReason) -> Void]? = state.withLock { state in
      guard state.reason == nil else { return nil }
      state.reason = reason
      defer { state.handlers = [:] }
      return state.handlers.sorted { $0.key < $1.key }.map(\.value)
    }
    for handler in handlers ?? [] { handler(reason) }
    return handlers != nil
  }

  /// Calls `handler` once when the stop is asked for, or now if it was already. The result takes it back.
  @discardableResult
  func onCancel(_ handler: @escaping @Sendable (StopReason) -> Void) -> Registration {
    let (reason, number) = state.withLock { state in
      if state.reason == nil { state.handlers[state.nextHandler] = handler }
      state.nextHandler += 1
      return (state.reason, state.nextHandler - 1)
    }
    if let reason { handler(reason) }
    return Registration(owner: self, number: number)
  }

  /// A handler that can be taken back.
  struct Registration: Sendable {
    fileprivate let owner: Cancellation
    fileprivate let number: Int

    func remove() {
      owner.state.withLock { $0.handlers[number] = nil }
    }
  }
}
