import Planner
import Synchronization

/// Where the containers of a run live: one backend's run for each stage or containerised group that has begun.
final class HarnessScopes: Sendable {
  /// What is known of a scope.
  struct Open: Sendable {
    var runs: [String: BackendRun] = [:]
    /// Preparations by the backend's name, so that the first step that needs one makes it and the others wait.
    var preparations: [String: Task<BackendError?, Never>] = [:]
    /// Steps that nobody waits for, with what listens to them.
    var background: [(backend: any Backend, handle: StepHandle, run: BackendRun, follower: Task<Void, Never>)] = []
  }

  private struct State {
    var open: [Int: Open] = [:]
    var watchers: [Int: @Sendable () -> Void] = [:]
    var nextTicket = 0
  }

  private let state = Mutex(State())
  private let questions = JobSlots(limit: 1)

  /// Calls `cancel` when everything is to stop; the result takes it back.
  func watch(_ index: Int, _ cancel: @escaping @Sendable () -> Void) -> Int {
    state.withLock { state in
      state.nextTicket += 1
      state.watchers[state.nextTicket] = cancel
      return state.nextTicket
    }
  }

  func unwatch(_ ticket: Int) {
    state.withLock { $0.watchers[ticket] = nil }
  }

  /// Cancels all that runs.
  func stopEverything() {
    let watchers = state.withLock { $0.watchers.sorted { $0.key < $1.key }.map(\.value) }
    for cancel in watchers { cancel() }
  }

  /// The run of a backend in a scope, prepared; `make` gives it where this is the first step that needs it.
  func run(
    of scope: Int, on backend: any Backend, make: @Sendable () -> BackendRun
  ) async throws(BackendError) -> BackendRun {
    let (run, preparation) = state.withLock { state in
      var open = state.open[scope] ?? Open()
      defer { state.open[scope] = open }
      if let run = open.runs[backend.name], let task = open.preparations[backend.name] { return (run, task) }
      let run = make()
      let task = Task { () -> BackendError? in
        do throws(BackendError) {
          try await backend.prepare(run)
          return nil
        } catch {
          return error
        }
      }
      open.runs[backend.name] = run
      open.preparations[backend.name] = task
      return (run, task)
    }
    if let problem = await preparation.value { throw problem }
    return run
  }

  /// One question at a time: `body` runs when nobody else is being asked.
  func asking<Result: Sendable>(_ body: @Sendable () async -> Result) async -> Result {
    await questions.acquire()
    defer { questions.release() }
    return await body()
  }

  /// Remembers a step that lives as long as its scope.
  func keep(
    _ handle: StepHandle, of scope: Int, on backend: any Backend, in run: BackendRun, follower: Task<Void, Never>
  ) {
    state.withLock { $0.open[scope, default: Open()].background.append((backend, handle, run, follower)) }
  }

  /// Forgets a scope; the result is what there is to tidy.
  func close(_ scope: Int) -> Open? {
    state.withLock { $0.open.removeValue(forKey: scope) }
  }

  /// The scopes that are open.
  var all: [Int] { state.withLock { $0.open.keys.sorted() } }
}
