import Expressions
import IR

/// What an expression gives where a node stands.
public enum HarnessEvaluation: Hashable, Sendable {
  case value(HarnessValue)
  /// Not known before the run: what it waits for.
  case deferred(String)
  /// Why it cannot be computed, in one clause.
  case failed(String)
}

extension HarnessPlanScope: HarnessScope {
  func lookup(_ prefix: HarnessPrefix, _ name: String) -> HarnessLookup {
    let value: JexlValue? =
      switch prefix {
      case .outcome: outcome(name)
      case .output: output(name)
      case .child: child(name)
      case .ancestor: ancestor(name)
      case .qualified: name == "pipeline" ? root(name) : nil
      case .none: root(name)
      case .datetime: nil
      }
    guard let value, !value.isNull else { return .absent }
    return value.deferral.map { .deferred($0) } ?? .value(value)
  }

  var now: HarnessInstant? {
    let facts = settler.plan.facts
    guard settler.state.isRunning || facts.context.now != 0 else { return nil }
    return HarnessInstant(seconds: facts.startedAt.map { $0 / 1000 } ?? facts.context.now)
  }

  func exportedVariable(_ path: String) -> HarnessLookup {
    guard let value = exported(path), !value.isNull else { return .absent }
    return value.deferral.map { .deferred($0) } ?? .value(value)
  }
}

extension HarnessSettler {
  /// What expressions find where a node stands.
  ///
  /// - Parameter extras: names that hold only for this text, such as `httpResponseCode` in an assertion.
  public func expressionScope(at node: Int, with extras: [HarnessValue.Member] = []) -> any HarnessScope {
    HarnessPlanScope(settler: self, position: node, extras: extras)
  }

  /// A text with the values of its expressions. What cannot be computed stays as it is written.
  ///
  /// - Parameter unresolved: what becomes of an expression that has no value.
  public func render(
    _ text: String, at node: Int, unresolved: HarnessMode = .null, with extras: [HarnessValue.Member] = []
  ) -> Plan.Value {
    guard text.utf8.contains(UInt8(ascii: "<")) else { return .literal(text) }
    return render(tokens: text, at: node, unresolved: unresolved, with: extras)
  }

  /// The same for a text in which secrets may stand as tokens.
  func render(
    tokens text: String, at node: Int, unresolved: HarnessMode, with extras: [HarnessValue.Member] = []
  ) -> Plan.Value {
    let scope = HarnessPlanScope(settler: self, position: node, extras: extras)
    let rendering = HarnessEvaluator(scope: scope, mode: unresolved).render(text)
    guard rendering.failure == nil else { return .literal(text) }
    var pieces = TextPieces()
    for piece in rendering.pieces { pieces.append(Plan.Piece(piece)) }
    return pieces.value
  }

  /// Why a text cannot be rendered where a node stands; nil where it can.
  public func failure(of text: String, at node: Int) -> String? {
    guard text.utf8.contains(UInt8(ascii: "<")) else { return nil }
    let scope = HarnessPlanScope(settler: self, position: node)
    return HarnessEvaluator(scope: scope, mode: .null).render(text).failure?.message
  }

  /// A text taken as one expression, as conditions and assertions are.
  public func evaluate(
    _ text: String, at node: Int, with extras: [HarnessValue.Member] = []
  ) -> HarnessEvaluation {
    let scope = HarnessPlanScope(settler: self, position: node, extras: extras)
    switch HarnessEvaluator(scope: scope).evaluate(text) {
    case .value(let value): return .value(HarnessValue(value))
    case .deferred(let what): return .deferred(what)
    case .failure(let error): return .failed(error.message)
    }
  }

  /// A value of the file with all its texts rendered.
  public func data(_ data: Data, at node: Int, unresolved: HarnessMode = .null) -> HarnessValue {
    switch data.value {
    case .string(let text): HarnessValue(render(text.value, at: node, unresolved: unresolved))
    case .list(let items): .list(items.map { self.data($0, at: node, unresolved: unresolved) })
    case .map(let entries):
      .map(
        entries.map { entry in
          HarnessValue.Member(entry.key.name ?? "", self.data(entry.value, at: node, unresolved: unresolved))
        })
    default: HarnessValue(written: data)
    }
  }

  /// A value of the file in which a text may stand for a list, a map or a number: an expression that gives one, or JSON.
  func resolve(_ data: Data, at node: Int) -> HarnessValue {
    guard case .string(let text) = data.value else {
      guard case .list(let items) = data.value else { return self.data(data, at: node) }
      return .list(items.map { self.data($0, at: node) })
    }
    guard HarnessText.hasSpans(text.value) else { return literal(text.value, at: node) }
    switch evaluate(text.value, at: node) {
    case .value(.text(let result)): return literal(result, at: node)
    case .value(let value): return value
    case .deferred: return .deferred(text.value)
    case .failed: return HarnessValue(render(text.value, at: node))
    }
  }

  /// A text that may be a list or map in JSON, which JEXL reads as well.
  private func literal(_ text: String, at node: Int) -> HarnessValue {
    guard let first = text.first(where: { !$0.isWhitespace }), first == "[" || first == "{" else { return .text(text) }
    switch evaluate(text, at: node) {
    case .value(let value) where !value.isScalar: return value
    default: return .text(text)
    }
  }
}
