extension JexlInterpreter {
  /// Statements; the value of each is that of the last expression in it.
  mutating func statement(_ id: JexlProgram.ID) throws(JexlSignal) -> JexlValue {
    switch program[id].kind {
    case .block(let statements):
      var value = JexlValue.null
      for statement in statements { value = try evaluate(statement) }
      return value
    case .ifElse(let condition, let yes, let no):
      switch try truth(try evaluate(condition), condition, nullIs: false) {
      case .known(true): return try evaluate(yes)
      case .known(false): return try no.map { (no) throws(JexlSignal) in try evaluate(no) } ?? .null
      case .deferred(let reason): return .deferred(reason)
      }
    case .forEach(let name, let isLocal, let items, let body):
      return try forEach(name, isLocal: isLocal, items, body)
    case .whileLoop(let condition, let body):
      var value = JexlValue.null
      while true {
        switch try truth(try evaluate(condition), condition) {
        case .known(true): break
        case .known(false): return value
        case .deferred(let reason): return .deferred(reason)
        }
        guard try runBody(body, &value) else { return value }
      }
    case .variable(let name, let value):
      let initial = try value.map { (value) throws(JexlSignal) in try evaluate(value) } ?? .null
      locals[name] = initial
      return initial
    case .returning(let value): throw .returning(try evaluate(value))
    case .breaking: throw .breaking
    case .continuing: throw .continuing
    default: return .null
    }
  }

  private mutating func forEach(
    _ name: String, isLocal: Bool, _ items: JexlProgram.ID, _ body: JexlProgram.ID
  ) throws(JexlSignal) -> JexlValue {
    let iterated = try evaluate(items)
    let elements: [JexlValue]
    switch iterated {
    case .deferred: return iterated
    case .list(let list), .set(let list): elements = list
    case .array(let array): elements = array.elements
    case .map(let map): elements = map.values
    case .node(let node): elements = node.base.memberNames.map { node.base.member($0) ?? .null }
    default: elements = []
    }
    var value = JexlValue.null
    for element in elements {
      if isLocal || locals[name] != nil { locals[name] = element } else { context.set(name, to: element) }
      guard try runBody(body, &value) else { break }
    }
    return value
  }

  /// Whether the loop goes on.
  private mutating func runBody(_ body: JexlProgram.ID, _ value: inout JexlValue) throws(JexlSignal) -> Bool {
    do throws(JexlSignal) {
      value = try evaluate(body)
    } catch {
      switch error {
      case .breaking: return false
      case .continuing: return true
      default: throw error
      }
    }
    return true
  }

  // MARK: - Assignment

  mutating func assign(
    _ sign: JexlSyntax.BinaryOperator?, _ target: JexlProgram.ID, _ value: JexlProgram.ID, _ id: JexlProgram.ID
  ) throws(JexlSignal) -> JexlValue {
    var new = try evaluate(value)
    if let sign {
      let old = try evaluate(target)
      if old.deferral != nil { return old }
      if new.deferral != nil { return new }
      new = try at(id) { () throws(JexlFault) in try Self.apply(sign, old, new, budget) }
    }
    switch program[target].kind {
    case .identifier(let name): store(name, new)
    case .access(let base, let members):
      guard case .identifier(let name) = program[base].kind else {
        throw failure(.syntax, program[target].range, "only a variable or a member of one can be assigned to")
      }
      let root = try variable(name, base, isProtected: false)
      store(name, try updated(root, members[...], new))
    default:
      throw failure(.syntax, program[target].range, "only a variable or a member of one can be assigned to")
    }
    return new
  }

  private mutating func store(_ name: String, _ value: JexlValue) {
    if locals[name] != nil { locals[name] = value } else { context.set(name, to: value) }
  }

  /// A container with one of its members, however deep, replaced.
  private mutating func updated(
    _ container: JexlValue, _ members: ArraySlice<JexlSyntax.Member>, _ new: JexlValue
  ) throws(JexlSignal) -> JexlValue {
    guard let member = members.first else { return new }
    let key: JexlValue
    switch member.kind {
    case .property(let name): key = JexlMembers.key(of: name)
    case .index(let index): key = try evaluate(index)
    case .method, .apply:
      throw failure(.syntax, member.range, "the result of a call cannot be assigned to")
    }
    let rest = members.dropFirst()
    let old = rest.isEmpty ? .null : try self.member(key, of: container, member.range)
    let inner = try updated(old, rest, new)
    switch container {
    case .map(var map):
      map[key] = inner
      return .map(map)
    case .list(var elements):
      let index = try place(key, elements.count, member)
      elements[index] = inner
      return .list(elements)
    case .array(let array):
      var elements = array.elements
      let index = try place(key, elements.count, member)
      elements[index] = inner
      return .array(JexlArray(elements, array.elementType, identity: array.identity))
    default:
      throw failure(.noProperty, member.range, "a member of \(container.kindName) cannot be assigned to")
    }
  }

  private func place(
    _ key: JexlValue, _ count: Int, _ member: JexlSyntax.Member
  ) throws(JexlSignal) -> Int {
    guard let index = JexlMembers.index(key), (0..<count).contains(index) else {
      throw failure(.noProperty, member.range, "there is no element \(key.javaText)")
    }
    return index
  }
}
