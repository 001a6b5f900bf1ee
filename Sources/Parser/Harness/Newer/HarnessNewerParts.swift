import Diagnostics
import IR

/// What the two newer forms have in common, made into the form `v0`.
enum HarnessNewerParts {
  // MARK: Names

  /// The identifier that is written, or one that is made of the name as the server makes it.
  static func identifier(_ node: Data, otherwise: String) -> Data {
    if let id = node.present("id") ?? node.present("identifier") { return id }
    guard let name = node.text("name") else { return .word(otherwise, at: node.span) }
    var text = ""
    for scalar in name.value.unicodeScalars where scalar.isASCII && scalar.properties.isIDContinue {
      text.unicodeScalars.append(scalar)
    }
    if let first = text.unicodeScalars.first, !first.properties.isIDStart, first != "_" { text = "_" + text }
    return .word(text.isEmpty ? otherwise : String(text.prefix(128)), at: name.span)
  }

  /// Identifier, name and description, which every node has.
  static func envelope(_ node: Data, otherwise: String, into mapping: inout HarnessMapping) {
    let identifier = identifier(node, otherwise: otherwise)
    mapping.set("identifier", identifier)
    mapping.set("name", node.present("name") ?? identifier)
    mapping.set("description", node.present("desc") ?? node.present("description"))
    mapping.set("tags", node.present("tags"))
    mapping.set("timeout", node.present("timeout"))
  }

  /// A word in lower case with hyphens as the form `v0` has it; as it is where there is none.
  static func word(_ data: Data?, _ table: [String: String]) -> Data? {
    guard let data, let text = data.scalarText else { return data }
    return table[text.value.lowercased()].map { .word($0, at: data.span) } ?? data
  }

  // MARK: Variables

  /// A mapping of names and values as a list of variables.
  static func variables(_ maps: [Data?]) -> Data? {
    var items: [Data] = []
    for map in maps.compactMap({ $0 }) {
      for entry in map.entries ?? [] {
        var item = HarnessMapping(at: entry.key.span)
        item.set("name", entry.key)
        let isDeclared = entry.value.entries != nil
        let type = isDeclared ? entry.value.text("type")?.value : nil
        item.set(
          "type", word: type == "secret" ? "Secret" : type == "number" ? "Number" : "String", at: entry.key.span)
        item.set("value", isDeclared ? entry.value["value"] : entry.value)
        if isDeclared {
          item.set("default", entry.value["default"])
          item.set("required", entry.value["required"])
        }
        items.append(item.data)
      }
    }
    return items.first.map { .list(items, at: $0.span) }
  }

  /// `inputs` with what is to be given written as runtime inputs, so that input sets fill them.
  static func inputs(_ data: Data?) -> Data? {
    guard let data, let entries = data.entries else { return nil }
    return Data(
      .map(
        entries.map { entry in
          guard let fields = entry.value.entries, entry.value["value"] == nil else { return entry }
          var text = "<+input>"
          if let value = entry.value.text("default") { text += ".default(\(value.value))" }
          if let values = (entry.value["enum"] ?? entry.value["enums"] ?? entry.value["options"])?.items {
            text += ".allowedValues(\(values.compactMap { $0.scalarText?.value }.joined(separator: ",")))"
          }
          if let pattern = entry.value.text("pattern") { text += ".regex(\(pattern.value))" }
          let value = Data.Entry(
            key: .word("value", at: entry.key.span), value: .word(text, at: entry.value.span))
          return .init(key: entry.key, value: Data(.map(fields + [value]), at: entry.value.span))
        }), at: data.span)
  }

  // MARK: Failures

  private static let errors: [String: String] = [
    "all": "AllErrors", "unknown": "Unknown", "authentication": "Authentication", "authorization": "Authorization",
    "connectivity": "Connectivity", "timeout": "Timeout", "verification": "Verification",
    "delegate-provisioning": "DelegateProvisioning", "delegate-restart": "DelegateRestart",
    "policy-evaluation": "PolicyEvaluationFailure", "input-timeout": "InputTimeoutError",
    "approval-rejection": "ApprovalRejection", "user-mark-fail": "UserMarkedFailure",
  ]
  private static let actions: [String: String] = [
    "abort": "Abort", "ignore": "Ignore", "success": "MarkAsSuccess", "fail": "MarkAsFailure", "retry": "Retry",
    "retry-step-group": "RetryStepGroup", "manual-intervention": "ManualIntervention",
    "stage-rollback": "StageRollback", "pipeline-rollback": "PipelineRollback",
    "proceed-with-default": "ProceedWithDefaultValues",
  ]

  /// `on-failure` or `failure`: one strategy or several.
  static func failureStrategies(_ data: Data?) -> Data? {
    guard let data, !data.isNull else { return nil }
    if data.text != nil { return data }
    let strategies = data.asList.items ?? []
    return .list(
      strategies.map { item in
        var failure = HarnessMapping(at: item.span)
        if let list = item["errors"]?.asList {
          failure.set("errors", .list((list.items ?? []).compactMap { word($0, errors) }, at: list.span))
        }
        failure.set("action", item["action"].map(action))
        return .wrap("onFailure", failure.data, at: item.span)
      }, at: data.span)
  }

  /// A word, a mapping with the word as its key, or `{type, spec}`.
  private static func action(_ data: Data) -> Data {
    var action = HarnessMapping(at: data.span)
    if data.entries == nil {
      action.set("type", word(data, actions))
      return action.data
    }
    let entry = data.entries?.first
    let type = data["type"] ?? entry?.key
    let spec = data["type"] == nil ? entry?.value : data["spec"]
    action.set("type", word(type, actions))
    guard let spec, spec.entries?.isEmpty == false else { return action.data }
    action.set("spec", at: spec.span) { inner in
      inner.set("retryCount", spec["attempts"])
      inner.set("retryIntervals", spec["interval"]?.asList)
      inner.set("timeout", spec["timeout"])
      if let next = spec["failure-action"] ?? spec["failure"]?["action"] ?? spec["failure"] {
        inner.set("onRetryFailure", .wrap("action", Self.action(next), at: next.span))
      }
      if let next = spec["timeout-action"] ?? spec["timeout_action"] {
        inner.set("onTimeout", .wrap("action", Self.action(next), at: next.span))
      }
    }
    return action.data
  }

  // MARK: Loops

  /// `strategy`, its keys at one level (`matrix: …`) or under `type` and `spec`.
  static func strategy(_ data: Data?) -> Data? {
    guard let data, !data.isNull else { return nil }
    if data.text != nil { return data }
    var strategy = HarnessMapping(at: data.span)
    let limit = data["max-parallel"] ?? data["spec"]?["concurrency"]
    if let type = data.text("type")?.value, let spec = data["spec"] {
      switch type {
      case "matrix": matrix(axes: spec["axis"], in: spec, limit, &strategy)
      case "for": repetition(spec, limit, &strategy)
      default: break
      }
    } else if let matrix = data.present("matrix") {
      if matrix.text != nil {
        strategy.set("matrix", matrix)
      } else {
        Self.matrix(axes: matrix, in: matrix, limit, &strategy)
      }
    } else if let loop = data.present("for") ?? data.present("repeat") {
      repetition(loop, limit, &strategy)
    }
    strategy.set("when", data["if"])
    if let flag = data.flag("fail-fast")?.literal {
      strategy.set("onFailure", word: flag ? "SkipQueued" : "RunAll", at: data.span)
    }
    return strategy.data
  }

  private static func matrix(axes: Data?, in spec: Data, _ limit: Data?, _ strategy: inout HarnessMapping) {
    let reserved: Set<String> = ["exclude", "include", "node-name", "concurrency"]
    strategy.set("matrix", at: spec.span) { matrix in
      for entry in axes?.entries ?? [] where !reserved.contains(entry.key.name ?? "") {
        matrix.set(entry.key.name ?? "", entry.value)
      }
      matrix.set("exclude", spec["exclude"])
      matrix.set("nodeName", spec["node-name"])
      matrix.set("maxConcurrency", limit)
    }
    if let include = spec["include"] {
      strategy.set("include", include)
      strategy.set("form", word: HarnessForm.unified.rawValue, at: include.span)
    }
  }

  private static func repetition(_ loop: Data, _ limit: Data?, _ strategy: inout HarnessMapping) {
    strategy.set("repeat", at: loop.span) { inner in
      inner.set("times", loop["iterations"])
      inner.set("items", loop["items"])
      inner.set("partitionSize", loop["partition-size"])
      inner.set("start", loop["start"])
      inner.set("end", loop["end"])
      inner.set("unit", word(loop["unit"], ["count": "Count", "percentage": "Percentage"]))
      inner.set("nodeName", loop["node-name"])
      inner.set("maxConcurrency", limit)
    }
  }

  // MARK: Templates

  /// `uses: REFERENCE@VERSION` with values by name.
  static func link(_ data: Data) -> Data {
    var link = HarnessMapping(at: data.span)
    if let uses = data["uses"] ?? data["name"], let text = uses.scalarText {
      let parts = text.value.split(separator: "@", maxSplits: 1).map(String.init)
      link.set("templateRef", word: parts.first ?? "", at: uses.span)
      if parts.count > 1 { link.set("versionLabel", word: parts[1], at: uses.span) }
    }
    link.set("templateVariables", data["with"] ?? data["inputs"])
    return link.data
  }
}
