import Diagnostics

extension IRWriter {
  /// The members of a Harness pipeline.
  mutating func write(_ pipeline: HarnessPipeline) {
    json.member("form", pipeline.form.rawValue)
    at(pipeline.span)
    member("identifier", pipeline.identifier)
    member("name", pipeline.name)
    member("description", pipeline.description)
    member("projectIdentifier", pipeline.projectIdentifier)
    member("orgIdentifier", pipeline.orgIdentifier)
    member("tags", pipeline.tags)
    member("variables", pipeline.variables)
    if let codebase = pipeline.codebase {
      member("codebase") { writer in
        writer.at(codebase.data.span)
        writer.member("connectorRef", codebase.connectorRef)
        writer.member("repoName", codebase.repoName)
        writer.member("build", codebase.build)
        writer.member("depth", codebase.depth)
      }
    }
    member("timeout", pipeline.timeout)
    member("barriers", objects: pipeline.barriers) { writer, barrier in
      writer.at(barrier.span)
      writer.member("identifier", barrier.identifier)
      writer.member("name", barrier.name)
    }
    member("notificationRules", objects: pipeline.notificationRules) { writer, rule in
      writer.at(rule.span)
      writer.member("name", rule.name)
      writer.member("method", rule.method)
      writer.member("events", objects: rule.events) { writer, event in
        writer.at(event.span)
        writer.member("type", event.type)
        writer.member("stages", event.stages)
      }
    }
    member("allowsStageExecutions", pipeline.allowsStageExecutions)
    member("template", pipeline.template)
    member("stages", objects: pipeline.stages) { $0.write($1) }
  }

  /// A key and what is cloned; nothing for nil.
  mutating func member(_ key: String, _ build: HarnessBuild?) {
    guard let build else { return }
    member(key) { writer in
      writer.at(build.span)
      writer.member("type", build.type)
      writer.member("reference", build.reference)
      writer.member("input", build.input)
    }
  }

  // MARK: Stages and groups

  private mutating func write(_ entry: HarnessStageEntry) {
    switch entry {
    case .stage(let stage): member("stage") { $0.write(stage) }
    case .parallel(let members, let span):
      at(span)
      member("parallel", objects: members) { $0.write($1) }
    case .insert(let insert): write(insert)
    case .invalid(let span): invalid(span)
    }
  }

  private mutating func write(_ entry: HarnessStepEntry) {
    switch entry {
    case .step(let step): member("step") { $0.write(step) }
    case .group(let group): member("group") { $0.write(group) }
    case .parallel(let members, let span):
      at(span)
      member("parallel", objects: members) { $0.write($1) }
    case .insert(let insert): write(insert)
    case .invalid(let span): invalid(span)
    }
  }

  private mutating func write(_ insert: HarnessInsert) {
    member("insert") { writer in
      writer.at(insert.span)
      writer.member("identifier", insert.identifier)
      writer.member("name", insert.name)
      writer.member("stages", objects: insert.stages) { $0.write($1) }
      writer.member("steps", objects: insert.steps) { $0.write($1) }
    }
  }

  private mutating func invalid(_ span: Span) {
    json.member("invalid", true)
    at(span)
  }

  /// The members of a stage.
  mutating func write(_ stage: HarnessStage) {
    at(stage.span)
    member("identifier", stage.identifier)
    member("name", stage.name)
    member("type", stage.type)
    member("description", stage.description)
    member("tags", stage.tags)
    member("variables", stage.variables)
    member("when", stage.condition)
    member("failureStrategies", stage.failureStrategies)
    member("strategy", stage.loop)
    member("timeout", stage.timeout)
    member("dependsOn", stage.dependsOn)
    member("template", stage.template)
    write(stage.details)
    member("steps", objects: stage.steps) { $0.write($1) }
    member("rollbackSteps", objects: stage.rollbackSteps) { $0.write($1) }
  }

  private mutating func write(_ details: HarnessStage.Details) {
    switch details {
    case .ci(let ci):
      member("ci") { writer in
        writer.member("clonesCodebase", ci.clonesCodebase)
        writer.member("os", ci.platformOS)
        writer.member("architecture", ci.platformArchitecture)
        writer.member("runtime", ci.runtime)
        writer.member("infrastructure", ci.infrastructure)
        writer.member("infrastructureFromStage", ci.infrastructureFromStage)
        writer.member("sharedPaths", ci.sharedPaths)
        writer.member("serviceDependencies", objects: ci.serviceDependencies) { $0.write($1) }
      }
    case .deployment(let deployment):
      member("deployment") { writer in
        writer.member("type", deployment.deploymentType)
        writer.member("serviceRef", deployment.serviceRef)
        writer.member("environmentRef", deployment.environmentRef)
        writer.member("infrastructureRefs", deployment.infrastructureRefs)
      }
    case .child(let child):
      member("child") { writer in
        writer.member("org", child.organization)
        writer.member("project", child.project)
        writer.member("pipeline", child.pipeline)
        writer.member("inputs", child.inputs)
        writer.member("inputSetReferences", child.inputSetReferences)
        writer.member("outputs", child.outputs)
      }
    case .none: break
    }
  }

  /// The members of a step group.
  mutating func write(_ group: HarnessStepGroup) {
    at(group.span)
    member("identifier", group.identifier)
    member("name", group.name)
    member("when", group.condition)
    member("failureStrategies", group.failureStrategies)
    member("strategy", group.loop)
    member("variables", group.variables)
    member("infrastructure", group.infrastructure)
    member("sharedPaths", group.sharedPaths)
    member("template", group.template)
    member("steps", objects: group.steps) { $0.write($1) }
    member("rollbackSteps", objects: group.rollbackSteps) { $0.write($1) }
  }
}
