import Expressions
import IR

/// What a step has published, or will have published by the time the reader is there.
struct HarnessStepOutputs {
  private let scope: HarnessPlanScope
  private let node: HarnessPlanNode
  private var settler: HarnessSettler { scope.settler }

  init(_ scope: HarnessPlanScope, _ index: Int) {
    self.scope = scope
    node = scope.settler.plan.nodes[index]
  }

  private var source: HarnessStep? {
    if case .step(let step) = node.origin { step } else { nil }
  }

  /// The record of a step that is over.
  private var record: HarnessState.NodeState? {
    guard node.index != scope.position, let record = settler.record(of: node.index), record.status.isFinal else {
      return nil
    }
    return record
  }

  /// Whether the step may yet publish something before the reader begins.
  private var isPending: Bool {
    guard !settler.state.isRunning, record == nil, let source else { return false }
    if case .background = source.action { return false }
    return !settler.isSkipped(node.index) && settler.precedes(node.index, scope.position)
  }

  /// `output`; nil where there is and will be none.
  var all: JexlValue? {
    guard record != nil || isPending else { return nil }
    return scope.view(.output(node.index))
  }

  /// A field below `output`.
  func field(_ name: String) -> JexlValue? {
    if name == "outputVariables" { return scope.view(.outputVariables(node.index)) }
    if let record { return record.outcome.last { $0.name == name }.map { JexlValue($0.value) } }
    return isPending ? .deferred("output.\(name)") : nil
  }

  var fieldNames: [String] { ["outputVariables"] + (record?.outcome.map(\.name) ?? []) }

  /// A variable that the step publishes.
  func variable(_ name: String) -> JexlValue? {
    if let record { return record.outputs.last { $0.name == name }.map { JexlValue($0.value) } }
    guard isPending else { return nil }
    // A step that declares its outputs publishes no others.
    if let declared, !declared.contains(name) { return nil }
    return .deferred("outputVariables.\(name)")
  }

  /// Where outputs are not declared, something stands for them, so that the whole is known to be open.
  var variableNames: [String] { record?.outputs.map(\.name) ?? declared ?? ["*"] }

  private var declared: [String]? {
    guard let outputs = source?.declaredOutputs, outputs.input == nil else { return nil }
    return outputs.variables.compactMap(\.name?.value)
  }

  /// `policyOutput`, `artifact_…`: what stands beside `output`.
  func sibling(_ name: String) -> JexlValue? {
    if let record, let found = record.siblings.last(where: { $0.name == name }) { return JexlValue(found.value) }
    guard isPending, name == "policyOutput" || name.hasPrefix("artifact_") else { return nil }
    return .deferred(name)
  }
}
