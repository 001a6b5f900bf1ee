import Diagnostics
import IR

extension PlanPage {
  /// Texts are shown up to this many characters; JSON has all of them.
  private static let longest = 6000
  /// With more steps than this, only the variables of the file are listed.
  private static let mostListed = 1000

  /// What is shown of each step, stage and group of a pipeline when it is chosen.
  mutating func writeDetails(_ pipeline: Plan.Pipeline, _ number: Int) {
    if let deployment = pipeline.pipecd {
      for (index, stage) in deployment.stages.enumerated() { write(stage, "p\(number)s\(index)") }
      for (index, stage) in deployment.rollback.enumerated() { write(stage, "p\(number)r\(index)") }
      return
    }
    let places = Dictionary(
      pipeline.steps.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    for index in pipeline.steps.indices { write(pipeline, index, number, places) }
    guard let harness = pipeline.harness else { return }
    for node in harness.nodes where [.stage, .group, .loop].contains(node.kind) { write(node, harness, number) }
  }

  private mutating func open(_ id: String, _ name: String, _ decision: Plan.Decision, _ reason: Plan.Reason) {
    html += "<article id=\"\(id)\" tabindex=\"-1\"><a class=\"close\" href=\"#\" aria-label=\"close\">✕</a>"
    html += "<h3>\(Markup.escaped(name))</h3>\(badge(decision))\n<dl>"
    if reason.text != "no conditions" { field("why", drawing.text.reason(reason)) }
  }

  private mutating func field(_ name: String, _ text: String) {
    html += "<dt>\(name)</dt><dd>\(shown(text))</dd>"
  }

  private func shown(_ text: String) -> String {
    guard text.utf8.count > Self.longest else { return Markup.escaped(text) }
    return Markup.escaped(String(text.prefix(Self.longest))) + "…"
  }

  private mutating func block(_ title: String, _ text: String) {
    html += "<h4>\(title)</h4><pre>\(shown(text))</pre>\n"
  }

  // MARK: Steps

  private mutating func write(_ pipeline: Plan.Pipeline, _ index: Int, _ number: Int, _ places: [String: Int]) {
    let step = pipeline.steps[index]
    open("p\(number)s\(index)", step.name, step.decision, step.reason)
    if let type = step.type { field("type", type) }
    if step.role != .step { field("role", step.role.rawValue) }
    if step.performer == .delegate { field("by", "a delegate; a run takes --stub \(step.id)") }
    if step.performer == .pipec { field("by", "pipec itself") }
    if let image = step.image { field("image", image) }
    let needs = step.needs.prefix(100).map { need -> String in
      guard let place = places[need] else { return Markup.escaped(need) }
      return "<a href=\"#p\(number)s\(place)\">\(Markup.escaped(pipeline.steps[place].name))</a>"
    }
    if !needs.isEmpty { html += "<dt>after</dt><dd>\(needs.joined(separator: ", "))</dd>" }
    switch step.runPolicy {
    case .always: field("runs", "whether steps before it fail or not")
    case .onFailure: field("runs", "after a failure only")
    case .onSuccess, .never: break
    }
    var lines = drawing.text
    lines.options(step, indent: 0)
    for line in lines.lines {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      if parts.count == 2 { field(Markup.escaped(parts[0]), parts[1]) }
    }
    if step.isDetached { field("detached", "nobody waits for its end") }
    if let directory = step.workingDirectory { field("folder", directory) }
    if let timeout = step.timeout { field("timeout", "\(timeout / 1000) s") }
    for mount in step.mounts where !["_workspace", HarnessFolders.engineVolume].contains(mount.volume) {
      field("mount", "\(mount.volume) at \(mount.path)")
    }
    if let span = step.span, span.source == source.id { field("written", source.place(of: span)) }
    html += "</dl>\n"
    if !step.commands.isEmpty { block("commands", step.commands.joined(separator: "\n")) }
    if step.commands.isEmpty {
      if let entrypoint = step.entrypoint { block("entrypoint", entrypoint.joined(separator: " ")) }
      if let command = step.command { block("command", command.joined(separator: " ")) }
    }
    writeEnvironment(step)
    html += "</article>\n"
  }

  private mutating func writeEnvironment(_ step: Plan.Step) {
    let own = step.environment.filter { drawing.text.isOwn($0.name) }
    if !own.isEmpty {
      html += "<h4>environment</h4>"
      write(own)
    }
    let others = step.environment.filter { !drawing.text.isOwn($0.name) && $0.name != "DRONE_SCRIPT" }
    guard !others.isEmpty, stepCount <= Self.mostListed else { return }
    html += "<details><summary>\(others.count) variables that are always there</summary>"
    write(others)
    html += "</details>\n"
  }

  private mutating func write(_ variables: [Plan.EnvironmentVariable]) {
    html += "<table>"
    for variable in variables {
      html += "<tr><td>\(Markup.escaped(variable.name))</td><td>\(value(variable.value))</td></tr>"
    }
    html += "</table>\n"
  }

  /// A value with secrets and what is open told apart.
  private func value(_ value: Plan.Value) -> String {
    switch value {
    case .literal(let text): shown(text)
    case .secret(let name): "<span class=\"secret\">secret \(Markup.escaped(name))</span>"
    case .deferred(let expression): "<em>\(shown(expression))</em>"
    case .runtime(let fact, initially: let text):
      text.isEmpty ? "<em>\(drawing.text.words(for: fact))</em>" : shown(text)
    case .pieces(let pieces):
      pieces.map { piece in
        switch piece {
        case .literal(let text): shown(text)
        case .secret(let name): "<span class=\"secret\">secret \(Markup.escaped(name))</span>"
        case .deferred(let expression): "<em>\(shown(expression))</em>"
        }
      }.joined()
    }
  }

  // MARK: Harness

  private mutating func write(_ node: HarnessPlanNode, _ plan: HarnessPlan, _ number: Int) {
    open("p\(number)n\(node.index)", node.name, node.decision, node.reason)
    field("kind", node.kind.rawValue)
    field("id", node.path.description)
    if let condition = node.condition?.text { field("starts if", condition) }
    if let loop = node.loop {
      field("repeats", loop.kind + (loop.waitsFor.map { ", waits for \($0)" } ?? " of \(node.children.count)"))
      if loop.maxConcurrency > 0 { field("at once", "at most \(loop.maxConcurrency)") }
    }
    for axis in node.iteration?.matrix ?? [] { field(Markup.escaped(axis.name), axis.value.scalar.display) }
    if let item = node.iteration?.item { field("item", item.scalar.display) }
    for rule in node.failureRules { field("on", "\(rule.errors.joined(separator: ", ")): \(rule.action.name)") }
    if let timeout = node.timeout { field("timeout", "\(timeout / 1000) s") }
    for id in node.dependsOn ?? [] {
      html += "<dt>after</dt><dd><a href=\"#p\(number)n\(id)\">\(Markup.escaped(plan.nodes[id].name))</a></dd>"
    }
    for input in plan.executionInputs(of: node.index) { field("asks for", input.question) }
    if node.span.source == source.id { field("written", source.place(of: node.span)) }
    html += "</dl></article>\n"
  }

  // MARK: PipeCD

  private mutating func write(_ stage: PlannedStage, _ id: String) {
    open(id, stage.name, stage.decision, stage.reason)
    field("id", stage.id)
    if !stage.description.isEmpty { field("what", stage.description) }
    switch stage.executor {
    case .piped: field("by", "piped itself")
    case .unknown: field("by", "a plugin that is not an official one")
    case .plugin(let plugin):
      field("by", "the plugin \(plugin.name)")
      if !plugin.targets.isEmpty { field("targets", plugin.targets.joined(separator: ", ")) }
    }
    if let timeout = stage.timeout { field("timeout", timeout.text) }
    if case .approval(let approval) = stage.kind {
      let who = approval.approvers.isEmpty ? "all users" : approval.approvers.joined(separator: ", ")
      field("approval", "\(approval.count) of \(who)")
    }
    if case .wait(let duration) = stage.kind { field("waits", duration.text) }
    if let span = stage.span, span.source == source.id { field("written", source.place(of: span)) }
    html += "</dl>\n"
    if case .script(let script) = stage.kind {
      block("script", script.run)
      if !script.environment.isEmpty {
        html += "<h4>environment</h4>"
        write(script.environment.map { Plan.EnvironmentVariable($0.name, $0.value) })
      }
    }
    if case .analysis(let analysis) = stage.kind {
      for check in analysis.checks {
        let queries = check.queries.map { ($0.variant.isEmpty ? "" : $0.variant + ": ") + $0.text }
        let head = [check.kind.rawValue, check.strategy, check.provider].filter { !$0.isEmpty }.joined(separator: ", ")
        block(Markup.escaped(head), queries.joined(separator: "\n"))
      }
    }
    if let options = stage.options {
      var json = JSONWriter()
      options.writeJSON(to: &json)
      if json.text != "{}" { block("options", json.text) }
    } else if !["", "{}", "null"].contains(stage.configuration) {
      block("options", stage.configuration)
    }
    html += "</article>\n"
  }
}
