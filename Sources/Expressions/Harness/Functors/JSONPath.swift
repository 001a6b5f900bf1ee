/// A path into JSON as Jayway's JsonPath reads it.
struct JSONPath {
  /// One step of a path.
  indirect enum Step {
    case names([String])
    case indexes([Int])
    case slice(Int?, Int?)
    case wildcard
    /// `..`: the rest of the path at every depth.
    case deep
    case filter(JSONFilter)
    /// `.length()` and its kin.
    case function(String)
  }

  static let functions: Set = ["length", "size", "keys", "min", "max", "sum", "avg"]

  let steps: [Step]
  private let text: String

  init(_ text: String) throws(JexlFault) {
    var reader = JSONPathReader(text)
    steps = try reader.path()
    self.text = text
  }

  init(steps: [Step], text: String) {
    self.steps = steps
    self.text = text
  }

  /// Whether it selects one place at most.
  var isDefinite: Bool {
    steps.allSatisfy { step in
      switch step {
      case .names(let names): names.count == 1
      case .indexes(let indexes): indexes.count == 1
      case .function: true
      default: false
      }
    }
  }

  /// What the path selects: one value, or a list of all. A definite path that leads nowhere fails.
  func value(in tree: JexlValue, _ budget: JexlBudget) throws(JexlFault) -> JexlValue {
    if case .function(let name)? = steps.last, !isDefinite {
      let found = try JSONPath(steps: steps.dropLast(), text: text).value(in: tree, budget)
      return try Self.apply(name, to: found)
    }
    let found = try select(steps[...], from: tree, budget)
    guard isDefinite else { return .list(found) }
    guard let only = found.first else {
      throw JexlFault(.badCall, "there is nothing at '\(text)' in the JSON")
    }
    return only
  }

  /// What a path inside a filter selects, from the element that is tested.
  func first(in tree: JexlValue, _ budget: JexlBudget) throws(JexlFault) -> JexlValue? {
    let found = try select(steps[...], from: tree, budget)
    return isDefinite ? found.first : .list(found)
  }

  private func select(
    _ steps: ArraySlice<Step>, from value: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> [JexlValue] {
    try budget.spend()
    guard let step = steps.first else { return [value] }
    let rest = steps.dropFirst()
    if case .deep = step, case .indexes? = rest.first, rest.count > 1 {
      return try selectFromElements(rest.dropFirst(), of: value, budget)
    }
    var result: [JexlValue] = []
    for next in try nexts(step, of: value, budget) {
      result += try select(rest, from: next, budget)
      guard result.count <= JexlLimits.maximumElements else { throw JexlFault(.limit, "too much is selected") }
    }
    return result
  }

  /// Behind `..[0].` Jayway goes on from every element of every array, whatever the index.
  private func selectFromElements(
    _ steps: ArraySlice<Step>, of value: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> [JexlValue] {
    var result: [JexlValue] = []
    for inner in try everyDepth(of: value, budget) {
      guard case .list(let elements) = inner else { continue }
      for element in elements { result += try select(steps, from: element, budget) }
    }
    return result
  }

  /// Where one step leads.
  private func nexts(
    _ step: Step, of value: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> [JexlValue] {
    switch step {
    case .names(let names):
      guard case .map(let map) = value else { return [] }
      return names.compactMap { map[$0] }
    case .wildcard: return Self.elements(of: value) ?? []
    case .indexes(let indexes):
      guard case .list(let elements) = value else { return [] }
      return indexes.compactMap { index in
        let place = index < 0 ? elements.count + index : index
        return elements.indices.contains(place) ? elements[place] : nil
      }
    case .slice(let from, let to):
      guard case .list(let elements) = value else { return [] }
      let low = from.map { $0 < 0 ? max(0, elements.count + $0) : min($0, elements.count) } ?? 0
      let high = to.map { $0 < 0 ? max(0, elements.count + $0) : min($0, elements.count) } ?? elements.count
      return low < high ? Array(elements[low..<high]) : []
    case .deep: return try everyDepth(of: value, budget)
    case .filter(let filter):
      guard case .list(let elements) = value else {
        return try filter.accepts(value, budget) ? [value] : []
      }
      var result: [JexlValue] = []
      for element in elements where try filter.accepts(element, budget) { result.append(element) }
      return result
    case .function(let name): return [try Self.apply(name, to: value)]
    }
  }

  /// A value and all values inside it, outer before inner.
  private func everyDepth(of value: JexlValue, _ budget: JexlBudget) throws(JexlFault) -> [JexlValue] {
    var result: [JexlValue] = []
    var open = [value]
    while let next = open.popLast() {
      try budget.spend()
      result.append(next)
      if let inner = Self.elements(of: next) { open += inner.reversed() }
    }
    return result
  }

  private static func elements(of value: JexlValue) -> [JexlValue]? {
    switch value {
    case .map(let map): map.values
    case .list(let elements): elements
    default: nil
    }
  }

  private static func apply(_ name: String, to value: JexlValue) throws(JexlFault) -> JexlValue {
    switch (name, value) {
    case ("length", .list(let elements)), ("size", .list(let elements)): return .integer(Int32(elements.count))
    case ("length", .map(let map)), ("size", .map(let map)): return .integer(Int32(map.count))
    case ("length", .string(let text)), ("size", .string(let text)): return .integer(Int32(text.utf16.count))
    case ("keys", .map(let map)): return .list(map.keys)
    case ("min", .list(let elements)), ("max", .list(let elements)), ("sum", .list(let elements)),
      ("avg", .list(let elements)):
      let numbers = elements.filter(\.isJavaNumber).compactMap { try? JexlCoercion.double($0) }
      guard !numbers.isEmpty else { throw JexlFault(.badCall, "there are no numbers to compute \(name)() of") }
      let sum = numbers.reduce(0, +)
      switch name {
      case "min": return .double(numbers.min() ?? 0)
      case "max": return .double(numbers.max() ?? 0)
      case "sum": return .double(sum)
      default: return .double(sum / Double(numbers.count))
      }
    default: throw JexlFault(.badCall, "\(name)() cannot be computed of \(value.kindName)")
    }
  }
}
