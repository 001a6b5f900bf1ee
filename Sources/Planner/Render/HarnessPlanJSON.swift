import Diagnostics
import IR

/// The tree of a Harness plan as JSON.
struct HarnessPlanJSON {
  private let plan: HarnessPlan
  private let source: Source

  init(_ plan: HarnessPlan, _ source: Source) {
    self.plan = plan
    self.source = source
  }

  /// Adds the member with the tree.
  func write(_ json: inout JSONWriter) {
    json.member("tree") { json in write(plan.root.children, &json) }
  }

  private func write(_ nodes: [Int], _ json: inout JSONWriter) {
    json.array(nodes) { json, index in write(plan.nodes[index], &json) }
  }

  private func write(_ node: HarnessPlanNode, _ json: inout JSONWriter) {
    json.object { json in
      json.member("kind", node.kind.rawValue)
      if node.kind.isNamed || node.kind == .loop {
        json.member("id", node.path.description)
        json.member("name", node.name)
      }
      json.member("decision", node.decision.rawValue)
      PlanJSON.write(node.reason, source, &json)
      json.member("condition", ifPresent: node.condition?.text)
      let asked = plan.executionInputs(of: node.index)
      if !asked.isEmpty {
        json.member("asksFor") { json in
          json.array(asked) { json, input in
            json.object { json in
              json.member("field", input.field)
              json.member("path", input.path)
              json.member("input", input.input.value)
            }
          }
        }
      }
      if let iteration = node.iteration { json.member("iteration") { write(iteration, &$0) } }
      if let loop = node.loop { json.member("loop") { write(loop, &$0) } }
      if !node.failureRules.isEmpty {
        json.member("failureStrategies") { json in
          json.array(node.failureRules) { json, rule in
            json.object { json in
              json.member("errors", rule.errors)
              json.member("action", rule.action.name)
            }
          }
        }
      }
      if let timeout = node.timeout { json.member("timeout", timeout) }
      if let dependsOn = node.dependsOn { json.member("dependsOn", dependsOn.map { plan.nodes[$0].identifier }) }
      let children = node.children + [node.loop?.template].compactMap { $0 }
      if !children.isEmpty { json.member("children") { write(children, &$0) } }
      if !node.rollback.isEmpty { json.member("rollback") { write(node.rollback, &$0) } }
    }
  }

  private func write(_ iteration: HarnessIteration, _ json: inout JSONWriter) {
    json.object { json in
      json.member("index", iteration.index)
      json.member("count", iteration.count)
      if !iteration.matrix.isEmpty {
        json.member("matrix") { json in
          json.object { json in
            for axis in iteration.matrix { json.member(axis.name, axis.value.scalar.display) }
          }
        }
      }
      json.member("item", ifPresent: iteration.item?.scalar.display)
      if let partition = iteration.partition { json.member("partition", partition.map { $0.scalar.display }) }
    }
  }

  private func write(_ loop: HarnessPlanLoop, _ json: inout JSONWriter) {
    json.object { json in
      json.member("strategy", loop.kind)
      json.member("maxConcurrency", loop.maxConcurrency)
      json.member("onFailure", loop.skipsQueued ? "SkipQueued" : "RunAll")
      json.member("waitsFor", ifPresent: loop.waitsFor)
    }
  }
}
