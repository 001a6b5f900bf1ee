import Expressions

extension SyntaxWriter {
  /// The spans of a text and the expressions in them.
  mutating func write(_ text: HarnessText, isCondition: Bool) {
    if isCondition, case .success(let program) = text.parseCondition() {
      write(program, text.spans, in: text)
      return
    }
    for piece in text.pieces {
      switch piece {
      case .literal(let range): line("text \(Self.quoted(text.bytes[range]))")
      case .span(let span): write(span, in: text, level: 0)
      }
    }
  }

  private mutating func write(_ span: HarnessSpan, in text: HarnessText, level: Int) {
    line("<+…>")
    guard level < 30, case .success(let program) = span.parse(in: text.bytes) else { return }
    inside { $0.write(program, span.nested, in: text, level: level + 1) }
  }

  private mutating func write(_ program: JexlProgram, _ spans: [HarnessSpan], in text: HarnessText, level: Int = 0) {
    write(program.root, program, spans, text, level)
  }

  private mutating func write(
    _ ids: [JexlProgram.ID], _ program: JexlProgram, _ spans: [HarnessSpan], _ text: HarnessText, _ level: Int
  ) {
    inside { writer in for id in ids { writer.write(id, program, spans, text, level) } }
  }

  private mutating func write(
    _ id: JexlProgram.ID, _ program: JexlProgram, _ spans: [HarnessSpan], _ text: HarnessText, _ level: Int
  ) {
    func put(_ head: String, _ ids: [JexlProgram.ID], _ writer: inout SyntaxWriter) {
      writer.line(head)
      writer.write(ids, program, spans, text, level)
    }
    switch program[id].kind {
    case .literal(let value): line(JexlType(of: value).rawValue + " " + JexlJSON.text(of: value))
    case .identifier(let name):
      if let index = HarnessSpan.nestedIndex(of: name), spans.indices.contains(index) {
        write(spans[index], in: text, level: level)
      } else {
        line("name \(name)")
      }
    case .group(let inner): write(inner, program, spans, text, level)
    case .block(let statements) where statements.count == 1: write(statements[0], program, spans, text, level)
    case .template(let pieces):
      line("text in back quotes")
      inside { writer in
        for piece in pieces {
          switch piece {
          case .text(let literal): writer.line("text \(Self.quoted(literal.utf8))")
          case .expression(let inner): writer.write(inner, program, spans, text, level)
          }
        }
      }
    case .access(let base, let members):
      put("path", [base], &self)
      inside { writer in
        for member in members {
          switch member.kind {
          case .property(let name): writer.line(".\(name)")
          case .index(let index): put("[…]", [index], &writer)
          case .method(let name, let arguments): put(".\(name)(…)", arguments, &writer)
          case .apply(let arguments): put("(…)", arguments, &writer)
          }
        }
      }
    case .arrayLiteral(let ids): put("array", ids, &self)
    case .setLiteral(let ids): put("set", ids, &self)
    case .mapLiteral(let entries): put("map", entries.flatMap { [$0.key, $0.value] }, &self)
    case .unary(let sign, let operand): put(sign.rawValue, [operand], &self)
    case .binary(let sign, let left, let right): put(sign.rawValue, [left, right], &self)
    case .conditional(let condition, let yes, let no): put("? :", [condition, yes, no], &self)
    case .elvis(let value, let otherwise): put("?:", [value, otherwise], &self)
    case .assignment(let sign, let target, let value): put((sign?.rawValue ?? "") + "=", [target, value], &self)
    case .call(let name, let namespace, let arguments):
      put("\(namespace.map { $0 + ":" } ?? "")\(name)(…)", arguments, &self)
    case .construction(let arguments): put("new", arguments, &self)
    case .function(let parameters, let body): put("function (\(parameters.joined(separator: ", ")))", [body], &self)
    case .block(let statements): put("statements", statements, &self)
    case .ifElse(let condition, let yes, let no): put("if", [condition, yes] + (no.map { [$0] } ?? []), &self)
    case .forEach(let name, _, let items, let body): put("for \(name)", [items, body], &self)
    case .whileLoop(let condition, let body): put("while", [condition, body], &self)
    case .variable(let name, let value): put("var \(name)", value.map { [$0] } ?? [], &self)
    case .returning(let value): put("return", [value], &self)
    case .breaking: line("break")
    case .continuing: line("continue")
    }
  }
}
