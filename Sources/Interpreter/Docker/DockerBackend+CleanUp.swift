import Synchronization

extension DockerBackend {
  /// Removes the container. Returns at once: the removal goes on while the next step starts, and `cleanUp` awaits it.
  public func remove(_ handle: StepHandle, in run: BackendRun) async {
    let stream = state.withLock { $0.containers.removeValue(forKey: handle.id)?.output }
    stream?.end()
    let removal = Task { [client] in
      // A failure is not the end: `cleanUp` tries again and reports.
      do throws(HTTPFailure) { try await client.remove(.containers, handle.id) } catch { return }
    }
    state.withLock { $0.removals[run.id, default: []].append(removal) }
  }

  public func cleanUp(_ run: BackendRun) async {
    let (removals, streams) = state.withLock { state in
      let forgotten = state.containers.filter { $0.value.runID == run.id }
      for id in forgotten.keys { state.containers[id] = nil }
      return (state.removals.removeValue(forKey: run.id) ?? [], forgotten.values.map(\.output))
    }
    for stream in streams { stream.end() }
    for removal in removals { await removal.value }
    do throws(HTTPFailure) {
      _ = try await removeAll(with: .init(Self.runLabel, run.id)) { _ in true }
    } catch {
      let message = error.explained("containers, networks or volumes of the run \(run.id) may be left behind").message
      warn("\(message); once the engine answers again, pipec run --clean removes them")
    }
  }

  /// What a tidying removed.
  public struct Leftovers: Hashable, Sendable {
    /// How many containers were removed.
    public var containers = 0
    /// How many networks were removed.
    public var networks = 0
    /// How many volumes were removed.
    public var volumes = 0
    /// The runs whose containers, networks or volumes were left alone.
    public var spared: Set<String> = []

    public init() {}

    /// Whether nothing was left behind.
    public var isEmpty: Bool { containers + networks + volumes == 0 }
  }

  /// Removes what earlier runs left behind because they were killed. `isAlive` says which runs to leave alone.
  public func removeLeftovers(
    isAlive: @Sendable (_ runID: String) -> Bool
  ) async throws(BackendError) -> Leftovers {
    do throws(HTTPFailure) {
      return try await removeAll(with: .init(Self.runLabel)) { !isAlive($0) }
    } catch {
      throw error.explained("cannot remove what earlier runs left")
    }
  }

  /// Containers first, because they hold the networks and volumes; a few attempts, because engines take a moment to
  /// notice that nothing is in use any more.
  private func removeAll(
    with filter: EngineClient.LabelFilter, where isWanted: (_ runID: String) -> Bool
  ) async throws(HTTPFailure) -> Leftovers {
    var result = Leftovers()
    var failure: HTTPFailure?
    for attempt in 0..<5 {
      if attempt > 0 { await pause(milliseconds: 100 << attempt) }
      failure = nil
      for kind in EngineClient.ResourceKind.allCases {
        var found: [ListedResource] = []
        for resource in try await client.list(kind, with: filter) {
          let run = resource.labels?[Self.runLabel] ?? ""
          if isWanted(run) { found.append(resource) } else { result.spared.insert(run) }
        }
        let (removed, refusal) = await remove(found.compactMap { $0.id ?? $0.name }, kind)
        failure = failure ?? refusal
        switch kind {
        case .containers: result.containers += removed
        case .networks: result.networks += removed
        case .volumes: result.volumes += removed
        }
      }
      guard failure != nil else { return result }
    }
    if let failure { throw failure }
    return result
  }

  private func remove(
    _ names: [String], _ kind: EngineClient.ResourceKind
  ) async -> (removed: Int, failure: HTTPFailure?) {
    await withTaskGroup(of: HTTPFailure?.self) { [client] group in
      var removed = 0
      var failure: HTTPFailure?
      func take(_ result: HTTPFailure?) {
        if let result { failure = failure ?? result } else { removed += 1 }
      }
      for (index, name) in names.enumerated() {
        // Engines serve a few removals at once; more only wait in their queue.
        if index >= 8, let result = await group.next() { take(result) }
        group.addTask {
          do throws(HTTPFailure) {
            try await client.remove(kind, name)
            return nil
          } catch {
            return error
          }
        }
      }
      for await result in group { take(result) }
      return (removed, failure)
    }
  }
}

/// A pause that a cancelled task keeps as well: tidying goes on after a cancellation.
private func pause(milliseconds: Int) async {
  await Task.detached { try? await Task.sleep(for: .milliseconds(milliseconds)) }.value
}
