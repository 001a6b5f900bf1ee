import Planner

/// Listens to a step that was started and waits for its end, whatever kind of pipeline it belongs to.
struct StepAttendant: Sendable {
  let backend: any Backend
  let run: BackendRun
  let context: RunContext
  let masks: MaskSource

  /// Passes on what the step writes and waits for its end. Being cancelled stops the step.
  func attend(_ handle: StepHandle, _ summary: StepSummary) async -> Result<ExitStatus, BackendError> {
    // Both live in tasks of their own: when the pipeline is stopped they end because the step does, and its last
    // words are still heard.
    let listening = Task { await self.listen(to: handle, summary) }
    let waiting = Task { () -> Result<ExitStatus, BackendError> in
      do throws(BackendError) {
        return .success(try await self.backend.wait(for: handle, in: self.run))
      } catch {
        return .failure(error)
      }
    }
    return await withTaskCancellationHandler {
      let result = await waiting.value
      await listening.value
      return result
    } onCancel: {
      Task {
        await self.backend.stop(handle, in: self.run)
        try? await self.context.options.clock.sleep(self.context.options.grace)
        waiting.cancel()
        listening.cancel()
      }
    }
  }

  private func listen(to handle: StepHandle, _ summary: StepSummary) async {
    var (table, version) = masks.current
    var masker = Masker(table: table)
    var splitter = LineSplitter()
    for await chunk in backend.output(of: handle, in: run) {
      var bytes: [UInt8] = []
      var lines: [OutputLine] = []
      if masks.version != version {
        masker.finish(into: &bytes)
        (table, version) = masks.current
        masker = Masker(table: table)
      }
      masker.feed(chunk, into: &bytes)
      splitter.feed(bytes, into: &lines)
      await context.queue.post(lines, of: summary)
    }
    var bytes: [UInt8] = []
    var lines: [OutputLine] = []
    masker.finish(into: &bytes)
    splitter.feed(bytes, into: &lines)
    splitter.finish(into: &lines)
    await context.queue.post(lines, of: summary)
  }
}
