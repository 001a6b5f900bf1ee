import Diagnostics
import IR

/// Makes the `when` of the form `spec`, attributes and the values that they may have, into one condition.
enum HarnessWhenConverter {
  /// A text as it is, a mapping whose attributes must all fit, or a list of mappings one of which must fit.
  static func when(_ data: Data?, statusKey: String) -> Data? {
    guard let data, !data.isNull else { return nil }
    var when = HarnessMapping(at: data.span)
    guard data.scalarText == nil else {
      when.set(statusKey, word: "All", at: data.span)
      when.set("condition", data)
      return when.data
    }
    let terms = (data.items ?? [data]).map(term).filter { !$0.isEmpty }
    when.set(statusKey, word: "Success", at: data.span)
    if !terms.isEmpty {
      when.set("condition", word: terms.count == 1 ? terms[0] : joined(terms, "||"), at: data.span)
    }
    return when.data
  }

  private static func term(_ data: Data) -> String {
    let parts = (data.entries ?? []).map { entry in
      attribute(entry.key.name ?? "", entry.value)
    }.filter { !$0.isEmpty }
    return parts.count == 1 ? parts[0] : joined(parts, "&&")
  }

  private static func joined(_ parts: [String], _ sign: String) -> String {
    parts.map { $0.hasPrefix("(") || parts.count == 1 ? $0 : "(\($0))" }.joined(separator: " \(sign) ")
  }

  /// `ATTRIBUTE: {in, not, eq}`, a text or a list of texts.
  private static func attribute(_ name: String, _ data: Data) -> String {
    if let text = data.scalarText?.value { return comparison(name, text) }
    if data.items != nil { return any(name, data) }
    var parts: [String] = []
    if let value = data["eq"] { parts.append(any(name, value)) }
    if let value = data["in"] { parts.append(any(name, value)) }
    if let value = data["not"] {
      let inner = value.entries == nil ? any(name, value) : attribute(name, value)
      if !inner.isEmpty { parts.append("!(\(inner))") }
    }
    parts = parts.filter { !$0.isEmpty }
    return parts.count == 1 ? parts[0] : joined(parts, "&&")
  }

  private static func any(_ name: String, _ data: Data) -> String {
    let parts = (data.asList.items ?? []).compactMap { $0.scalarText?.value }.map { comparison(name, $0) }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? "" : "(" + parts.joined(separator: " || ") + ")"
  }

  private static let paths: [String: String] = [
    "branch": "trigger.targetBranch", "event": "trigger.event", "repo": "trigger.repoUrl",
    "source-branch": "trigger.sourceBranch", "tag": "codebase.tag", "ref": "trigger.payload.ref",
  ]
  /// What Harness calls the events of Drone.
  private static let events: [String: String] = [
    "push": "PUSH", "pull_request": "PR", "pull-request": "PR", "pr": "PR",
  ]

  private static func comparison(_ name: String, _ value: String) -> String {
    // A tag is no event of Harness's, but a reference that is pushed.
    if name == "event", value == "tag" { return "<+trigger.payload.ref> =^ \"refs/tags/\"" }
    let path = paths[name] ?? "trigger.\(name)"
    let wanted = name == "event" ? events[value] ?? value : value
    guard wanted.contains("*") || wanted.contains("?") else { return "<+\(path)> == \(quoted(wanted))" }
    return "<+\(path)> =~ \(quoted(pattern(wanted)))"
  }

  /// A pattern of `*`, `**` and `?` as a regular expression.
  private static func pattern(_ glob: String) -> String {
    var result = ""
    for character in glob {
      switch character {
      case "*": if !result.hasSuffix(".*") { result += ".*" }
      case "?": result += "."
      case ".", "+", "(", ")", "[", "]", "{", "}", "^", "$", "|", "\\": result += "\\" + String(character)
      default: result.append(character)
      }
    }
    return result
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? "\\" + String($0) : String($0) } + "\""
  }
}
