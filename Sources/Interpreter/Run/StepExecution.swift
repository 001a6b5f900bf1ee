import Planner
import Synchronization

extension PipelineRunner {
  /// Settles what was left open in the step and starts it.
  func start(_ index: Int) async throws(BackendError) -> StepHandle {
    let step = pipeline.steps[index]
    let settler = EnvironmentSettler(secrets: secrets) { self.value(of: $0) }
    let credentials = step.registryCredentialSecrets.flatMap { name in
      context.secrets.value(of: name).map { RegistryCredential.credentials(inConfiguration: $0) } ?? []
    }
    let backendStep = BackendStep(
      plan: step, environment: settler.settle(step.environment), registryCredentials: credentials)
    if let place = backendStep.placeOfNul { throw .engine("\(place) a NUL character, which no program can be given") }
    let summary = summaries[index]
    let queue = context.queue
    let masks = masks
    let handle = try await backend.start(backendStep, in: run) { text in
      queue.post(.stepPreparing(summary, text: masks.mask(text)))
    }
    queue.post(.stepStarted(summary))
    return handle
  }

  /// Passes on what the step writes and waits for its end. Being cancelled stops the step.
  func attend(_ index: Int, _ handle: StepHandle) async -> StepResult {
    let attendant = StepAttendant(backend: backend, run: run, context: context, masks: masks)
    switch await attendant.attend(handle, summaries[index]) {
    case .success(.exited(code: 0)): return .success
    case .success(.exited(let code)): return .failure(code: code)
    case .success(.outOfMemory): return .outOfMemory
    case .success(.killed), .failure(.cancelled): return .killed
    case .failure(let error):
      noteLoss(error)
      return .error(masks.mask(error.message))
    }
  }

  /// Remembers that the engine is gone, for then the run did not fail by itself.
  func noteLoss(_ error: BackendError) {
    if case .unreachable = error { state.withLock { $0.hasLostBackend = true } }
  }

  /// A fact of the run as it is now; nil: the variable is not set.
  private func value(of fact: Plan.RuntimeFact) -> String? {
    switch fact {
    case .status: state.withLock { $0.isFailing } ? "failure" : "success"
    case .buildStatus:
      state.withLock { $0.isFailing } || !context.failedPipelines.isEmpty ? "failure" : "success"
    case .failedSteps: Self.list(state.withLock { $0.failedNames })
    case .failedPipelines: Self.list(context.failedPipelines)
    case .now: String(context.options.clock.now() / 1000)
    case .network, .workspaceVolume: backend.fact(fact, in: run)
    }
  }

  private static func list(_ names: [String]) -> String? {
    names.isEmpty ? nil : names.joined(separator: ",")
  }
}
