import Expressions
import IR

/// The environment of a container step, in the order in which Harness lays one over the other.
struct HarnessEnvironment {
  private typealias Variable = Plan.EnvironmentVariable
  private let settler: HarnessSettler
  private let index: Int
  private let stage: Int?
  private let scope: HarnessContainerScope?

  init(_ settler: HarnessSettler, _ index: Int) {
    self.settler = settler
    self.index = index
    stage = settler.stage(of: index)
    scope = settler.scope(of: index).map { settler.plan.scopes[$0] }
  }

  private var context: Context { settler.plan.facts.context }
  private var node: HarnessPlanNode { settler.plan.nodes[index] }

  /// - Parameters:
  ///   - own: `envVariables` of the step.
  ///   - settings: `PLUGIN_*`, which come when the step starts, over everything.
  ///   - isService: what runs beside the steps has neither number nor outputs.
  func variables(
    own: [Plan.EnvironmentVariable], settings: [Plan.EnvironmentVariable], isService: Bool = false
  ) -> [Plan.EnvironmentVariable] {
    var list = VariableList()
    list.set(context.environment)
    if scope?.runsOnMachine == true {
      // A machine gets one environment for the stage, and the step's own goes over it.
      list.set(system)
      list.set(common)
      list.set(declared(at: 0) + (stage.map { declared(at: $0) } ?? []))
      list.set(own)
    } else {
      list.set(declared(at: 0))
      if let stage { list.set(declared(at: stage)) }
      list.set(system)
      list.set(own)
      list.set(common)
    }
    if settler.plan.facts.exportsOutputs { list.set(outputsOfStage) }
    list.set(context.proxies)
    guard !isService else {
      list.set(settings)
      return list.passed(keepingEmpty: own.map(\.name))
    }
    list.set("DRONE_STEP_NAME", node.name)
    list.set("DRONE_STEP_NUMBER", String(node.number))
    list.set(loops)
    list.set(settings)
    list.set(status)
    list.set(files)
    return list.passed(keepingEmpty: (own + settings).map(\.name))
  }

  /// Variables of the pipeline or a stage; those that have no value are left out.
  private func declared(at owner: Int) -> [Plan.EnvironmentVariable] {
    HarnessVariables(settler).declared(at: owner).compactMap { variable in
      guard let name = variable.name?.value, let value = HarnessVariables.value(of: variable) else { return nil }
      switch value {
      case .string(let text): return Variable(name, settler.render(tokens: text, at: index, unresolved: .null))
      default: return Variable(name, HarnessValue(value).scalar)
      }
    }
  }

  // MARK: The build

  private var system: [Plan.EnvironmentVariable] {
    var list = DroneVariables.fixed(context)
    list += DroneVariables.build(context)
    list.append(DroneVariables.link(context))
    let platform = scope?.platform ?? Plan.Platform()
    let name = stage.map { settler.plan.nodes[$0].name } ?? ""
    list += [
      Variable("DRONE_STAGE_KIND", "pipeline"),
      Variable("DRONE_STAGE_TYPE", scope?.runsOnMachine == true ? "vm" : "kubernetes"),
      Variable("DRONE_STAGE_NAME", name), Variable("DRONE_STAGE_MACHINE", context.runner.name),
      Variable("DRONE_STAGE_OS", platform.os), Variable("DRONE_STAGE_ARCH", platform.architecture),
      Variable("DRONE_WORKSPACE", HarnessFolders.workspace),
    ]
    let unknown: Set = [
      "DRONE_DEPLOY_TO", "DRONE_DEPLOY_ID", "DRONE_BUILD_DEBUG", "DRONE_BUILD_PARENT", "DRONE_BUILD_STATUS",
      "DRONE_BUILD_FINISHED", "DRONE_FAILED_STAGES", "CI_BUILD_STATUS", "CI_BUILD_FINISHED", "CI_PARENT_BUILD_NUMBER",
      "CI_BUILD_TARGET", "DRONE_REPO_VISIBILITY",
    ]
    return list.filter { !unknown.contains($0.name) }
  }

  private var common: [Plan.EnvironmentVariable] {
    let facts = settler.plan.facts
    let pipeline = settler.plan.pipeline
    func identifier(_ root: String) -> String { facts[root]?["identifier"]?.literalText ?? "" }
    let org = identifier("org")
    let project = identifier("project")
    let execution: Plan.Value =
      facts.executionID.map { .literal($0) } ?? .deferred(expression: "<+pipeline.executionId>")
    return [
      Variable("HARNESS_ACCOUNT_ID", identifier("account")),
      Variable("HARNESS_ORG_ID", org.isEmpty ? pipeline.orgIdentifier?.value ?? "" : org),
      Variable("HARNESS_PROJECT_ID", project.isEmpty ? pipeline.projectIdentifier?.value ?? "" : project),
      Variable("HARNESS_PIPELINE_ID", pipeline.identifier?.value ?? ""),
      Variable("HARNESS_STAGE_ID", stage.map { settler.plan.nodes[$0].identifier } ?? ""),
      Variable("HARNESS_BUILD_ID", String(context.build.number)),
      Variable("HARNESS_EXECUTION_ID", execution),
      Variable("HARNESS_WORKSPACE", HarnessFolders.workspace),
    ]
  }

  // MARK: The step

  private var loops: [Plan.EnvironmentVariable] {
    let values = HarnessLoopValues(settler, index)
    var list: [Plan.EnvironmentVariable] = []
    for (name, kind) in [("STAGE", HarnessPlanNode.Kind.stage), ("STEP", .step)] {
      guard let iteration = values.iteration(of: kind) else { continue }
      list.append(Variable("HARNESS_\(name)_INDEX", String(iteration.index)))
      list.append(Variable("HARNESS_\(name)_TOTAL", String(iteration.count)))
    }
    if let iteration = values.innermost {
      list.append(Variable("HARNESS_NODE_INDEX", String(iteration.globalIndex)))
      list.append(Variable("HARNESS_NODE_TOTAL", String(iteration.globalCount)))
    }
    return list
  }

  /// How the stage and the pipeline stand when the step starts.
  private var status: [Plan.EnvironmentVariable] {
    func value(_ owner: Int, _ word: String) -> Plan.Value {
      if settler.state.isRunning {
        let status = settler.status(of: owner)
        return .literal(status.isPositive || status == .running ? "SUCCESS" : "FAILURE")
      }
      if node.condition?.status == .success { return .literal("SUCCESS") }
      return .deferred(expression: "<+\(word).currentStatus>")
    }
    let failed = settler.failedSteps(in: stage ?? 0).joined(separator: ",")
    return [
      Variable("DRONE_STAGE_STATUS", value(stage ?? 0, "stage")),
      Variable("DRONE_BUILD_STATUS", value(0, "pipeline")),
      Variable("CI_BUILD_STATUS", value(0, "pipeline")),
      Variable("DRONE_FAILED_STEPS", failed),
    ]
  }

  /// Where the step leaves what it publishes.
  private var files: [Plan.EnvironmentVariable] {
    let files = HarnessStepFiles(settler.containerName(of: index))
    return [
      Variable("DRONE_OUTPUT", files.output), Variable("HARNESS_OUTPUT_FILE", files.output),
      Variable("HARNESS_OUTPUT_SECRET_FILE", files.secretOutput), Variable("DRONE_ENV", files.exports),
      Variable("PLUGIN_ARTIFACT_FILE", files.artifacts), Variable("HARNESS_ARTIFACT_FILE_PATH", files.artifacts),
      Variable("HARNESS_ANNOTATIONS_FILE", files.annotations), Variable("HARNESS_SCRATCH_DIR", HarnessFolders.engine),
    ]
  }

  /// Outputs of earlier steps of the same stage under their plain names.
  private var outputsOfStage: [Plan.EnvironmentVariable] {
    guard let stage, scope != nil else { return [] }
    var list: [Plan.EnvironmentVariable] = []
    for step in settler.plan.nodes.indices where settler.plan.nodes[step].kind == .step {
      guard settler.stage(of: step) == stage, settler.precedes(step, index) else { continue }
      for output in settler.record(of: step)?.outputs ?? [] { list.append(Variable(output.name, output.value.scalar)) }
    }
    return list
  }
}

/// The files through which a step hands on what it publishes, by the name of its container.
public struct HarnessStepFiles: Hashable, Sendable {
  /// `NAME=value` lines.
  public var output: String
  /// The same for secrets.
  public var secretOutput: String
  /// Variables for the environment of later steps.
  public var exports: String
  /// What was built or uploaded, as JSON.
  public var artifacts: String
  /// Notes for people.
  public var annotations: String

  public init(_ container: String) {
    let base = "\(HarnessFolders.engine)/\(container)"
    output = base + "-output.env"
    secretOutput = base + "-output-secret.env"
    exports = base + "-export.env"
    artifacts = base + "-artifact"
    annotations = base + "-annotations.json"
  }
}

extension HarnessSettler {
  /// The name of a step's container: its identifier, with that of the groups around it before it. Others of the stage find
  /// a background step under it.
  public func containerName(of node: Int) -> String {
    var parts = [plan.nodes[node].identifier]
    for around in ancestors(of: node) {
      if plan.nodes[around].kind == .group { parts.append(plan.nodes[around].identifier) }
      if plan.nodes[around].kind == .stage { break }
    }
    return parts.reversed().joined(separator: "_")
  }

  /// The names of the steps of a stage that have failed.
  func failedSteps(in stage: Int) -> [String] {
    guard !state.nodes.isEmpty else { return [] }
    return plan.nodes.indices.filter { index in
      plan.nodes[index].kind == .step && record(of: index)?.status.isBroken == true && self.stage(of: index) == stage
    }.map { plan.nodes[$0].name }
  }
}
