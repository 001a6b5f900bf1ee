import IR
import Planner
import Synchronization

/// Steps that are a container or a process.
extension HarnessRunner {
  /// Runs what the plan made of the step: a container where it has an image, else a process of this machine.
  func runProgram(_ step: HarnessStep, at index: Int) async -> HarnessStepEnd {
    let plan: Plan.Step
    switch settledStep(at: index) {
    case .success(let settled): plan = settled
    case .failure(let problem): return .failed(problem.message)
    }
    return await runProgram(plan, of: step, at: index)
  }

  /// Runs a step with nothing left to decide. `step` is nil for what the system adds, such as a clone.
  func runProgram(_ plan: Plan.Step, of step: HarnessStep?, at index: Int) async -> HarnessStepEnd {
    guard plan.performer != .delegate else { return .misconfigured(Self.delegateOnly(plan)) }
    let plan = withImage(plan)
    let isContainer = plan.performer != .host
    if isContainer, plan.image == nil { return .misconfigured("it names no image, and its stage runs in containers") }
    guard isContainer || !(plan.entrypoint ?? []).isEmpty else { return .misconfigured("it has no command") }
    let backend = isContainer ? backends.container : backends.machine
    if !isContainer { tellMachine(plan) }
    // What nobody waits for must not keep a slot.
    if !plan.isDetached { await context.slots.acquire() }
    defer { if !plan.isDetached { context.slots.release() } }
    let summary = step == nil ? summary(of: plan) : stepSummary(of: node(index))
    let handle: StepHandle
    let run: BackendRun
    let started: BackendStep
    do throws(BackendError) {
      run = try await self.run(for: index, on: backend)
      started = backendStep(plan, in: run, at: index)
      handle = try await start(started, on: backend, in: run, summary)
    } catch {
      return failed(error, index)
    }
    let attendant = StepAttendant(backend: backend, run: run, context: context, masks: masks)
    if plan.isDetached {
      let follower = Task {
        _ = await attendant.attend(handle, summary)
        await backend.remove(handle, in: run)
      }
      scopes.keep(handle, of: scope(of: index), on: backend, in: run, follower: follower)
      return HarnessStepEnd(.succeeded, message: "in the background")
    }
    let result = await attendant.attend(handle, summary)
    // What a step wrote down is read also when it failed, and even when it was stopped.
    if let step {
      let files = LeftFiles(backend: backend, handle: handle, run: run, environment: started.environment)
      let problem = await Task { await self.collect(files, of: step, plan, at: index) }.value
      if let problem { note("\(node(index).path): \(problem)") }
    }
    await backend.remove(handle, in: run)
    switch result {
    case .success(.exited(code: 0)): return HarnessStepEnd(.succeeded, exitCode: 0)
    case .success(.exited(let code)): return HarnessStepEnd(.failed, errors: ["Unknown"], exitCode: code)
    case .success(.outOfMemory):
      return HarnessStepEnd(
        .failed, errors: ["ResourceLimitsFailure", "Unknown"], message: "out of memory", exitCode: 137)
    case .success(.killed), .failure(.cancelled): return stopped(index)
    case .failure(let error): return failed(error, index)
    }
  }

  /// A step that would run on this machine in the image that the user wants instead; scripts of delegates stay.
  private func withImage(_ step: Plan.Step) -> Plan.Step {
    guard step.performer == .host, let image = options.image, !Self.isDelegateScript(step) else { return step }
    var step = step
    step.image = image
    step.performer = .container
    return step
  }

  private static func isDelegateScript(_ step: Plan.Step) -> Bool {
    step.type == "ShellScript" || step.type == "CustomApproval"
  }

  private func start(
    _ step: BackendStep, on backend: any Backend, in run: BackendRun, _ summary: StepSummary
  ) async throws(BackendError) -> StepHandle {
    if let place = step.placeOfNul { throw .engine("\(place) a NUL character, which no program can be given") }
    let queue = context.queue
    let masks = masks
    let handle = try await backend.start(step, in: run) { text in
      queue.post(.stepPreparing(summary, text: masks.mask(text)))
    }
    queue.post(.stepStarted(summary))
    return handle
  }

  private func backendStep(_ plan: Plan.Step, in run: BackendRun, at index: Int) -> BackendStep {
    var environment = environment(of: plan, in: scope(of: index))
    if plan.performer == .host {
      environment = environment.map { name, value in
        guard Self.pathVariables.contains(name), let path = backends.machine.path(value, of: plan, in: run) else {
          return (name, value)
        }
        return (name, path)
      }
    }
    let credentials = plan.registryCredentialSecrets.flatMap { name in
      context.secrets.value(of: name).map { RegistryCredential.credentials(inConfiguration: $0) } ?? []
    }
    return BackendStep(plan: plan, environment: environment, registryCredentials: credentials)
  }

  /// The world's fault as a failure of the step.
  private func failed(_ error: BackendError, _ index: Int) -> HarnessStepEnd {
    if error == .cancelled || stop(of: index) != nil { return stopped(index) }
    if case .unreachable = error { memory.withLock { $0.hasLostBackend = true } }
    return .failed(error.message, errors: ["PluginImageFailure", "Connectivity"])
  }

  /// Why a step cannot run here.
  static func delegateOnly(_ step: Plan.Step) -> String {
    "a step of type \(step.type ?? "?") is done by a Harness delegate, which is not here (--stub \(step.id))"
  }

  private func summary(of step: Plan.Step) -> StepSummary {
    var summary = StepSummary(
      pipeline: pipeline.name, id: step.id, name: step.name, image: step.image, isDetached: step.isDetached)
    summary.stage = step.stage
    return summary
  }

  // MARK: On this machine

  /// Commands that run outside of containers are worth a word.
  private func tellMachine(_ step: Plan.Step) {
    if Self.isDelegateScript(step) {
      noteOnce("scripts that a Harness delegate runs (ShellScript, CustomApproval) run on this machine")
    } else {
      noteOnce("steps without an image, which a machine of Harness runs, run on this machine (--image gives them one)")
    }
  }

  /// Variables that hold paths of files.
  private static let pathVariables: Set<String> = [
    "DRONE_OUTPUT", "HARNESS_OUTPUT_FILE", "HARNESS_OUTPUT_SECRET_FILE", "DRONE_ENV", "PLUGIN_ARTIFACT_FILE",
    "HARNESS_ARTIFACT_FILE_PATH", "HARNESS_ANNOTATIONS_FILE", "HARNESS_SCRATCH_DIR", "HARNESS_WORKSPACE",
    "DRONE_WORKSPACE",
  ]
}

/// What is needed to read the files of a step that has ended.
struct LeftFiles: Sendable {
  var backend: any Backend
  var handle: StepHandle
  var run: BackendRun
  /// With which it was started: the files' paths are in it.
  var environment: [(name: String, value: String)]

  /// The value of a variable; nil where there is none.
  func variable(_ name: String) -> String? { environment.last { $0.name == name }?.value }

  /// One file; nil where the step has not written it, or it cannot be read.
  func file(at path: String, atMost limit: Int) async -> [UInt8]? {
    let request = StepFileRequest(path: path, byteLimit: limit, countLimit: 1)
    return try? await backend.files(request, of: handle, in: run).first?.bytes
  }
}
