import Expressions

/// The fields that a template names, from the root of its data, in the order of the text.
struct GoTemplatePaths {
  private(set) var fields: [[String]] = []

  init(_ syntax: GoTemplate.Syntax) {
    walk(syntax.nodes)
  }

  private mutating func walk(_ nodes: [GoTemplate.Node]) {
    for node in nodes {
      switch node {
      case .text, .leave, .next: break
      case .action(let pipeline): walk(pipeline)
      case .conditional(let branch):
        walk(branch.pipeline)
        walk(branch.body)
        walk(branch.otherwise ?? [])
      // Inside of these, the dot is another.
      case .range(let branch), .with(let branch):
        walk(branch.pipeline)
        walk(branch.otherwise ?? [])
      case .template(_, let argument, _): if let argument { walk(argument) }
      }
    }
  }

  private mutating func walk(_ pipeline: GoTemplate.Pipeline) {
    for argument in pipeline.commands.flatMap(\.arguments) {
      switch argument.kind {
      case .field(let names): fields.append(names)
      case .variable("", let names) where !names.isEmpty: fields.append(names)
      case .pipeline(let inner, _): walk(inner)
      default: break
      }
    }
  }
}
