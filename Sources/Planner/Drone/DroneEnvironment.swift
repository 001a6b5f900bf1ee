import IR

/// The variables of a step, put together in Drone's order of precedence.
struct DroneEnvironment {
  private let context: Context
  private let stage: [Plan.EnvironmentVariable]
  private let build: [Plan.EnvironmentVariable]
  /// What all steps share, from the lowest precedence up to the step's own variables.
  private let shared: VariableList

  init(_ pipeline: Pipeline, _ stage: DroneVariables.Stage, _ workspace: Plan.Workspace, _ context: Context) {
    self.context = context
    self.stage = DroneVariables.stage(stage, context)
    self.build = DroneVariables.build(context)
    var list = VariableList()
    list.set(context.environment)
    list.set(context.parameters)
    for variable in pipeline.environment {
      switch variable.value {
      case .text(let text): list.set(variable.name.value, text.value)
      // A pipeline's own variables know no secrets; what is no text is empty.
      case .secret, .unset: list.set(variable.name.value, "")
      }
    }
    list.set(context.proxies)
    list.set(DroneVariables.fixed(context))
    list.set(build)
    list.set(self.stage)
    list.set([DroneVariables.link(context)])
    list.set(DroneVariables.git(context))
    list.set(DroneClone.variablesForAll(pipeline.drone?.clone ?? Clone()))
    list.set(DroneEnvironment.places(pipeline, workspace))
    if let netrc = context.netrc { list.set(DroneVariables.netrc(netrc)) }
    shared = list
  }

  /// The workspace, and the engine's names of what the pipeline shares.
  private static func places(_ pipeline: Pipeline, _ workspace: Plan.Workspace) -> [Plan.EnvironmentVariable] {
    let runner = pipeline.drone?.runner ?? .docker
    var list: [Plan.EnvironmentVariable] = []
    if runner == .docker || runner == .vm {
      list.append(.init("DRONE_DOCKER_NETWORK_ID", .runtime(.network, initially: "")))
      if let path = workspace.hostPath {
        list.append(.init("DRONE_DOCKER_VOLUME_PATH", path))
      } else {
        list.append(.init("DRONE_DOCKER_VOLUME_ID", .runtime(.workspaceVolume, initially: "")))
      }
    }
    // On the host the folder may be made when the run begins; then its backend names it.
    if !workspace.full.isEmpty {
      list.append(.init("DRONE_WORKSPACE", workspace.full))
      list.append(.init("DRONE_WORKSPACE_BASE", workspace.base))
      list.append(.init("DRONE_WORKSPACE_PATH", workspace.path))
    }
    return list
  }

  /// The variables of one step.
  ///
  /// - Parameters:
  ///   - name, number: as reported; the number is nil for a step that never runs.
  ///   - own: the step's literals, in order of precedence.
  ///   - secrets: the step's secrets, which win over everything.
  func variables(
    name: String, number: Int?, own: [Plan.EnvironmentVariable], secrets: [Plan.EnvironmentVariable] = []
  ) -> [Plan.EnvironmentVariable] {
    var list = shared
    list.set(own)
    // At its start every step is told of the build once more, over what it set itself.
    list.set(build)
    list.set(stage)
    if let number { list.set(DroneVariables.step(name: name, number: number)) }
    list.set(secrets)
    return list.passed
  }

  /// A step's variables and settings: literals and secrets apart.
  static func own(of step: Step) -> (literals: [Plan.EnvironmentVariable], secrets: [Plan.EnvironmentVariable]) {
    var literals: [Plan.EnvironmentVariable] = []
    var secrets: [Plan.EnvironmentVariable] = []
    for variable in step.environment {
      switch variable.value {
      case .text(let text): literals.append(.init(variable.name.value, text.value))
      case .unset: break
      case .secret(let secret):
        if isBlank(secret.name.value) {
          literals.append(.init(variable.name.value, ""))
        } else {
          secrets.append(.init(variable.name.value, .secret(secret.name.value)))
        }
      }
    }
    for setting in step.settings {
      let name = PluginSetting.variableName(for: setting.name.value)
      switch setting.value {
      case .secret(let secret): secrets.append(.init(name, .secret(secret.name.value)))
      case .data(let data):
        if let text = PluginSetting.text(of: data) { literals.append(.init(name, text)) }
      }
    }
    return (literals, secrets)
  }

  private static func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
  }
}
