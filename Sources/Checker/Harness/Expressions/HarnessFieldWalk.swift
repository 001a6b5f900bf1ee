import Diagnostics
import IR

/// Finds every text of a document in which an expression may stand, with its position.
struct HarnessFieldWalk {
  let environment: HarnessEnvironment
  let visit: (HarnessTextField) -> Void

  /// Deeper values than these hold no expressions that anybody wrote.
  private static let deepest = 200

  /// Visits all texts that a node brings along, those of the nodes in it not included.
  func fields(of index: Int) {
    let node = environment.nodes[index]
    guard environment.isJudged else {
      walk(node.data, HarnessPosition(node: index, moment: .template), key: "", depth: 0)
      return
    }
    // A node that the document does not show has no texts of its own.
    if node.parent != nil, case .missing = node.payload { return }
    for entry in node.data.entries ?? [] {
      guard let key = entry.key.name else { continue }
      let value = entry.value
      switch (node.kind, key) {
      case (_, "template"): walk(value, HarnessPosition(node: index, moment: .template), key: key, depth: 0)
      case (_, "variables"): walk(value, HarnessPosition(node: index, moment: .reader), key: key, depth: 0)
      case (_, "when"): condition(value, at: index)
      case (_, "strategy"): loop(value, at: index)
      case (_, "name"): walk(value, HarnessPosition(node: index, moment: .loop), key: key, depth: 0)
      case (_, "failureStrategies"): walk(value, HarnessPosition(node: index, moment: .end), key: key, depth: 0)
      // The body of a template has nodes of its own.
      case (.pipeline, "spec") where environment.nodes.count > 1: break
      case (.pipeline, "stages"), (.group, "steps"), (.group, "rollbackSteps"): break
      case (.pipeline, "properties"): walk(value, HarnessPosition(node: index, moment: .setup), key: key, depth: 0)
      case (.pipeline, "notificationRules"), (.pipeline, "notifications"):
        walk(value, HarnessPosition(node: index, moment: .event), key: key, depth: 0)
      case (.stage, "spec"): stageSpec(value, at: index)
      case (.step, "spec"): stepSpec(value, at: index)
      default: walk(value, HarnessPosition(node: index, moment: .start), key: key, depth: 0)
      }
    }
  }

  private func condition(_ data: Data, at index: Int) {
    let position = HarnessPosition(node: index, moment: .condition)
    for entry in data.entries ?? [] {
      if entry.key.name == "condition", let text = entry.value.text {
        visit(HarnessTextField(text: text, use: .evaluated, position: position, key: "condition"))
      } else {
        walk(entry.value, position, key: entry.key.name ?? "", depth: 0)
      }
    }
  }

  private func loop(_ data: Data, at index: Int) {
    let position = HarnessPosition(node: index, moment: .loop)
    for entry in data.entries ?? [] {
      if entry.key.name == "when", let text = entry.value.text {
        visit(HarnessTextField(text: text, use: .evaluated, position: position, key: "when"))
      } else {
        walk(entry.value, position, key: entry.key.name ?? "", depth: 0)
      }
    }
  }

  private func stageSpec(_ data: Data, at index: Int) {
    let isCI = environment.nodes[index].type == "CI"
    let isChild = environment.nodes[index].type == "Pipeline"
    for entry in data.entries ?? [] {
      guard let key = entry.key.name, key != "execution", key != "serviceDependencies" else { continue }
      let isSetup = isCI && (key == "infrastructure" || key == "platform" || key == "runtime")
      // What a child pipeline puts out is worked out in the child, whose stages are not known here.
      if isChild, key == "outputs" { continue }
      let moment: HarnessPosition.Moment = key == "inputs" || key == "outputs" ? .reader : isSetup ? .setup : .start
      walk(entry.value, HarnessPosition(node: index, moment: moment), key: key, depth: 0)
    }
  }

  private func stepSpec(_ data: Data, at index: Int) {
    for entry in data.entries ?? [] {
      guard let key = entry.key.name else { continue }
      let end = HarnessPosition(node: index, moment: .end)
      switch key {
      case "assertion", "successCriteria", "failureCriteria":
        if let text = entry.value.text {
          visit(HarnessTextField(text: text, use: .evaluated, position: end, key: key))
        }
      case "approvalCriteria", "rejectionCriteria": criteria(entry.value, end)
      case "outputVariables": walk(entry.value, end, key: key, depth: 0)
      default: walk(entry.value, HarnessPosition(node: index, moment: .start), key: key, depth: 0)
      }
    }
  }

  private func criteria(_ data: Data, _ position: HarnessPosition) {
    if data["type"]?.name == "Jexl", let text = data["spec"]?["expression"]?.text {
      visit(HarnessTextField(text: text, use: .evaluated, position: position, key: "expression"))
    } else {
      walk(data, position, key: "spec", depth: 0)
    }
  }

  private func walk(_ data: Data, _ position: HarnessPosition, key: String, depth: Int) {
    switch data.value {
    case .string(let text):
      visit(HarnessTextField(text: text, use: .rendered, position: position, key: key))
    case .list(let items):
      guard depth < Self.deepest else { return }
      for item in items { walk(item, position, key: key, depth: depth + 1) }
    case .map(let entries):
      guard depth < Self.deepest else { return }
      for entry in entries {
        let name = entry.key.name ?? key
        if name == "jexlCondition", let text = entry.value.text {
          visit(HarnessTextField(text: text, use: .evaluated, position: position, key: name))
        } else {
          walk(entry.value, position, key: name, depth: depth + 1)
        }
      }
    case .null, .bool, .integer, .unsigned, .float, .binary: break
    }
  }
}
