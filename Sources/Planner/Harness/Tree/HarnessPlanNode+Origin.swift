import Diagnostics
import IR

extension HarnessPlanNode.Origin {
  var kind: HarnessPlanNode.Kind {
    switch self {
    case .stage: .stage
    case .group: .group
    case .step: .step
    case .none: .insert
    }
  }

  var identifier: String? {
    let text: Text? =
      switch self {
      case .stage(let stage): stage.identifier
      case .group(let group): group.identifier
      case .step(let step): step.identifier
      case .none: nil
      }
    guard let text, !text.value.isEmpty else { return nil }
    return text.value
  }

  var name: String? {
    switch self {
    case .stage(let stage): stage.name?.value
    case .group(let group): group.name?.value
    case .step(let step): step.name?.value
    case .none: nil
    }
  }

  var loop: HarnessLoop? {
    switch self {
    case .stage(let stage): stage.loop
    case .group(let group): group.loop
    case .step(let step): step.loop
    case .none: nil
    }
  }

  var condition: HarnessCondition? {
    switch self {
    case .stage(let stage): stage.condition
    case .group(let group): group.condition
    case .step(let step): step.condition
    case .none: nil
    }
  }

  var failureStrategies: HarnessFailureStrategies? {
    switch self {
    case .stage(let stage): stage.failureStrategies
    case .group(let group): group.failureStrategies
    case .step(let step): step.failureStrategies
    case .none: nil
    }
  }

  var span: Span {
    switch self {
    case .stage(let stage): stage.span
    case .group(let group): group.span
    case .step(let step): step.span
    case .none: Span(SourceID(0), 0, 0)
    }
  }
}

extension HarnessLoop {
  /// How many iterations run at the same time at most, as written.
  var maxConcurrency: HarnessField<Int64>? {
    switch kind {
    case .matrix(let matrix): matrix.maxConcurrency
    case .repeat(let loop): loop.maxConcurrency
    case .parallelism, .input, .invalid: nil
    }
  }
}

extension HarnessLoop.Kind {
  /// The key in the file.
  var word: String {
    switch self {
    case .matrix: "matrix"
    case .repeat: "repeat"
    case .parallelism: "parallelism"
    case .input, .invalid: "strategy"
    }
  }
}
