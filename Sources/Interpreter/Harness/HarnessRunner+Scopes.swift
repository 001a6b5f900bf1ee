import Planner
import Synchronization

/// The pods and machines of a run: each stage with containers, and each containerised group, has its own network, folders and
/// background steps.
extension HarnessRunner {
  /// The scope of a step: the nearest containerised group or stage, else its stage.
  func scope(of index: Int) -> Int {
    memory.withLock { memory in
      let lineage = memory.lineage(of: index)
      return lineage.first { memory.plan.nodes[$0].scope != nil } ?? memory.stage(of: index) ?? 0
    }
  }

  private func container(of node: HarnessPlanNode) -> HarnessContainerScope? {
    memory.withLock { memory in
      node.scope.flatMap { memory.plan.scopes.indices.contains($0) ? memory.plan.scopes[$0] : nil }
    }
  }

  /// The backend's run in which a step starts, prepared.
  func run(for index: Int, on backend: any Backend) async throws(BackendError) -> BackendRun {
    let scope = scope(of: index)
    let node = node(scope)
    let found = container(of: node)
    var pipeline = pipeline
    if let found {
      pipeline.workspace = found.workspace
      pipeline.volumes = found.volumes
      pipeline.platform = found.platform
    } else {
      pipeline.workspace.hostPath = nil
      // Scripts of a delegate leave their outputs there.
      pipeline.volumes = [Plan.Volume(name: HarnessFolders.engineVolume, storage: .temporary)]
    }
    let isMachine = backend.name == backends.machine.name
    // Containers and processes of one machine see the same files: a folder of this machine holds them.
    if found?.runsOnMachine == true, pipeline.workspace.hostPath == nil, !isMachine {
      let machine = try await scopes.run(of: scope, on: backends.machine) { [pipeline] in
        self.makeRun(pipeline, node, suffix: "-machine")
      }
      pipeline.workspace.hostPath = backends.machine.workspaceFolder(of: machine)
    }
    let suffix = isMachine && backends.machine.name != backends.container.name ? "-machine" : ""
    return try await scopes.run(of: scope, on: backend) { [pipeline] in self.makeRun(pipeline, node, suffix: suffix) }
  }

  private func makeRun(_ pipeline: Plan.Pipeline, _ node: HarnessPlanNode, suffix: String) -> BackendRun {
    let letters = node.path.description.map { character -> Character in
      character.isASCII && (character.isLetter || character.isNumber || character == "_") ? character : "-"
    }
    let id = identifier + (letters.isEmpty ? "" : "-" + String(letters.prefix(60))) + suffix
    return BackendRun(
      id: id, pipeline: pipeline,
      labels: [
        (name: "io.pipec.run", value: id), (name: "io.pipec.invocation", value: context.run),
        (name: "io.pipec.pipeline", value: pipeline.name), (name: "io.pipec.stage", value: node.path.description),
      ])
  }

  /// Fetches the codebase and starts what runs beside the steps, before the first step of a scope; the result is what went
  /// wrong.
  func openScope(of index: Int) async -> HarnessStepEnd? {
    guard let found = container(of: node(index)) else { return nil }
    let steps = memory.withLock { memory in
      ([found.clone].compactMap { $0 } + found.services).compactMap { place in
        memory.settler.steps.indices.contains(place) ? memory.settler.steps[place] : nil
      }
    }
    for step in steps where step.runPolicy != .never && step.decision != .skip {
      var end: HarnessStepEnd
      switch close(step) {
      case .success(let closed): end = await runProgram(closed, of: nil, at: index)
      case .failure(let problem): end = .failed(problem.message)
      }
      if end.status != .succeeded {
        let why = end.message ?? "exit code \(end.exitCode ?? 0)"
        end.message = "\(step.name): \(why)"
        return end
      }
    }
    return nil
  }

  /// Ends the background steps of a scope and removes what was made for it.
  func closeScope(of index: Int) async {
    guard let open = scopes.close(index) else { return }
    await Task {
      for background in open.background {
        await background.backend.stop(background.handle, in: background.run)
      }
      for background in open.background {
        let impatience = Task {
          try? await self.clock.sleep(self.context.options.grace)
          background.follower.cancel()
        }
        await background.follower.value
        impatience.cancel()
      }
      for (name, run) in open.runs.sorted(by: { $0.key > $1.key }) {
        _ = await open.preparations[name]?.value
        await (name == self.backends.machine.name ? self.backends.machine : self.backends.container).cleanUp(run)
      }
    }.value
  }

  func closeAllScopes() async {
    for scope in scopes.all { await closeScope(of: scope) }
  }
}
