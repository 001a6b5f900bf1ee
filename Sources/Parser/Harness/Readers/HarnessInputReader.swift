import Diagnostics
import IR

/// Reads the documents beside pipelines: input sets, overlays, templates, triggers and entities of the form `v0`.
enum HarnessInputReader {
  /// - Parameter data: what `inputSet:` leads to.
  static func inputSet(_ data: Data) -> HarnessInputSet {
    HarnessInputSet(
      form: .v0, data: data, identifier: data.text("identifier"), name: data.text("name"),
      values: data.present("pipeline"))
  }

  /// - Parameter data: what `overlayInputSet:` leads to.
  static func overlay(_ data: Data) -> HarnessOverlayInputSet {
    HarnessOverlayInputSet(
      form: .v0, data: data, identifier: data.text("identifier"), name: data.text("name"),
      pipelineIdentifier: data.text("pipelineIdentifier"), references: data.textList("inputSetReferences"))
  }

  /// - Parameter data: what `template:` leads to.
  static func template(_ data: Data) -> HarnessTemplate {
    var template = HarnessTemplate(form: .v0, data: data, body: .opaque)
    template.identifier = data.text("identifier")
    template.name = data.text("name")
    template.type = data.text("type")
    template.version = data.text("versionLabel")
    template.variables = HarnessFlowReader.variables(data["variables"])
    template.spec = data.present("spec")
    guard let spec = template.spec else { return template }
    switch template.type?.value {
    case "Step": template.body = .step(HarnessStepReader.step(spec))
    case "StepGroup": template.body = .group(HarnessStageReader.group(spec))
    case "Stage": template.body = .stage(HarnessStageReader.stage(spec))
    case "Pipeline": template.body = .pipeline(HarnessPipelineReader.pipeline(spec))
    default: break
    }
    return template
  }

  /// - Parameter data: what `trigger:` leads to.
  static func trigger(_ data: Data) -> HarnessTrigger {
    var trigger = HarnessTrigger(data: data)
    trigger.identifier = data.text("identifier")
    trigger.name = data.text("name")
    trigger.pipelineIdentifier = data.text("pipelineIdentifier")
    trigger.inputYAML = data.text("inputYaml")
    trigger.inputSetReferences = data.textList("inputSetRefs")
    trigger.stagesToExecute = data.textList("stagesToExecute")
    guard let source = data["source"] else { return trigger }
    trigger.sourceType = source.text("type")
    guard let spec = source["spec"] else { return trigger }
    trigger.webhookType = spec.text("type")
    // A webhook of a code host says its event one level further down; others have their conditions here.
    let inner = spec["spec"]
    trigger.event = inner?.text("type")
    let levels = [inner?["spec"], inner, spec].compactMap { $0 }
    trigger.actions = levels.lazy.map { $0.textList("actions") }.first { !$0.isEmpty } ?? []
    trigger.jexlCondition = levels.lazy.compactMap { $0.text("jexlCondition") }.first
    let lists: [(key: String, place: HarnessTriggerCondition.Place)] = [
      ("payloadConditions", .payload), ("headerConditions", .header), ("eventConditions", .event),
      ("metaDataConditions", .metaData),
    ]
    for level in levels {
      for (key, place) in lists {
        trigger.conditions += level.list(key).map {
          HarnessTriggerCondition(
            place: place, key: $0.text("key"), comparison: $0.text("operator"), value: $0.text("value"), span: $0.span)
        }
      }
    }
    return trigger
  }

  /// - Parameter data: what the root key leads to.
  static func entity(_ data: Data, _ kind: HarnessEntity.Kind) -> HarnessEntity {
    // A service has its variables with the rest of its definition.
    let variables = data["variables"] ?? data["serviceDefinition"]?["spec"]?["variables"]
    return HarnessEntity(
      kind: kind, data: data, identifier: data.text("identifier"), name: data.text("name"), type: data.text("type"),
      variables: HarnessFlowReader.variables(variables))
  }
}
