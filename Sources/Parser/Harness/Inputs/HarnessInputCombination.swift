import Diagnostics
import Expressions
import IR

/// Puts partial pipelines one over the other, items of lists matched by what names them.
///
/// `parallel` adds nothing to paths, so its members stand in the list around it afterwards; a partial pipeline is only
/// looked up by paths.
enum HarnessInputCombination {
  /// What both say; where they differ, what `over` says, unless that is a runtime input, which says nothing.
  static func combine(_ base: Data, _ over: Data) -> Data {
    switch (base.value, over.value) {
    case (.map(let left), .map(let right)):
      return Data(.map(combine(left, right)), at: base.span)
    case (.list(let left), .list(let right)):
      return combine(left, right).map { Data(.list($0), at: base.span) } ?? over
    default:
      if let text = over.text, text.isRuntimeInput, !text.isExecutionInput { return base }
      return over
    }
  }

  private static func combine(_ left: [Data.Entry], _ right: [Data.Entry]) -> [Data.Entry] {
    var result = left
    var positions: [Data.Value: Int] = [:]
    for (index, entry) in left.enumerated() { positions[entry.key.value] = index }
    for entry in right {
      if let index = positions[entry.key.value] {
        result[index].value = combine(result[index].value, entry.value)
      } else {
        positions[entry.key.value] = result.count
        result.append(entry)
      }
    }
    return result
  }

  /// nil where the items have no names, so that the lists cannot be put together.
  private static func combine(_ left: [Data], _ right: [Data]) -> [Data]? {
    var result: [Data] = []
    var positions: [String: Int] = [:]
    for item in flat(left) + flat(right) {
      guard let name = HarnessItemKey.name(of: item)?.text.value else { return nil }
      if let index = positions[name] {
        result[index] = combine(result[index], item)
      } else {
        positions[name] = result.count
        result.append(item)
      }
    }
    return result
  }

  /// The items of a list with those of `parallel` in its place.
  static func flat(_ items: [Data]) -> [Data] {
    items.flatMap { item in HarnessItemKey.members(of: item).map(flat) ?? [item] }
  }
}

extension Text {
  /// Whether a runtime input is asked for only when its node starts.
  var isExecutionInput: Bool { HarnessRuntimeInput(value)?.isExecutionInput ?? false }
}
