import Diagnostics
import Expressions
import IR

/// Turns one pipeline, as its runner reads it, into what would run: the runner's half of Drone.
struct DroneCompiler {
  let pipeline: Pipeline
  let runner: DronePipeline.Runner
  let stage: DroneSchedule.Stage
  let context: Context
  let workspace: Plan.Workspace
  let environment: DroneEnvironment
  let volumes: DroneVolumes
  let values: DroneConditions.Values

  init(_ pipeline: Pipeline, as stage: DroneSchedule.Stage, in context: Context) {
    self.pipeline = pipeline
    self.stage = stage
    self.context = context
    runner = pipeline.drone?.runner ?? .docker
    workspace = DroneCompiler.workspace(of: pipeline, runner, stage.platform, context)
    volumes = DroneVolumes(pipeline.volumes, runnerMounts: context.runner.mounts)
    values = DroneConditions.Values(context)
    let known = DroneVariables.Stage(stage)
    environment = DroneEnvironment(pipeline, known, workspace, context)
  }

  private var isWindows: Bool { stage.platform.os == "windows" && runner.usesContainers }

  /// The plan of the pipeline; `reason` says why it runs.
  func plan(_ reason: Plan.Reason) -> Plan.Pipeline {
    var steps: [Plan.Step] = []
    var number = 0
    if let clone = cloneStep() {
      if clone.decision != .skip { number += 1 }
      steps.append(clone)
    }
    let sources = pipeline.allSteps
    let ids = DroneStepNames(sources, hasClone: !steps.isEmpty)
    let isGraph = sources.contains { !$0.dependsOn.isEmpty }
    for (index, source) in sources.enumerated() {
      var step = self.step(source, id: ids.ids[index], name: ids.names[index], number: &number)
      step.needs = isGraph ? ids.needs(of: index, source) : steps.last.map { [$0.id] } ?? []
      steps.append(step)
    }
    let (decision, text) = decision(reason)
    return Plan.Pipeline(
      name: stage.name, dialect: .drone, type: runner.rawValue, decision: decision, reason: text,
      needs: unique(stage.dependsOn), runPolicy: stage.isWaiting ? stage.runPolicy : .always, workspace: workspace,
      volumes: runner.usesContainers ? volumes.planned : [], steps: steps, hasNetwork: runner.usesContainers,
      labels: labels, platform: stage.platform, refusals: cycle(steps), span: pipeline.span)
  }

  private func decision(_ reason: Plan.Reason) -> (Plan.Decision, Plan.Reason) {
    let span = pipeline.drone?.server.trigger?[.status]?.valueSpan
    guard stage.isWaiting else { return (.run, reason) }
    switch stage.runPolicy {
    case .onSuccess: return (.run, reason)
    case .always: return (.run, Plan.Reason("\(reason.text); runs whether pipelines before it fail or not", at: span))
    case .onFailure: return (.deferred, Plan.Reason("runs only if a pipeline before it has failed", at: span))
    case .never: return (.skip, Plan.Reason("its status matches neither success nor failure", at: span))
    }
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private var labels: [Plan.EnvironmentVariable] {
    var list = VariableList()
    list.set("io.drone", "true")
    list.set("io.drone.repo.slug", context.repository.slug)
    list.set("io.drone.repo.namespace", context.repository.owner)
    list.set("io.drone.repo.name", context.repository.name)
    list.set("io.drone.build.number", String(context.build.number))
    list.set("io.drone.stage.name", stage.name)
    list.set("io.drone.stage.number", String(stage.number))
    return list.passed
  }

  /// Runners that do not look at the order of steps would never end with steps that wait for each other.
  private func cycle(_ steps: [Plan.Step]) -> [Diagnostic] {
    guard let name = DroneStepNames.cycle(in: steps) else { return [] }
    let span = steps.first { $0.id == name }?.span ?? pipeline.span
    let message = "step \(name) waits for itself through its depends_on"
    return [Diagnostic(rule: "unknown-step-dependency", severity: .error, message: message, at: span)]
  }

  private static func workspace(
    of pipeline: Pipeline, _ runner: DronePipeline.Runner, _ platform: Plan.Platform, _ context: Context
  ) -> Plan.Workspace {
    var hostPath: String?
    if case .mounted(let path) = context.workspace { hostPath = path }
    switch runner {
    case .docker, .vm, .kubernetes:
      var written = pipeline.workspace
      // Kubernetes pipelines have a path alone.
      if runner == .kubernetes { written?.base = nil }
      return DroneWorkspace.plan(written, isWindows: platform.os == "windows", hostPath: hostPath)
    case .exec:
      let path = hostPath ?? ""
      return Plan.Workspace(base: path, path: "", full: path, hostPath: hostPath)
    case .ssh, .digitalocean, .macstadium:
      return Plan.Workspace(base: "", path: "", full: "", hostPath: hostPath)
    }
  }
}

extension DronePipeline.Runner {
  /// Whether steps are containers with images; else they are shell scripts on a machine.
  var usesContainers: Bool {
    switch self {
    case .docker, .kubernetes, .vm: true
    case .exec, .ssh, .digitalocean, .macstadium: false
    }
  }
}

extension DroneVariables.Stage {
  init(_ stage: DroneSchedule.Stage) {
    self.init()
    kind = stage.kind.isEmpty ? "pipeline" : stage.kind
    type = stage.type.isEmpty ? "docker" : stage.type
    name = stage.name
    number = stage.number
    platform = stage.platform
    dependsOn = stage.dependsOn
  }
}
