import Diagnostics

extension IRWriter {
  /// The members of a Harness document: its kind, and what is typed of it.
  mutating func write(_ document: HarnessDocument) {
    switch document {
    case .pipeline(let pipeline):
      json.member("kind", "pipeline")
      write(pipeline)
    case .inputSet(let set):
      named("inputSet", set.form, set.data, set.identifier, set.name)
      member("values", set.values)
    case .overlayInputSet(let overlay):
      named("overlayInputSet", overlay.form, overlay.data, overlay.identifier, overlay.name)
      member("pipelineIdentifier", overlay.pipelineIdentifier)
      member("references", overlay.references)
    case .template(let template):
      named("template", template.form, template.data, template.identifier, template.name)
      member("type", template.type)
      member("version", template.version)
      member("variables", template.variables)
      write(template)
    case .trigger(let trigger):
      named("trigger", nil, trigger.data, trigger.identifier, trigger.name)
      write(trigger)
    case .entity(let entity):
      named(entity.kind.rawValue, nil, entity.data, entity.identifier, entity.name)
      member("type", entity.type)
      member("variables", entity.variables)
    }
  }

  private mutating func named(_ kind: String, _ form: HarnessForm?, _ data: Data, _ identifier: Text?, _ name: Text?) {
    json.member("kind", kind)
    json.member("form", ifPresent: form?.rawValue)
    at(data.span)
    member("identifier", identifier)
    member("name", name)
  }

  private mutating func write(_ template: HarnessTemplate) {
    switch template.body {
    case .step(let step): member("step") { $0.write(step) }
    case .group(let group): member("group") { $0.write(group) }
    case .stage(let stage): member("stage") { $0.write(stage) }
    case .pipeline(let pipeline): member("pipeline") { $0.write(pipeline) }
    case .opaque: member("spec", template.spec)
    }
  }

  private mutating func write(_ trigger: HarnessTrigger) {
    member("pipelineIdentifier", trigger.pipelineIdentifier)
    member("sourceType", trigger.sourceType)
    member("webhookType", trigger.webhookType)
    member("event", trigger.event)
    member("actions", trigger.actions)
    member("conditions", trigger.conditions)
    member("jexlCondition", trigger.jexlCondition)
    member("inputYAML", trigger.inputYAML)
    member("inputSetReferences", trigger.inputSetReferences)
    member("stagesToExecute", trigger.stagesToExecute)
  }
}
