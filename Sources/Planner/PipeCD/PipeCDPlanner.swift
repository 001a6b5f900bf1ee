import Diagnostics
import IR

/// Plans deployments of PipeCD applications, as piped of both generations does before the first stage.
public enum PipeCDPlanner {
  /// The plan of the application in a file.
  ///
  /// A file that is not an application gives a plan without pipelines. What piped or a plugin refuses is in the
  /// refusals: then nothing runs.
  public static func plan(_ program: Program, for request: DeploymentRequest = DeploymentRequest()) -> Plan {
    let errors = program.problems.filter { $0.diagnostic.severity == .error }
    let refusals = errors.filter { $0.authority == .server }.map(\.diagnostic)
    for case .pipecd(let document) in program.documents {
      guard let application = document.application else { continue }
      guard refusals.isEmpty else { return Plan(pipelines: [], refusals: refusals) }
      var builder = DeploymentBuilder(document, application, request)
      builder.refusals = errors.map(\.diagnostic)
      return Plan(pipelines: [builder.pipeline()])
    }
    return Plan(pipelines: [], refusals: refusals)
  }
}

/// Puts one deployment together.
struct DeploymentBuilder {
  let document: PipeCDDocument
  let application: PipeCD.GenericApplication
  let request: DeploymentRequest
  var refusals: [Diagnostic] = []

  init(_ document: PipeCDDocument, _ application: PipeCD.GenericApplication, _ request: DeploymentRequest) {
    self.document = document
    self.application = application
    self.request = request
  }

  /// What to point at where the file as a whole is meant.
  private var head: Span {
    document.kind?.span ?? Span(document.span.source, document.span.start, document.span.start)
  }

  mutating func pipeline() -> Plan.Pipeline {
    let deployment: DeploymentPlan
    if document.generation == .v0, let platform = document.platform {
      deployment = deploymentV0(platform)
    } else {
      deployment = deploymentV1()
    }
    let touch = DeploymentTouch(application, request)
    let name = application.name.value.isEmpty ? "application" : application.name.value
    let isRefused = !refusals.isEmpty
    let reason = isRefused ? Plan.Reason("PipeCD refuses it", at: refusals[0].primary.span) : touch.reason
    let folder = request.directory
    var pipeline = Plan.Pipeline(
      name: name, dialect: .pipecd, type: document.kind?.value ?? "Application",
      decision: isRefused ? .skip : touch.decision, reason: reason,
      workspace: Plan.Workspace(base: "", path: folder, full: folder), hasNetwork: false, refusals: refusals,
      span: document.span)
    pipeline.steps = steps(of: deployment)
    pipeline.pipecd = deployment
    return pipeline
  }

  private func steps(of deployment: DeploymentPlan) -> [Plan.Step] {
    let last = deployment.stages.last?.id
    var previous = last
    return deployment.stages.map { step($0, needs: $0.requires, .onSuccess) }
      + deployment.rollback.map { stage in
        defer { previous = stage.id }
        return step(stage, needs: [previous].compactMap { $0 }, .onFailure)
      }
  }

  private func step(_ stage: PlannedStage, needs: [String], _ policy: Plan.RunPolicy) -> Plan.Step {
    var step = Plan.Step(
      id: stage.id, name: stage.name, role: .step, decision: stage.decision, reason: stage.reason)
    step.stage = stage.isRollback ? "rollback" : nil
    step.type = stage.name
    step.needs = needs
    step.runPolicy = stage.decision == .skip ? .never : policy
    step.timeout = stage.timeout.map { $0.nanoseconds / 1_000_000 }
    step.span = stage.span
    return step
  }

  // MARK: Generations

  private mutating func deploymentV0(_ platform: PipeCD.Platform) -> DeploymentPlan {
    let choice = DeploymentChoice.v0(application, on: platform, request, head: head)
    if let refusal = choice.refusal { refusals.append(refusal) }
    let autoRollback = document.rollsBack(platform)
    let stages = DeploymentStages.v0(
      document, on: platform, choice.strategy, autoRollback: autoRollback, analysis: analysis, request: request)
    return deployment(choice, stages, autoRollback: autoRollback)
  }

  private mutating func deploymentV1() -> DeploymentPlan {
    let roster = PluginRoster(plugins: request.plugins)
    var executors: [PlannedStage.Executor] = []
    var plugins: [PlannedStage.Executor] = []
    let written = application.pipeline.value?.stages.value.map(\.value) ?? []
    for stage in written {
      if let executor = roster.executor(ofStage: stage.name) {
        executors.append(executor)
      } else {
        executors.append(.unknown)
        refusals.append(
          Diagnostic(
            rule: "unserved-stage", severity: .error, message: "no plugin of piped offers the stage \(stage.name)",
            at: stage.head.name.place ?? head, help: "add its plugin to `plugins` of piped"))
      }
    }
    if written.isEmpty {
      let entries = application.plugins.value.entries
      for entry in entries {
        if let plugin = roster.plugin(named: entry.name.value) {
          plugins.append(.plugin(plugin))
        } else {
          refusals.append(
            Diagnostic(
              rule: "unserved-plugin", severity: .error, message: "piped has no plugin \(entry.name.value)",
              at: entry.name.span, help: "add it to `plugins` of piped"))
        }
      }
      if entries.isEmpty {
        refusals.append(
          Diagnostic(
            rule: "missing-plugin", severity: .error, message: "the application names no plugin and has no pipeline",
            at: head, help: "write `plugins:` with the plugin of the platform"))
      }
    } else {
      for executor in executors where !plugins.contains(executor) { plugins.append(executor) }
    }
    let choice = DeploymentChoice.v1(application, plugins: plugins, request, head: head)
    if let refusal = choice.refusal { refusals.append(refusal) }
    let autoRollback = application.planner.value.autoRollback.value ?? true
    let question = DeploymentStages.Question(
      application: application, strategy: choice.strategy, autoRollback: autoRollback, analysis: analysis,
      request: request, head: head)
    var problems: [Diagnostic] = []
    var stages = DeploymentStages.v1(question, plugins: plugins, executors: executors, refusals: &problems)
    if refusals.isEmpty { refusals += problems }
    let skips = written.filter {
      !$0.head.skipOn.value.paths.value.isEmpty || !$0.head.skipOn.value.prefixes.value.isEmpty
    }
    if request.isFirstDeployment, let stage = skips.first {
      stages.remarks.append(
        Plan.Reason(
          "skipOn makes piped crash on a first deployment, which has nothing to compare with",
          at: stage.head.skipOn.place))
    }
    return deployment(choice, stages, autoRollback: autoRollback)
  }

  private func deployment(
    _ choice: DeploymentChoice, _ stages: DeploymentStages, autoRollback: Bool
  ) -> DeploymentPlan {
    DeploymentPlan(
      generation: document.generation, application: facts, trigger: request.trigger, strategy: choice.strategy,
      summary: choice.summary, isDeferred: choice.isDeferred, answers: choice.answers, stages: stages.stages,
      rollback: stages.rollback, autoRollback: autoRollback, timeout: application.timeout.value, chain: chain,
      remarks: stages.remarks)
  }

  // MARK: Facts

  private var facts: DeploymentPlan.Application {
    let context = request.context
    let labels = application.labels.value.entries.map { Context.Parameter($0.name.value, $0.option.value) }
    return DeploymentPlan.Application(
      name: application.name.value, kind: document.kind?.value ?? "", labels: labels, directory: request.directory,
      file: request.file, repository: context.repository.slug, remote: context.repository.httpURL,
      branch: context.commit.branch, commit: context.commit.sha, message: context.commit.message,
      author: context.commit.author.name)
  }

  private var analysis: AnalysisRendering {
    var namespace = ""
    var arguments: [Context.Parameter] = []
    if document.generation == .v0, case .kubernetes(let kubernetes) = document.specification {
      let written = kubernetes.input.value.namespace.value
      namespace = written.isEmpty ? "default" : written
    }
    if case .analysis(let plugin)? = application.plugins.value["analysis"]?.options {
      arguments = plugin.arguments.value.entries.map { Context.Parameter($0.name.value, $0.option.value) }
      if document.generation == .v1 { namespace = arguments.first { $0.name == "k8sNamespace" }?.value ?? "" }
    }
    return AnalysisRendering(
      generation: document.generation, application: application.name.value, namespace: namespace,
      arguments: arguments, templates: request.templates)
  }

  /// The blocks of the chain as the control plane reads their matchers.
  private var chain: [DeploymentPlan.ChainBlock] {
    let blocks = application.postSync.value?.chain.value?.applications.value ?? []
    return blocks.map { block in
      let text: String
      if !block.value.name.value.isEmpty {
        text = "the application \(block.value.name.value)"
      } else if !block.value.kind.value.isEmpty {
        text = "all applications of the kind \(block.value.kind.value)"
      } else {
        text = "all applications of the project, since labels are not compared"
      }
      return DeploymentPlan.ChainBlock(text: text, span: block.place)
    }
  }
}

extension PipeCDDocument {
  /// Whether the application of v0 is rolled back when it fails.
  fileprivate func rollsBack(_ platform: PipeCD.Platform) -> Bool {
    switch specification {
    case .kubernetes(let application): application.input.value.autoRollback.value ?? true
    case .terraform(let application): application.input.value.autoRollback.value
    case .cloudRun(let application): application.input.value.autoRollback.value ?? true
    case .lambda(let application): application.input.value.autoRollback.value ?? true
    case .ecs(let application): application.input.value.autoRollback.value ?? true
    default: true
    }
  }
}
