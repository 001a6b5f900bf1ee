extension GoTemplate {
  /// What is known of data before there is any.
  public indirect enum DataType: Hashable, Sendable {
    /// Nothing is known, and nothing is said.
    case any
    case text
    case number
    case truth
    case list(DataType)
    /// A map; its keys, where they are known.
    case map(DataType, keys: [String]?)
    /// Fields that are known by name.
    case structure(String, [Field])

    /// A field of a structure.
    public struct Field: Hashable, Sendable {
      public var name: String
      public var type: DataType

      public init(_ name: String, _ type: DataType) {
        self.name = name
        self.type = type
      }
    }
  }

  /// Something that will go wrong with data of a type.
  public struct Finding: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// Rendering fails: the fields that there are.
      case unknownField(String, of: String, known: [String])
      /// The map has no such key; those that it has.
      case missingKey(String, known: [String])
    }

    public var kind: Kind
    /// Where in the UTF-8 bytes of the template.
    public var range: Range<Int>
  }
}

extension GoTemplate.Syntax {
  /// What goes wrong with any data of a type, in the order of the text.
  public func findings(for type: GoTemplate.DataType) -> [GoTemplate.Finding] {
    var typer = GoTemplate.Typer(root: type)
    typer.walk(nodes, type)
    return typer.findings
  }

  /// The type of what the template gives: that of its value where it is one action and nothing else, otherwise text.
  public func resultType(for type: GoTemplate.DataType) -> GoTemplate.DataType {
    guard nodes.count == 1, case .action(let pipeline) = nodes[0] else { return .text }
    var typer = GoTemplate.Typer(root: type)
    return typer.type(of: pipeline, type)
  }
}

extension GoTemplate {
  /// Follows the paths of a template through the type of its data.
  struct Typer {
    private(set) var findings: [Finding] = []
    private var variables: [(name: String, type: DataType)]

    init(root: DataType) { variables = [("$", root)] }

    mutating func walk(_ nodes: [Node], _ dot: DataType) {
      for node in nodes {
        switch node {
        case .text, .leave, .next: break
        case .action(let pipeline): _ = type(of: pipeline, dot)
        case .conditional(let branch): walk(branch, dot) { _, dot in dot }
        case .with(let branch): walk(branch, dot) { value, _ in value }
        case .range(let branch): walk(range: branch, dot)
        // What a named part is given is known where it is called, and it may be called at several places.
        case .template(_, let argument, _): if let argument { _ = type(of: argument, dot) }
        }
      }
    }

    private mutating func walk(_ branch: Branch, _ dot: DataType, _ inner: (DataType, DataType) -> DataType) {
      let mark = variables.count
      let value = type(of: branch.pipeline, dot)
      walk(branch.body, inner(value, dot))
      walk(branch.otherwise ?? [], dot)
      variables.removeLast(variables.count - mark)
    }

    private mutating func walk(range branch: Branch, _ dot: DataType) {
      let mark = variables.count
      var pipeline = branch.pipeline
      pipeline.variables = []
      let (key, value) = Self.element(type(of: pipeline, dot))
      let names = branch.pipeline.variables
      let pairs = names.count == 2 ? [(names[0], key), (names[1], value)] : names.map { ($0, value) }
      for (name, type) in pairs { declare(name, type, isAssignment: branch.pipeline.isAssignment) }
      walk(branch.body, value)
      variables.removeLast(variables.count - mark)
      walk(branch.otherwise ?? [], dot)
    }

    private static func element(_ type: DataType) -> (key: DataType, value: DataType) {
      switch type {
      case .list(let element): (.number, element)
      case .map(let element, _): (.text, element)
      case .number: (.number, .number)
      default: (.any, .any)
      }
    }

    private mutating func declare(_ name: String, _ type: DataType, isAssignment: Bool) {
      if isAssignment, let index = variables.lastIndex(where: { $0.name == name }) {
        // Whether the assignment happens is not known.
        if variables[index].type != type { variables[index].type = .any }
      } else {
        variables.append((name, type))
      }
    }

    mutating func type(of pipeline: Pipeline, _ dot: DataType) -> DataType {
      var result = DataType.any
      for command in pipeline.commands { result = type(of: command, dot) }
      for name in pipeline.variables { declare(name, result, isAssignment: pipeline.isAssignment) }
      return result
    }

    private mutating func type(of command: Command, _ dot: DataType) -> DataType {
      var types: [DataType] = []
      for argument in command.arguments { types.append(type(of: argument, dot)) }
      guard case .identifier(let name) = command.arguments[0].kind else { return types[0] }
      switch name {
      case "index": return indexed(types, command)
      case "eq", "ne", "lt", "le", "gt", "ge", "not", "empty", "contains", "hasPrefix", "hasSuffix": return .truth
      case "len": return .number
      case "and", "or", "default", "coalesce", "ternary", "call", "slice": return .any
      default: return .text
      }
    }

    /// `index` of a map gives an empty text where the key is missing, so that nothing is said.
    private func indexed(_ types: [DataType], _ command: Command) -> DataType {
      guard types.count == 3 else { return .any }
      return Self.element(types[1]).value
    }

    private mutating func type(of argument: Argument, _ dot: DataType) -> DataType {
      switch argument.kind {
      case .dot: return dot
      case .null, .identifier: return .any
      case .bool: return .truth
      case .integer, .float: return .number
      case .string: return .text
      case .field(let names): return follow(names, from: dot, argument, hasHead: false)
      case .variable(let name, let names):
        let type = variables.last { $0.name == "$" + name }?.type ?? .any
        return follow(names, from: type, argument, hasHead: true)
      case .pipeline(let pipeline, let names):
        let mark = variables.count
        let value = type(of: pipeline, dot)
        variables.removeLast(variables.count - mark)
        return follow(names, from: value, argument, hasHead: true)
      }
    }

    private mutating func follow(
      _ names: [String], from start: DataType, _ argument: Argument, hasHead: Bool
    ) -> DataType {
      var type = start
      // Names stand at the end of the argument, each behind its dot.
      var offset = argument.range.upperBound - names.reduce(0) { $0 + $1.utf8.count + 1 }
      for name in names {
        let range = (offset + 1)..<(offset + 1 + name.utf8.count)
        offset = range.upperBound
        switch type {
        case .structure(let title, let fields):
          guard let field = fields.first(where: { $0.name == name }) else {
            findings.append(
              Finding(kind: .unknownField(name, of: title, known: fields.map(\.name)), range: range))
            return .any
          }
          type = field.type
        case .map(let value, let keys):
          if let keys, !keys.contains(name) {
            findings.append(Finding(kind: .missingKey(name, known: keys), range: range))
            return .any
          }
          type = value
        case .text:
          findings.append(Finding(kind: .unknownField(name, of: "string", known: []), range: range))
          return .any
        default: return .any
        }
      }
      return type
    }
  }
}
