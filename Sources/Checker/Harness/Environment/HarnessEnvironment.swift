import Diagnostics
import IR

/// Everything that the expressions of one document can name: its pipeline, stages, groups and steps in their order, with
/// their variables, loops and outputs.
///
/// Made once for each document; asking it costs no more than the length of the path.
public struct HarnessEnvironment: Sendable {
  /// In source order, a parent before its children; the first is the pipeline, also where the document is only a part of one.
  public internal(set) var nodes: [HarnessNodeRecord] = []
  /// Steps and groups by identifier, wherever they are.
  private(set) var stepsByIdentifier: [String: [Int]] = [:]
  /// How many steps declare an output of a name.
  private(set) var outputCounts: [String: Int] = [:]
  /// Whether the order of the stages is that of their `dependsOn`.
  private(set) var isGraph = false
  /// Whether the paths of this form of document are known.
  public let isJudged: Bool

  /// The nodes of a document. Linear in its size.
  public init(_ document: HarnessDocument) {
    switch document {
    case .pipeline(let pipeline):
      isJudged = pipeline.form == .v0
      var builder = HarnessEnvironmentBuilder()
      builder.add(pipeline, isOpen: false)
      take(builder)
    case .template(let template):
      isJudged = template.form == .v0
      var builder = HarnessEnvironmentBuilder()
      builder.add(template)
      take(builder)
    case .inputSet(let set):
      isJudged = false
      takeOpen(set.data)
    case .overlayInputSet(let set):
      isJudged = false
      takeOpen(set.data)
    case .trigger(let trigger):
      isJudged = false
      takeOpen(trigger.data)
    case .entity(let entity):
      isJudged = false
      takeOpen(entity.data)
    }
  }

  private mutating func take(_ builder: HarnessEnvironmentBuilder) {
    nodes = builder.nodes
    isGraph = builder.isGraph
    for (index, node) in nodes.enumerated() where node.kind == .step || node.kind == .group {
      if case .declared(let names) = node.outputs { for name in names { outputCounts[name, default: 0] += 1 } }
      if let name = node.identifier?.value { stepsByIdentifier[name, default: []].append(index) }
    }
  }

  private mutating func takeOpen(_ data: Data) {
    var builder = HarnessEnvironmentBuilder()
    builder.addOpenRoot(data)
    take(builder)
  }

  /// The nearest node of a kind that is the node or encloses it.
  public func enclosing(_ kind: HarnessNodeRecord.Kind, of node: Int) -> Int? {
    var index: Int? = node
    while let current = index {
      if nodes[current].kind == kind { return current }
      index = nodes[current].parent
    }
    return nil
  }

  /// The node and all that enclose it, from the inside out.
  public func chain(from node: Int) -> [Int] {
    var result: [Int] = []
    var index: Int? = node
    while let current = index {
      result.append(current)
      index = nodes[current].parent
    }
    return result
  }

  /// Whether one node is or encloses another.
  func isAncestor(_ outer: Int, ofOrSame inner: Int) -> Bool {
    var index: Int? = inner
    while let current = index, current >= outer {
      if current == outer { return true }
      index = nodes[current].parent
    }
    return false
  }

  /// Whether something that encloses the node, or it itself, comes from a template that the file does not show.
  func isOpen(_ node: Int) -> Bool {
    chain(from: node).contains { nodes[$0].isOpen }
  }

  /// The path from the pipeline to a node, as it is written in expressions.
  public func absolutePath(of node: Int) -> String {
    let record = nodes[node]
    guard let parent = record.parent else { return "pipeline" }
    let outer = absolutePath(of: parent)
    switch (record.list, nodes[parent].kind) {
    case (.stages, _): return outer + ".stages." + record.name
    case (.steps, .stage): return outer + ".spec.execution.steps." + record.name
    case (.rollbackSteps, .stage): return outer + ".spec.execution.rollbackSteps." + record.name
    case (.steps, _): return outer + ".steps." + record.name
    case (.rollbackSteps, _): return outer + ".rollbackSteps." + record.name
    }
  }

  /// Where an ordinary field of a stage, group or step stands: the node is named by its identifier or by any end of its
  /// path, such as `tests.steps.unit`. nil: nothing is called so; the first of several counts.
  public func position(of name: String) -> HarnessPosition? {
    let last = name.split(separator: ".").last.map(String.init) ?? name
    for node in nodes where node.name == last && node.parent != nil {
      guard name == last || ("." + absolutePath(of: node.index)).hasSuffix("." + name) else { continue }
      return HarnessPosition(node: node.index, moment: .start)
    }
    return nil
  }

  /// The path from the execution of its stage to a step or group, `execution` not included.
  func pathInStage(of node: Int) -> String {
    let record = nodes[node]
    guard let parent = record.parent, nodes[parent].kind != .pipeline else { return record.name }
    let list = record.list == .rollbackSteps ? "rollbackSteps." : "steps."
    if nodes[parent].kind == .stage { return list + record.name }
    return pathInStage(of: parent) + "." + list + record.name
  }
}

extension HarnessEnvironment {
  /// Whether two nodes can run at the same time: their ways part in one `parallel`.
  func areConcurrent(_ one: Int, _ other: Int) -> Bool {
    let left = Array(chain(from: one).reversed())
    let right = Array(chain(from: other).reversed())
    for (a, b) in zip(left, right) where a != b {
      return nodes[a].list == nodes[b].list && nodes[a].entry == nodes[b].entry
    }
    // One encloses the other, or they are the same; a loop may run it several times at once.
    return one == other
  }
}
