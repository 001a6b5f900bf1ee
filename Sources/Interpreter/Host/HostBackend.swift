import CProcess
import Planner
import Processes
import Synchronization

/// Runs steps as processes of this machine, as Drone's exec runner does: no images, no isolation, a fresh home folder,
/// and of the environment of pipec itself only `PATH` and `USER`.
public final class HostBackend: Backend {
  private struct State {
    var folders: [String: HostFolders] = [:]
    var processes: [String: [String: ProcessGroup]] = [:]
    var started = 0
  }

  private let environment: HostEnvironment
  private let temporaryFolder: String
  private let state = Mutex(State())

  /// - Parameters:
  ///   - path: the search path of programs that steps get.
  ///   - user: the value of `USER` that steps get.
  ///   - temporaryFolder: where the folders of runs are made.
  public init(path: String, user: String, temporaryFolder: String = "/tmp") {
    environment = HostEnvironment(path: path, user: user)
    self.temporaryFolder = temporaryFolder
    cprocess_adopt_orphans()
  }

  public var name: String { "host" }

  public func prepare(_ run: BackendRun) async throws(BackendError) {
    let root = "\(temporaryFolder)/pipec-\(run.id)"
    do throws(SystemFailure) {
      let folders = try HostFolders(root: root, workspace: run.pipeline.workspace)
      state.withLock { $0.folders[run.id] = folders }
    } catch {
      throw .engine(error.message)
    }
  }

  public func start(
    _ step: BackendStep, in run: BackendRun, progress: @Sendable (String) -> Void
  ) async throws(BackendError) -> StepHandle {
    if Task.isCancelled { throw .cancelled }
    let (found, number) = state.withLock { state in
      state.started += 1
      return (state.folders[run.id], state.started)
    }
    guard let folders = found else { throw .engine("the run was not prepared") }
    var arguments = (step.plan.entrypoint ?? []) + (step.plan.command ?? [])
    guard !arguments.isEmpty else {
      throw .engine("\(step.plan.name) has no commands, and without an image there is nothing to run")
    }
    do throws(SystemFailure) {
      // The system takes no longer argument than 128 KiB.
      if arguments.count > 2, arguments[arguments.count - 2] == "-c",
        arguments[arguments.count - 1].utf8.count > 100_000
      {
        let script = arguments.removeLast()
        arguments[arguments.count - 1] = try folders.write(script: script, number: number)
      }
      let process = try ProcessGroup(
        arguments: arguments, environment: environment.entries(of: step, in: folders),
        folder: folders.path(of: step.plan.workingDirectory))
      let handle = StepHandle(id: "\(run.id)/\(number)", stepID: step.plan.id)
      state.withLock { $0.processes[run.id, default: [:]][handle.id] = process }
      return handle
    } catch {
      throw .engine(error.message)
    }
  }

  public func output(of handle: StepHandle, in run: BackendRun) -> AsyncStream<[UInt8]> {
    process(of: handle, in: run)?.output ?? AsyncStream { nil }
  }

  public func wait(for handle: StepHandle, in run: BackendRun) async throws(BackendError) -> ExitStatus {
    guard let process = process(of: handle, in: run) else { throw .engine("the step is not known any more") }
    return switch await process.wait() {
    case .exited(let code): .exited(code: code)
    // As a shell tells it.
    case .signalled(let number): .exited(code: 128 &+ number)
    case .stopped: .killed
    }
  }

  public func files(
    _ request: StepFileRequest, of handle: StepHandle, in run: BackendRun
  ) async throws(BackendError) -> [StepFile] {
    guard let folders = state.withLock({ $0.folders[run.id] }) else { return [] }
    return HostFiles.read(
      request, at: request.path.hasPrefix(folders.root) ? request.path : folders.path(of: request.path))
  }

  public func workspaceFolder(of run: BackendRun) -> String? {
    state.withLock { $0.folders[run.id] }?.base
  }

  public func path(_ planned: String, of step: Plan.Step, in run: BackendRun) -> String? {
    state.withLock { $0.folders[run.id] }?.path(of: planned, mounts: step.mounts)
  }

  public func stop(_ handle: StepHandle, in run: BackendRun) async {
    process(of: handle, in: run)?.stop()
  }

  public func remove(_ handle: StepHandle, in run: BackendRun) async {
    await state.withLock { $0.processes[run.id]?.removeValue(forKey: handle.id) }?.end()
  }

  public func cleanUp(_ run: BackendRun) async {
    let (processes, folders) = state.withLock { state in
      (state.processes.removeValue(forKey: run.id), state.folders.removeValue(forKey: run.id))
    }
    for process in (processes ?? [:]).values { process.stop() }
    for process in (processes ?? [:]).values { await process.end() }
    await folders?.remove()
  }

  private func process(of handle: StepHandle, in run: BackendRun) -> ProcessGroup? {
    state.withLock { $0.processes[run.id]?[handle.id] }
  }
}
