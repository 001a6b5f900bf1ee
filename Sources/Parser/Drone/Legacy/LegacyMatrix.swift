import YAML

/// The combinations of a legacy `matrix`.
enum LegacyMatrix {
  /// No more combinations than this many are made, as upstream.
  private static let limit = 27

  /// One dictionary for each combination; empty without a matrix.
  static func axes(of root: Node) -> [[String: String]] {
    guard let matrix = Fields(of: root)["matrix"], matrix.kind == .mapping else { return [] }
    let fields = Fields(of: matrix)
    if let include = fields["include"], include.kind == .sequence {
      return include.items.prefix(limit).map { item in
        var axis: [String: String] = [:]
        for entry in Fields(of: item.resolved).entries where entry.value.kind == .scalar {
          axis[entry.key.text] = entry.value.text
        }
        return axis
      }
    }
    var axes: [[String: String]] = [[:]]
    for entry in fields.entries {
      let values = entry.value.kind == .scalar ? [entry.value.text] : entry.value.items.map(\.resolved.text)
      guard !values.isEmpty else { continue }
      var next: [[String: String]] = []
      for axis in axes {
        for value in values where next.count < limit {
          next.append(axis.merging([entry.key.text: value]) { $1 })
        }
      }
      axes = next
    }
    return axes == [[:]] ? [] : axes
  }
}
