import Glibc
import Planner
import Synchronization

/// Stages that are a script, in a container or on this machine.
extension DeploymentRunner {
  /// Where the repository is in a container.
  private static let folder = "/pipecd/source"

  func run(
    _ script: PlannedStage.Script, of stage: DeploymentStage, _ settled: SettledDeployment, isRollback: Bool
  ) async -> StageEnd {
    let summary = summary(of: stage)
    guard !script.run.isEmpty else {
      context.queue.post(.stepStarted(summary))
      return StageEnd(.success, "there is nothing to run")
    }
    do throws(BackendError) {
      let copy = try await copies.target()
      let run = backendRun(stage, in: copy)
      try await backend.prepare(run)
      let end = await runPrepared(script, of: stage, settled, isRollback: isRollback, in: run)
      // Tidying up outlives cancellation: a new task does not inherit it.
      await Task {
        await self.reclaim(copy, of: stage, in: run)
        await self.backend.cleanUp(run)
      }.value
      return end
    } catch {
      return failed(error)
    }
  }

  private func runPrepared(
    _ script: PlannedStage.Script, of stage: DeploymentStage, _ settled: SettledDeployment, isRollback: Bool,
    in run: BackendRun
  ) async -> StageEnd {
    let summary = summary(of: stage)
    var environment = messages.scriptContext(isRollback: isRollback, summary: settled.summary).environment
    environment += script.environment.map { (name: $0.name, value: $0.value) }
    let step = BackendStep(plan: step(script.run, stage), environment: Self.distinct(environment))
    if let place = step.placeOfNul {
      return StageEnd(.failure, "\(place) a NUL character, which no program can be given")
    }
    let (queue, masks) = (context.queue, masks)
    do throws(BackendError) {
      let handle = try await backend.start(step, in: run) { text in
        queue.post(.stepPreparing(summary, text: masks.mask(text)))
      }
      queue.post(.stepStarted(summary))
      let attendant = StepAttendant(backend: backend, run: run, context: context, masks: masks)
      let result = await attendant.attend(handle, summary)
      await Task { await self.backend.remove(handle, in: run) }.value
      switch result {
      case .success(.exited(code: 0)): return StageEnd(.success, exitCode: 0)
      case .success(.exited(let code)): return StageEnd(.failure, exitCode: code)
      case .success(.outOfMemory): return StageEnd(.failure, "out of memory", exitCode: 137)
      case .success(.killed), .failure(.cancelled): return StageEnd(.cancelled)
      case .failure(let error): return failed(error)
      }
    } catch {
      return failed(error)
    }
  }

  /// What a container wrote as another user, who runs pipec could not remove: a container gives it back.
  private func reclaim(_ copy: DeploymentCopies.Copy, of stage: DeploymentStage, in run: BackendRun) async {
    guard backend.name != "host", getuid() != 0, await copies.hasStrangers(copy) else { return }
    var step = step("", stage)
    step.entrypoint = ["/bin/sh", "-c"]
    step.command = ["chown -R \(getuid()):\(getgid()) \(Self.folder)"]
    step.user = "0"
    guard let handle = try? await backend.start(BackendStep(plan: step, environment: []), in: run, progress: { _ in })
    else { return }
    _ = try? await backend.wait(for: handle, in: run)
    await backend.remove(handle, in: run)
  }

  /// The world's fault as a failure of the stage.
  func failed(_ error: BackendError) -> StageEnd {
    if error == .cancelled || Task.isCancelled { return StageEnd(.cancelled) }
    if case .unreachable = error { state.withLock { $0.hasLostWorld = true } }
    return StageEnd(.failure, error.message)
  }

  private func backendRun(_ stage: DeploymentStage, in copy: DeploymentCopies.Copy) -> BackendRun {
    var pipeline = pipeline
    let directory = deployment.application.directory
    let full = directory.isEmpty ? Self.folder : "\(Self.folder)/\(directory)"
    pipeline.workspace = Plan.Workspace(base: Self.folder, path: directory, full: full, hostPath: copy.root)
    let letters = stage.id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let id = "\(identifier)-\(String(letters.prefix(40)))"
    return BackendRun(
      id: id, pipeline: pipeline,
      labels: [
        (name: "io.pipec.run", value: id), (name: "io.pipec.invocation", value: context.run),
        (name: "io.pipec.pipeline", value: pipeline.name), (name: "io.pipec.stage", value: stage.id),
      ])
  }

  private func step(_ text: String, _ stage: DeploymentStage) -> Plan.Step {
    var step = Plan.Step(
      id: stage.id, name: stage.title, role: .step, decision: .run, reason: Plan.Reason("it is its turn"))
    step.image = backend.name == "host" ? nil : options.image
    step.entrypoint = ["/bin/sh", "-l", "-c"]
    step.command = [text]
    let directory = deployment.application.directory
    step.workingDirectory = directory.isEmpty ? Self.folder : "\(Self.folder)/\(directory)"
    step.mounts = [Plan.Mount(volume: "_workspace", path: Self.folder)]
    return step
  }

  /// Each name once, with its last value.
  private static func distinct(_ variables: [(name: String, value: String)]) -> [(name: String, value: String)] {
    var places: [String: Int] = [:]
    var result: [(name: String, value: String)] = []
    for variable in variables {
      if let place = places[variable.name] {
        result[place].value = variable.value
      } else {
        places[variable.name] = result.count
        result.append(variable)
      }
    }
    return result
  }
}
