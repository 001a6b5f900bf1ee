import Diagnostics

/// A path in an expression: `pipeline.variables["a"].b[0]` without the methods behind it.
public struct JexlPath: Hashable, Sendable {
  /// One step of a path.
  public enum Segment: Hashable, Sendable {
    case name(String)
    /// An index or key that is worked out.
    case computed
  }

  /// The name with which it begins.
  public var root: String
  public var segments: [Segment]

  public init(root: String, segments: [Segment] = []) {
    self.root = root
    self.segments = segments
  }
}

/// What is known of paths where an expression stands.
public protocol JexlTypeEnvironment {
  /// The type of the value at a path; `any` if nothing is known of it.
  func type(of path: JexlPath) -> JexlType
}

/// The types of all nodes of a program, as far as they can be known.
public struct JexlTyping: Hashable, Sendable {
  /// A call that cannot work.
  public struct Problem: Hashable, Sendable {
    /// UTF-8 offsets in the text.
    public var range: Range<Int>
    /// What is wrong, as one clause.
    public var message: String
    /// What to write.
    public var help: String?
  }

  /// By the numbers of the nodes.
  public private(set) var types: [JexlType] = []
  public private(set) var problems: [Problem] = []
  private let root: JexlProgram.ID

  /// The type of the whole program.
  public var result: JexlType { types.indices.contains(root) ? types[root] : .any }

  init(_ program: JexlProgram, _ environment: any JexlTypeEnvironment) {
    root = program.root
    types.reserveCapacity(program.nodes.count)
    // Inner nodes come before outer ones.
    for id in program.nodes.indices { types.append(type(of: id, in: program, environment)) }
  }

  private mutating func type(
    of id: JexlProgram.ID, in program: JexlProgram, _ environment: any JexlTypeEnvironment
  ) -> JexlType {
    switch program[id].kind {
    case .literal(let value): JexlType(of: value)
    case .template: .string
    case .identifier(let name): environment.type(of: JexlPath(root: name))
    case .arrayLiteral: .array
    case .mapLiteral: .map
    case .setLiteral: .set
    case .unary(let sign, let operand): Self.type(of: sign, types[operand])
    case .binary(let sign, let left, let right): Self.type(of: sign, types[left], types[right])
    case .conditional(_, let yes, let no): Self.common(types[yes], types[no])
    case .elvis(let condition, let otherwise): Self.common(types[condition], types[otherwise])
    case .assignment(nil, _, let value), .group(let value), .returning(let value): types[value]
    case .access(let base, let members): type(of: members, behind: base, in: program, environment)
    case .function: .function
    case .block(let statements): statements.last.map { types[$0] } ?? .null
    case .ifElse(_, let yes, let no?): Self.common(types[yes], types[no])
    default: .any
    }
  }

  private mutating func type(
    of members: [JexlSyntax.Member], behind base: JexlProgram.ID, in program: JexlProgram,
    _ environment: any JexlTypeEnvironment
  ) -> JexlType {
    var path: JexlPath?
    if case .identifier(let name) = program[base].kind { path = JexlPath(root: name) }
    var type = types[base]
    for member in members {
      switch member.kind {
      case .property(let name):
        path?.segments.append(.name(name))
        type = path.map(environment.type) ?? .any
      case .index(let index):
        if case .literal(.string(let key)) = program[index].kind {
          path?.segments.append(.name(key))
        } else {
          path?.segments.append(.computed)
        }
        type = path.map(environment.type) ?? .any
      case .method(let name, let arguments):
        if name == "get", let key = arguments.first, arguments.count == 1, path != nil,
          case .literal(.string(let key)) = program[key].kind
        {
          path?.segments.append(.name(key))
          type = path.map(environment.type) ?? .any
          continue
        }
        type = result(of: name, on: type, path, member)
        path = nil
      case .apply:
        type = .any
        path = nil
      }
    }
    return type
  }

  private mutating func result(
    of method: String, on type: JexlType, _ path: JexlPath?, _ member: JexlSyntax.Member
  ) -> JexlType {
    if let path, path.segments.isEmpty, let functor = HarnessFunctor(rawValue: path.root),
      type == .any || type == .functor
    {
      if let result = functor.resultType(of: method) { return result }
      let nearest = Suggestion.nearest(to: method, among: functor.functionNames) ?? functor.functionNames.first
      problems.append(
        Problem(
          range: member.range, message: "\(path.root) has no function '\(method)'",
          help: nearest.map { "write \(path.root).\($0)(…)" }))
      return .any
    }
    // What null has, and what objects of the pipeline have beside their members, is not known here.
    if type == .null || type == .node || type == .functor { return .any }
    if let result = type.resultType(of: method) { return result }
    let nearest = Suggestion.nearest(to: method, among: type.methodNames)
    problems.append(
      Problem(
        range: member.range, message: "a value of type \(type.rawValue) has no method '\(method)'",
        help: nearest.map { "there is .\($0)()" }))
    return .any
  }

  private static func type(of sign: JexlSyntax.UnaryOperator, _ operand: JexlType) -> JexlType {
    switch sign {
    case .not, .empty: .boolean
    case .size: operand == .any || operand.isNumeric || operand == .boolean ? .any : .integer
    case .complement: .integer
    case .negate: operand == .integer || operand == .number || operand == .boolean ? operand : .any
    }
  }

  private static func type(of sign: JexlSyntax.BinaryOperator, _ left: JexlType, _ right: JexlType) -> JexlType {
    switch sign {
    case .or, .and, .equal, .notEqual, .less, .greater, .lessOrEqual, .greaterOrEqual, .matches, .doesNotMatch,
      .startsWith, .doesNotStartWith, .endsWith, .doesNotEndWith:
      .boolean
    case .bitOr, .bitXor, .bitAnd: .integer
    case .range: .list
    case .add where left == .string || right == .string: .string
    case .add where left == .any || right == .any: .any
    case .add, .subtract, .multiply, .divide, .modulo:
      left == .integer && right == .integer ? .integer : .number
    }
  }

  private static func common(_ left: JexlType, _ right: JexlType) -> JexlType {
    if left == right { return left }
    if left == .null { return right }
    if right == .null { return left }
    return left.isNumeric && right.isNumeric ? .number : .any
  }
}

extension Jexl {
  /// The types of a program's nodes where paths mean what an environment says, and the calls that cannot work.
  public static func types(of program: JexlProgram, in environment: any JexlTypeEnvironment) -> JexlTyping {
    JexlTyping(program, environment)
  }
}
