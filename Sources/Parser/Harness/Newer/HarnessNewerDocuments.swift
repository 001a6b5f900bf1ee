import Diagnostics
import IR

/// Reads input sets, overlays and templates of the newer forms.
enum HarnessNewerDocuments {
  /// `kind: input-set`: names and values, as a partial pipeline.
  static func inputSet(_ root: Data, _ form: HarnessForm) -> HarnessInputSet {
    let values = root["spec"].map { spec -> Data in
      var inputs = HarnessMapping(at: spec.span)
      for entry in spec.entries ?? [] {
        inputs.set(entry.key.name ?? "", .wrap("value", entry.value, at: entry.key.span))
      }
      return .wrap("inputs", inputs.data, at: spec.span)
    }
    return HarnessInputSet(
      form: form, data: root, identifier: root.text("id") ?? root.text("name"), name: root.text("name"),
      values: values)
  }

  /// `kind: overlay-input-set`.
  static func overlay(_ root: Data, _ form: HarnessForm) -> HarnessOverlayInputSet {
    HarnessOverlayInputSet(
      form: form, data: root, identifier: root.text("id") ?? root.text("name"), name: root.text("name"),
      pipelineIdentifier: nil, references: root["spec"]?.textList("input_sets") ?? [])
  }

  /// `template:` with `version: 1`, or `kind: template` with `spec:`; the body becomes one of the form `v0`.
  static func template(_ root: Data, _ form: HarnessForm) -> HarnessTemplate {
    let holder = form == .unified ? root["template"] ?? root : root["spec"] ?? root
    var template = HarnessTemplate(form: form, data: holder, body: .opaque)
    template.identifier = holder.text("id") ?? root.text("id") ?? holder.text("name") ?? root.text("name")
    template.name = holder.text("name") ?? root.text("name")
    template.version = holder.text("versionLabel")
    let kind = ["pipeline", "stage", "group", "step"].first { holder[$0] != nil } ?? root.text("type")?.value
    guard let kind else { return template }
    let place = holder[kind]?.span ?? root["type"]?.span ?? root.span
    // A stage or step whose keys stand beside `inputs`.
    let body = holder[kind] ?? holder
    switch kind {
    case "pipeline":
      template.type = Text("Pipeline", at: place)
      let data = HarnessUnifiedConverter.pipeline(body)
      template.spec = data
      template.body = .pipeline(HarnessLoader.pipeline(data, form: form))
    case "stage":
      template.type = Text("Stage", at: place)
      template.spec = first(stages: body, form)?["stage"]?.unnamed(like: body)
      template.body = template.spec.map { .stage(HarnessStageReader.stage($0)) } ?? .opaque
    case "step":
      template.type = Text("Step", at: place)
      template.spec = first(steps: body, form)?["step"]?.unnamed(like: body)
      template.body = template.spec.map { .step(HarnessStepReader.step($0)) } ?? .opaque
    case "group":
      template.type = Text("StepGroup", at: place)
      let group = Data.wrap("group", body, at: body.span)
      template.spec = first(steps: group, form)?["stepGroup"]?.unnamed(like: body)
      template.body = template.spec.map { .group(HarnessStageReader.group($0)) } ?? .opaque
    default: break
    }
    return template
  }

  private static func first(stages body: Data, _ form: HarnessForm) -> Data? {
    let list = Data.list([body], at: body.span)
    let converted = form == .unified ? HarnessUnifiedConverter.stages(list) : HarnessSpecConverter.stages(list)
    return converted.items?.first
  }

  private static func first(steps body: Data, _ form: HarnessForm) -> Data? {
    let list = Data.list([body], at: body.span)
    let converted = form == .unified ? HarnessUnifiedConverter.steps(list) : HarnessSpecConverter.steps(list)
    return converted.items?.first
  }
}

extension Data {
  /// The mapping without the identifier and name that were made up because `written` has none.
  fileprivate func unnamed(like written: Data) -> Data {
    guard let entries, written["id"] == nil, written["name"] == nil else { return self }
    return Data(.map(entries.filter { $0.key.name != "identifier" && $0.key.name != "name" }), at: span)
  }
}
