import Diagnostics
import IR

/// Reads pipelines of the form `v0`.
enum HarnessPipelineReader {
  /// - Parameter data: what `pipeline:` leads to.
  static func pipeline(_ data: Data) -> HarnessPipeline {
    var pipeline = HarnessPipeline(form: .v0, data: data)
    pipeline.identifier = data.text("identifier")
    pipeline.name = data.text("name")
    pipeline.description = data.text("description")
    pipeline.projectIdentifier = data.text("projectIdentifier")
    pipeline.orgIdentifier = data.text("orgIdentifier")
    pipeline.tags = data["tags"]?.namedEntries ?? []
    pipeline.variables = HarnessFlowReader.variables(data["variables"])
    pipeline.codebase = data["properties"]?["ci"]?.present("codebase").map(codebase)
    pipeline.timeout = data.text("timeout")
    pipeline.barriers = (data["flowControl"]?.list("barriers") ?? []).map {
      HarnessBarrierDeclaration(identifier: $0.text("identifier"), name: $0.text("name"), span: $0.span)
    }
    pipeline.notificationRules = data.list("notificationRules").map(notificationRule)
    pipeline.allowsStageExecutions = data.flag("allowStageExecutions")
    pipeline.template = HarnessFlowReader.link(data["template"])
    pipeline.stages = data.list("stages").map(HarnessStageReader.entry)
    return pipeline
  }

  /// - Parameter data: what `codebase:` leads to.
  static func codebase(_ data: Data) -> HarnessCodebase {
    HarnessCodebase(
      connectorRef: data.text("connectorRef"), repoName: data.text("repoName"), build: build(data["build"]),
      depth: data.integer("depth"), data: data)
  }

  /// What to clone: `{type, spec}`, or a runtime input.
  static func build(_ data: Data?) -> HarnessBuild? {
    guard let data, !data.isNull else { return nil }
    if let text = data.scalarText { return HarnessBuild(type: nil, reference: nil, input: text, span: data.span) }
    let type = data.text("type")
    let key =
      switch type?.value {
      case "branch", "tag", "commitSha": type?.value ?? ""
      case "PR": "number"
      default: ""
      }
    return HarnessBuild(type: type, reference: data["spec"]?.text(key), span: data.span)
  }

  private static func notificationRule(_ data: Data) -> HarnessNotificationRule {
    let events = data.list("pipelineEvents").map {
      HarnessNotificationEvent(type: $0.text("type"), stages: $0.textList("forStages"), span: $0.span)
    }
    return HarnessNotificationRule(
      name: data.text("name"), events: events, method: data["notificationMethod"]?.text("type"), span: data.span)
  }
}
