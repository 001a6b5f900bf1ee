extension GoTemplate.Syntax {
  /// What the template becomes with data.
  ///
  /// - Parameters:
  ///   - data: what `.` is at first.
  ///   - missingKey: what a map without a key gives.
  public func render(
    _ data: GoTemplate.Value, missingKey: GoTemplate.MissingKey = .noValue,
    limits: GoTemplate.Limits = .standard
  ) -> Result<String, GoTemplate.Failure> {
    var evaluator = GoTemplate.Evaluator(self, data, missingKey, limits)
    do throws(GoTemplate.Failure) {
      return .success(try evaluator.run())
    } catch {
      return .failure(error)
    }
  }
}

extension GoTemplate {
  /// One rendering.
  struct Evaluator {
    private let syntax: Syntax
    private let data: Value
    private let missingKey: MissingKey
    private let limits: Limits
    private var output: [UInt8] = []
    private var variables: [(name: String, value: Value)]
    private var steps = 0
    private var depth = 0
    private var executing: String

    init(_ syntax: Syntax, _ data: Value, _ missingKey: MissingKey, _ limits: Limits) {
      self.syntax = syntax
      self.data = data
      self.missingKey = missingKey
      self.limits = limits
      variables = [("$", data)]
      executing = syntax.name
    }

    mutating func run() throws(Failure) -> String {
      _ = try walk(syntax.nodes, data)
      return String(decoding: output, as: UTF8.self)
    }

    /// How a list of nodes ended.
    private enum Flow { case normal, leave, next }

    // MARK: Nodes

    private mutating func walk(_ nodes: [Node], _ dot: Value) throws(Failure) -> Flow {
      depth += 1
      defer { depth -= 1 }
      for node in nodes {
        switch node {
        case .text(let text): try write(text, at: 0..<0)
        case .action(let pipeline):
          let value = try evaluate(pipeline, dot)
          if pipeline.variables.isEmpty { try write(value, at: pipeline.range) }
        case .conditional(let branch): if let flow = try select(branch, dot, changesDot: false) { return flow }
        case .with(let branch): if let flow = try select(branch, dot, changesDot: true) { return flow }
        case .range(let branch): try iterate(branch, dot)
        case .template(let name, let argument, let range): try invoke(name, argument, range, dot)
        case .leave: return .leave
        case .next: return .next
        }
      }
      return .normal
    }

    /// Nil where the walk goes on.
    private mutating func select(_ branch: Branch, _ dot: Value, changesDot: Bool) throws(Failure) -> Flow? {
      let mark = variables.count
      defer { variables.removeLast(variables.count - mark) }
      let value = try evaluate(branch.pipeline, dot)
      let flow: Flow
      if value.isTrue {
        flow = try walk(branch.body, changesDot ? value : dot)
      } else {
        flow = try walk(branch.otherwise ?? [], dot)
      }
      return flow == .normal ? nil : flow
    }

    private mutating func iterate(_ branch: Branch, _ dot: Value) throws(Failure) {
      let mark = variables.count
      defer { variables.removeLast(variables.count - mark) }
      let value = try evaluate(branch.pipeline, dot)
      var isEmpty = true
      switch value {
      case .list(let items):
        for (index, item) in items.enumerated() {
          isEmpty = false
          if try once(branch, .integer(Int64(index)), item) == .leave { break }
        }
      case .map(let members):
        for member in members {
          isEmpty = false
          if try once(branch, .string(member.name), member.value) == .leave { break }
        }
      case .integer(let count):
        var index: Int64 = 0
        while index < count {
          isEmpty = false
          if try once(branch, .integer(index), .integer(index)) == .leave { break }
          index += 1
        }
      case .missing: break
      default: throw failure("range can't iterate over \(value.text)", at: branch.pipeline)
      }
      if isEmpty { _ = try walk(branch.otherwise ?? [], dot) }
    }

    private mutating func once(_ branch: Branch, _ key: Value, _ value: Value) throws(Failure) -> Flow {
      let mark = variables.count
      defer { variables.removeLast(variables.count - mark) }
      try step(branch.pipeline.range)
      let names = branch.pipeline.variables
      let pairs = names.count == 2 ? [(names[0], key), (names[1], value)] : names.map { ($0, value) }
      for (name, value) in pairs {
        if branch.pipeline.isAssignment { assign(name, value) } else { variables.append((name, value)) }
      }
      return try walk(branch.body, value)
    }

    private mutating func invoke(
      _ name: String, _ argument: Pipeline?, _ range: Range<Int>, _ dot: Value
    ) throws(Failure) {
      guard let definition = syntax.definitions.first(where: { $0.name == name }) else {
        throw failure("template \(GoQuote.quote(name)) not defined", at: range)
      }
      guard depth < limits.depth else {
        throw failure("templates call each other more than \(limits.depth) levels deep", at: range, reason: .limit)
      }
      try step(range)
      var value = Value.missing
      if let argument { value = try evaluate(argument, dot) }
      let (outer, outerName) = (variables, executing)
      variables = [("$", value)]
      executing = name
      _ = try walk(definition.nodes, value)
      variables = outer
      executing = outerName
    }

    // MARK: Pipelines

    private mutating func evaluate(_ pipeline: Pipeline, _ dot: Value) throws(Failure) -> Value {
      var value: Value?
      for command in pipeline.commands { value = try evaluate(command, dot, final: value) }
      let result = value ?? .missing
      if let name = pipeline.variables.last, pipeline.variables.count == 1 {
        if pipeline.isAssignment { assign(name, result) } else { variables.append((name, result)) }
      }
      return result
    }

    private mutating func evaluate(_ command: Command, _ dot: Value, final: Value?) throws(Failure) -> Value {
      try step(command.range)
      let first = command.arguments[0]
      if case .identifier(let name) = first.kind { return try call(name, command, dot, final) }
      if command.arguments.count > 1 || final != nil {
        switch first.kind {
        case .field(let names) where !names.isEmpty:
          let value = try evaluate(first, dot)
          _ = value
          throw failure("\(names[names.count - 1]) is not a method but has arguments", at: first)
        case .null: throw failure("nil is not a command", at: first)
        default: throw failure("can't give argument to non-function \(text(first.range))", at: first)
        }
      }
      if case .null = first.kind { throw failure("nil is not a command", at: first) }
      return try evaluate(first, dot)
    }

    private mutating func evaluate(_ argument: Argument, _ dot: Value) throws(Failure) -> Value {
      switch argument.kind {
      case .dot: return dot
      case .null: return .null
      case .bool(let value): return .bool(value)
      case .integer(let value): return .integer(value)
      case .float(let value): return .float(value)
      case .string(let value): return .string(value)
      case .field(let names): return try members(names, of: dot, argument)
      case .variable(let name, let names):
        let value = variables.last { $0.name == "$" + name }?.value ?? .missing
        return try members(names, of: value, argument)
      case .identifier(let name):
        return try call(name, Command(arguments: [argument], range: argument.range), dot, nil)
      case .pipeline(let pipeline, let names):
        let mark = variables.count
        defer { variables.removeLast(variables.count - mark) }
        return try members(names, of: try evaluate(pipeline, dot), argument)
      }
    }

    private func members(_ names: [String], of value: Value, _ argument: Argument) throws(Failure) -> Value {
      var value = value
      for name in names {
        switch value {
        case .structure(let type, let fields):
          guard let field = fields.first(where: { $0.name == name }) else {
            throw failure("can't evaluate field \(name) in type \(type)", at: argument)
          }
          value = field.value
        case .map(let members):
          if let member = members.first(where: { $0.name == name }) {
            value = member.value
          } else if missingKey == .failure {
            throw failure("map has no entry for key \(GoQuote.quote(name))", at: argument)
          } else {
            value = .missing
          }
        case .missing, .null:
          if missingKey == .failure { throw failure("nil data; no entry for key \(GoQuote.quote(name))", at: argument) }
          value = .missing
        default: throw failure("can't evaluate field \(name) in type \(value.type)", at: argument)
        }
      }
      return value
    }

    // MARK: Functions

    private mutating func call(
      _ name: String, _ command: Command, _ dot: Value, _ final: Value?
    ) throws(Failure) -> Value {
      let count = command.arguments.count - 1 + (final == nil ? 0 : 1)
      let arity = GoTemplate.arity(of: name)
      guard arity.contains(count) else {
        let wanted = arity.upperBound == Int.max ? "at least \(arity.lowerBound)" : "\(arity.lowerBound)"
        throw failure("wrong number of args for \(name): want \(wanted) got \(count)", at: command.range)
      }
      if name == "and" || name == "or" {
        var value = Value.missing
        for argument in command.arguments.dropFirst() {
          value = try evaluate(argument, dot)
          if value.isTrue == (name == "or") { return value }
        }
        return final ?? value
      }
      var values: [Value] = []
      for argument in command.arguments.dropFirst() { values.append(try evaluate(argument, dot)) }
      if let final { values.append(final) }
      let weight = values.reduce(0) { $0 &+ $1.weight }
      steps += weight / 64
      guard weight <= limits.outputBytes else {
        throw failure("a value is longer than \(limits.outputBytes) bytes", at: command.range, reason: .limit)
      }
      do throws(CallFailure) {
        return try GoTemplate.call(name, values)
      } catch {
        switch error {
        case .inside(let message): throw failure("error calling \(name): \(message)", at: command.range)
        case .outside(let message): throw failure(message, at: command.range)
        }
      }
    }

    // MARK: Work

    private mutating func assign(_ name: String, _ value: Value) {
      guard let index = variables.lastIndex(where: { $0.name == name }) else { return }
      variables[index].value = value
    }

    private mutating func step(_ range: Range<Int>) throws(Failure) {
      steps += 1
      guard steps <= limits.steps else {
        throw failure("rendering takes more than \(limits.steps) steps", at: range, reason: .limit)
      }
    }

    private mutating func write(_ value: Value, at range: Range<Int>) throws(Failure) {
      guard value.weight <= limits.outputBytes else {
        throw failure("the text becomes longer than \(limits.outputBytes) bytes", at: range, reason: .limit)
      }
      try write(value.text, at: range)
    }

    private mutating func write(_ text: String, at range: Range<Int>) throws(Failure) {
      output.append(contentsOf: text.utf8)
      guard output.count <= limits.outputBytes else {
        throw failure("the text becomes longer than \(limits.outputBytes) bytes", at: range, reason: .limit)
      }
    }

    // MARK: Failures

    /// Go names what was evaluated last.
    private func failure(_ detail: String, at pipeline: Pipeline) -> Failure {
      guard let command = pipeline.commands.last else { return failure(detail, at: pipeline.range) }
      return command.arguments.count == 1
        ? failure(detail, at: command.arguments[0]) : failure(detail, at: command.range)
    }

    private func failure(_ detail: String, at argument: Argument) -> Failure {
      failure(detail, at: argument.range, position: argument.position)
    }

    private func failure(
      _ detail: String, at range: Range<Int>, position: Int? = nil, reason: Failure.Reason = .rendering
    ) -> Failure {
      let place = min(position ?? range.lowerBound, syntax.text.count)
      let before = syntax.text[..<place]
      let line = 1 + before.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
      let column = before.lastIndex(of: 0x0A).map { place - $0 - 1 } ?? place
      return Failure(
        reason: reason,
        message: "template: \(syntax.name):\(line):\(column): executing \(GoQuote.quote(executing)) at "
          + "<\(text(range))>: \(detail)", detail: detail, range: range)
    }

    private func text(_ range: Range<Int>) -> String {
      String(decoding: syntax.text[range.clamped(to: 0..<syntax.text.count)], as: UTF8.self)
    }
  }
}
