import Checker
import Expressions

/// The types of paths where an expression of Harness stands, as far as the document tells.
struct HarnessTypes: JexlTypeEnvironment {
  let environment: HarnessEnvironment
  let position: HarnessPosition

  func type(of path: JexlPath) -> JexlType {
    var text = path.root
    for segment in path.segments {
      switch segment {
      case .name(let name): text += "[\"\(name)\"]"
      case .computed: return .any
      }
    }
    return type(of: text)
  }

  /// The type of a path as it is written.
  func type(of text: String) -> JexlType {
    guard let path = HarnessExpressionPath.parse(text),
      case .known(let type, _) = environment.resolve(path, at: position)
    else { return .any }
    return JexlType(type)
  }
}

extension JexlType {
  /// The type of values that a path leads to.
  init(_ type: HarnessType) {
    self =
      switch type {
      case .string, .secret: .string
      case .number: .number
      case .boolean: .boolean
      case .list: .list
      case .map: .map
      case .node: .node
      case .any: .any
      }
  }
}

extension Session {
  /// The type of an expression of Harness, without its value: that of its path, or what operators and methods make of it.
  mutating func harnessType(of expression: Expression) -> JexlType {
    let text = HarnessText.scan(expression.text)
    if expression.isCondition {
      guard case .success(let program) = text.parseCondition() else { return .any }
      return types(of: program, text.spans, in: text)
    }
    guard text.spans.count == 1, let span = text.spans.first, span.range == 0..<text.bytes.count else { return .string }
    return type(of: span, in: text, depth: 0)
  }

  private mutating func type(of span: HarnessSpan, in text: HarnessText, depth: Int) -> JexlType {
    guard depth < 16, case .success(let program) = span.parse(in: text.bytes) else { return .any }
    return types(of: program, span.nested, in: text, depth: depth)
  }

  private mutating func types(
    of program: JexlProgram, _ spans: [HarnessSpan], in text: HarnessText, depth: Int = 0
  ) -> JexlType {
    var nested: [JexlType] = []
    for span in spans { nested.append(type(of: span, in: text, depth: depth + 1)) }
    let known = environment().map { HarnessTypes(environment: $0, position: harnessPosition($0)) }
    return Jexl.types(of: program, in: SpanTypes(nested: nested, known: known)).result
  }
}

/// Spans inside of an expression are names there; everything else is a path.
private struct SpanTypes: JexlTypeEnvironment {
  let nested: [JexlType]
  let known: HarnessTypes?

  func type(of path: JexlPath) -> JexlType {
    guard let index = HarnessSpan.nestedIndex(of: path.root) else { return known?.type(of: path) ?? .any }
    return path.segments.isEmpty && nested.indices.contains(index) ? nested[index] : .any
  }
}
