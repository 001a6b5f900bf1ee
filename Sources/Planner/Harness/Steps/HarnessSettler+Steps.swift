import Diagnostics
import Expressions
import IR

extension HarnessSettler {
  /// A step with everything worked out that is known by now.
  public func step(of node: Int) -> Plan.Step {
    let place = plan.nodes[node]
    guard case .step(let source) = place.origin else {
      return Plan.Step(id: place.path.description, name: place.name, role: .step, decision: .skip, reason: place.reason)
    }
    return HarnessStepWriter(self, node, source).step()
  }

  /// Makes the iterations of a loop whose values have come to be known, and their steps.
  ///
  /// - Returns: the iterations as places in `HarnessPlan.nodes`; or why there can be none. A loop that is expanded already
  ///   keeps its iterations.
  public mutating func expand(_ loop: Int) -> Result<[Int], HarnessExpansionFailure> {
    guard plan.nodes[loop].loop?.waitsFor != nil else { return .success(plan.nodes[loop].children) }
    let before = refusals.count
    unroll(loop)
    if let waitsFor = plan.nodes[loop].loop?.waitsFor {
      return .failure(HarnessExpansionFailure(message: "\(waitsFor) gives no value"))
    }
    if refusals.count > before { return .failure(HarnessExpansionFailure(message: refusals[before].message)) }
    return .success(plan.nodes[loop].children)
  }
}

/// Why a loop has no iterations: the loop fails.
public struct HarnessExpansionFailure: Error, Hashable, Sendable {
  /// One clause.
  public var message: String
}

/// Writes one step of a Harness pipeline as what a backend starts, or what pipec does itself.
struct HarnessStepWriter {
  let settler: HarnessSettler
  let index: Int
  let source: HarnessStep
  let scope: HarnessContainerScope?

  init(_ settler: HarnessSettler, _ index: Int, _ source: HarnessStep) {
    self.settler = settler
    self.index = index
    self.source = source
    scope = settler.scope(of: index).map { settler.plan.scopes[$0] }
  }

  var node: HarnessPlanNode { settler.plan.nodes[index] }
  var isOnMachine: Bool { scope?.runsOnMachine == true }

  func step() -> Plan.Step {
    let (decision, reason) = verdict
    var step = Plan.Step(
      id: node.path.description, name: node.name, role: .step, decision: decision, reason: reason)
    step.stage = settler.stage(of: index).map { settler.plan.nodes[$0].identifier }
    step.type = source.type?.value
    step.node = index
    step.span = source.span
    step.timeout = node.timeout
    step.policySets = (source.policySets?.texts ?? []).map { text($0.value).display }.filter { !$0.isEmpty }
    if case .expression(let sets)? = source.policySets, !sets.value.isEmpty {
      step.policySets = [text(sets.value).display]
    }
    switch node.condition?.status {
    case .success?, nil: step.runPolicy = .onSuccess
    case .failure?, .rollback?: step.runPolicy = .onFailure
    case .all?: step.runPolicy = .always
    }
    if decision == .skip { step.runPolicy = .never }
    if node.failureRules.contains(where: { $0.errors == ["AllErrors"] && $0.action == .ignore }) {
      step.failurePolicy = .ignore
    }
    write(&step)
    if !settler.state.isRunning, decision == .run, let text = mainText,
      let why = settler.failure(of: text.value, at: index)
    {
      step.reason = Plan.Reason("fails when it starts: \(why)", at: text.span)
    }
    return step
  }

  /// What the step runs, where that is one text.
  private var mainText: Text? {
    switch source.action {
    case .run(let run): run.command
    case .test(let test): test.command
    case .container(let custom): custom.command
    case .shellScript(let script): script.script
    case .http(let http): http.url
    default: nil
    }
  }

  /// The step's own decision, and that of what it stands in.
  private var verdict: (Plan.Decision, Plan.Reason) {
    if settler.state.isRunning { return (node.decision == .skip ? .run : node.decision, node.reason) }
    for around in settler.ancestors(of: index) {
      let other = settler.plan.nodes[around]
      guard other.decision == .skip else { continue }
      if other.kind == .loop { return (.skip, other.reason) }
      return (.skip, Plan.Reason("its \(other.kind.rawValue) \(other.identifier) does not run"))
    }
    if node.decision == .run {
      for around in settler.ancestors(of: index) where settler.plan.nodes[around].decision == .deferred {
        let other = settler.plan.nodes[around]
        if other.kind == .loop { return (.deferred, other.reason) }
        return (.deferred, Plan.Reason("its \(other.kind.rawValue) \(other.identifier) may run"))
      }
    }
    let selection = settler.plan.facts.context.selection
    let names = [node.identifier, node.path.description, node.name, source.identifier?.value ?? ""]
    if !selection.include.isEmpty, !selection.include.contains(where: names.contains) {
      return (.skip, Plan.Reason("is not among the steps that were chosen"))
    }
    if selection.exclude.contains(where: names.contains) { return (.skip, Plan.Reason("was excluded")) }
    return (node.decision, node.reason)
  }

  // MARK: What it does

  private func write(_ step: inout Plan.Step) {
    switch source.action {
    case .run(let run):
      let own = environment(run.container.environment)
      container(run.container, &step)
      script(run.command, run.shell, run.container, &step)
      finish(&step, own: own)
    case .plugin(let plugin):
      let own = environment(plugin.container.environment ?? source.data["spec"]?["envVariables"].flatMap(entries))
      container(plugin.container, &step)
      if plugin.container.image == nil, let uses = plugin.uses {
        step.performer = .host
        set(["plugin", "-kind", "harness", "-repo"], text(uses.value), &step)
      }
      finish(&step, own: own, settings: settings(plugin.settings))
    case .background(let background):
      background.write(self, &step)
    case .test(let test):
      let own = environment(test.container.environment)
      container(test.container, &step)
      script(test.command ?? test.tool?.command, test.shell, test.container, &step)
      finish(&step, own: own)
    case .gitClone(let clone):
      container(clone.container, &step)
      if step.image == nil { step.image = HarnessCloneStep.image }
      step.performer = .container
      finish(&step, own: [], settings: HarnessCloneStep(self).variables(of: clone))
    case .uses(let uses): write(uses, &step)
    case .container(let custom):
      container(custom.container, &step)
      script(custom.command, custom.shell, custom.container, &step)
      finish(&step, own: environment(custom.container.environment), settings: settings(custom.settings))
    case .shellScript(let script): write(script, &step)
    case .http, .wait, .barrier, .queue, .policy: step.performer = .pipec
    case .approval(let approval):
      step.performer = approval.kind == .harness || approval.kind == .custom ? .pipec : .delegate
    case .other(let other): write(other, &step)
    case .template: step.performer = .delegate
    }
  }

  private func write(_ uses: HarnessUses, _ step: inout Plan.Step) {
    step.performer = .host
    set(["plugin", "-kind", uses.isBitrise ? "bitrise" : "action", "-name"], text(uses.uses?.value ?? ""), &step)
    var own = environment(uses.environment)
    var settings = environment(uses.with)
    if uses.isBitrise {
      own += settings
      settings = []
    } else {
      for index in settings.indices { settings[index].name = "PLUGIN_WITH_" + settings[index].name }
    }
    step.workingDirectory = HarnessFolders.workspace
    finish(&step, own: own, settings: settings)
  }

  /// A script on a delegate: no `set -e`, and `Bash` is `sh` unless its first line says otherwise.
  private func write(_ script: HarnessShellScript, _ step: inout Plan.Step) {
    let isElsewhere = settler.flag(script.onDelegate, at: index) == false
    guard !isElsewhere, let source = script.script else {
      step.performer = .delegate
      return
    }
    step.performer = .host
    let isPowerShell = script.shell?.value == "PowerShell"
    let program = text(source.value)
    step.commands = [program.display]
    step.entrypoint = isPowerShell ? ["pwsh", "-Command"] : ["sh", "-c"]
    let first = program.display.split(separator: "\n", maxSplits: 1).first ?? ""
    if !isPowerShell, first.hasPrefix("#!"), first.contains("bash") { step.entrypoint = ["bash", "-c"] }
    var command = TextPieces(program)
    let outputs = (settler.declaredOutputs(of: index) ?? []).map { (name: $0.name, variable: $0.source) }
    command.append((isPowerShell ? HarnessShell.pwsh : .sh).export(outputs, keepsStatus: true))
    set(command: [command.value], &step)
    let own = script.inputs.compactMap { input -> Plan.EnvironmentVariable? in
      guard let name = input.name?.value, let value = HarnessVariables.value(of: input) else { return nil }
      return Plan.EnvironmentVariable(name, rendered(value))
    }
    let files = HarnessStepFiles(settler.containerName(of: index))
    step.environment = own + [.init("DRONE_OUTPUT", files.output)]
    step.mounts = [Plan.Mount(volume: HarnessFolders.engineVolume, path: HarnessFolders.engine)]
  }

  private func write(_ other: HarnessOtherStep, _ step: inout Plan.Step) {
    guard let plugin = HarnessBuiltInPlugin(self, other) else {
      step.performer = .delegate
      return
    }
    container(other.container, &step)
    if step.image == nil { step.image = plugin.image }
    step.performer = .container
    finish(&step, own: environment(other.container.environment), settings: plugin.environment)
  }
}
