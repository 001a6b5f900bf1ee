import Diagnostics
import IR

extension PlanPicture {
  /// A deployment of PipeCD: the strategy, the stages one after the other, what rolls them back, what follows.
  mutating func draw(_ deployment: DeploymentPlan, of pipeline: Plan.Pipeline) {
    guard pipeline.refusals.isEmpty else { return }
    text.writeStrategy(deployment)
    text.lines.append("")
    for stage in deployment.stages { add(row(stage, margin: "")) }
    if deployment.stages.isEmpty { text.lines.append("  no stages") }
    let faint = text.style.paint(glyphs.isASCII ? "<" : "↶", .faint) + " "
    let when =
      deployment.rollback.isEmpty
      ? "nothing is rolled back when a stage fails" : "when a stage fails or the deployment is cancelled"
    add(Row(lead: faint, columns: 2, below: "  ", name: when, decision: nil, text: "", isWhole: true))
    for stage in deployment.rollback { add(row(stage, margin: "  ")) }
    for (number, block) in deployment.chain.enumerated() {
      let lead = text.style.paint(glyphs.isASCII ? ">" : "↳", .faint) + " "
      let name = number == 0 ? "after it" : "then"
      let what = reason(Plan.Reason(block.text, at: block.span))
      add(Row(lead: lead, columns: 2, below: "  ", name: name, decision: nil, text: what, isWhole: true))
    }
    flush()
  }

  private func row(_ stage: PlannedStage, margin: String) -> Row {
    let glyph = paint(glyphs.node(stage.decision, isBlock: false), stage.decision)
    var words = stage.decision == .skip ? "" : text.summary(of: stage, glyphs.ellipsis)
    if stage.reason.text != "no conditions" { words += (words.isEmpty ? "" : "; ") + reason(stage.reason) }
    return Row(
      lead: margin + glyph + " ", columns: margin.count + 2, below: margin + "  ", name: text.shown(stage.name),
      decision: stage.decision, text: words, isWhole: stage.decision != .run)
  }
}

extension PlanRenderer {
  /// What a stage does, in a few words.
  func summary(of stage: PlannedStage, _ ellipsis: String) -> String {
    switch stage.kind {
    case .wait(let duration): return "waits \(duration.text)"
    case .approval(let approval):
      let count = approval.count == 1 ? "one" : "\(approval.count)"
      let who = approval.approvers.isEmpty ? "all users" : approval.approvers.map(shown).joined(separator: ", ")
      return "asks \(count) of \(who)"
    case .script(let script):
      let lines = script.run.split(separator: "\n")
      guard let first = lines.first else { return "nothing to run" }
      return "$ " + shown(String(first)) + (lines.count > 1 ? " \(ellipsis)" : "")
    case .analysis(let analysis):
      let kinds = analysis.checks.map(\.kind.rawValue)
      guard !kinds.isEmpty else { return "looks for \(analysis.duration.text): no checks, it passes at once" }
      return "looks for \(analysis.duration.text): \(kinds.joined(separator: ", "))"
    case .platform:
      guard let options = stage.options else {
        let isEmpty = ["", "{}", "null"].contains(stage.configuration)
        return isEmpty ? shown(stage.description) : shown(stage.configuration)
      }
      var json = JSONWriter(layout: .compact)
      options.writeJSON(to: &json)
      let members = Self.members(of: json.text)
      return members.isEmpty ? shown(stage.description) : shown(members.joined(separator: ", "))
    }
  }
}
