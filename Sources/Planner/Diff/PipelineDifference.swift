import IR

/// What differs between two pipelines of one name.
struct PipelineDifference {
  private(set) var result: PlanDifference.Pipeline

  init(_ old: Plan.Pipeline, _ new: Plan.Pipeline) {
    result = PlanDifference.Pipeline(name: new.name, change: .changed, fields: Self.fields(old, new), items: [])
    let before = Self.distinct(DifferenceItem.all(of: old))
    let after = Self.distinct(DifferenceItem.all(of: new))
    let places = Dictionary(
      before.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let kept = Set(after.map(\.id)).intersection(places.keys)
    // What is removed is shown where it was: before the first of those that stayed behind it.
    var removed: [String?: [DifferenceItem]] = [:]
    var next: String?
    for item in before.reversed() {
      if kept.contains(item.id) { next = item.id } else { removed[next, default: []].append(item) }
    }
    var items: [PlanDifference.Item] = []
    var oldOrder: [Int] = []
    for item in after {
      guard let place = places[item.id] else {
        items.append(item.item(.added))
        continue
      }
      items += (removed[item.id] ?? []).reversed().map { $0.item(.removed) }
      oldOrder.append(place)
      let fields = Self.fields(before[place], item)
      if !fields.isEmpty { items.append(item.item(.changed, fields)) }
    }
    items += (removed[nil] ?? []).reversed().map { $0.item(.removed) }
    result.items = items
    if oldOrder != oldOrder.sorted() {
      let sorted = oldOrder.sorted()
      result.fields.append(
        PlanDifference.Field(
          "order", sorted.map { before[$0].name }.joined(separator: ", "),
          oldOrder.map { before[$0].name }.joined(separator: ", ")))
    }
    moveCommonFields()
  }

  /// Of several items with one identifier, the first.
  private static func distinct(_ items: [DifferenceItem]) -> [DifferenceItem] {
    var seen: Set<String> = []
    return items.filter { seen.insert($0.id).inserted }
  }

  private static func fields(_ old: Plan.Pipeline, _ new: Plan.Pipeline) -> [PlanDifference.Field] {
    var fields: [PlanDifference.Field] = []
    func compare(_ name: String, _ before: String, _ after: String) {
      guard before != after else { return }
      fields.append(PlanDifference.Field(name, before.isEmpty ? nil : before, after.isEmpty ? nil : after))
    }
    if old.decision != new.decision {
      compare(
        "decision", "\(old.decision.rawValue): \(old.reason.text)", "\(new.decision.rawValue): \(new.reason.text)")
    } else {
      compare("reason", old.reason.text, new.reason.text)
    }
    compare("type", old.type, new.type)
    compare("after", old.needs.joined(separator: ", "), new.needs.joined(separator: ", "))
    compare(
      "platform", "\(old.platform.os)/\(old.platform.architecture)", "\(new.platform.os)/\(new.platform.architecture)")
    compare("workspace", old.workspace.full, new.workspace.full)
    compare("volumes", old.volumes.map(\.name).joined(separator: ", "), new.volumes.map(\.name).joined(separator: ", "))
    func strategy(_ deployment: DeploymentPlan?) -> String {
      guard let deployment else { return "" }
      return deployment.isDeferred ? "deferred" : "\(deployment.strategy.rawValue): \(deployment.summary)"
    }
    compare("strategy", strategy(old.pipecd), strategy(new.pipecd))
    return fields
  }

  private static func fields(_ old: DifferenceItem, _ new: DifferenceItem) -> [PlanDifference.Field] {
    var fields: [PlanDifference.Field] = []
    if old.name != new.name { fields.append(PlanDifference.Field("name", old.name, new.name)) }
    // What follows from the decision about the pipeline is not said again of each step.
    let isImplied = [old.reason, new.reason].contains("its pipeline does not run")
    if old.decision != new.decision, !isImplied {
      fields.append(
        PlanDifference.Field(
          "decision", "\(old.decision.rawValue): \(old.reason)", "\(new.decision.rawValue): \(new.reason)"))
    } else if old.reason != new.reason, !isImplied {
      fields.append(PlanDifference.Field("reason", old.reason, new.reason))
    }
    let before = Dictionary(old.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let after = Set(new.fields.map(\.name))
    for (name, value) in new.fields where before[name] != value && !(isImplied && name == "when") {
      fields.append(PlanDifference.Field(name, before[name], value))
    }
    for (name, value) in old.fields where !after.contains(name) && !(isImplied && name == "when") {
      fields.append(PlanDifference.Field(name, value, nil))
    }
    return fields
  }

  /// A variable that changes alike in every step is a fact of the build: it is told once, of the pipeline.
  private mutating func moveCommonFields() {
    let changed = result.items.filter { $0.change == .changed }
    guard changed.count > 1, let first = changed.first else { return }
    var common = Set(first.fields.filter { $0.name.hasPrefix("env ") })
    for item in changed.dropFirst() { common.formIntersection(item.fields) }
    guard !common.isEmpty else { return }
    result.fields += first.fields.filter { common.contains($0) }
    for index in result.items.indices { result.items[index].fields.removeAll { common.contains($0) } }
    result.items.removeAll { $0.change == .changed && $0.fields.isEmpty }
  }
}
