import Diagnostics
import Expressions
import IR

extension DroneCompiler {
  /// The step that clones; nil when the file turns it off.
  ///
  /// Where the working tree is mounted it stays in the plan as a step that never runs, so that others may depend on it.
  func cloneStep() -> Plan.Step? {
    let clone = pipeline.drone?.clone ?? Clone()
    guard !clone.isDisabled else { return nil }
    var step = Plan.Step(
      id: "clone", name: "clone", role: .clone, decision: .run, reason: Plan.Reason("fetches the repository"))
    step.runPolicy = .always
    if case .mounted = context.workspace {
      step.decision = .skip
      step.reason = Plan.Reason("the working tree is used as it is")
      step.runPolicy = .never
    }
    step.span = clone.span
    step.environment = environment.variables(
      name: "clone", number: step.decision == .skip ? nil : 1,
      own: runner.usesContainers ? DroneClone.variables(clone) : [])
    guard runner.usesContainers else {
      shell(DroneClone.commands(clone, context, honoursDepth: runner != .exec), &step)
      return step
    }
    step.image = DroneClone.image
    step.pull = .ifNotExists
    step.workingDirectory = workspace.full
    step.mounts = volumes.mounts(for: [], workspace)
    step.networkAliases = ["clone"]
    step.registryCredentialSecrets = credentials
    return step
  }

  /// One service or step; `number` counts those that may run.
  func step(_ source: IR.Step, id: String, name: String, number: inout Int) -> Plan.Step {
    let verdict = verdict(of: source, name: name)
    var step = Plan.Step(
      id: id, name: name, role: source.role == .service ? .service : .step, decision: verdict.decision,
      reason: verdict.reason)
    step.runPolicy = verdict.policy
    step.span = source.span
    step.failurePolicy = DroneContainer.failurePolicy(source.failure?.value, runner: runner)
    step.isDetached = source.role == .service || source.isDetached?.value == true
    if verdict.policy != .never { number += 1 }
    var own = DroneEnvironment.own(of: source)
    let commands = self.commands(of: source)
    if runner.usesContainers {
      container(source, commands, &step, &own.literals)
    } else {
      shell(commands, &step)
    }
    step.environment = environment.variables(
      name: name, number: verdict.policy == .never ? nil : number, own: own.literals, secrets: own.secrets)
    return step
  }

  private func verdict(
    of source: IR.Step, name: String
  ) -> (policy: Plan.RunPolicy, decision: Plan.Decision, reason: Plan.Reason) {
    let selection = context.selection
    if !selection.include.isEmpty, !selection.include.contains(name) {
      return (.never, .skip, Plan.Reason("not among those asked for"))
    }
    if selection.exclude.contains(name) { return (.never, .skip, Plan.Reason("left out as asked")) }
    if let condition = source.condition,
      let refusal = DroneConditions.refusal(of: condition, DroneConditions.stepSubjects, values)
    {
      return (.never, .skip, refusal.reason)
    }
    let reason = DroneConditions.acceptance(of: source.condition, DroneConditions.stepSubjects, values)
    let status = source.condition?[.status]
    switch DroneConditions.runPolicy(status) {
    case .onFailure:
      return (.onFailure, .deferred, Plan.Reason("runs only if a step before it has failed", at: status?.valueSpan))
    case .always:
      return (.always, .run, Plan.Reason("runs whether steps before it fail or not", at: status?.valueSpan))
    default: return (.onSuccess, .run, reason)
    }
  }

  private func commands(of source: IR.Step) -> [String] {
    // Kubernetes runs a written entrypoint as a line of shell, in place of commands.
    if runner == .kubernetes, !source.entrypoint.isEmpty {
      return [(source.entrypoint + source.command).map(\.value).joined(separator: " ")]
    }
    return source.commands.map(\.value)
  }

  private func shell(_ commands: [String], _ step: inout Plan.Step) {
    step.commands = commands
    step.entrypoint = ["/bin/sh", "-e", "-c"]
    step.command = [DroneScript.host(commands)]
  }

  private func container(
    _ source: IR.Step, _ commands: [String], _ step: inout Plan.Step, _ own: inout [Plan.EnvironmentVariable]
  ) {
    let isWindows = stage.platform.os == "windows"
    step.image = source.image.map { ImageName.expand($0.value) }
    step.commands = commands
    if !commands.isEmpty {
      if isWindows {
        step.entrypoint = ["powershell", "-noprofile", "-noninteractive", "-command"]
        step.command = ["echo $Env:DRONE_SCRIPT | iex"]
        own.append(.init("SHELL", "powershell.exe"))
        own.append(.init("DRONE_SCRIPT", DroneScript.windows(commands)))
      } else {
        step.entrypoint = ["/bin/sh", "-c"]
        step.command = ["echo \"$DRONE_SCRIPT\" | /bin/sh"]
        own.append(.init("DRONE_SCRIPT", DroneScript.posix(commands)))
      }
    } else {
      step.entrypoint = source.entrypoint.isEmpty ? nil : source.entrypoint.map(\.value)
      step.command = source.command.isEmpty ? nil : source.command.map(\.value)
    }
    if let directory = source.workingDirectory?.value, !directory.isEmpty {
      step.workingDirectory = directory
    } else if !(step.isDetached && commands.isEmpty) {
      step.workingDirectory = workspace.full
    }
    step.mounts = volumes.mounts(for: source.mounts, workspace)
    step.devices = volumes.devices(for: source.container?.devices ?? [])
    step.pull = DroneContainer.pullPolicy(source.pull?.value, runner: runner)
    // Windows has no such mode, and a container that asks for it there gets none.
    step.isPrivileged =
      stage.platform.os != "windows"
      && (source.isPrivileged?.value == true
        || DroneContainer.isPrivilegedByDefault(source, runner: runner, context))
    step.user = source.user.flatMap { $0.value.isEmpty ? nil : $0.value }
    step.registryCredentialSecrets = credentials
    network(source, &step)
  }

  private func network(_ source: IR.Step, _ step: inout Plan.Step) {
    guard runner != .kubernetes else {
      step.networkAliases = [step.name]
      return
    }
    let options = source.container
    step.networkMode = options?.networkMode.flatMap { $0.value.isEmpty ? nil : $0.value }
    step.networkAliases = step.networkMode == nil ? [step.name] : []
    step.dns = options?.dns.map(\.value) ?? []
    step.dnsSearch = options?.dnsSearch.map(\.value) ?? []
    step.extraHosts = options?.extraHosts.map(\.value) ?? []
    step.memoryLimit = DroneContainer.limit(options?.memoryLimit?.value)
    step.memorySwapLimit = DroneContainer.limit(options?.memorySwapLimit?.value)
    step.sharedMemorySize = DroneContainer.limit(options?.sharedMemorySize?.value)
  }

  /// The secrets with registry logins: those named later are looked at first.
  private var credentials: [String] {
    (pipeline.drone?.imagePullSecrets ?? []).reversed().map(\.value)
  }
}
