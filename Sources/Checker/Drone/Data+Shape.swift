import IR

extension Data {
  /// Whether it is neither a list nor a map.
  var isScalar: Bool {
    switch value {
    case .list, .map: false
    default: true
    }
  }
}
