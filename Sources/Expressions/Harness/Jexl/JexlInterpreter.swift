/// Why the evaluation of a statement ended before its end.
enum JexlSignal: Error {
  case failure(JexlError)
  case breaking, continuing
  case returning(JexlValue)
}

/// Evaluates programs as JEXL 3.0 does with a strict engine and strict arithmetic.
struct JexlInterpreter {
  let program: JexlProgram
  let context: any JexlContext
  let budget: JexlBudget
  /// Variables declared with `var`, parameters, and what a function captured.
  var locals: [String: JexlValue] = [:]

  init(_ program: JexlProgram, in context: any JexlContext, budget: JexlBudget, locals: [String: JexlValue] = [:]) {
    self.program = program
    self.context = context
    self.budget = budget
    self.locals = locals
  }

  /// The value of the whole program.
  mutating func run() throws(JexlError) -> JexlValue {
    do throws(JexlSignal) {
      // A script that is one function is called at once.
      if case .function(_, let body) = program[program.root].kind { return try evaluate(body) }
      return try evaluate(program.root)
    } catch {
      switch error {
      case .failure(let failure): throw failure
      case .returning(let value): return value
      case .breaking, .continuing: return .null
      }
    }
  }

  func failure(_ fault: JexlFault, _ id: JexlProgram.ID) -> JexlSignal {
    .failure(JexlError(fault.kind, program[id].range, fault.message, help: fault.help))
  }

  func failure(_ kind: JexlError.Kind, _ range: Range<Int>, _ message: String, help: String? = nil) -> JexlSignal {
    .failure(JexlError(kind, range, message, help: help))
  }

  /// Runs what may fail without a place, and gives failures that of a node.
  func at<Result>(
    _ id: JexlProgram.ID, _ body: () throws(JexlFault) -> Result
  ) throws(JexlSignal) -> Result {
    do throws(JexlFault) { return try body() } catch { throw failure(error, id) }
  }

  // MARK: - Nodes

  mutating func evaluate(_ id: JexlProgram.ID) throws(JexlSignal) -> JexlValue {
    try at(id) { () throws(JexlFault) in try budget.spend() }
    guard budget.depth < JexlLimits.maximumDepth else {
      throw failure(JexlFault(.limit, "the expression is nested too deeply"), id)
    }
    budget.depth += 1
    defer { budget.depth -= 1 }
    guard let trace = budget.trace else { return try reduced(id) }
    let value = try reduced(id)
    trace.note(program[id], value)
    return value
  }

  private mutating func reduced(_ id: JexlProgram.ID) throws(JexlSignal) -> JexlValue {
    switch program[id].kind {
    case .literal(let value): return value
    case .template(let pieces): return try template(pieces, id)
    case .identifier(let name): return try variable(name, id, isProtected: false)
    case .arrayLiteral(let elements):
      return .array(JexlArray(try values(elements), identity: budget.identity()))
    case .setLiteral(let elements): return set(try values(elements))
    case .mapLiteral(let entries): return try map(entries)
    case .unary(let sign, let operand): return try unary(sign, operand, id)
    case .binary: return try binary(id)
    case .conditional(let condition, let yes, let no):
      let value = try protected(condition)
      switch try truth(value, condition, nullIs: false) {
      case .known(let isTrue): return try protected(isTrue ? yes : no)
      case .deferred(let reason): return .deferred(reason)
      }
    case .elvis(let condition, let otherwise):
      let value = try protected(condition)
      switch try truth(value, condition, nullIs: false) {
      case .known(let isTrue): return isTrue ? value : try protected(otherwise)
      case .deferred(let reason): return .deferred(reason)
      }
    case .assignment(let sign, let target, let value): return try assign(sign, target, value, id)
    case .access(let base, let members): return try access(base, members, id, isProtected: false)
    case .call(let name, let namespace, let arguments): return try call(name, namespace, arguments, id)
    case .construction(let arguments):
      let values = try values(arguments)
      return try at(id) { () throws(JexlFault) in try JexlConstruction.make(values) }
    case .group(let inner): return try evaluate(inner)
    case .function(let parameters, let body):
      return .function(JexlFunction(program: program, parameters: parameters, body: body, captured: locals))
    default: return try statement(id)
    }
  }

  mutating func values(_ ids: [JexlProgram.ID]) throws(JexlSignal) -> [JexlValue] {
    var result: [JexlValue] = []
    result.reserveCapacity(ids.count)
    for id in ids { result.append(try evaluate(id)) }
    return result
  }

  private func set(_ elements: [JexlValue]) -> JexlValue {
    if let waiting = elements.first(where: { $0.deferral != nil }) { return waiting }
    var seen: Set<JexlValue> = []
    let distinct = elements.filter { seen.insert($0).inserted }
    return .set(JavaHash.order(of: distinct, literalCount: elements.count).map { distinct[$0] })
  }

  private mutating func map(_ entries: [JexlSyntax.Entry]) throws(JexlSignal) -> JexlValue {
    var result = JexlMap()
    for entry in entries {
      let key = try evaluate(entry.key)
      if key.deferral != nil { return key }
      result[key] = try evaluate(entry.value)
    }
    return .map(result.inJavaOrder(literalCount: entries.count))
  }

  private mutating func template(
    _ pieces: [JexlSyntax.TemplatePiece], _ id: JexlProgram.ID
  ) throws(JexlSignal) -> JexlValue {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let literal): text += literal
      case .expression(let inner):
        let value = try evaluate(inner)
        if value.deferral != nil { return value }
        if !value.isNull { text += value.javaText }
      }
      guard text.utf8.count <= JexlLimits.maximumTextLength else {
        throw failure(JexlFault(.limit, "the text becomes too long"), id)
      }
    }
    return .string(text)
  }

  // MARK: - Variables

  func variable(_ name: String, _ id: JexlProgram.ID, isProtected: Bool) throws(JexlSignal) -> JexlValue {
    if let local = locals[name] { return local }
    switch context.value(of: name) {
    case .value(let value): return value
    case .undefined:
      if isProtected { return .null }
      throw undefined(name, program[id].range)
    }
  }

  func undefined(_ name: String, _ range: Range<Int>) -> JexlSignal {
    failure(
      .undefinedVariable, range, "nothing is called '\(name)' here",
      help: "put a text in quotes; put a path of the pipeline in <+…> of its own")
  }

  /// A value that may be undefined: a variable or path directly at `?`, `:` or `?:`.
  mutating func protected(_ id: JexlProgram.ID) throws(JexlSignal) -> JexlValue {
    switch program[id].kind {
    case .identifier(let name): return try noted(variable(name, id, isProtected: true), id)
    case .access(let base, let members): return try noted(access(base, members, id, isProtected: true), id)
    default: return try evaluate(id)
    }
  }

  private func noted(_ value: JexlValue, _ id: JexlProgram.ID) -> JexlValue {
    budget.trace?.note(program[id], value)
    return value
  }

  // MARK: - Truth

  enum Truth {
    case known(Bool)
    case deferred(String)
  }

  /// What a value is as a condition.
  func truth(_ value: JexlValue, _ id: JexlProgram.ID, nullIs: Bool? = nil) throws(JexlSignal) -> Truth {
    if let reason = value.deferral { return .deferred(reason) }
    if let nullIs, value.isNull { return .known(nullIs) }
    return .known(try at(id) { () throws(JexlFault) in try JexlCoercion.boolean(value) })
  }
}
