import Diagnostics
import IR

extension HarnessPathWalk {
  /// How a path names a list of steps or stages.
  enum ListForm {
    /// `steps.…`: the nearest list.
    case nearest
    /// `execution.steps.…`: that of the reader's stage.
    case stage
    /// From the pipeline on, or below a node that was named before.
    case absolute
  }

  /// The rest of the path, from a segment on, in a node.
  func inNode(_ index: Int, from segment: Int, isIteration: Bool = false) -> HarnessPathResolution {
    guard segment < segments.count else { return reached(index, at: segment) }
    guard let name = segments[segment].name else { return .dynamic }
    let node = nodes[index]
    if let result = tail(name, in: index, at: segment) { return result }
    switch node.kind {
    case .pipeline: return inPipeline(name, from: segment)
    case .stage: return inStage(index, name, from: segment)
    case .group: return inGroup(index, name, from: segment)
    case .step: return inStep(index, name, from: segment)
    }
  }

  /// Tags and variables, which all but steps have.
  private func tail(_ name: String, in index: Int, at segment: Int) -> HarnessPathResolution? {
    guard name == "variables", nodes[index].kind != .step else { return nil }
    guard segment + 1 < segments.count else { return .known(.map, node: index) }
    guard let variable = segments[segment + 1].name else { return .dynamic }
    let names = nodes[index].variables
    let isLast = segment + 2 == segments.count
    if isLast, let hyphenTail {
      let whole = variable + hyphenTail
      if names.contains(whole) || !names.contains(variable) {
        return .unknown(hyphenated(whole, at: segment + 1, candidates: names))
      }
    }
    if nodes[index].variableSet.contains(variable) {
      return .known(isLast ? nodes[index].type(ofVariable: variable) : .any, node: index)
    }
    if nodes[index].isOpen || position.moment == .template && nodes[index].kind != .pipeline { return .dynamic }
    // A name with dots is written as if it were a path.
    for end in stride(from: segments.count, to: segment + 2, by: -1) {
      let whole = segments[segment + 1..<end].map { $0.name ?? "" }.joined(separator: ".")
      if names.contains(whole) { return .unknown(hyphenated(whole, at: segment + 1, candidates: names)) }
    }
    if variable == "get" || variable == "size" { return .dynamic }
    return .unknown(HarnessMiss(.undeclaredVariable, at: segment + 1, variable, node: index, candidates: names))
  }

  func hyphenated(_ whole: String, at segment: Int, candidates: [String]) -> HarnessMiss {
    let container = HarnessExpressionPath(
      segments: Array(segments[..<segment]), methodName: nil, methodRange: 0..<0, end: 0)
    let miss = HarnessMiss(.hyphenatedName, at: segment, whole, candidates: candidates)
    return miss.replacing(segments.count, with: "\(container.text).get(\"\(whole)\")")
  }

  private func inPipeline(_ name: String, from segment: Int) -> HarnessPathResolution {
    if name == "stages" { return inList(.stages, of: 0, from: segment + 1, form: .absolute) }
    let isLast = segment + 1 == segments.count
    switch HarnessCatalogue.pipeline[name] {
    case .value(let type)?: return .known(isLast ? type : .any, node: nil)
    case .members(let members)?:
      guard !isLast, let next = segments[segment + 1].name else { return .known(.map, node: nil) }
      if case .value(let type)? = members[next] { return .known(type, node: nil) }
      return .known(.any, node: nil)
    case nil: break
    }
    if nodes[0].data[name] != nil { return .known(.any, node: nil) }
    var miss = HarnessMiss(.unknownPath, at: segment, name, candidates: HarnessCatalogue.pipeline.names)
    if nodes[0].variables.contains(name) { miss = miss.replacing(segment + 1, with: "pipeline.variables.\(name)") }
    if name == "steps" || name == "spec" || name == "execution" { return .unknown(miss) }
    if nodes[0].isOpen, miss.nearest == nil { return .dynamic }
    miss.isUncertain = miss.nearest == nil && miss.replacement == nil
    return .unknown(miss)
  }

  private func inStage(_ index: Int, _ name: String, from segment: Int) -> HarnessPathResolution {
    if name == "spec" { return inStageSpec(index, from: segment + 1) }
    let isLast = segment + 1 == segments.count
    if case .value(let type)? = HarnessCatalogue.stage[name] { return .known(isLast ? type : .any, node: index) }
    if nodes[index].data[name] != nil { return .known(.any, node: index) }
    if nodes[index].loop != nil, let base = nodes[index].identifier?.value, name.hasPrefix(base + "_") {
      return inNode(index, from: segment + 1, isIteration: true)
    }
    if name == "steps" || name == "execution" {
      let miss = HarnessMiss(.unknownPath, at: segment, name, candidates: ["spec"])
      let path = segments[..<segment].compactMap(\.name).joined(separator: ".")
      return .unknown(
        miss.replacing(segment + 1, with: path + (name == "steps" ? ".spec.execution.steps" : ".spec.execution")))
    }
    if nodes[index].isOpen { return .dynamic }
    var miss = HarnessMiss(.unknownPath, at: segment, name, candidates: HarnessCatalogue.stage.names)
    miss.isUncertain = miss.nearest == nil
    return .unknown(miss)
  }

  private func inStageSpec(_ index: Int, from segment: Int) -> HarnessPathResolution {
    guard segment < segments.count else { return .known(.map, node: index) }
    guard let name = segments[segment].name else { return .dynamic }
    if name == "execution" { return inExecution(of: index, from: segment + 1, form: .absolute) }
    if name == "steps" {
      let miss = HarnessMiss(.unknownPath, at: segment, name, candidates: ["execution"])
      let path = segments[..<segment].compactMap(\.name).joined(separator: ".")
      return .unknown(miss.replacing(segment + 1, with: path + ".execution.steps"))
    }
    return .known(.any, node: index)
  }

  func inExecution(of stage: Int, from segment: Int, form: ListForm) -> HarnessPathResolution {
    guard segment < segments.count else { return .known(.map, node: stage) }
    guard let name = segments[segment].name else { return .dynamic }
    switch name {
    case "steps": return inList(.steps, of: stage, from: segment + 1, form: form)
    case "rollbackSteps": return inList(.rollbackSteps, of: stage, from: segment + 1, form: form)
    default:
      if HarnessCatalogue.stage[name] != nil { return .known(.any, node: stage) }
      return .unknown(
        HarnessMiss(.unknownPath, at: segment, name, node: stage, candidates: ["steps", "rollbackSteps"]))
    }
  }

  private func inGroup(_ index: Int, _ name: String, from segment: Int) -> HarnessPathResolution {
    if name == "steps" { return inList(.steps, of: index, from: segment + 1, form: .absolute) }
    if name == "rollbackSteps" { return inList(.rollbackSteps, of: index, from: segment + 1, form: .absolute) }
    let isLast = segment + 1 == segments.count
    if case .value(let type)? = HarnessCatalogue.group[name] { return .known(isLast ? type : .any, node: index) }
    if nodes[index].data[name] != nil || nodes[index].isOpen { return .known(.any, node: index) }
    var miss = HarnessMiss(.unknownPath, at: segment, name, node: index, candidates: HarnessCatalogue.group.names)
    if nodes[index].childIndex[name] != nil {
      let path = segments[..<segment].compactMap(\.name).joined(separator: ".")
      miss = miss.replacing(segment + 1, with: "\(path).steps.\(name)")
    }
    miss.isUncertain = miss.nearest == nil && miss.replacement == nil
    return .unknown(miss)
  }

  private func inStep(_ index: Int, _ name: String, from segment: Int) -> HarnessPathResolution {
    let node = nodes[index]
    let isLast = segment + 1 == segments.count
    if index == position.node, name == "output" || name == "outputVariables", position.moment != .end,
      !position.isRelativeOpen
    {
      return .unknown(HarnessMiss(.ownOutput, at: max(0, segment - 1), node.name, node: index))
    }
    if name == "output" { return inOutput(index, from: segment + 1) }
    if name == "outputVariables", node.data["spec"]?[name] == nil || !isLast {
      let miss = HarnessMiss(.misplacedOutput, at: segment, name, node: index)
      let path = segments[..<segment].compactMap(\.name).joined(separator: ".")
      return .unknown(miss.replacing(segment + 1, with: path + ".output.outputVariables"))
    }
    if name == "spec" { return inSpec(index, from: segment + 1) }
    if case .value(let type)? = HarnessCatalogue.step[name] { return .known(isLast ? type : .any, node: index) }
    if name.hasPrefix("artifact") || node.data[name] != nil || node.isOpen { return .known(.any, node: index) }
    var miss = HarnessMiss(.unknownPath, at: segment, name, node: index, candidates: HarnessCatalogue.step.names)
    if case .declared(let names) = node.outputs, names.contains(name) {
      let path = segments[..<segment].compactMap(\.name).joined(separator: ".")
      miss.kind = .misplacedOutput
      miss = miss.replacing(segment + 1, with: "\(path).output.outputVariables.\(name)")
    }
    miss.isUncertain = miss.nearest == nil && miss.replacement == nil
    return .unknown(miss)
  }

  private func inSpec(_ index: Int, from segment: Int) -> HarnessPathResolution {
    guard segment < segments.count else { return .known(.map, node: index) }
    guard let name = segments[segment].name else { return .dynamic }
    if nodes[index].isOpen { return .dynamic }
    guard let entries = nodes[index].data["spec"]?.entries, nodes[index].data["spec"]?[name] == nil else {
      return .known(.any, node: index)
    }
    let miss = HarnessMiss(.unknownPath, at: segment, name, node: index, candidates: entries.compactMap(\.key.name))
    return miss.nearest == nil ? .known(.any, node: index) : .unknown(miss)
  }

  private func inOutput(_ index: Int, from segment: Int) -> HarnessPathResolution {
    let node = nodes[index]
    guard !node.isOpen else { return .dynamic }
    if case .nothing = node.outputs {
      return .unknown(HarnessMiss(.backgroundOutput, at: segment - 1, "output", node: index))
    }
    guard segment < segments.count else { return .known(.map, node: index) }
    guard let name = segments[segment].name else { return .dynamic }
    if name == "outputVariables" { return inOutputVariables(index, from: segment + 1) }
    let isLast = segment + 1 == segments.count
    guard let type = node.type, let members = HarnessCatalogue.outputs(of: type) else {
      return .known(.any, node: index)
    }
    if case .value(let type)? = members[name] { return .known(isLast ? type : .any, node: index) }
    if members.isOpen { return .known(.any, node: index) }
    if case .declared(let names) = node.outputs, names.contains(name) {
      let path = segments[..<segment].compactMap(\.name).joined(separator: ".")
      let miss = HarnessMiss(.misplacedOutput, at: segment, name, node: index)
      return .unknown(miss.replacing(segment + 1, with: "\(path).outputVariables.\(name)"))
    }
    return .unknown(HarnessMiss(.unknownPath, at: segment, name, node: index, candidates: members.names))
  }

  private func inOutputVariables(_ index: Int, from segment: Int) -> HarnessPathResolution {
    guard segment < segments.count else { return .known(.map, node: index) }
    guard let name = segments[segment].name else { return .dynamic }
    let isLast = segment + 1 == segments.count
    guard case .declared(let names) = nodes[index].outputs else {
      if isLast, let hyphenTail { return .unknown(hyphenated(name + hyphenTail, at: segment, candidates: [])) }
      return .known(isLast ? .string : .any, node: index)
    }
    if isLast, let hyphenTail, names.contains(name + hyphenTail) || !names.contains(name) {
      return .unknown(hyphenated(name + hyphenTail, at: segment, candidates: names))
    }
    if names.contains(name) { return .known(isLast ? .string : .any, node: index) }
    return .unknown(HarnessMiss(.undeclaredOutput, at: segment, name, node: index, candidates: names))
  }
}
