import Diagnostics
import IR

/// Reads what stages, groups and steps share: conditions, failure strategies, loops and links to templates.
enum HarnessFlowReader {
  // MARK: Conditions

  static func condition(_ data: Data?) -> HarnessCondition? {
    guard let data, !data.isNull else { return nil }
    if let text = data.scalarText {
      return HarnessCondition(status: nil, statusKey: nil, condition: nil, input: text, span: data.span)
    }
    let entry = data.entries?.last { $0.key.name == "pipelineStatus" || $0.key.name == "stageStatus" }
    return HarnessCondition(
      status: entry?.value.scalarText, statusKey: entry?.key.text, condition: data.text("condition"), span: data.span)
  }

  // MARK: Failure strategies

  static func failureStrategies(_ data: Data?) -> HarnessFailureStrategies? {
    guard let data, !data.isNull else { return nil }
    if let text = data.scalarText { return HarnessFailureStrategies(strategies: [], input: text, span: data.span) }
    let strategies = (data.items ?? []).map { item in
      let body = item["onFailure"] ?? item
      return HarnessFailureStrategy(
        errors: body.textList("errors"), action: body["action"].flatMap(action), span: item.span)
    }
    return HarnessFailureStrategies(strategies: strategies, span: data.span)
  }

  private static func action(_ data: Data) -> HarnessFailureAction? {
    guard data.entries != nil else { return nil }
    var action = HarnessFailureAction(type: data.text("type"), span: data.span)
    guard let spec = data.present("spec") else { return action }
    action.hasSpec = true
    action.retryCount = spec.integer("retryCount")
    action.retryIntervals = spec.texts("retryIntervals")
    action.retryCondition = spec.text("condition")
    action.timeout = spec.text("timeout")
    let next = spec["onRetryFailure"] ?? spec["onTimeout"]
    if let next = (next?["action"]).flatMap(Self.action) { action.following = [next] }
    return action
  }

  // MARK: Loops

  static func loop(_ data: Data?) -> HarnessLoop? {
    guard let data, !data.isNull else { return nil }
    if let text = data.scalarText {
      return HarnessLoop(kind: .input(text), condition: nil, onFailure: nil, span: data.span)
    }
    let present = ["matrix", "repeat", "parallelism"].compactMap { key in data.present(key).map { (key, $0) } }
    var kind = HarnessLoop.Kind.invalid
    if present.count == 1, let (key, value) = present.first {
      switch key {
      case "matrix":
        var matrix = matrix(value)
        // In the form `v0`, `include` would be an axis; the newer forms put it here.
        if data["form"] != nil { matrix.include = data.present("include").map { $0.items ?? [$0] } ?? [] }
        kind = .matrix(matrix)
      case "repeat": kind = .repeat(repetition(value))
      default: kind = data.integer(key).map { .parallelism($0) } ?? .invalid
      }
    }
    return HarnessLoop(
      kind: kind, condition: data.text("when"), onFailure: data.text("onFailure"), span: data.span)
  }

  private static func matrix(_ data: Data) -> HarnessMatrix {
    if let text = data.scalarText {
      return HarnessMatrix(
        axes: [], exclude: [], maxConcurrency: nil, nodeName: nil, expression: text, span: data.span)
    }
    let reserved: Set<String> = ["exclude", "maxConcurrency", "nodeName"]
    let exclude = data.present("exclude").map { $0.items ?? [$0] } ?? []
    return HarnessMatrix(
      axes: data.namedEntries.filter { !reserved.contains($0.name.value) }, exclude: exclude,
      maxConcurrency: data.integer("maxConcurrency"), nodeName: data.text("nodeName"), span: data.span)
  }

  private static func repetition(_ data: Data) -> HarnessRepeat {
    var loop = HarnessRepeat(span: data.span)
    loop.times = data.integer("times")
    loop.items = data.present("items")
    loop.partitionSize = data.integer("partitionSize")
    loop.start = data.integer("start")
    loop.end = data.integer("end")
    loop.unit = data.text("unit")
    loop.maxConcurrency = data.integer("maxConcurrency")
    loop.nodeName = data.text("nodeName")
    return loop
  }

  // MARK: Templates and variables

  static func link(_ data: Data?) -> HarnessTemplateLink? {
    guard let data, data.entries != nil else { return nil }
    return HarnessTemplateLink(
      reference: data.text("templateRef"), version: data.text("versionLabel"), inputs: data.present("templateInputs"),
      variables: data.present("templateVariables"), span: data.span)
  }

  static func variables(_ data: Data?) -> [HarnessVariable] {
    (data?.items ?? []).map { item in
      HarnessVariable(
        name: item.text("name"), type: item.text("type"), value: item["value"], defaultValue: item["default"],
        isRequired: item.flag("required"), span: item.span)
    }
  }
}
