/// A plan as a graph for other programs to draw: pipelines are boxes, steps are nodes, what waits for what is an arrow.
public enum PlanGraph {
  /// Graphviz's language; `dot -Tsvg` draws it.
  public static func dot(_ plan: Plan) -> String {
    var text = "digraph pipelines {\n  rankdir=LR;\n  compound=true;\n  node [shape=box, style=rounded];\n"
    for (index, pipeline) in plan.pipelines.enumerated() {
      text += "  subgraph cluster_\(index) {\n    label=\(quoted(title(pipeline)));\n"
      if pipeline.decision == .skip { text += "    style=dashed;\n" }
      if pipeline.steps.isEmpty { text += "    \(node(index, 0)) [label=\"\", shape=point];\n" }
      for (stage, numbers) in stages(pipeline) {
        let margin = stage == nil ? "    " : "      "
        if let stage { text += "    subgraph cluster_\(index)_\(numbers[0]) {\n      label=\(quoted(stage));\n" }
        for number in numbers {
          let step = pipeline.steps[number]
          let line = step.decision == .skip ? "dashed" : "dotted"
          let style = step.decision == .run ? "" : ", style=\"rounded,\(line)\""
          text += "\(margin)\(node(index, number)) [label=\(quoted(step.name))\(style)];\n"
        }
        if stage != nil { text += "    }\n" }
      }
      for (from, to) in edges(pipeline) { text += "    \(node(index, from)) -> \(node(index, to));\n" }
      text += "  }\n"
    }
    for (from, to) in edges(plan) {
      text += "  \(node(from, 0)) -> \(node(to, 0)) [ltail=cluster_\(from), lhead=cluster_\(to)];\n"
    }
    return text + "}\n"
  }

  /// Mermaid's language, which forges draw in Markdown.
  public static func mermaid(_ plan: Plan) -> String {
    var text = "flowchart LR\n"
    for (index, pipeline) in plan.pipelines.enumerated() {
      text += "  subgraph p\(index)[\"\(entities(title(pipeline)))\"]\n"
      for (stage, numbers) in stages(pipeline) {
        let margin = stage == nil ? "    " : "      "
        if let stage { text += "    subgraph p\(index)_\(numbers[0])[\"\(entities(stage))\"]\n" }
        for number in numbers {
          let step = pipeline.steps[number]
          let marker = step.decision == .run ? "" : ":::\(step.decision.rawValue)"
          text += "\(margin)\(node(index, number))([\"\(entities(step.name))\"])\(marker)\n"
        }
        if stage != nil { text += "    end\n" }
      }
      for (from, to) in edges(pipeline) { text += "    \(node(index, from)) --> \(node(index, to))\n" }
      text += "  end\n"
    }
    for (from, to) in edges(plan) { text += "  p\(from) --> p\(to)\n" }
    text += "  classDef skip stroke-dasharray: 4 4,opacity: 0.6\n  classDef deferred stroke-dasharray: 1 3\n"
    return text
  }

  private static func title(_ pipeline: Plan.Pipeline) -> String {
    switch pipeline.decision {
    case .run: pipeline.name
    case .skip: "\(pipeline.name) (does not run)"
    case .deferred: "\(pipeline.name) (may run)"
    }
  }

  /// The steps by stage, in order; one group without a name in dialects that have no stages.
  private static func stages(_ pipeline: Plan.Pipeline) -> [(stage: String?, steps: [Int])] {
    var groups: [(stage: String?, steps: [Int])] = []
    var places: [String?: Int] = [:]
    for (number, step) in pipeline.steps.enumerated() {
      if let place = places[step.stage] {
        groups[place].steps.append(number)
      } else {
        places[step.stage] = groups.count
        groups.append((step.stage, [number]))
      }
    }
    return groups
  }

  private static func node(_ pipeline: Int, _ step: Int) -> String { "s\(pipeline)_\(step)" }

  private static func edges(_ pipeline: Plan.Pipeline) -> [(Int, Int)] {
    let ids = pipeline.steps.enumerated().map { ($0.element.id, $0.offset) }
    let positions = Dictionary(ids, uniquingKeysWith: { first, _ in first })
    return pipeline.steps.enumerated().flatMap { number, step in
      step.needs.compactMap { need in positions[need].map { ($0, number) } }
    }
  }

  private static func edges(_ plan: Plan) -> [(Int, Int)] {
    let names = plan.pipelines.enumerated().map { ($0.element.name, $0.offset) }
    let positions = Dictionary(names, uniquingKeysWith: { first, _ in first })
    return plan.pipelines.enumerated().flatMap { number, pipeline in
      pipeline.needs.compactMap { need in positions[need].map { ($0, number) } }
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n", "\r": result += " "
      default: result.unicodeScalars.append(scalar.isHarmful ? "\u{FFFD}" : scalar)
      }
    }
    return result + "\""
  }

  /// Mermaid has no escapes within quotes, but reads numbered entities.
  private static func entities(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "<", ">", "&", "#", ";", "`", "\\", "\n", "\r": result += "#\(scalar.value);"
      default: result.unicodeScalars.append(scalar.isHarmful ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }
}
