extension JexlInterpreter {
  /// A value and its members. A member of null is null, if the first value existed.
  mutating func access(
    _ base: JexlProgram.ID, _ members: [JexlSyntax.Member], _ id: JexlProgram.ID, isProtected: Bool
  ) throws(JexlSignal) -> JexlValue {
    var value: JexlValue
    var rootName: String?
    if case .identifier(let name) = program[base].kind {
      value = try variable(name, base, isProtected: true)
      if value.isNull, locals[name] == nil { rootName = name }
    } else {
      value = try evaluate(base)
    }
    if let rootName {
      if isProtected { return .null }
      let path = members.prefix { if case .property = $0.kind { true } else { false } }
      let end = path.last?.range.upperBound ?? program[base].range.upperBound
      let start = program[base].range.lowerBound
      if case .value = context.value(of: rootName) {
        throw failure(
          .undefinedVariable, start..<max(start, end), "'\(rootName)' is null and has no members",
          help: "give a default with ?:")
      }
      throw undefined(rootName, start..<max(start, end))
    }
    for (index, member) in members.enumerated() {
      if value.deferral != nil { return value }
      if value.isNull {
        if case .apply = member.kind, index > 0 {
          throw failure(.noMethod, member.range, "null cannot be called")
        }
        return .null
      }
      switch member.kind {
      case .property(let name): value = try self.member(JexlMembers.key(of: name), of: value, member.range)
      case .index(let index):
        let key = try evaluate(index)
        if key.deferral != nil { return key }
        value = try self.member(key, of: value, member.range)
      case .method(let name, let arguments): value = try method(name, arguments, on: value, member.range)
      case .apply(let arguments):
        guard case .function(let function) = value else {
          throw failure(.noMethod, member.range, "\(value.kindName) cannot be called")
        }
        let values = try self.values(arguments)
        value = try call(function, values, member.range)
      }
    }
    return value
  }

  func member(
    _ key: JexlValue, of value: JexlValue, _ range: Range<Int>
  ) throws(JexlSignal) -> JexlValue {
    do throws(JexlFault) { return try JexlMembers.member(key, of: value) } catch {
      throw failure(error.kind, range, error.message, help: error.help)
    }
  }

  private mutating func method(
    _ name: String, _ arguments: [JexlProgram.ID], on value: JexlValue, _ range: Range<Int>
  ) throws(JexlSignal) -> JexlValue {
    let values = try self.values(arguments)
    if let waiting = values.first(where: { $0.deferral != nil }) { return waiting }
    let result: JexlValue?
    do throws(JexlFault) {
      try budget.spend()
      if case .functor(let functor) = value {
        result = try context.call(functor, name, values)
      } else {
        result = try JexlMethods.call(name, on: value, values, budget)
      }
    } catch {
      throw failure(error.kind, range, error.message, help: error.help)
    }
    if let result { return result }
    // A function may be stored in a member.
    if case .map(let map) = value, case .function(let function)? = map[name] {
      return try call(function, values, range)
    }
    let fault = JexlMethods.unknown(name, on: value, values.count)
    throw failure(fault.kind, range, fault.message, help: fault.help)
  }

  // MARK: - Calls

  mutating func call(
    _ name: String, _ namespace: String?, _ arguments: [JexlProgram.ID], _ id: JexlProgram.ID
  ) throws(JexlSignal) -> JexlValue {
    let values = try self.values(arguments)
    if let namespace {
      throw failure(.noMethod, program[id].range, "there are no functions in a namespace '\(namespace)'")
    }
    var value = locals[name]
    if value == nil, case .value(let found) = context.value(of: name) { value = found }
    guard case .function(let function)? = value else {
      throw failure(
        .noMethod, program[id].range, "there is no function '\(name)'",
        help: "functions belong to a value, as in text.\(name)(), or to regex, json, xml, datetime, secrets or shell")
    }
    return try call(function, values, program[id].range)
  }

  mutating func call(
    _ function: JexlFunction, _ arguments: [JexlValue], _ range: Range<Int>
  ) throws(JexlSignal) -> JexlValue {
    guard budget.calls < JexlLimits.maximumCalls else {
      throw failure(.limit, range, "functions call each other too deeply")
    }
    budget.calls += 1
    defer { budget.calls -= 1 }
    var frame = function.captured
    for (index, parameter) in function.parameters.enumerated() {
      frame[parameter] = index < arguments.count ? arguments[index] : .null
    }
    var interpreter = JexlInterpreter(function.program, in: context, budget: budget, locals: frame)
    do throws(JexlSignal) {
      return try interpreter.evaluate(function.body)
    } catch {
      if case .returning(let value) = error { return value }
      throw error
    }
  }
}
