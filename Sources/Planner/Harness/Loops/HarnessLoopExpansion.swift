import Diagnostics
import IR

/// What a `strategy` makes of one node.
enum HarnessLoopExpansion: Hashable {
  /// In order; identifiers are the node's own with the postfix of each.
  case iterations([HarnessIteration])
  /// They are known only once the expression has a value.
  case waits(String)
  case refused(String, at: Span)

  /// More iterations than this are a mistake or an attack.
  static let maximumCount = 5000

  /// What values mean where the loop stands.
  struct Surroundings {
    /// A value of the file with its expressions worked out; `[a, b]` in a text is a list.
    var resolve: (Data) -> HarnessValue
    /// `nodeName` for one iteration.
    var name: (Text, HarnessIteration) -> HarnessValue
    /// Whether matrix iterations are named after the values of their axes.
    var labelsByValue: Bool
    /// The iteration of the loop around this one.
    var outer: HarnessIteration?
  }

  static func expand(_ loop: HarnessLoop, in surroundings: Surroundings) -> HarnessLoopExpansion {
    do throws(Stop) {
      var iterations: [HarnessIteration]
      var nodeName: Text?
      switch loop.kind {
      case .parallelism(let field):
        let count = try integer(field, surroundings)
        if count == 0 {
          throw .refused(
            "Parallelism can not be [zero]. Please provide some positive Integer for Parallelism", field.span)
        }
        iterations = try numbered(count, "parallelism", field.span)
      case .repeat(let loop):
        iterations = try repeated(loop, surroundings)
        nodeName = loop.nodeName
      case .matrix(let matrix):
        iterations = try HarnessMatrixExpansion(surroundings).iterations(of: matrix)
        nodeName = matrix.nodeName
      case .input(let text): throw unsettled(surroundings.resolve(Data(.string(text), at: text.span)), text)
      case .invalid:
        throw .refused("strategy takes exactly one of matrix, repeat and parallelism", loop.span)
      }
      let outer = surroundings.outer
      for index in iterations.indices {
        iterations[index].globalIndex = (outer?.globalIndex ?? 0) * iterations.count + index
        iterations[index].globalCount = (outer?.globalCount ?? 1) * iterations.count
      }
      if let nodeName { try rename(&iterations, nodeName, surroundings) }
      HarnessIterationLabel.separate(&iterations)
      return .iterations(iterations)
    } catch {
      switch error {
      case .waits(let expression): return .waits(expression)
      case .refused(let message, let span): return .refused(message, at: span)
      }
    }
  }

  /// Why there are no iterations.
  enum Stop: Error {
    case waits(String)
    case refused(String, Span)
  }

  private static func unsettled(_ value: HarnessValue, _ text: Text) -> Stop {
    if case .deferred(let expression) = value { return .waits(expression) }
    return .refused("strategy is not a matrix, a repeat or a parallelism", text.span)
  }

  /// A whole number, or what it waits for.
  static func integer(_ field: HarnessField<Int64>, _ surroundings: Surroundings) throws(Stop) -> Int {
    let value: HarnessValue
    switch field {
    case .literal(let located): return Int(clamping: located.value)
    case .expression(let text): value = surroundings.resolve(Data(.string(text), at: text.span))
    case .invalid(let data): value = surroundings.resolve(data)
    }
    switch value {
    case .integer(let number): return Int(clamping: number)
    case .number(let number) where abs(number) < 1e15 && number == number.rounded(): return Int(number)
    case .text(let text): if let number = Int(text) { return number }
    case .deferred(let expression): throw .waits(expression)
    case .pieces(let pieces): throw .waits(Plan.Value.pieces(pieces).display)
    default: break
    }
    throw .refused("expects a whole number, not \(value.scalar.display)", field.span)
  }

  private static func numbered(_ count: Int, _ what: String, _ span: Span) throws(Stop) -> [HarnessIteration] {
    guard count > 0 else { throw .refused("\(what) must be a positive number, not \(count)", span) }
    try check(count, span)
    return (0..<count).map { HarnessIteration(index: $0, count: count, postfix: "_\($0)") }
  }

  static func check(_ count: Int, _ span: Span) throws(Stop) {
    guard count <= maximumCount else {
      throw .refused("the loop has \(count) iterations; there can be \(maximumCount)", span)
    }
  }

  // MARK: repeat

  private static func repeated(_ loop: HarnessRepeat, _ around: Surroundings) throws(Stop) -> [HarnessIteration] {
    switch (loop.times, loop.items) {
    case (let times?, nil):
      let count = try integer(times, around)
      if count == 0 {
        throw .refused(
          "Iteration can not be [zero]. Please provide some positive Integer for Iteration count", times.span)
      }
      return try numbered(count, "times", times.span)
    case (nil, let data?):
      return try itemised(try list(data, "items", around), loop, around)
    default: throw .refused("repeat takes exactly one of times and items", loop.span)
    }
  }

  static func list(_ data: Data, _ name: String, _ around: Surroundings) throws(Stop) -> [HarnessValue] {
    switch around.resolve(data) {
    case .list(let items): return items
    case .deferred(let expression): throw .waits(expression)
    case .pieces(let pieces): throw .waits(Plan.Value.pieces(pieces).display)
    case let value: throw .refused("\(name) is no list: \(value.scalar.display)", data.span)
    }
  }

  private static func itemised(
    _ items: [HarnessValue], _ loop: HarnessRepeat, _ around: Surroundings
  ) throws(Stop) -> [HarnessIteration] {
    let isPercentage = loop.unit?.value == "Percentage"
    let slice = try slice(items, loop, isPercentage, around)
    guard let field = loop.partitionSize else {
      guard !slice.isEmpty else { throw .refused("items is empty: nothing would run", loop.span) }
      try check(slice.count, loop.span)
      return slice.enumerated().map { index, item in
        var iteration = HarnessIteration(index: index, count: slice.count, postfix: "_\(index)")
        iteration.item = item
        return iteration
      }
    }
    var size = try integer(field, around)
    if isPercentage { size = min(max(share(size, of: slice.count), 1), max(slice.count, 1)) }
    guard size > 0 else { throw .refused("partition size cannot be equal or less that 0", field.span) }
    let starts = Array(stride(from: 0, to: slice.count, by: size))
    try check(starts.count, loop.span)
    return starts.enumerated().map { index, start in
      var iteration = HarnessIteration(index: index, count: starts.count, postfix: "_\(index)")
      iteration.partition = Array(slice[start..<min(start + size, slice.count)])
      return iteration
    }
  }

  /// `[start, end)`. Without an end the last item is left out, as Harness does.
  private static func slice(
    _ items: [HarnessValue], _ loop: HarnessRepeat, _ isPercentage: Bool, _ around: Surroundings
  ) throws(Stop) -> [HarnessValue] {
    guard loop.start != nil || loop.end != nil else { return items }
    var start = try loop.start.map { (field) throws(Stop) in try integer(field, around) } ?? 0
    var end = try loop.end.map { (field) throws(Stop) in try integer(field, around) }
    if isPercentage {
      start = share(start, of: items.count)
      end = end.map { max(share($0, of: items.count), 1) }
    }
    let last = end ?? items.count - 1
    guard start >= 0, last <= items.count, start < last else {
      throw .refused("start and end choose none of the \(items.count) items", loop.span)
    }
    return Array(items[start..<last])
  }

  /// A part of a number in hundredths, rounded.
  private static func share(_ percentage: Int, of count: Int) -> Int {
    Int((Double(min(max(percentage, -1_000_000), 1_000_000)) / 100 * Double(count)).rounded())
  }

  // MARK: Names

  private static func rename(
    _ iterations: inout [HarnessIteration], _ name: Text, _ around: Surroundings
  ) throws(Stop) {
    for index in iterations.indices {
      let value = around.name(name, iterations[index])
      guard let text = value.literalText else { throw .waits(value.scalar.display) }
      iterations[index].postfix = HarnessIterationLabel.postfix(text)
    }
  }
}

/// What iterations are called.
enum HarnessIterationLabel {
  /// `_` and the label, with an underline for all that is neither letter nor digit, at most 126 characters.
  static func postfix(_ label: String) -> String {
    let allowed = label.unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9": Character(scalar)
      default: "_"
      }
    }
    return String(("_" + String(allowed)).prefix(126))
  }

  /// `_` and the values of the axes, sorted by the names of the axes, without dots.
  static func postfix(of matrix: [HarnessValue.Member]) -> String {
    let values = matrix.sorted { $0.name < $1.name }.map { $0.value.scalar.display.filter { $0 != "." } }
    return postfix(values.joined(separator: "_"))
  }

  /// Gives an iteration whose postfix another already has one more number.
  static func separate(_ iterations: inout [HarnessIteration]) {
    var taken: Set<String> = []
    var clashes: [String: Int] = [:]
    for index in iterations.indices {
      let wanted = iterations[index].postfix
      var postfix = wanted
      while !taken.insert(postfix).inserted {
        let count = clashes[wanted, default: 0]
        clashes[wanted] = count + 1
        postfix = "\(wanted)_\(count)"
      }
      iterations[index].postfix = postfix
    }
  }
}
