/// The work of one rendering or evaluation.
final class HarnessEngine: JexlContext {
  /// How deep expressions may lead to each other.
  static let maximumDepth = 15
  /// What stands in place of a prefix in the text that is parsed.
  private static let prefixName = "harness$prefix"

  let scope: any HarnessScope
  let mode: HarnessMode
  let options: HarnessOptions
  let budget = JexlBudget()
  /// Values of nested spans, and variables that expressions assigned.
  private var variables: [String: JexlValue] = [:]
  private var bindings = 0
  /// The object that the prefix stands for while an expression behind a prefix is evaluated.
  private var prefix: JexlValue?

  init(_ scope: any HarnessScope, _ mode: HarnessMode, _ options: HarnessOptions) {
    self.scope = scope
    self.mode = mode
    self.options = options
  }

  // MARK: - Spans

  /// The value of what stands between `<+` and `>`.
  func block(_ body: SourceText, depth: Int) throws(JexlError) -> JexlValue {
    let value = try plainBlock(body, depth: depth)
    budget.trace?.note(body.original(0..<body.bytes.count), value, of: body.bytes)
    return value
  }

  private func plainBlock(_ body: SourceText, depth: Int) throws(JexlError) -> JexlValue {
    try check(depth, body)
    guard !body.bytes.isEmpty else { return .string("") }
    let value = hasSpans(body.bytes) ? try evaluate(body, depth: depth - 1) : try path(body, depth: depth)
    // A text that holds expressions is one itself.
    guard case .string(let text) = value, HarnessText.hasSpans(text) else { return value }
    let origin = body.original(0..<body.bytes.count)
    let written = String(decoding: body.bytes, as: UTF8.self)
    guard text != "<+\(written)>", text != written else {
      if mode == .original { return value }
      throw JexlError(.recursion, origin, "the value of this expression is the expression itself")
    }
    budget.trace?.indirections += 1
    defer { budget.trace?.indirections -= 1 }
    return try evaluate(SourceText(Array(text.utf8), from: origin), depth: depth - 1)
  }

  func check(_ depth: Int, _ text: SourceText) throws(JexlError) {
    guard depth > 0 else {
      throw JexlError(
        .recursion, text.original(0..<text.bytes.count),
        "expressions lead to each other more than \(Self.maximumDepth) times, or without end")
    }
    do throws(JexlFault) { try budget.spend(1 + text.bytes.count / 64) } catch {
      throw JexlError(error.kind, text.original(0..<text.bytes.count), error.message)
    }
  }

  func hasSpans(_ bytes: [UInt8]) -> Bool {
    bytes.contains(0x3C) && !HarnessText.scan(bytes).spans.isEmpty
  }

  // MARK: - Paths

  /// The value of a body without spans: it is tried behind each prefix, and the first value that is not null counts.
  private func path(_ body: SourceText, depth: Int) throws(JexlError) -> JexlValue {
    let written = String(decoding: body.bytes, as: UTF8.self)
    let origin = body.original(0..<body.bytes.count)
    let aliased = HarnessAlias.applied(to: written)
    var text = body
    if aliased != written, aliased != String(written.drop(while: \.isWhitespace)) {
      text = SourceText(Array(aliased.utf8), from: origin)
      if hasSpans(text.bytes) { return try evaluate(text, depth: depth - 1) }
    }
    if options.isLenient, let value = try attempt(Jexl.parse(text, mode: .script)), !value.isNull { return value }
    if let value = try behindPrefixes(text) { return value }
    if let value = try attempt(Jexl.parse(text, mode: .script)), !value.isNull { return value }
    return mode == .original ? .string("<+\(written)>") : .null
  }

  private func behindPrefixes(_ text: SourceText) throws(JexlError) -> JexlValue? {
    var glued = SourceText()
    let start = text.original(0..<0)
    glued.append((Self.prefixName + ".").utf8, from: start)
    glued.append(0..<text.bytes.count, of: text)
    let program = Jexl.parse(glued, mode: .script)
    guard case .success(let tree) = program, let first = Self.firstName(tree) else { return nil }
    for prefix in HarnessPrefix.allCases where prefix != .none {
      if prefix == .datetime {
        self.prefix = .functor(.datetime)
      } else {
        let found = scope.lookup(prefix, first)
        // These two fail for what they do not have; the others say null.
        if found == .absent, prefix == .outcome || prefix == .output { continue }
        self.prefix = .node(JexlNode(PrefixNode(name: first, found: found, prefix: prefix)))
      }
      defer { self.prefix = nil }
      if let value = try attempt(program), !value.isNull { return value }
    }
    return nil
  }

  /// The name directly behind the prefix.
  private static func firstName(_ program: JexlProgram) -> String? {
    for node in program.nodes {
      guard case .access(let base, let members) = node.kind, case .identifier(prefixName) = program[base].kind,
        let first = members.first
      else { continue }
      switch first.kind {
      case .property(let name), .method(let name, _): return name
      default: return nil
      }
    }
    return nil
  }

  /// The value of a program; nil if it fails in a way that only means "not found".
  private func attempt(_ program: Result<JexlProgram, JexlError>) throws(JexlError) -> JexlValue? {
    switch program {
    case .failure(let error):
      if error.kind == .limit { throw error }
      return nil
    case .success(let tree):
      let known = budget.trace?.reductions.count ?? 0
      do throws(JexlError) {
        let value = try run(tree)
        if value.isNull { budget.trace?.forget(after: known) }
        return value
      } catch {
        if error.isFinal { throw error }
        budget.trace?.forget(after: known)
        return nil
      }
    }
  }

  func run(_ program: JexlProgram) throws(JexlError) -> JexlValue {
    var interpreter = JexlInterpreter(program, in: self, budget: budget)
    return try interpreter.run()
  }

  // MARK: - Variables

  /// Gives a value a name that the expression text can hold.
  func bind(_ value: JexlValue) -> String {
    bindings += 1
    let name = "harness$\(bindings)"
    variables[name] = value
    return name
  }

  func value(of name: String) -> JexlLookup {
    if let value = variables[name] { return .value(value) }
    if name == Self.prefixName, let prefix { return .value(prefix) }
    switch scope.lookup(.none, name) {
    case .value(let value): return .value(value)
    case .deferred(let reason): return .value(.deferred(reason))
    case .absent: break
    }
    if let functor = HarnessFunctor(rawValue: name) { return .value(.functor(functor)) }
    if options.isLenient { return lenient(name) }
    return .undefined
  }

  /// The first value that any prefix has for a bare name.
  private func lenient(_ name: String) -> JexlLookup {
    if let alias = HarnessAlias.meaning(of: name) {
      let value = try? block(SourceText(Array(alias.utf8)), depth: 3)
      return value.map { .value($0) } ?? .undefined
    }
    for prefix in [HarnessPrefix.outcome, .output, .child, .ancestor, .qualified] {
      switch scope.lookup(prefix, name) {
      case .value(let value): return .value(value)
      case .deferred(let reason): return .value(.deferred(reason))
      case .absent: continue
      }
    }
    return .undefined
  }

  func set(_ name: String, to value: JexlValue) { variables[name] = value }
}

/// What a prefix stands for: an object of which one member is asked for.
private struct PrefixNode: HarnessNode {
  let name: String
  let found: HarnessLookup
  let prefix: HarnessPrefix

  var path: String { prefix.rawValue }
  var memberNames: [String] { [] }

  func member(_ name: String) -> JexlValue? {
    guard name == self.name else { return nil }
    switch found {
    case .value(let value): return value
    case .deferred(let reason): return .deferred(reason)
    case .absent: return nil
    }
  }
}
