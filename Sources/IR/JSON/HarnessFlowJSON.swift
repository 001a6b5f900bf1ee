import Diagnostics

extension IRWriter {
  /// A key and a condition; nothing for nil.
  mutating func member(_ key: String, _ condition: HarnessCondition?) {
    guard let condition else { return }
    member(key) { writer in
      writer.at(condition.span)
      writer.json.member("statusKey", ifPresent: condition.statusKey?.value)
      writer.member("status", condition.status)
      writer.member("condition", condition.condition)
      writer.member("input", condition.input)
    }
  }

  /// A key and failure strategies; nothing for nil.
  mutating func member(_ key: String, _ strategies: HarnessFailureStrategies?) {
    guard let strategies else { return }
    member(key) { writer in
      writer.at(strategies.span)
      writer.member("input", strategies.input)
      writer.member("strategies", objects: strategies.strategies) { writer, strategy in
        writer.at(strategy.span)
        writer.member("errors", strategy.errors)
        if let action = strategy.action { writer.member("action") { $0.write(action) } }
      }
    }
  }

  private mutating func write(_ action: HarnessFailureAction) {
    at(action.span)
    member("type", action.type)
    member("retryCount", action.retryCount)
    member("retryIntervals", action.retryIntervals)
    member("retryCondition", action.retryCondition)
    member("timeout", action.timeout)
    member("following", objects: action.following) { $0.write($1) }
  }

  /// A key and a loop; nothing for nil.
  mutating func member(_ key: String, _ loop: HarnessLoop?) {
    guard let loop else { return }
    member(key) { writer in
      writer.at(loop.span)
      switch loop.kind {
      case .matrix(let matrix): writer.member("matrix") { $0.write(matrix) }
      case .repeat(let loop): writer.member("repeat") { $0.write(loop) }
      case .parallelism(let count): writer.member("parallelism", count)
      case .input(let text): writer.member("input", text)
      case .invalid: writer.json.member("invalid", true)
      }
      writer.member("condition", loop.condition)
      writer.member("onFailure", loop.onFailure)
    }
  }

  private mutating func write(_ matrix: HarnessMatrix) {
    at(matrix.span)
    member("axes", matrix.axes)
    member("exclude", objects: matrix.exclude) { $0.write($1) }
    member("include", objects: matrix.include) { $0.write($1) }
    member("maxConcurrency", matrix.maxConcurrency)
    member("nodeName", matrix.nodeName)
    member("expression", matrix.expression)
  }

  private mutating func write(_ loop: HarnessRepeat) {
    at(loop.span)
    member("times", loop.times)
    member("items", loop.items)
    member("partitionSize", loop.partitionSize)
    member("start", loop.start)
    member("end", loop.end)
    member("unit", loop.unit)
    member("maxConcurrency", loop.maxConcurrency)
    member("nodeName", loop.nodeName)
  }

  /// A key and a link to a template; nothing for nil.
  mutating func member(_ key: String, _ link: HarnessTemplateLink?) {
    guard let link else { return }
    member(key) { writer in
      writer.at(link.span)
      writer.member("reference", link.reference)
      writer.member("version", link.version)
      writer.member("inputs", link.inputs)
      writer.member("variables", link.variables)
    }
  }
}
