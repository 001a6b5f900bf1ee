import IR

extension HarnessPathWalk {
  /// The loops around the reader, from the inside out.
  private var loops: [HarnessLoop] {
    environment.chain(from: position.node).compactMap { nodes[$0].loop }
  }

  /// Whether there may be a loop that the file does not show.
  private var mayBeLooped: Bool {
    position.isRelativeOpen || position.moment == .event || environment.isOpen(position.node)
  }

  func matrix() -> HarnessPathResolution {
    let loops = loops
    if mayBeLooped { return .dynamic }
    guard !loops.isEmpty else { return .unknown(HarnessMiss(.outsideLoop, at: 0, "matrix")) }
    guard segments.count > 1 else { return .known(.map, node: nil) }
    guard let name = segments[1].name else { return .dynamic }
    guard let axes else { return .dynamic }
    if segments.count == 2, let hyphenTail, axes.contains(name + hyphenTail) || !axes.contains(name) {
      return .unknown(hyphenated(name + hyphenTail, at: 1, candidates: axes))
    }
    if axes.contains(name) { return .known(.any, node: nil) }
    return .unknown(HarnessMiss(.unknownAxis, at: 1, name, candidates: axes))
  }

  /// The axes of all matrices around the reader; nil where an expression gives them.
  var axes: [String]? {
    var axes: [String] = []
    for loop in loops {
      switch loop.kind {
      case .matrix(let matrix):
        if matrix.expression != nil { return nil }
        axes += matrix.axes.map(\.name.value)
      case .input, .invalid: return nil
      case .repeat, .parallelism: break
      }
    }
    return axes
  }

  func repetition() -> HarnessPathResolution {
    let loops = loops
    if mayBeLooped { return .dynamic }
    guard !loops.isEmpty else { return .unknown(HarnessMiss(.outsideLoop, at: 0, "repeat")) }
    guard segments.count > 1 else { return .known(.map, node: nil) }
    guard let name = segments[1].name else { return .dynamic }
    guard name == "item" || name == "partition" else {
      return .unknown(HarnessMiss(.unknownPath, at: 1, name, candidates: ["item", "partition"]))
    }
    for loop in loops {
      switch loop.kind {
      case .repeat(let loop):
        if loop.items != nil { return .known(name == "item" ? .any : .list, node: nil) }
      case .input, .invalid: return .dynamic
      case .matrix, .parallelism: break
      }
    }
    return .unknown(HarnessMiss(.missingItem, at: 1, name))
  }

  func strategy() -> HarnessPathResolution {
    guard segments.count > 1 else { return .known(.map, node: nil) }
    guard let name = segments[1].name else { return .dynamic }
    // `strategy.node.ID` looks at a loop from outside.
    if name == "node" || mayBeLooped { return .known(.any, node: nil) }
    guard !loops.isEmpty else { return .unknown(HarnessMiss(.outsideLoop, at: 0, "strategy")) }
    if case .value(let type)? = HarnessCatalogue.strategy[name] {
      return .known(segments.count == 2 ? type : .any, node: nil)
    }
    return .unknown(HarnessMiss(.unknownPath, at: 1, name, candidates: HarnessCatalogue.strategy.names))
  }
}
