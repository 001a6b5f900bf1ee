import IR

/// A name that can be written next in an expression.
public struct HarnessCompletion: Hashable, Sendable {
  public var name: String
  /// What it leads to.
  public var type: HarnessType

  public init(_ name: String, _ type: HarnessType) {
    self.name = name
    self.type = type
  }
}

extension HarnessEnvironment {
  /// The names that can stand at the end of a path that is not finished, in alphabetical order: for `steps.bu` those of the
  /// steps that begin with `bu`. Nothing where only a run can tell.
  ///
  /// - Parameter prefix: what is written behind `<+` so far.
  public func completions(of prefix: String, at position: HarnessPosition) -> [HarnessCompletion] {
    let dot = prefix.lastIndex(of: ".")
    let partial = dot.map { String(prefix[prefix.index(after: $0)...]) } ?? prefix
    let all: [HarnessCompletion]
    if let dot {
      guard let container = HarnessExpressionPath.parse(String(prefix[..<dot])), container.methodName == nil else {
        return []
      }
      all = members(of: container, at: position)
    } else {
      all = roots(at: position)
    }
    var seen: Set<String> = []
    return all.filter { $0.name.hasPrefix(partial) && !$0.name.isEmpty && seen.insert($0.name).inserted }
      .sorted { $0.name < $1.name }
  }

  /// What can stand behind a path and a dot.
  public func members(of path: HarnessExpressionPath, at position: HarnessPosition) -> [HarnessCompletion] {
    guard isJudged, let last = path.segments.last?.name else { return [] }
    if path.segments.count == 1, let names = namesOfRoot(last, at: position) { return names }
    guard case .known(let type, let index) = resolve(path, at: position), let index else { return [] }
    let node = nodes[index]
    switch last {
    case "variables": return node.variables.map { HarnessCompletion($0, node.type(ofVariable: $0)) }
    case "stages": return node.children.map { HarnessCompletion(nodes[$0].name, .node) }
    case "steps": return node.children.map { HarnessCompletion(nodes[$0].name, .node) }
    case "rollbackSteps": return node.rollbackChildren.map { HarnessCompletion(nodes[$0].name, .node) }
    case "execution":
      return [HarnessCompletion("steps", .map)]
        + (node.rollbackChildren.isEmpty ? [] : [HarnessCompletion("rollbackSteps", .map)])
    case "spec":
      let keys = (node.data["spec"]?.entries ?? []).compactMap(\.key.name)
      return keys.map { HarnessCompletion($0, $0 == "execution" ? .map : .any) }
    case "outputVariables":
      guard case .declared(let names) = node.outputs else { return [] }
      return names.map { HarnessCompletion($0, .string) }
    case "output":
      let members = node.type.flatMap { HarnessCatalogue.outputs(of: $0) }
      return members.map(names(in:)) ?? [HarnessCompletion("outputVariables", .map)]
    default: return type == .node ? names(in: table(of: node.kind)) : []
    }
  }

  private func table(of kind: HarnessNodeRecord.Kind) -> HarnessMembers {
    switch kind {
    case .pipeline: HarnessCatalogue.pipeline
    case .stage: HarnessCatalogue.stage
    case .group: HarnessCatalogue.group
    case .step: HarnessCatalogue.step
    }
  }

  private func names(in members: HarnessMembers) -> [HarnessCompletion] {
    members.names.map { name in
      guard case .value(let type)? = members[name] else { return HarnessCompletion(name, .map) }
      return HarnessCompletion(name, type)
    }
  }

  /// What stands behind a first segment; nil where the rest decides.
  private func namesOfRoot(_ root: String, at position: HarnessPosition) -> [HarnessCompletion]? {
    let walk = HarnessPathWalk(environment: self, position: position, segments: [])
    switch root {
    case "pipeline":
      return names(in: HarnessCatalogue.pipeline) + [HarnessCompletion("stages", .map)]
    case "matrix": return (walk.axes ?? []).map { HarnessCompletion($0, .any) }
    case "repeat": return [HarnessCompletion("item", .any), HarnessCompletion("partition", .list)]
    case "strategy": return names(in: HarnessCatalogue.strategy)
    default: break
    }
    if let table = HarnessCatalogue.tables[root] { return names(in: table) }
    return HarnessCatalogue.functions[root].map { $0.map { HarnessCompletion($0 + "(", .any) } }
  }

  private func roots(at position: HarnessPosition) -> [HarnessCompletion] {
    var result = HarnessCatalogue.roots.map { root in
      HarnessCompletion(
        root, HarnessCatalogue.values[root] ?? (HarnessCatalogue.openRoots.contains(root) ? .any : .map))
    }
    for index in chain(from: position.node) where nodes[index].parent != nil {
      result.append(HarnessCompletion(nodes[index].name, .node))
    }
    return result
  }
}
