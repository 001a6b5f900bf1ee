import Planner
import Synchronization

/// A backend that runs nothing: it follows a script and keeps a journal of the calls. Time plays no part in it.
public final class DummyBackend: Backend {
  private struct State {
    var journal: [String] = []
    var environments: [String: [(name: String, value: String)]] = [:]
    var commands: [String: [String]] = [:]
    var attempts: [String: Int] = [:]
    var reached: Set<DummyScript.Milestone> = []
    var handles: [String: Set<String>] = [:]
    var stopped: Set<String> = []
    var waiting: [(id: Int, isOver: @Sendable (State) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    var cancelled: Set<Int> = []
    var nextWaiter = 0
  }

  private let script: DummyScript
  private let state = Mutex(State())

  public init(_ script: DummyScript = DummyScript()) {
    self.script = script
  }

  public var name: String { "dummy" }

  /// The calls in order: `prepare default`, `start a`, `stop a`, `clean up default`; steps by their names.
  public var journal: [String] { state.withLock { $0.journal } }

  /// The environment with which a step was started; nil if it was not.
  public func environment(of step: String) -> [(name: String, value: String)]? {
    state.withLock { $0.environments[step] }
  }

  /// The entrypoint and command with which a step was started last; nil if it was not.
  public func command(of step: String) -> [String]? { state.withLock { $0.commands[step] } }

  /// Makes a named milestone happen.
  public func reach(_ name: String) {
    change { $0.reached.insert(.named(name)) }
  }

  /// Returns once the milestone has happened.
  public func wait(for milestone: DummyScript.Milestone) async {
    await wait { $0.reached.contains(milestone) }
  }

  public func prepare(_ run: BackendRun) async throws(BackendError) {
    change { $0.journal.append("prepare \(run.pipeline.name)") }
    if let error = script.prepareError { throw error }
  }

  public func start(
    _ step: BackendStep, in run: BackendRun, progress: @Sendable (String) -> Void
  ) async throws(BackendError) -> StepHandle {
    let name = step.plan.name
    let id = "\(run.id)/\(step.plan.id)"
    change { state in
      state.journal.append("start \(name)")
      state.attempts[id, default: 0] += 1
    }
    let attempt = state.withLock { $0.attempts[id] ?? 1 }
    let handle = StepHandle(id: attempt == 1 ? id : "\(id)#\(attempt)", stepID: name)
    let behaviour = behaviour(of: handle)
    let milestones = Set(behaviour.startsAfter)
    if !milestones.isEmpty { await wait { $0.reached.isSuperset(of: milestones) } }
    if Task.isCancelled { throw .cancelled }
    if let error = behaviour.startError { throw error }
    change { state in
      state.environments[name] = step.environment
      state.commands[name] = (step.plan.entrypoint ?? []) + (step.plan.command ?? [])
      state.handles[run.id, default: []].insert(handle.id)
      state.reached.insert(.started(name))
    }
    return handle
  }

  public func output(of handle: StepHandle, in run: BackendRun) -> AsyncStream<[UInt8]> {
    let output = behaviour(of: handle).output
    return AsyncStream { continuation in
      for chunk in output { continuation.yield(chunk) }
      continuation.finish()
    }
  }

  public func wait(for handle: StepHandle, in run: BackendRun) async throws(BackendError) -> ExitStatus {
    let behaviour = behaviour(of: handle)
    let milestones = Set(behaviour.endsAfter)
    await wait { $0.stopped.contains(handle.id) || $0.reached.isSuperset(of: milestones) }
    let isStopped = state.withLock { !$0.reached.isSuperset(of: milestones) }
    change { $0.reached.insert(.ended(handle.stepID)) }
    if isStopped { return .killed }
    if let error = behaviour.waitError { throw error }
    return behaviour.end
  }

  public func files(
    _ request: StepFileRequest, of handle: StepHandle, in run: BackendRun
  ) async throws(BackendError) -> [StepFile] {
    let environment = state.withLock { $0.environments[handle.stepID] } ?? []
    var collection = StepFileCollection(request)
    for (key, content) in behaviour(of: handle).files.sorted(by: { $0.key < $1.key }) {
      let path = environment.last { $0.name == key }?.value ?? key
      guard path == request.path || path.hasPrefix(request.path + "/") else { continue }
      let relative = String(path.dropFirst(request.path.count).drop { $0 == "/" })
      let bytes = Array(content.utf8)
      if collection.takes(relative, size: bytes.count) { collection.add(StepFile(path: relative, bytes: bytes)) }
    }
    return collection.sorted
  }

  /// What the script says about this start of a step.
  private func behaviour(of handle: StepHandle) -> DummyScript.Step {
    guard let first = script.steps[handle.stepID] else { return DummyScript.Step() }
    guard !first.again.isEmpty, let mark = handle.id.lastIndex(of: "#"),
      let attempt = Int(handle.id[handle.id.index(after: mark)...]), attempt > 1
    else { return first }
    return first.again[min(attempt - 2, first.again.count - 1)]
  }

  public func stop(_ handle: StepHandle, in run: BackendRun) async {
    change { state in
      let hasEnded = state.reached.contains(.ended(handle.stepID))
      if state.stopped.insert(handle.id).inserted, !hasEnded { state.journal.append("stop \(handle.stepID)") }
    }
  }

  public func remove(_ handle: StepHandle, in run: BackendRun) async {
    change { $0.journal.append("remove \(handle.stepID)") }
  }

  public func cleanUp(_ run: BackendRun) async {
    change { state in
      state.journal.append("clean up \(run.pipeline.name)")
      state.stopped.formUnion(state.handles.removeValue(forKey: run.id) ?? [])
    }
  }

  public func fact(_ fact: Plan.RuntimeFact, in run: BackendRun) -> String? {
    switch fact {
    case .network: "pipec-\(run.id)"
    case .workspaceVolume: "pipec-\(run.id)-workspace"
    case .status, .buildStatus, .failedSteps, .failedPipelines, .now: nil
    }
  }

  /// Changes the state and lets go whoever waited for that.
  private func change(_ body: (inout State) -> Void) {
    let ready = state.withLock { state in
      body(&state)
      let ready = state.waiting.filter { $0.isOver(state) }
      state.waiting.removeAll { waiter in ready.contains { $0.id == waiter.id } }
      return ready.map(\.continuation)
    }
    for continuation in ready { continuation.resume() }
  }

  /// Waits until the state is such, or the task is cancelled.
  private func wait(until isOver: @escaping @Sendable (State) -> Bool) async {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if isOver(state) || state.cancelled.contains(id) { return true }
          state.waiting.append((id, isOver, continuation))
          return false
        }
        if isReady { continuation.resume() }
      }
    } onCancel: {
      let continuation: CheckedContinuation<Void, Never>? = state.withLock { state in
        state.cancelled.insert(id)
        guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
        return state.waiting.remove(at: index).continuation
      }
      continuation?.resume()
    }
  }
}
