import Diagnostics

extension IRWriter {
  /// The members of a Harness step.
  mutating func write(_ step: HarnessStep) {
    at(step.span)
    member("identifier", step.identifier)
    member("name", step.name)
    member("type", step.type)
    member("description", step.description)
    member("timeout", step.timeout)
    member("when", step.condition)
    member("failureStrategies", step.failureStrategies)
    member("strategy", step.loop)
    member("policySets", step.policySets)
    member("template", step.template)
    write(step.action)
  }

  /// A key and output variables; nothing where there are none.
  mutating func member(_ key: String, _ outputs: [HarnessOutputVariable]) {
    member(key, objects: outputs) { writer, output in
      writer.at(output.span)
      writer.member("name", output.name)
      writer.member("type", output.type)
      writer.member("value", output.value)
    }
  }

  // MARK: Actions

  private mutating func write(_ action: HarnessAction) {
    switch action {
    case .run(let run):
      member("run") { writer in
        writer.script(run.command, run.shell, run.outputs, run.alias)
        writer.write(run.container)
      }
    case .plugin(let plugin):
      member("plugin") { writer in
        writer.member("settings", plugin.settings)
        writer.member("uses", plugin.uses)
        writer.write(plugin.container)
      }
    case .background(let background):
      member("background") { writer in
        writer.script(background.command, background.shell, nil, nil)
        writer.member("ports", background.ports)
        writer.write(background.container)
      }
    case .test(let test):
      member("test") { writer in
        writer.script(test.command, test.shell, test.outputs, nil)
        if let tool = test.tool { writer.member("tool") { $0.write(tool) } }
        writer.write(test.container)
      }
    case .gitClone(let clone):
      member("gitClone") { writer in
        writer.member("repoName", clone.repoName)
        writer.member("build", clone.build)
        writer.member("directory", clone.directory)
        writer.member("depth", clone.depth)
        writer.member("verifiesTLS", clone.verifiesTLS)
        writer.write(clone.container)
      }
    case .uses(let uses):
      member(uses.isBitrise ? "bitrise" : "action") { writer in
        writer.member("uses", uses.uses)
        writer.member("with", uses.with)
        writer.member("environment", uses.environment)
      }
    case .container(let container):
      member("container") { writer in
        writer.script(container.command, container.shell, container.outputs, nil)
        writer.member("settings", container.settings)
        writer.member("infrastructure", container.infrastructure)
        writer.write(container.container)
      }
    case .template: break
    default: writeOutsideOfContainers(action)
    }
  }

  private mutating func writeOutsideOfContainers(_ action: HarnessAction) {
    switch action {
    case .shellScript(let script): member("shellScript") { $0.write(script) }
    case .http(let http):
      member("http") { writer in
        writer.member("url", http.url)
        writer.member("method", http.method)
        writer.member("headers", http.headers)
        writer.member("body", http.body)
        writer.member("assertion", http.assertion)
        writer.member("inputs", http.inputs)
        writer.write(http.outputs)
      }
    case .wait(let duration): member("wait") { $0.member("duration", duration) }
    case .approval(let approval): member("approval") { $0.write(approval) }
    case .barrier(let reference): member("barrier") { $0.member("reference", reference) }
    case .queue(let key, let scope):
      member("queue") { writer in
        writer.member("key", key)
        writer.member("scope", scope)
      }
    case .policy(let policy):
      member("policy") { writer in
        writer.member("type", policy.type)
        writer.member("payload", policy.payload)
        writer.member("policySets", policy.policySets)
      }
    case .other(let other):
      member("other") { $0.member("fields", other.fields) }
    default: break
    }
  }

  private mutating func script(
    _ command: Text?, _ shell: Text?, _ outputs: HarnessOutputs?, _ alias: HarnessOutputAlias?
  ) {
    member("command", command)
    member("shell", shell)
    write(outputs)
    if let alias {
      member("outputAlias") { writer in
        writer.member("key", alias.key)
        writer.member("scope", alias.scope)
      }
    }
  }

  private mutating func write(_ outputs: HarnessOutputs?) {
    guard let outputs else { return }
    member("outputs", outputs.variables)
    member("outputsInput", outputs.input)
  }

  private mutating func write(_ tool: HarnessTest.Tool) {
    member("language", tool.language)
    member("buildTool", tool.buildTool)
    member("arguments", tool.arguments)
    member("preCommand", tool.preCommand)
    member("postCommand", tool.postCommand)
  }

  private mutating func write(_ script: HarnessShellScript) {
    member("shell", script.shell)
    member("script", script.script)
    member("file", script.file)
    member("onDelegate", script.onDelegate)
    member("inputs", script.inputs)
    write(script.outputs)
    if let alias = script.alias {
      member("outputAlias") { writer in
        writer.member("key", alias.key)
        writer.member("scope", alias.scope)
      }
    }
  }

  // MARK: Containers

  private mutating func write(_ container: HarnessContainer) {
    member("image", container.image)
    member("connectorRef", container.connectorRef)
    member("registryRef", container.registryRef)
    member("pullPolicy", container.pullPolicy)
    member("privileged", container.isPrivileged)
    member("user", container.user)
    member("limits", container.limits)
    member("requests", container.requests)
    member("entrypoint", container.entrypoint)
    member("environment", container.environment)
    guard let reports = container.reports else { return }
    member("reports") { writer in
      writer.at(reports.span)
      writer.member("type", reports.type)
      writer.member("paths", reports.paths)
    }
  }

  private mutating func member(_ key: String, _ amounts: HarnessAmounts?) {
    guard let amounts else { return }
    member(key) { writer in
      writer.member("memory", amounts.memory)
      writer.member("cpu", amounts.cpu)
    }
  }

  // MARK: Approvals

  private mutating func write(_ approval: HarnessApproval) {
    json.member("kind", approval.kind.rawValue)
    member("message", approval.message)
    member("minimumCount", approval.minimumCount)
    member("userGroups", approval.userGroups)
    member("inputs", objects: approval.inputs) { writer, input in
      writer.member("name", input.name)
      writer.member("default", input.defaultValue)
      writer.member("allowedValues", input.allowedValues)
      writer.member("required", input.isRequired)
      writer.member("pattern", input.pattern)
    }
    if let script = approval.script { member("script") { $0.write(script) } }
    member("retryInterval", approval.retryInterval)
    if let criteria = approval.approvalCriteria { member("approvalCriteria") { $0.write(criteria) } }
    if let criteria = approval.rejectionCriteria { member("rejectionCriteria") { $0.write(criteria) } }
  }

  private mutating func write(_ criteria: HarnessCriteria) {
    at(criteria.span)
    member("expression", criteria.expression)
    member("conditions", criteria.conditions)
    member("matchesAny", criteria.matchesAny)
  }

  /// A key and conditions of keys and values; nothing where there are none.
  mutating func member(_ key: String, _ conditions: [HarnessTriggerCondition]) {
    member(key, objects: conditions) { writer, condition in
      writer.at(condition.span)
      writer.json.member("place", condition.place.rawValue)
      writer.member("key", condition.key)
      writer.member("operator", condition.comparison)
      writer.member("value", condition.value)
    }
  }
}

extension HarnessStep {
  /// The step as JSON, in which places are those of `sources`.
  public func json(_ sources: SourceSet) -> String {
    var writer = IRWriter(sources)
    writer.object { $0.write(self) }
    return writer.json.text
  }
}
