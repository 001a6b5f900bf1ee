import Diagnostics
import IR

extension PlanRenderer {
  /// A deployment of PipeCD: the strategy and why on top, the numbered stages, what rolls them back, what follows.
  mutating func write(_ deployment: DeploymentPlan, of pipeline: Plan.Pipeline) {
    let application = deployment.application
    if !application.directory.isEmpty { field("folder", shown(application.directory), indent: 2) }
    if !application.labels.isEmpty {
      field("labels", application.labels.map { shown("\($0.name)=\($0.value)") }.joined(separator: ", "), indent: 2)
    }
    field("timeout", deployment.timeout.text, indent: 2)
    guard pipeline.refusals.isEmpty else { return }
    lines.append("")
    writeStrategy(deployment)
    for remark in deployment.remarks {
      wrap(reason(remark), indent: 7, head: "  " + style.paint("note", .warning) + " ")
    }
    lines.append("")
    let digits = String(deployment.stages.count).count
    for (index, stage) in deployment.stages.enumerated() {
      let number = String(index + 1)
      write(stage, number: String(repeating: " ", count: digits - number.count) + number)
    }
    if deployment.stages.isEmpty { lines.append("  no stages") }
    lines.append("")
    if deployment.rollback.isEmpty {
      lines.append("  " + style.paint("nothing is rolled back when a stage fails", .faint))
    } else {
      lines.append("  " + style.paint("when a stage fails or the deployment is cancelled", .faint))
      let margin = String(repeating: " ", count: digits)
      for stage in deployment.rollback { write(stage, number: margin) }
    }
    guard !deployment.chain.isEmpty else { return }
    lines.append("")
    lines.append("  " + style.paint("after it, one after the other", .faint))
    for block in deployment.chain { wrap(reason(Plan.Reason(block.text, at: block.span)), indent: 4) }
  }

  /// Which strategy, and PipeCD's words for it.
  mutating func writeStrategy(_ deployment: DeploymentPlan) {
    let margin = "  " + style.paint("strategy", .faint) + " "
    guard deployment.isDeferred else {
      let name = deployment.strategy == .quickSync ? "quick sync" : "pipeline"
      let head = margin + style.paint(name, .strong)
      lines.append(deployment.summary.isEmpty ? head : head + ":")
      if !deployment.summary.isEmpty { wrap(shown(deployment.summary), indent: 4) }
      return
    }
    let asked = deployment.generation == .v0 ? "by what piped finds in the manifests" : "asked of the plugins"
    lines.append(margin + style.paint("deferred", .info) + ", \(asked); the pipeline is shown")
    for answer in deployment.answers {
      let name = answer.strategy == .quickSync ? "quick sync" : "pipeline  "
      wrap(answer.condition, indent: 16, head: "    " + style.paint(name, .faint) + "  ")
      if isVerbose, !answer.summary.isEmpty { wrap(answer.summary, indent: 16) }
    }
  }

  // MARK: Stages

  private mutating func write(_ stage: PlannedStage, number: String) {
    let margin = "  \(number)  "
    let indent = margin.count + 2
    var head = style.paint(margin, .faint) + style.paint(shown(stage.name), .strong)
    head += " " + style.paint("(\(shown(stage.id)))", .faint)
    switch stage.decision {
    case .run: break
    case .skip: head += " " + style.paint("is passed over", .warning)
    case .deferred: head += " " + style.paint("may run", .info)
    }
    lines.append(head)
    if stage.reason.text != "no conditions" { wrap(reason(stage.reason), indent: indent) }
    guard stage.decision != .skip || isVerbose else { return }
    if !stage.description.isEmpty { wrap(shown(stage.description), indent: indent) }
    switch stage.executor {
    case .piped: if isVerbose { field("by", "piped itself", indent: indent) }
    case .unknown: field("by", "a plugin that is not an official one", indent: indent)
    case .plugin(let plugin):
      var text = shown(plugin.name)
      if let port = plugin.port { text += " on port \(port)" }
      if !plugin.targets.isEmpty { text += ", targets \(plugin.targets.map(shown).joined(separator: ", "))" }
      field("by", text, indent: indent)
    }
    if let timeout = stage.timeout, timeout != .hours(6) || isVerbose {
      field("timeout", timeout.text, indent: indent)
    }
    write(stage.kind, of: stage, indent: indent)
  }

  private mutating func write(_ kind: PlannedStage.Kind, of stage: PlannedStage, indent: Int) {
    switch kind {
    case .wait(let duration): field("waits", duration.text, indent: indent)
    case .approval(let approval):
      let count = approval.count == 1 ? "one" : "\(approval.count) different ones"
      let text =
        approval.approvers.isEmpty
        ? "\(count) of all users of the project"
        : "\(count) of \(approval.approvers.map(shown).joined(separator: ", "))"
      wrap(
        text, indent: indent + 9, head: String(repeating: " ", count: indent) + style.paint("approval", .faint) + " ")
    case .script(let script):
      let margin = String(repeating: " ", count: indent)
      if script.run.isEmpty { lines.append(margin + "nothing to run") }
      for (index, line) in script.run.split(separator: "\n").enumerated() {
        cut((index == 0 ? "$ " : "  ") + shown(String(line)), indent: indent)
      }
      for variable in script.environment {
        field("env", shown("\(variable.name)=\(variable.value)"), indent: indent)
      }
    case .analysis(let analysis):
      field("looks for", analysis.duration.text, indent: indent)
      if analysis.checks.isEmpty {
        lines.append(String(repeating: " ", count: indent) + "no checks: it passes at once")
      }
      for check in analysis.checks { write(check, indent: indent) }
    case .platform:
      guard let options = stage.options else {
        if !["", "{}", "null"].contains(stage.configuration) {
          field("options", shown(stage.configuration), indent: indent)
        }
        return
      }
      var json = JSONWriter(layout: .compact)
      options.writeJSON(to: &json)
      let margin = String(repeating: " ", count: indent) + style.paint("options", .faint) + " "
      let members = Self.members(of: json.text)
      if !members.isEmpty { wrap(shown(members.joined(separator: ", ")), indent: indent + 8, head: margin) }
    }
  }

  /// The members of an object in JSON that are not empty, as `KEY VALUE`.
  static func members(of json: String) -> [String] {
    var members: [String] = []
    var member = ""
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for character in json.dropFirst().dropLast() {
      if isQuoted {
        if character == "\"", !isEscaped { isQuoted = false }
        isEscaped = character == "\\" && !isEscaped
      } else {
        switch character {
        case "\"": isQuoted = true
        case "{", "[": depth += 1
        case "}", "]": depth -= 1
        case "," where depth == 0:
          members.append(member)
          member = ""
          continue
        default: break
        }
      }
      member.append(character)
    }
    if !member.isEmpty { members.append(member) }
    return members.compactMap { member in
      let parts = member.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, !["\"\"", "false", "[]", "{}", "null", "0"].contains(String(parts[1])) else { return nil }
      let isPlain = parts[1].hasPrefix("\"") && !parts[1].contains { $0 == " " || $0 == "\\" || $0 == "," }
      return "\(parts[0].dropFirst().dropLast()) \(isPlain ? parts[1].dropFirst().dropLast() : parts[1])"
    }
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
  }

  private mutating func write(_ check: PlannedAnalysis.Check, indent: Int) {
    var text = check.kind.rawValue
    if let template = check.template { text += " of the template \(shown(template))" }
    if !check.strategy.isEmpty { text += ", \(shown(check.strategy))" }
    if !check.provider.isEmpty { text += " by \(shown(check.provider))" }
    if check.interval > .zero { text += ", every \(check.interval.text)" }
    let least = check.minimum.map(Self.text)
    let most = check.maximum.map(Self.text)
    switch (least, most) {
    case (let least?, let most?): text += ", from \(least) to \(most)"
    case (let least?, nil): text += ", at least \(least)"
    case (nil, let most?): text += ", at most \(most)"
    case (nil, nil): break
    }
    if let code = check.expectedCode { text += ", status \(code)" }
    if !check.deviation.isEmpty { text += ", deviation \(shown(check.deviation))" }
    switch check.failureLimit {
    case _ where check.queries.isEmpty: break
    case 0: text += ", the first failure ends it"
    case 1: text += ", one failure is forgiven"
    default: text += ", \(check.failureLimit) failures are forgiven"
    }
    wrap(text, indent: indent)
    for query in check.queries {
      for line in query.text.split(separator: "\n") {
        field(query.variant.isEmpty ? "request" : query.variant, shown(String(line)), indent: indent + 2)
      }
    }
    if let problem = check.problem { wrap(reason(problem), indent: indent + 2) }
  }
}
