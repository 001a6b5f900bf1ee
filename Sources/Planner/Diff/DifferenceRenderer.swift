import Diagnostics

/// A difference of plans as text and as JSON.
public struct DifferenceRenderer {
  private let style: Style
  private var lines: [String] = []

  private init(_ style: Style) { self.style = style }

  /// For people, with a line feed at its end.
  ///
  /// - Parameters:
  ///   - old: what the first plan is of.
  ///   - new: what the second plan is of.
  public static func text(_ difference: PlanDifference, old: String, new: String, style: Style = .plain) -> String {
    var renderer = DifferenceRenderer(style)
    renderer.lines.append(style.paint("--- \(Printable.line(old))", .strong))
    renderer.lines.append(style.paint("+++ \(Printable.line(new))", .strong))
    for pipeline in difference.pipelines {
      renderer.lines.append("")
      renderer.write(pipeline)
    }
    renderer.lines.append("")
    renderer.lines.append(summary(difference))
    return renderer.lines.joined(separator: "\n") + "\n"
  }

  /// What differs, for people who know what was compared.
  public static func lines(of difference: PlanDifference, style: Style = .plain) -> [String] {
    var renderer = DifferenceRenderer(style)
    for pipeline in difference.pipelines { renderer.write(pipeline) }
    return renderer.lines
  }

  /// For scripts.
  public static func json(_ difference: PlanDifference, old: String, new: String) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("old", old)
      json.member("new", new)
      json.member("pipelines") { json in
        json.array(difference.pipelines) { json, pipeline in
          json.object { json in
            json.member("name", pipeline.name)
            json.member("change", pipeline.change.rawValue)
            if !pipeline.fields.isEmpty { json.member("fields") { write(pipeline.fields, &$0) } }
            json.member("steps") { json in
              json.array(pipeline.items) { json, item in
                json.object { json in
                  json.member("id", item.id)
                  json.member("name", item.name)
                  json.member("change", item.change.rawValue)
                  json.member("decision", item.decision.rawValue)
                  json.member("reason", item.reason)
                  if !item.fields.isEmpty { json.member("fields") { write(item.fields, &$0) } }
                }
              }
            }
          }
        }
      }
    }
    return json.text + "\n"
  }

  private static func write(_ fields: [PlanDifference.Field], _ json: inout JSONWriter) {
    json.array(fields) { json, field in
      json.object { json in
        json.member("field", field.name)
        json.member("old", ifPresent: field.old)
        json.member("new", ifPresent: field.new)
      }
    }
  }

  private static func summary(_ difference: PlanDifference) -> String {
    guard !difference.isEmpty else { return "the plans do not differ" }
    let items = difference.pipelines.flatMap(\.items)
    let parts = [PlanDifference.Change.added, .removed, .changed].compactMap { change -> String? in
      let count = items.count { $0.change == change }
      return count == 0 ? nil : "\(count) \(change.rawValue)"
    }
    let pipelines = difference.pipelines.count
    let head = "\(pipelines) pipeline\(pipelines == 1 ? " differs" : "s differ")"
    return parts.isEmpty ? head : "\(head): \(parts.joined(separator: ", "))"
  }

  // MARK: Lines

  private func sign(_ change: PlanDifference.Change) -> String {
    switch change {
    case .added: style.paint("+", .success)
    case .removed: style.paint("-", .error)
    case .changed: style.paint("~", .warning)
    }
  }

  private mutating func write(_ pipeline: PlanDifference.Pipeline) {
    lines.append("\(sign(pipeline.change)) \(style.paint(Printable.line(pipeline.name), .strong))")
    for field in pipeline.fields { write(field, indent: 4) }
    for item in pipeline.items {
      let name = style.paint(Printable.line(item.name), .strong)
      let path = item.id == item.name ? "" : style.paint(" (\(Printable.line(item.id)))", .faint)
      guard item.change != .changed else {
        lines.append("  \(sign(item.change)) \(name)\(path)")
        for field in item.fields { write(field, indent: 6) }
        continue
      }
      let reason = item.reason == "no conditions" ? "" : ": " + Printable.line(item.reason)
      lines.append("  \(sign(item.change)) \(name)\(path)  " + style.paint(item.decision.rawValue + reason, .faint))
    }
  }

  /// On one line where that has room, else the old lines above the new ones, without those that both have at the
  /// beginning and the end.
  private mutating func write(_ field: PlanDifference.Field, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    let name = style.paint(Printable.line(field.name), .faint)
    var old = field.old.map(Printable.lines) ?? []
    var new = field.new.map(Printable.lines) ?? []
    if old.isEmpty, new.count == 1 { return lines.append("\(margin)\(sign(.added)) \(name) \(new[0])") }
    if new.isEmpty, old.count == 1 { return lines.append("\(margin)\(sign(.removed)) \(name) \(old[0])") }
    if old.count == 1, new.count == 1, indent + field.name.columns + old[0].columns + new[0].columns + 4 <= style.width
    {
      return lines.append("\(margin)\(name) \(old[0]) → \(new[0])")
    }
    while let first = old.first, first == new.first {
      old.removeFirst()
      new.removeFirst()
    }
    while let last = old.last, last == new.last {
      old.removeLast()
      new.removeLast()
    }
    lines.append(margin + name)
    for line in old { lines.append("\(margin)  " + style.paint("- " + line, .error)) }
    for line in new { lines.append("\(margin)  " + style.paint("+ " + line, .success)) }
  }
}
