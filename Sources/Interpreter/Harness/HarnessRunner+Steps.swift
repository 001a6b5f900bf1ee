import IR
import Planner
import Synchronization

/// Which way each type of step is run.
extension HarnessRunner {
  /// One attempt at a step, its policies included.
  func execute(_ index: Int) async -> HarnessStepEnd {
    let node = node(index)
    guard case .step(let step) = node.origin else { return .succeeded }
    var end: HarnessStepEnd
    if let stub = value(for: node, among: options.stubs) {
      end = apply(stub, to: index)
    } else {
      end = await perform(step, at: index)
    }
    if end.status == .succeeded, let sets = policySets(of: step, at: index), !sets.isEmpty {
      end = await enforce(sets, on: index, after: end)
    }
    if end.status == .aborted, let stop = stop(of: index) {
      end = HarnessStepEnd(stop.status, errors: stop == .aborted ? [] : ["Timeout"], exitCode: end.exitCode)
    }
    return end
  }

  private func perform(_ step: HarnessStep, at index: Int) async -> HarnessStepEnd {
    switch step.action {
    case .http(let http): return await perform(http, at: index)
    case .wait(let duration): return await wait(duration, at: index)
    case .approval(let approval): return await decide(approval, at: index)
    case .barrier(let reference): return await meet(at: reference, index)
    case .queue(let key, let scope): return await queue(key, scope: scope, at: index)
    case .policy(let policy): return await perform(policy, at: index)
    case .template: return .misconfigured("it links to a template that is not there (--template)")
    case .run, .plugin, .background, .test, .gitClone, .uses, .container, .shellScript, .other:
      return await runProgram(step, at: index)
    }
  }

  /// What a person said about a node, by its path or identifier; the path counts more.
  func value<Value>(for node: HarnessPlanNode, among table: [String: Value]) -> Value? {
    if let value = table[node.path.description] ?? table[node.identifier] { return value }
    // An iteration of a loop goes by the name of what is repeated as well.
    guard let postfix = node.iteration?.postfix, node.identifier.hasSuffix(postfix) else { return nil }
    return table[String(node.identifier.dropLast(postfix.count))]
  }

  private func apply(_ stub: HarnessStub, to index: Int) -> HarnessStepEnd {
    let path = node(index).path
    memory.withLock { memory in
      memory.state.nodes[path]?.outcome = stub.outcome
      memory.state.nodes[path]?.outputs = stub.outputs
    }
    return stub.fails
      ? .failed("it is taken to fail (--stub)") : HarnessStepEnd(.succeeded, message: "taken to succeed (--stub)")
  }

  private func wait(_ duration: Text?, at index: Int) async -> HarnessStepEnd {
    guard let duration else { return .misconfigured("it has no duration") }
    guard let milliseconds = milliseconds(duration, at: index) else {
      return .misconfigured("its duration '\(duration.value)' is no time such as 10s or 1m 30s")
    }
    setStatus(.timedWaiting, of: index)
    context.queue.post(.stepStarted(stepSummary(of: node(index))))
    do { try await clock.sleep(.milliseconds(milliseconds)) } catch { return stopped(index) }
    return .succeeded
  }

  /// The end of a step that was stopped from outside.
  func stopped(_ index: Int) -> HarnessStepEnd {
    switch stop(of: index) {
    case .expired: HarnessStepEnd(.expired, errors: ["Timeout"])
    case .aborted, nil: HarnessStepEnd(.aborted)
    }
  }

  func setStatus(_ status: HarnessStatus, of index: Int) {
    let path = node(index).path
    memory.withLock { $0.state.nodes[path]?.status = status }
  }

  // MARK: Barriers and queues

  private func meet(at reference: Text?, _ index: Int) async -> HarnessStepEnd {
    guard let text = reference?.value, let name = rendered(text, at: index), !name.isEmpty else {
      return .misconfigured("it names no barrier")
    }
    let path = node(index).path
    context.queue.post(.stepStarted(stepSummary(of: node(index))))
    switch await barriers.arrive(at: name, node: index) {
    case .passed:
      memory.withLock {
        $0.state.nodes[path]?.outcome = [.init("barrierRef", .text(name)), .init("message", .text("passed"))]
      }
      return .succeeded
    case .broken(let reason): return .failed(reason)
    case .cancelled: return stopped(index)
    }
  }

  private func queue(_ key: Text?, scope: Text?, at index: Int) async -> HarnessStepEnd {
    guard let text = key?.value, let name = rendered(text, at: index), !name.isEmpty else {
      return .misconfigured("its queue has no key")
    }
    noteOnce("queues hold back other runs on a server; here the run goes on at once")
    return HarnessStepEnd(.succeeded, message: "nothing else waits for '\(name)' here")
  }
}
