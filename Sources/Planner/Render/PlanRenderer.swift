import Diagnostics
import Expressions
import IR

/// A plan as text for people: what runs and what does not, why, in which order, with what.
public struct PlanRenderer {
  let source: Source
  let style: Style
  /// Whether every variable, mount and label is shown, and the details of what does not run.
  let isVerbose: Bool
  var lines: [String] = []
  /// Variables of the pipeline being written that all its steps share; they are shown once.
  var shared: Set<Plan.EnvironmentVariable> = []

  /// - Parameter source: the file that was planned; places are given in it as `FILE:LINE:COLUMN`.
  public init(source: Source, style: Style = .plain, isVerbose: Bool = false) {
    self.source = source
    self.style = style
    self.isVerbose = isVerbose
  }

  /// The whole plan, with a line feed at its end.
  public static func text(
    _ plan: Plan, source: Source, style: Style = .plain, isVerbose: Bool = false
  ) -> String {
    var renderer = PlanRenderer(source: source, style: style, isVerbose: isVerbose)
    for pipeline in plan.pipelines {
      renderer.write(pipeline)
      renderer.lines.append("")
    }
    renderer.summarise(plan, isNumbered: true)
    return renderer.lines.joined(separator: "\n") + "\n"
  }

  // MARK: Pipelines

  /// The line with the name and the decision, and why.
  mutating func writeHead(of pipeline: Plan.Pipeline) {
    let platform = ", \(pipeline.platform.os)/\(pipeline.platform.architecture)"
    let machine = pipeline.pipecd.map { ", PipeCD \($0.generation.rawValue)" } ?? platform
    let head =
      "\(style.paint(shown(pipeline.name), .strong)) \(style.paint("(\(shown(pipeline.type))\(machine))", .faint))"
    lines.append("\(head) \(word(pipeline.decision, pipeline.reason))")
    if pipeline.reason.text != "no conditions" { wrap(reason(pipeline.reason), indent: 2) }
    if !pipeline.needs.isEmpty { field("after", pipeline.needs.map(shown).joined(separator: ", "), indent: 2) }
  }

  private mutating func write(_ pipeline: Plan.Pipeline) {
    writeHead(of: pipeline)
    if let harness = pipeline.harness { return write(harness, of: pipeline) }
    if let deployment = pipeline.pipecd { return write(deployment, of: pipeline) }
    if pipeline.decision != .skip || isVerbose {
      let workspace = pipeline.workspace
      if !workspace.full.isEmpty, workspace.hostPath != workspace.full {
        let origin = workspace.hostPath.map { ", which is \(shown($0))" } ?? ""
        field("workspace", shown(workspace.full) + origin, indent: 2)
      } else if let path = workspace.hostPath {
        field("workspace", shown(path), indent: 2)
      }
      for volume in pipeline.volumes { field("volume", describe(volume), indent: 2) }
      let common = isVerbose ? [] : sharedVariables(pipeline)
      for variable in common { write(variable, indent: 2) }
      shared = Set(common)
    }
    guard !pipeline.steps.isEmpty, pipeline.decision != .skip || isVerbose else { return }
    lines.append("")
    let levels = pipeline.levels
    let names = pipeline.steps.map { shown($0.name) }
    let digits = String(levels.max() ?? 1).count
    let column = min(names.map(\.count).max() ?? 0, 24)
    // A step is listed with those that can run at the same time.
    for index in pipeline.steps.indices.sorted(by: { (levels[$0], $0) < (levels[$1], $1) }) {
      let level = String(levels[index])
      let number = String(repeating: " ", count: digits - level.count) + level
      write(pipeline.steps[index], name: names[index], number: "  \(number)  ", column: column, pipeline)
    }
  }

  func word(_ decision: Plan.Decision, _ reason: Plan.Reason) -> String {
    switch decision {
    case .run: style.paint("runs", .success)
    case .skip: style.paint("does not run", .warning)
    case .deferred: style.paint("may run", .info)
    }
  }

  func describe(_ volume: Plan.Volume) -> String {
    switch volume.storage {
    case .temporary: "\(shown(volume.name)) for the time of the run"
    case .memory(let limit):
      "\(shown(volume.name)) in memory" + (limit.map { ", at most \($0) bytes" } ?? "")
    case .host(let path): "\(shown(volume.name)) is \(shown(path)) of this machine"
    }
  }

  // MARK: Steps

  private mutating func write(
    _ step: Plan.Step, name: String, number: String, column: Int, _ pipeline: Plan.Pipeline
  ) {
    let word =
      switch step.decision {
      case .run: style.paint("run ", .success)
      case .skip: style.paint("skip", .warning)
      case .deferred: style.paint("may ", .info)
      }
    let indent = number.count + column + 2 + 4 + 2
    var head = style.paint(number, .faint) + style.paint(name, .strong)
    if name.count > column {
      lines.append(head)
      head = String(repeating: " ", count: number.count + column)
    } else {
      head += String(repeating: " ", count: column - name.count)
    }
    head += "  \(word)  "
    guard step.decision != .skip || isVerbose else { return wrap(reason(step.reason), indent: indent, head: head) }
    let kind = step.role == .service ? "service " : step.isDetached ? "detached " : ""
    let place = step.image.map(shown) ?? (pipeline.type == "exec" ? "on the host" : "on the machine")
    wrap(kind + place, indent: indent, head: head)
    if step.reason.text != "no conditions" { wrap(reason(step.reason), indent: indent) }
    if !step.needs.isEmpty, !isVerbose || step.decision != .skip {
      field("after", step.needs.map(shown).joined(separator: ", "), indent: indent)
    }
    details(step, indent: indent, pipeline)
  }

  mutating func details(_ step: Plan.Step, indent: Int, _ pipeline: Plan.Pipeline) {
    for command in step.commands {
      for (index, line) in command.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if line.isEmpty { continue }
        cut((index == 0 ? "$ " : "  ") + shown(String(line)), indent: indent)
      }
    }
    if step.commands.isEmpty || isVerbose {
      if let entrypoint = step.entrypoint { field("entrypoint", words(entrypoint), indent: indent) }
      if let command = step.command { field("command", words(command), indent: indent) }
    }
    for variable in step.environment where isVerbose || (isOwn(variable.name) && !shared.contains(variable)) {
      write(variable, indent: indent)
    }
    for mount in step.mounts where isVerbose || !["_workspace", HarnessFolders.engineVolume].contains(mount.volume) {
      field("mount", "\(shown(mount.volume)) at \(shown(mount.path))", indent: indent)
    }
    for device in step.devices { field("device", "\(shown(device.hostPath)) at \(shown(device.path))", indent: indent) }
    if let directory = step.workingDirectory, isVerbose || directory != pipeline.workspace.full {
      field("in", shown(directory), indent: indent)
    }
    options(step, indent: indent)
  }

  mutating func options(_ step: Plan.Step, indent: Int) {
    if step.isPrivileged { field("privileged", "yes", indent: indent) }
    if let user = step.user { field("user", shown(user), indent: indent) }
    if step.pull != .automatic, step.role != .clone, step.image != nil {
      field("pull", step.pull.rawValue, indent: indent)
    }
    if step.failurePolicy != .fail { field("failure", step.failurePolicy.rawValue, indent: indent) }
    if let mode = step.networkMode { field("network", shown(mode), indent: indent) }
    if !step.dns.isEmpty { field("dns", words(step.dns), indent: indent) }
    if !step.dnsSearch.isEmpty { field("dns search", words(step.dnsSearch), indent: indent) }
    if !step.extraHosts.isEmpty { field("hosts", words(step.extraHosts), indent: indent) }
    let isUsual = !isVerbose && step.performer != nil
    if let limit = step.memoryLimit, !isUsual || limit != HarnessQuantity.defaultMemory {
      field("memory", "at most \(limit) bytes", indent: indent)
    }
    if let limit = step.memorySwapLimit { field("swap", "at most \(limit) bytes", indent: indent) }
    if let limit = step.processorLimit, !isUsual || limit != HarnessQuantity.defaultMilliCPU {
      field("processors", "at most \(limit)m", indent: indent)
    }
    if !step.policySets.isEmpty { field("policies", words(step.policySets), indent: indent) }
    if !step.reports.isEmpty { field("reports", words(step.reports), indent: indent) }
    for port in step.ports { field("port", "\(shown(port.host)) leads to \(shown(port.container))", indent: indent) }
    if let size = step.sharedMemorySize { field("shared memory", "\(size) bytes", indent: indent) }
  }

  mutating func write(_ variable: Plan.EnvironmentVariable, indent: Int) {
    let name = shown(variable.name)
    switch variable.value {
    case .literal(let text): field("env", "\(name)=\(value(text))", indent: indent)
    case .secret(let secret): field("secret", "\(shown(secret)) as \(name)", indent: indent)
    case .deferred(let expression): field("env", "\(name)=\(shown(expression))", indent: indent)
    case .pieces(let pieces):
      let text = pieces.map { piece in
        switch piece {
        case .literal(let text): text
        case .secret(let secret): "<+secrets.getValue(\"\(secret)\")>"
        case .deferred(let expression): expression
        }
      }
      field("env", "\(name)=\(value(text.joined()))", indent: indent)
    case .runtime(let fact, initially: let text):
      field("env", "\(name)=\(text.isEmpty ? "(\(words(for: fact)), known at run time)" : text)", indent: indent)
    }
  }

  func words(for fact: Plan.RuntimeFact) -> String {
    switch fact {
    case .status: "success or failure of the pipeline"
    case .buildStatus: "success or failure of the build"
    case .failedSteps: "steps that failed"
    case .failedPipelines: "pipelines that failed"
    case .now: "the time"
    case .network: "the name of the network"
    case .workspaceVolume: "the name of the volume"
    }
  }

  func sharedVariables(_ pipeline: Plan.Pipeline) -> [Plan.EnvironmentVariable] {
    let steps = pipeline.steps.filter { $0.decision != .skip && !$0.environment.isEmpty }
    guard let first = steps.first, steps.count > 1 else { return [] }
    var common = Set(first.environment.filter { isOwn($0.name) })
    for step in steps.dropFirst() { common.formIntersection(step.environment) }
    return first.environment.filter { common.contains($0) }
  }

  /// Whether the file sets it; the rest comes from Drone or Harness itself.
  func isOwn(_ name: String) -> Bool {
    if ["CI", "DRONE", "GIT_TERMINAL_PROMPT", "PLUGIN_ARTIFACT_FILE"].contains(name) { return false }
    return !["DRONE_", "HARNESS_", "CI_", "GIT_AUTHOR_", "GIT_COMMITTER_"].contains { name.hasPrefix($0) }
  }

  // MARK: The end

  /// How much would run, and with which secrets.
  ///
  /// - Parameter isNumbered: whether steps have numbers that must be explained.
  mutating func summarise(_ plan: Plan, isNumbered: Bool) {
    guard !plan.pipelines.isEmpty else {
      lines.append("the file has no pipelines")
      return
    }
    if let pipeline = plan.pipelines.first, let deployment = pipeline.pipecd {
      let stages = pipeline.decision == .skip ? 0 : deployment.stages.count { $0.decision != .skip }
      lines.append("\(counted(stages, of: deployment.stages.count, "stage")) would run")
      return
    }
    let pipelines = plan.pipelines.filter { $0.decision != .skip }
    // Pictures of Harness pipelines do not say that nothing is cloned.
    func steps(of pipeline: Plan.Pipeline) -> [Plan.Step] {
      guard pipeline.harness != nil, !isNumbered else { return pipeline.steps }
      return pipeline.steps.filter { $0.role != .clone || $0.decision != .skip }
    }
    let running = pipelines.flatMap(steps).count { $0.decision != .skip }
    let text =
      "\(counted(pipelines.count, of: plan.pipelines.count, "pipeline")), "
      + "\(counted(running, of: plan.pipelines.flatMap(steps).count, "step")) would run"
    lines.append(text)
    if isNumbered, pipelines.contains(where: { $0.harness == nil && $0.levels.count > Set($0.levels).count }) {
      lines.append("steps with the same number can run at the same time")
    }
    let secrets = plan.secretNames
    if !secrets.isEmpty { field("secrets needed:", secrets.map(shown).joined(separator: ", "), indent: 0) }
  }

  private func counted(_ count: Int, of all: Int, _ noun: String) -> String {
    "\(count) of \(all) \(noun)\(all == 1 ? "" : "s")"
  }

  // MARK: Lines

  func reason(_ reason: Plan.Reason) -> String {
    guard let span = reason.span, span.source == source.id else { return reason.text }
    return "\(reason.text) (\(source.place(of: span)))"
  }

  mutating func field(_ name: String, _ text: String, indent: Int) {
    let head = String(repeating: " ", count: indent) + style.paint(name, .faint) + " "
    let space = max(20, style.width - indent - name.count - 1)
    if isVerbose || text.count <= space {
      lines.append(head + text)
    } else {
      lines.append(head + text.prefix(space - 1) + "…")
    }
  }

  mutating func cut(_ text: String, indent: Int) {
    let space = max(20, style.width - indent)
    let shown = isVerbose || text.count <= space ? text : text.prefix(space - 1) + "…"
    lines.append(String(repeating: " ", count: indent) + shown)
  }

  /// Breaks at spaces; a word that is too long keeps its line.
  mutating func wrap(_ text: String, indent: Int, head: String? = nil) {
    let space = max(20, style.width - indent)
    var rows: [String] = [""]
    for word in text.split(separator: " ") {
      let last = rows[rows.count - 1]
      if last.isEmpty {
        rows[rows.count - 1] = String(word)
      } else if last.count + 1 + word.count <= space {
        rows[rows.count - 1] = "\(last) \(word)"
      } else {
        rows.append(String(word))
      }
    }
    let margin = String(repeating: " ", count: indent)
    for (index, row) in rows.enumerated() { lines.append((index == 0 ? head ?? margin : margin) + row) }
  }

  private func words(_ words: [String]) -> String {
    words.map { $0.contains(" ") || $0.isEmpty ? GoQuote.quote($0) : shown($0) }.joined(separator: " ")
  }

  private func value(_ text: String) -> String {
    text.unicodeScalars.contains(where: \.isHarmful) ? GoQuote.quote(text) : text
  }

  /// A text of the file with nothing that could move a terminal's cursor.
  func shown(_ text: String) -> String { HarmlessText.shown(text) }
}
