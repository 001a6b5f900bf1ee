import Diagnostics
import IR

/// A plan as JSON for scripts: keys in a fixed order, keys that do not apply left out, secrets only by name.
public enum PlanJSON {
  /// - Parameter source: the file that was planned, which turns places into lines and columns.
  public static func text(_ plan: Plan, source: Source) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("pipelines") { $0.array(plan.pipelines) { write($1, source, &$0) } }
      if !plan.refusals.isEmpty { json.member("refusals") { $0.array(plan.refusals) { write($1, source, &$0) } } }
    }
    return json.text + "\n"
  }

  private static func write(_ pipeline: Plan.Pipeline, _ source: Source, _ json: inout JSONWriter) {
    json.object { json in
      json.member("name", pipeline.name)
      json.member("dialect", pipeline.dialect.rawValue)
      json.member("decision", pipeline.decision.rawValue)
      write(pipeline.reason, source, &json)
      json.member("type", pipeline.type)
      if pipeline.pipecd == nil { writePlatform(pipeline.platform, &json) }
      json.member("needs", pipeline.needs)
      json.member("runPolicy", pipeline.runPolicy.rawValue)
      json.member("workspace") { json in
        json.object { json in
          json.member("base", pipeline.workspace.base)
          json.member("path", pipeline.workspace.path)
          json.member("full", pipeline.workspace.full)
          json.member("hostPath", ifPresent: pipeline.workspace.hostPath)
        }
      }
      if !pipeline.volumes.isEmpty { json.member("volumes") { $0.array(pipeline.volumes) { write($1, &$0) } } }
      if !pipeline.refusals.isEmpty {
        json.member("refusals") { $0.array(pipeline.refusals) { write($1, source, &$0) } }
      }
      if let harness = pipeline.harness { HarnessPlanJSON(harness, source).write(&json) }
      if let deployment = pipeline.pipecd { return DeploymentPlanJSON(deployment, source).write(&json) }
      json.member("steps") { $0.array(pipeline.steps) { write($1, source, &$0) } }
    }
  }

  private static func writePlatform(_ platform: Plan.Platform, _ json: inout JSONWriter) {
    json.member("platform") { json in
      json.object { json in
        json.member("os", platform.os)
        json.member("architecture", platform.architecture)
        if !platform.variant.isEmpty { json.member("variant", platform.variant) }
        if !platform.version.isEmpty { json.member("version", platform.version) }
      }
    }
  }

  private static func write(_ step: Plan.Step, _ source: Source, _ json: inout JSONWriter) {
    json.object { json in
      json.member("id", step.id)
      json.member("name", step.name)
      json.member("stage", ifPresent: step.stage)
      json.member("role", step.role.rawValue)
      json.member("type", ifPresent: step.type)
      json.member("performer", ifPresent: step.performer?.rawValue)
      json.member("image", ifPresent: step.image)
      if let entrypoint = step.entrypoint { json.member("entrypoint", entrypoint) }
      if let command = step.command { json.member("command", command) }
      if !step.commands.isEmpty { json.member("commands", step.commands) }
      writeEnvironment(step.environment, &json)
      json.member("workingDirectory", ifPresent: step.workingDirectory)
      if !step.mounts.isEmpty {
        json.member("volumes") { json in
          json.array(step.mounts) { json, mount in
            json.object { json in
              json.member("name", mount.volume)
              json.member("path", mount.path)
            }
          }
        }
      }
      json.member("needs", step.needs)
      json.member("decision", step.decision.rawValue)
      write(step.reason, source, &json)
      json.member("runPolicy", step.runPolicy.rawValue)
      json.member("failurePolicy", step.failurePolicy.rawValue)
      if let timeout = step.timeout { json.member("timeout", timeout) }
      if !step.policySets.isEmpty { json.member("policySets", step.policySets) }
      if !step.reports.isEmpty { json.member("reports", step.reports) }
      writeContainer(step, &json)
    }
  }

  /// What is known before the run as texts and secrets; what is settled at the start of the step by the fact's name.
  private static func writeEnvironment(_ environment: [Plan.EnvironmentVariable], _ json: inout JSONWriter) {
    json.member("environment") { json in
      json.object { json in
        for variable in environment {
          if case .runtime(_, initially: "") = variable.value { continue }
          json.member(variable.name) { write(variable.value, &$0) }
        }
      }
    }
    let facts = environment.compactMap { variable in
      if case .runtime(let fact, _) = variable.value { (variable.name, fact.rawValue) } else { nil }
    }
    guard !facts.isEmpty else { return }
    json.member("runtimeEnvironment") { json in
      json.object { json in
        for (name, fact) in facts { json.member(name, fact) }
      }
    }
  }

  /// A text, or what stands for a secret, for what is deferred, or for a text with those in it.
  private static func write(_ value: Plan.Value, _ json: inout JSONWriter) {
    switch value {
    case .literal(let text), .runtime(_, initially: let text): json.string(text)
    case .secret(let name): json.object { $0.member("secret", name) }
    case .deferred(let expression): json.object { $0.member("deferred", expression) }
    case .pieces([]): json.string("")
    case .pieces(let pieces):
      json.object { json in
        json.member("pieces") { json in
          json.array(pieces) { json, piece in
            switch piece {
            case .literal(let text): json.string(text)
            case .secret(let name): json.object { $0.member("secret", name) }
            case .deferred(let expression): json.object { $0.member("deferred", expression) }
            }
          }
        }
      }
    }
  }

  private static func writeContainer(_ step: Plan.Step, _ json: inout JSONWriter) {
    if step.isDetached { json.member("detached", true) }
    if step.image != nil { json.member("pull", step.pull.rawValue) }
    if step.isPrivileged { json.member("privileged", true) }
    json.member("user", ifPresent: step.user)
    if !step.devices.isEmpty {
      json.member("devices") { json in
        json.array(step.devices) { json, device in
          json.object { json in
            json.member("hostPath", device.hostPath)
            json.member("path", device.path)
          }
        }
      }
    }
    json.member("networkMode", ifPresent: step.networkMode)
    if !step.networkAliases.isEmpty { json.member("networkAliases", step.networkAliases) }
    if !step.dns.isEmpty { json.member("dns", step.dns) }
    if !step.dnsSearch.isEmpty { json.member("dnsSearch", step.dnsSearch) }
    if !step.extraHosts.isEmpty { json.member("extraHosts", step.extraHosts) }
    if let limit = step.memoryLimit { json.member("memoryLimit", limit) }
    if let limit = step.memorySwapLimit { json.member("memorySwapLimit", limit) }
    if let size = step.sharedMemorySize { json.member("sharedMemorySize", size) }
    if let limit = step.processorLimit { json.member("processorLimit", limit) }
    if !step.ports.isEmpty {
      json.member("ports") { json in
        json.array(step.ports) { json, port in
          json.object { json in
            json.member("host", port.host)
            json.member("container", port.container)
          }
        }
      }
    }
    if !step.registryCredentialSecrets.isEmpty {
      json.member("registryCredentials") { json in
        json.array(step.registryCredentialSecrets) { json, name in json.object { $0.member("secret", name) } }
      }
    }
  }

  private static func write(_ volume: Plan.Volume, _ json: inout JSONWriter) {
    json.object { json in
      json.member("name", volume.name)
      switch volume.storage {
      case .temporary: json.member("storage", "temporary")
      case .memory(let limit):
        json.member("storage", "memory")
        if let limit { json.member("limit", limit) }
      case .host(let path):
        json.member("storage", "host")
        json.member("hostPath", path)
      }
    }
  }

  static func write(_ reason: Plan.Reason, _ source: Source, _ json: inout JSONWriter) {
    json.member("reason", reason.text)
    if let span = reason.span { writePlace(span, source, &json) }
  }

  private static func write(_ refusal: Diagnostic, _ source: Source, _ json: inout JSONWriter) {
    json.object { json in
      json.member("rule", refusal.rule.text)
      json.member("message", refusal.message)
      writePlace(refusal.primary.span, source, &json)
    }
  }

  private static func writePlace(_ span: Span, _ source: Source, _ json: inout JSONWriter) {
    guard span.source == source.id else { return }
    json.member("at", source.place(of: span))
  }
}

extension Source {
  /// `FILE:LINE:COLUMN` of where a span starts.
  func place(of span: Span) -> String {
    let position = position(of: span.start)
    return "\(name):\(position.line):\(position.column)"
  }
}
