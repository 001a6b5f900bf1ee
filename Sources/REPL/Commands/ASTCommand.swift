import Diagnostics
import Expressions

/// `:ast EXPR`.
enum ASTCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["ast"], "EXPR", "show how an expression is read", .expression,
    details: "The syntax tree, one construct a line, what is inside indented.",
    examples: [":ast <+pipeline.name == \"x\" && <+stage.name> != \"y\">", ":ast ${DRONE_TAG##v}"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    let expression = session.expression(input)
    if let problem = session.syntaxProblem(of: expression) {
      return session.fail([problem], offset: expression.offset, in: input.line)
    }
    var writer = SyntaxWriter()
    switch expression.language {
    case .drone: writer.write(Substitution.parse(Array(expression.text.utf8)).syntax, of: Array(expression.text.utf8))
    case .harness, .jexl: writer.write(HarnessText.scan(expression.text), isCondition: expression.isCondition)
    case .gotemplate:
      if case .success(let syntax) = GoTemplate.parse(expression.text) { writer.write(syntax) }
    }
    return .lines(writer.lines.map { session.hidden($0) })
  }
}

/// Writes syntax trees as indented lines.
struct SyntaxWriter {
  /// Nobody reads more.
  private static let limit = 500

  private(set) var lines: [String] = []
  private(set) var depth = 0

  mutating func line(_ text: String) {
    guard lines.count < Self.limit else { return }
    lines.append(String(repeating: "  ", count: min(depth, 40)) + Session.cut(text, to: 100))
    if lines.count == Self.limit { lines.append("…") }
  }

  mutating func inside(_ body: (inout SyntaxWriter) -> Void) {
    depth += 1
    if lines.count < Self.limit, depth < 200 { body(&self) }
    depth -= 1
  }

  /// A text as it is read, in quotes.
  static func quoted(_ bytes: some Sequence<UInt8>) -> String {
    JexlJSON.text(of: .string(String(decoding: Array(bytes), as: UTF8.self)))
  }

  // MARK: Drone

  mutating func write(_ syntax: Substitution.Syntax, of bytes: [UInt8]) {
    write(syntax.parts, of: bytes)
    if syntax.inputEnd < bytes.count { line("(what follows a NUL is lost)") }
  }

  private mutating func write(_ parts: [Substitution.Part], of bytes: [UInt8]) {
    for part in parts {
      switch part {
      case .literal(let range): line("text \(Self.quoted(bytes[range]))")
      case .escape(let escape): line("escape \(Self.quoted(bytes[escape.range])) for \(Self.quoted([escape.result]))")
      case .expansion(let expansion):
        line("expansion \(expansion.name): \(Self.words(for: expansion.operation))")
        inside { writer in
          for argument in expansion.arguments { writer.write(argument.parts, of: bytes) }
        }
      }
    }
  }

  private static func words(for operation: Substitution.Operation) -> String {
    switch operation {
    case .plain: "its value"
    case .length: "length in bytes"
    case .lowerFirst: "first letter small"
    case .lowerAll: "all letters small"
    case .upperFirst: "first letter capital"
    case .upperAll: "all letters capital"
    case .mixedCase: "accepted, without effect"
    case .substring: "substring, in bytes"
    case .trimShortestPrefix: "without the shortest matching prefix"
    case .trimLongestPrefix: "without the longest matching prefix"
    case .trimShortestSuffix: "without the shortest matching suffix"
    case .trimLongestSuffix: "without the longest matching suffix"
    case .replaceFirst: "first occurrence replaced"
    case .replaceAll: "all occurrences replaced"
    case .replacePrefix: "prefix replaced"
    case .replaceSuffix: "suffix replaced"
    case .defaultEquals, .defaultColonEquals, .defaultColonMinus, .defaultColonQuestion, .defaultColonPlus:
      "default where it is empty"
    }
  }

  // MARK: Go templates

  mutating func write(_ syntax: GoTemplate.Syntax) {
    write(syntax.nodes)
    for definition in syntax.definitions {
      line("define \(definition.name)")
      inside { $0.write(definition.nodes) }
    }
  }

  private mutating func write(_ nodes: [GoTemplate.Node]) {
    for node in nodes {
      switch node {
      case .text(let text): line("text \(Self.quoted(text.utf8))")
      case .action(let pipeline):
        line("action")
        inside { $0.write(pipeline) }
      case .conditional(let branch): write(branch, "if")
      case .range(let branch): write(branch, "range")
      case .with(let branch): write(branch, "with")
      case .template(let name, let argument, _):
        line("template \(name)")
        if let argument { inside { $0.write(argument) } }
      case .leave: line("break")
      case .next: line("continue")
      }
    }
  }

  private mutating func write(_ branch: GoTemplate.Branch, _ word: String) {
    line(word)
    inside { writer in
      writer.write(branch.pipeline)
      writer.line("then")
      writer.inside { $0.write(branch.body) }
      if let otherwise = branch.otherwise {
        writer.line("else")
        writer.inside { $0.write(otherwise) }
      }
    }
  }

  private mutating func write(_ pipeline: GoTemplate.Pipeline) {
    if !pipeline.variables.isEmpty {
      line("\(pipeline.variables.joined(separator: ", ")) \(pipeline.isAssignment ? "=" : ":=")")
    }
    for (index, command) in pipeline.commands.enumerated() {
      line(index == 0 ? "command" : "is handed to command")
      inside { writer in for argument in command.arguments { writer.write(argument) } }
    }
  }

  private mutating func write(_ argument: GoTemplate.Argument) {
    switch argument.kind {
    case .dot: line("the data")
    case .null: line("nil")
    case .bool(let flag): line("boolean \(flag)")
    case .integer(let number): line("integer \(number)")
    case .float(let number): line("number \(number)")
    case .string(let text): line("string \(Self.quoted(text.utf8))")
    case .field(let names): line("field ." + names.joined(separator: "."))
    case .variable(let name, let names): line("variable $" + ([name] + names).joined(separator: "."))
    case .identifier(let name): line("function \(name)")
    case .pipeline(let pipeline, let names):
      line(names.isEmpty ? "in parentheses" : "in parentheses, then ." + names.joined(separator: "."))
      inside { $0.write(pipeline) }
    }
  }
}
