import Expressions
import Planner
import Processes
import Synchronization

extension DockerBackend {
  public func start(
    _ step: BackendStep, in run: BackendRun, progress: @Sendable (String) -> Void
  ) async throws(BackendError) -> StepHandle {
    guard let text = step.plan.image, !text.isEmpty else {
      throw .image("step \(step.plan.name) names no image")
    }
    let policy = options.pull ?? step.plan.pull
    if policy == .always || policy == .automatic && ImageName.isLatest(text) {
      try await pull(text, for: step, progress: progress)
    }
    let id = try await createContainer(for: step, image: text, policy: policy, in: run, progress: progress)
    // From here on the container exists; `cleanUp` finds it by its label whatever happens.
    do throws(HTTPFailure) {
      let stream = try await client.attach(to: id)
      state.withLock { state in
        state.containers[id] = State.Container(
          runID: run.id, output: stream, hasMemoryLimit: (step.plan.memoryLimit ?? 0) > 0)
      }
      // A network mode replaces every other network.
      let networks = step.plan.networkMode?.isEmpty == false ? [] : options.networks
      for network in networks { try await client.connect(id, toNetwork: network) }
      if Task.isCancelled { throw .cancelled }
      try await client.startContainer(id)
    } catch {
      await remove(StepHandle(id: id, stepID: step.plan.id), in: run)
      throw Self.startFailure(error, of: step.plan)
    }
    return StepHandle(id: id, stepID: step.plan.id)
  }

  /// Creates the container, and fetches the image first where it is missing and the policy allows it.
  private func createContainer(
    for step: BackendStep, image: String, policy: Plan.PullPolicy, in run: BackendRun,
    progress: @Sendable (String) -> Void
  ) async throws(BackendError) -> String {
    let specification = ContainerSpecification(step, in: run, defaultUser: options.user)
    let name = run.containerName(of: step.plan)
    var mayPull = policy != .never
    var suffix = ""
    while true {
      if Task.isCancelled { throw .cancelled }
      do throws(HTTPFailure) {
        return try await client.createContainer(specification, name: name + suffix)
      } catch .status(404, let message) {
        guard mayPull else {
          throw .image(
            policy == .never
              ? "the image \(image) is not on this machine, and the pull policy is never" : message)
        }
        mayPull = false
        try await pull(image, for: step, progress: progress)
      } catch .status(409, let message) where suffix.isEmpty {
        // An earlier attempt at the same step that is still being removed holds the name.
        guard message.contains("name") else { throw .engine("cannot create the container: \(message)") }
        suffix = "-\(UInt32.random(in: .min ... .max))"
      } catch {
        throw error.explained("cannot create the container")
      }
    }
  }

  private func pull(
    _ text: String, for step: BackendStep, progress: @Sendable (String) -> Void
  ) async throws(BackendError) {
    let host = ImageName.registryHost(of: text)
    let key = await keys.key(for: host, stepCredentials: step.registryCredentials)
    let channel = ByteChannel()
    async let ended = pulling(text, authorization: key?.header(for: host), into: channel)
    while let bytes = await channel.read() {
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") { progress(String(line)) }
    }
    do throws(HTTPFailure) {
      try await ended.get()
    } catch .cancelled {
      throw .cancelled
    } catch {
      var message = "cannot pull \(text): \(error.reason)"
      if (try? await client.hasImage(text)) == true {
        message += " (an older copy is on this machine; the pull policy if-not-exists would use it)"
      }
      throw .image(message)
    }
  }

  /// Pulls, and sends the lines worth reading into the channel: each layer's changes of state, not its bytes.
  private func pulling(
    _ image: String, authorization: String?, into channel: ByteChannel
  ) async -> Result<Void, HTTPFailure> {
    let shown = Mutex<[String: String]>([:])
    defer { channel.finish() }
    do throws(HTTPFailure) {
      try await client.pullImage(image, authorization: authorization) { report in
        guard let status = report.status, !status.isEmpty else { return }
        let id = report.id ?? ""
        let isNew = shown.withLock { shown in
          defer { shown[id] = status }
          return shown[id] != status
        }
        if isNew { _ = channel.write(Array((id.isEmpty ? status : "\(id): \(status)").utf8) + [UInt8(ascii: "\n")]) }
      }
      return .success(())
    } catch {
      return .failure(error)
    }
  }
}
