import Diagnostics
import IR

/// The combinations of a matrix.
struct HarnessMatrixExpansion {
  private typealias Stop = HarnessLoopExpansion.Stop
  private let surroundings: HarnessLoopExpansion.Surroundings

  init(_ surroundings: HarnessLoopExpansion.Surroundings) { self.surroundings = surroundings }

  private struct Axis {
    var name: String
    var values: [HarnessValue]
  }

  /// The last axis varies fastest; axes that are expressions come after the others.
  func iterations(of matrix: HarnessMatrix) throws(HarnessLoopExpansion.Stop) -> [HarnessIteration] {
    if let expression = matrix.expression { return try iterations(of: expression, matrix) }
    let literal = matrix.axes.filter { $0.value.items != nil }
    let others = matrix.axes.filter { $0.value.items == nil }
    var axes: [Axis] = []
    for entry in literal + others { axes.append(try axis(entry)) }
    return try product(axes, matrix)
  }

  /// A matrix that an expression gives as a whole: a map from axes to lists.
  private func iterations(
    of expression: Text, _ matrix: HarnessMatrix
  ) throws(HarnessLoopExpansion.Stop) -> [HarnessIteration] {
    let value = surroundings.resolve(Data(.string(expression), at: expression.span))
    switch value {
    case .map(let members):
      var axes: [Axis] = []
      for member in members {
        guard case .list(let values) = member.value else {
          throw .refused("the axis \(member.name) is no list", expression.span)
        }
        axes.append(Axis(name: member.name, values: values))
      }
      return try product(axes, matrix)
    case .deferred(let text): throw .waits(text)
    case .pieces(let pieces): throw .waits(Plan.Value.pieces(pieces).display)
    default: throw .refused("matrix is no map of axes: \(value.scalar.display)", expression.span)
    }
  }

  private func axis(_ entry: HarnessEntry) throws(HarnessLoopExpansion.Stop) -> Axis {
    let name = entry.name.value
    switch surroundings.resolve(entry.value) {
    case .list(let values):
      guard !values.isEmpty else {
        throw .refused(
          "Axis is empty for key [\(name)]. Please provide at least one value in the axis.", entry.value.span)
      }
      return Axis(name: name, values: values)
    case .deferred(let expression): throw .waits(expression)
    case .pieces(let pieces): throw .waits(Plan.Value.pieces(pieces).display)
    default:
      let message =
        "Value provided for axes [\(name)] is string. It should either be a List or an Expression."
      throw .refused(message, entry.value.span)
    }
  }

  private func product(
    _ axes: [Axis], _ matrix: HarnessMatrix
  ) throws(HarnessLoopExpansion.Stop) -> [HarnessIteration] {
    let included = try maps(matrix.include)
    guard !axes.isEmpty || !included.isEmpty else {
      throw .refused("No Axes defined in matrix. Please define at least one axis", matrix.span)
    }
    var total = axes.isEmpty ? 0 : 1
    for axis in axes {
      let (product, isTooLarge) = total.multipliedReportingOverflow(by: axis.values.count)
      total = isTooLarge ? Int.max : product
    }
    try HarnessLoopExpansion.check(total, matrix.span)
    let exclusions = try exclusions(of: matrix, axes)
    var found: [(places: [Int], values: [HarnessValue.Member])] = []
    for number in 0..<total {
      var rest = number
      var places: [Int] = []
      for axis in axes.reversed() {
        places.append(rest % axis.values.count)
        rest /= axis.values.count
      }
      places.reverse()
      let values = zip(axes, places).map { HarnessValue.Member($0.name, $0.values[$1]) }
      if !exclusions.contains(where: { excludes($0, values) }) { found.append((places, values)) }
    }
    try HarnessLoopExpansion.check(found.count + included.count, matrix.span)
    // Combinations of their own have no places on the axes; their number tells them apart.
    for (_, values) in included { found.append(([found.count], values)) }
    guard !found.isEmpty else {
      throw .refused(
        "Total number of iterations found to be 0 for this strategy. Please check pipeline yaml", matrix.span)
    }
    return found.enumerated().map { index, combination in
      let label = combination.places.map(String.init).joined(separator: "_")
      let postfix = surroundings.labelsByValue ? HarnessIterationLabel.postfix(of: combination.values) : "_" + label
      var iteration = HarnessIteration(index: index, count: found.count, postfix: postfix)
      iteration.matrix = combination.values
      return iteration
    }
  }

  private func exclusions(
    of matrix: HarnessMatrix, _ axes: [Axis]
  ) throws(HarnessLoopExpansion.Stop) -> [[HarnessValue.Member]] {
    var exclusions: [[HarnessValue.Member]] = []
    for (span, members) in try maps(matrix.exclude) {
      if let unknown = members.first(where: { member in !axes.contains { $0.name == member.name } }) {
        let message = "Values defined in the exclude are not correct. \(unknown.name) is no axis of the matrix"
        throw .refused(message, span)
      }
      exclusions.append(members)
    }
    return exclusions
  }

  /// Combinations as they are written, with their places; an expression may give several.
  private func maps(
    _ entries: [Data]
  ) throws(HarnessLoopExpansion.Stop) -> [(span: Span, members: [HarnessValue.Member])] {
    var result: [(span: Span, members: [HarnessValue.Member])] = []
    for data in entries {
      let value = surroundings.resolve(data)
      let maps: [HarnessValue]
      switch value {
      case .list(let items): maps = items
      case .deferred(let expression): throw .waits(expression)
      default: maps = [value]
      }
      for case .map(let members) in maps { result.append((data.span, members)) }
    }
    return result
  }

  /// All that the entry names must be so; values are compared as texts.
  private func excludes(_ exclusion: [HarnessValue.Member], _ values: [HarnessValue.Member]) -> Bool {
    !exclusion.isEmpty
      && exclusion.allSatisfy { wanted in
        values.contains { $0.name == wanted.name && $0.value.scalar == wanted.value.scalar }
      }
  }
}
