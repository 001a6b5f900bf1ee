import Diagnostics

/// The table at the end of a run: every pipeline and step, how it ended, how long it took, or why it did not run.
struct RunSummary {
  let style: Style
  let pipelines: [PipelineSummary]
  let skipped: [TextRenderer.StepKey: SkipReason]

  private struct Row {
    var mark: String
    var role: Style.Role
    var name: String
    var time: String
    var remark: String
  }

  func text(of outcome: RunOutcome) -> String {
    var text = ""
    for pipeline in outcome.pipelines {
      guard let summary = pipelines.first(where: { $0.name == pipeline.name }) else { continue }
      text += heading(pipeline, of: outcome)
      // Which steps a Harness pipeline or a deployment has is known only when it has run.
      if pipeline.deploymentStatus != nil {
        text += table(pipeline.steps.map(stageRow))
      } else {
        text += table(pipeline.word == nil ? summary.steps.map { row($0, in: pipeline) } : pipeline.steps.map(row))
      }
    }
    if let reason = outcome.stopReason { text += style.paint("stopped: \(reason.text)", .warning) + "\n" }
    return text
  }

  private func heading(_ pipeline: PipelineOutcome, of run: RunOutcome) -> String {
    let (word, role): (String, Style.Role) =
      switch pipeline.status {
      case .success: ("succeeded", .success)
      case .failure: ("failed", .error)
      case .error: ("could not run to its end", .error)
      case .killed: ("was stopped", .warning)
      case .skipped: ("did not run", .faint)
      }
    let time = pipeline.status == .skipped ? "" : " after \(Elapsed.text(milliseconds: pipeline.milliseconds))"
    // What a step says of itself stands beside the step, what was said to the whole run stands below.
    let isSaid = pipeline.steps.contains { $0.message == pipeline.message && $0.status == .error }
    let remark = isSaid || pipeline.message == run.stopReason?.text ? nil : pipeline.message
    let heading = "\(style.paint(pipeline.name, .strong)) \(style.paint(word, role))\(time)"
    guard let remark, !remark.isEmpty else { return heading + "\n" }
    return heading + ":\n" + Columns.wrapped(remark, to: style.width - 2).map { "  \($0)\n" }.joined()
  }

  /// A step of a Harness pipeline, in Harness's words where they say more than a mark does.
  private func row(_ step: StepOutcome) -> Row {
    let (mark, role): (String, Style.Role) =
      switch step.word {
      case "SUCCEEDED": ("✓", .success)
      case "IGNORE_FAILED": ("!", .warning)
      case "SKIPPED": ("–", .faint)
      case "ABORTED": ("✗", .warning)
      default: ("✗", .error)
      }
    var remarks: [String] = []
    if let word = step.word, word != "SUCCEEDED", word != "SKIPPED" { remarks.append(word) }
    if let message = step.message {
      remarks.append(message)
    } else if step.exitCode != 0 {
      remarks.append("exit code \(step.exitCode)")
    }
    let time = step.word == "SKIPPED" ? "" : step.milliseconds.map { Elapsed.text(milliseconds: $0) } ?? ""
    return Row(
      mark: mark, role: role, name: step.step.id.replacing(".", with: "/"), time: time,
      remark: remarks.joined(separator: ", "))
  }

  /// A stage of a deployment.
  private func stageRow(_ stage: StepOutcome) -> Row {
    let (mark, role): (String, Style.Role) =
      switch stage.stageStatus {
      case .success, .exited: ("✓", .success)
      case .cancelled: ("✗", .warning)
      case .failure: ("✗", .error)
      case .skipped, nil: ("–", .faint)
      }
    var remarks: [String] = []
    if stage.stageStatus == .exited { remarks.append("ended the deployment early") }
    if stage.stageStatus == .cancelled { remarks.append("cancelled") }
    if let message = stage.message {
      remarks.append(message)
    } else if stage.exitCode > 1 || (stage.exitCode == 1 && stage.stageStatus == .failure) {
      remarks.append("exit code \(stage.exitCode)")
    }
    let time = stage.milliseconds.map { Elapsed.text(milliseconds: $0) } ?? ""
    return Row(mark: mark, role: role, name: stage.step.name, time: time, remark: remarks.joined(separator: ", "))
  }

  private func row(_ step: StepSummary, in pipeline: PipelineOutcome) -> Row {
    let time = { (outcome: StepOutcome) in outcome.milliseconds.map { Elapsed.text(milliseconds: $0) } ?? "" }
    guard let outcome = pipeline.steps.first(where: { $0.step == step }) else {
      return Row(
        mark: "·", role: .faint, name: step.name, time: "", remark: skipped[TextRenderer.StepKey(step)]?.text ?? "")
    }
    var row = Row(mark: "✓", role: .success, name: step.name, time: time(outcome), remark: outcome.message ?? "")
    switch outcome.status {
    case .success:
      if outcome.exitCode == 78 { row.remark = "ended the pipeline early (exit code 78)" }
      if step.isDetached { row.remark = "in the background" }
    case .failure:
      row.mark = outcome.isIgnored ? "!" : "✗"
      row.role = outcome.isIgnored ? .warning : .error
      row.remark = (outcome.message ?? "exit code \(outcome.exitCode)") + (outcome.isIgnored ? ", ignored" : "")
    case .error: (row.mark, row.role) = ("✗", .error)
    case .killed: (row.mark, row.role, row.remark) = ("✗", .warning, "stopped")
    case .skipped where outcome.milliseconds != nil:
      row.remark = "ran because it always does; Drone reports it as skipped"
    case .skipped, .pending, .running: (row.mark, row.role) = ("–", .faint)
    }
    return row
  }

  private func table(_ rows: [Row]) -> String {
    let nameWidth = min(rows.map { Columns.count($0.name) }.max() ?? 0, 32)
    let timeWidth = rows.map(\.time.count).max() ?? 0
    let indent = 4 + nameWidth + 2 + timeWidth + 2
    return rows.map { row in
      let name = Columns.cut(row.name, to: nameWidth)
      let isAlone = row.time.isEmpty && row.remark.isEmpty
      let gap =
        isAlone
        ? "" : String(repeating: " ", count: nameWidth - Columns.count(name) + 2 + timeWidth - row.time.count)
      var text = "  \(style.paint(row.mark, row.role)) \(name)\(gap)\(style.paint(row.time, .faint))"
      var remark = Columns.wrapped(row.remark, to: max(20, style.width - indent))
      // Errors of engines can be pages long; they stand in full where they happened.
      if remark.count > 3 { remark = remark.prefix(2) + ["…"] }
      for (number, line) in remark.enumerated() where !line.isEmpty {
        text += number == 0 ? "  " : "\n" + String(repeating: " ", count: indent)
        text += row.role == .faint ? style.paint(line, .faint) : line
      }
      return text + "\n"
    }.joined()
  }
}
