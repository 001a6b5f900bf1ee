import Planner
import Synchronization

extension PipelineRunner {
  /// What a task of the walk has done.
  private enum Completion: Sendable {
    /// The step has completed: those that need it may begin.
    case completed(Int)
    /// A detached step has started, which completes it; it still runs.
    case detached(Int, StepHandle)
    /// A detached step has ended, by itself or because everything else has.
    case ended(Int)
  }

  /// Runs the steps in the order of the graph; returns when all have ended.
  func walk(_ graph: Graph, finished: Set<Int>) async {
    var graph = graph
    await withTaskGroup(of: Completion.self) { group in
      var open = pipeline.steps.count
      var running: [Int: (handle: StepHandle, follower: Task<Void, Never>)] = [:]
      for index in graph.roots { group.addTask { await self.visit(index, isFinished: finished.contains(index)) } }
      while open > 0, let completion = await group.next() {
        switch completion {
        case .ended(let index): running[index] = nil
        case .completed(let index), .detached(let index, _):
          if case .detached(_, let handle) = completion {
            let follower = Task { await self.follow(index, handle) }
            running[index] = (handle, follower)
            group.addTask {
              await withTaskCancellationHandler(operation: { await follower.value }, onCancel: { follower.cancel() })
              return .ended(index)
            }
          }
          open -= 1
          for next in graph.complete(index) {
            group.addTask { await self.visit(next, isFinished: finished.contains(next)) }
          }
        }
      }
      // Detached steps live as long as the pipeline.
      for (handle, follower) in running.values {
        Task {
          await self.backend.stop(handle, in: self.run)
          try? await self.context.options.clock.sleep(self.context.options.grace)
          follower.cancel()
        }
      }
      for await _ in group {}
    }
  }

  private func visit(_ index: Int, isFinished: Bool) async -> Completion {
    if isFinished {
      skip(index, state.withLock { $0.entries[index].skipReason } ?? .nothingFailed)
      return .completed(index)
    }
    let isDetached = summaries[index].isDetached
    // What never runs needs no slot, and what outlives its visit must not keep one.
    let needsSlot = !isDetached && state.withLock { $0.entries[index].runPolicy } != .never
    if needsSlot { await context.slots.acquire() }
    defer { if needsSlot { context.slots.release() } }
    switch state.withLock({ $0.begin(index) }) {
    case .skip(let reason):
      skip(index, reason)
      return .completed(index)
    case .run where isDetached: return await detach(index)
    case .run:
      await perform(index)
      return .completed(index)
    }
  }

  private func skip(_ index: Int, _ reason: SkipReason) {
    context.queue.post(.stepSkipped(summaries[index], reason))
  }

  private func perform(_ index: Int) async {
    let start = context.options.clock.elapsed()
    var result: StepResult
    do throws(BackendError) {
      let handle = try await self.start(index)
      result = await attend(index, handle)
    } catch {
      noteLoss(error)
      result = error == .cancelled ? .killed : .error(masks.mask(error.message))
    }
    // An engine that was interrupted at work may call that a failure of its own.
    if cancellation.reason != nil, state.withLock({ $0.entries[index].status }) == .killed { result = .killed }
    let milliseconds = context.options.clock.elapsed() - start
    durations.withLock { $0[index] = milliseconds }
    let stop = state.withLock { $0.end(index, result) }
    context.queue.post(.stepEnded(summaries[index], result, milliseconds: milliseconds))
    if let stop { cancellation.cancel(stop) }
  }

  private func detach(_ index: Int) async -> Completion {
    do throws(BackendError) {
      return .detached(index, try await start(index))
    } catch {
      if error != .cancelled { note("\(pipeline.steps[index].name) did not start: \(masks.mask(error.message))") }
      return .completed(index)
    }
  }

  /// Stays with a detached step until it ends; how it ends does not count, but people are told.
  private func follow(_ index: Int, _ handle: StepHandle) async {
    let start = context.options.clock.elapsed()
    let result = await attend(index, handle)
    let milliseconds = context.options.clock.elapsed() - start
    durations.withLock { $0[index] = milliseconds }
    switch result {
    case .failure(let code):
      note("\(summaries[index].name) ended with exit code \(code); nothing depends on its result")
    case .outOfMemory: note("\(summaries[index].name) ran out of memory; nothing depends on its result")
    case .error(let message): note("\(summaries[index].name) was lost: \(message)")
    case .success, .killed, .harness, .stage: break
    }
    context.queue.post(.stepEnded(summaries[index], .success, milliseconds: milliseconds))
  }

  private func note(_ text: String) {
    context.queue.post(.notice(pipeline: pipeline.name, text: text))
  }
}
