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

extension Data {
  /// Calls `body` with each text inside, keys left out.
  func forEachText(_ body: (Text) -> Void) {
    switch value {
    case .string(let text): body(text)
    case .list(let items):
      for item in items { item.forEachText(body) }
    case .map(let entries):
      for entry in entries { entry.value.forEachText(body) }
    default: return
    }
  }
}
