import Diagnostics
import Expressions

/// `:trace EXPR`.
enum TraceCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["trace"], "EXPR", "show how the value comes about, one reduction a line", .expression,
    details: """
      What is inside comes first. Harness: every path, operator and call with its value. Drone: every expansion. PipeCD: \
      every command of a pipeline. The last line is the whole.
      """, examples: [":trace <+pipeline.name.toUpperCase() + \"!\">", ":trace ${DRONE_TAG##v}"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    let expression = session.expression(input)
    let evaluation = session.value(of: expression)
    var lines: [String] = []
    switch expression.language {
    case .harness, .jexl:
      let scope = session.harnessScope()
      let text = HarnessText.scan(expression.text)
      let isWhole = expression.isCondition || text.spans.map(\.range) == [0..<text.bytes.count]
      if isWhole {
        let trace = HarnessEvaluator(scope: scope).trace(expression.text)
        lines = session.lines(of: trace.reductions, in: expression.text, indent: 2)
      } else {
        for span in text.spans.prefix(50) {
          let part = String(decoding: text.bytes[span.range], as: UTF8.self)
          lines += session.lines(of: HarnessEvaluator(scope: scope).trace(part).reductions, in: part, indent: 2)
        }
      }
    case .drone: lines = session.droneTrace(expression.text)
    case .gotemplate: lines = session.templateTrace(expression.text)
    }
    var response = Response.lines(lines)
    let value = session.show(evaluation, offset: expression.offset, in: input.line)
    response.output += value.output
    response.error = value.error
    response.isFailure = value.isFailure
    return response
  }
}

extension Session {
  /// Every expansion with its value, inner ones first.
  fileprivate mutating func droneTrace(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let (syntax, failures) = Substitution.parse(bytes)
    guard failures.isEmpty else { return [] }
    let lookup = droneLookup()
    var rows: [(String, String)] = []
    for expansion in syntax.expansions.reversed().sorted(by: { $0.range.upperBound < $1.range.upperBound }).prefix(100)
    {
      var alone = syntax
      alone.parts = [.expansion(expansion)]
      guard case .success(let output) = Substitution.expand(alone, of: bytes, lookup: lookup) else { continue }
      let written = String(decoding: bytes[expansion.range], as: UTF8.self)
      if expansion.operation != .plain {
        rows.append(
          ("${\(expansion.name)}", lookup(expansion.name).map { JexlJSON.text(of: .string($0)) } ?? "nothing"))
      }
      rows.append((written, JexlJSON.text(of: .string(String(decoding: output.bytes, as: UTF8.self)))))
    }
    return columns(rows)
  }

  /// Every command of every action, with what it hands on.
  fileprivate mutating func templateTrace(_ text: String) -> [String] {
    guard case .success(let syntax) = GoTemplate.parse(text) else { return [] }
    let data = templateData()
    var rows: [(String, String)] = []
    func render(_ nodes: [GoTemplate.Node]) -> String? {
      var part = syntax
      part.nodes = nodes
      return try? part.render(data).get()
    }
    for (index, node) in syntax.nodes.enumerated().prefix(50) {
      let before = render(Array(syntax.nodes[..<index])) ?? ""
      func text(_ node: GoTemplate.Node) -> String {
        guard let whole = render(syntax.nodes[..<index] + [node]) else { return "fails" }
        return JexlJSON.text(of: .string(String(whole.dropFirst(before.count))))
      }
      guard case .action(let pipeline) = node else {
        if case .text = node { continue }
        rows.append((Self.word(for: node), text(node)))
        continue
      }
      for count in pipeline.commands.indices.map({ $0 + 1 }) {
        var part = pipeline
        part.commands = Array(pipeline.commands.prefix(count))
        part.variables = []
        let end = part.commands.last?.range.upperBound ?? pipeline.range.upperBound
        let start = part.commands.first?.range.lowerBound ?? pipeline.range.lowerBound
        rows.append((String(decoding: syntax.text[start..<max(start, end)], as: UTF8.self), text(.action(part))))
      }
    }
    return columns(rows)
  }

  private static func word(for node: GoTemplate.Node) -> String {
    switch node {
    case .text: "text"
    case .action: "action"
    case .conditional: "if"
    case .range: "range"
    case .with: "with"
    case .template(let name, _, _): "template \(name)"
    case .leave: "break"
    case .next: "continue"
    }
  }

  private func columns(_ rows: [(String, String)]) -> [String] {
    let cut = rows.map { (Self.cut($0.0, to: 50), hidden(Self.cut($0.1, to: 60))) }
    let width = cut.map(\.0.count).max() ?? 0
    return cut.map { row in
      "  " + row.0 + String(repeating: " ", count: width - row.0.count) + style.paint("  = ", .faint) + row.1
    }
  }
}
