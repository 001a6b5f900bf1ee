import Checker
import Diagnostics
import YAML

extension ConfigurationReader {
  /// Whether a scalar says that there is no value.
  static func isNull(_ node: Node) -> Bool {
    guard node.kind == .scalar, node.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(node.text)
  }

  /// What a node is, in words.
  static func words(for node: Node) -> String {
    switch node.kind {
    case .scalar: isNull(node) ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .alias: "an alias"
    }
  }

  private mutating func reportShape(_ node: Node, _ wanted: String) {
    report(
      ConfigurationRule.value, "\(wanted) is wanted here, not \(Self.words(for: node))",
      at: beginning(of: node.useSpan))
  }

  // MARK: Single values

  mutating func text(_ node: Node, _ wanted: String = "a text") -> Located<String>? {
    guard node.kind == .scalar, !Self.isNull(node) else {
      reportShape(node, wanted)
      return nil
    }
    let text = node.text
    guard !text.isEmpty, !text.unicodeScalars.contains("\0") else {
      report(ConfigurationRule.value, "the text is empty", at: node.useSpan)
      return nil
    }
    return Located(text, node.useSpan)
  }

  mutating func flag(_ node: Node) -> Located<Bool>? {
    guard node.kind == .scalar else {
      reportShape(node, "`true` or `false`")
      return nil
    }
    switch node.text {
    case "true": return Located(true, node.useSpan)
    case "false": return Located(false, node.useSpan)
    case let text:
      let isYes = ["yes", "on", "1", "y"].contains(text.lowercased()) || text.lowercased() == "true"
      report(
        ConfigurationRule.value, "`\(Printable.line(text))` is neither `true` nor `false`", at: node.useSpan,
        help: "write `\(isYes)`")
      return nil
    }
  }

  /// One of the words that the table has for the key.
  mutating func word<Value>(_ node: Node, of key: String, _ value: (String) -> Value?) -> Located<Value>? {
    var words: [String] = []
    if case .word(let known)? = ConfigurationTable.root.key(named: key)?.shape { words = known }
    guard let text = text(node, "one of \(words.joined(separator: ", "))") else { return nil }
    guard words.contains(text.value), let found = value(text.value) else {
      report(
        ConfigurationRule.value, "`\(Printable.line(text.value))` is none of \(words.joined(separator: ", "))",
        at: text.span, help: Suggestion.nearest(to: text.value, among: words).map { "did you mean `\($0)`?" })
      return nil
    }
    return Located(found, text.span)
  }

  // MARK: Lists

  /// The items of a list; a single one may stand without its dash.
  mutating func list(_ node: Node, _ wanted: String, takesOne: Bool = true) -> [Node] {
    switch node.kind {
    case .sequence: return node.items.map(\.resolved)
    case .scalar where takesOne: return [node]
    default:
      reportShape(node, wanted)
      return []
    }
  }

  mutating func texts(_ node: Node) -> [Located<String>] {
    list(node, "a list of texts").compactMap { text($0) }
  }

  mutating func patterns(_ node: Node) -> [Located<PathPattern>] {
    list(node, "a list of patterns").compactMap { item in
      guard let text = text(item) else { return nil }
      switch PathPattern.read(text.value) {
      case .success(let pattern): return Located(pattern, text.span)
      case .failure(let error):
        let (message, help) = Self.words(for: error.mistake, Printable.line(text.value))
        report(ConfigurationRule.value, message, at: text.span, help: help)
        return nil
      }
    }
  }

  private static func words(for mistake: PathPattern.Mistake, _ text: String) -> (String, String) {
    switch mistake {
    case .empty: ("`\(text)` is no pattern", "`**` stands for every file")
    case .negated: ("a pattern cannot be negated", "name what is meant instead")
    case .outside: ("`\(text)` leads out of the folder that patterns count from", "write it without `..`")
    case .malformed: ("the pattern `\(text)` cannot be read", "a `[` or `{` has no end")
    }
  }

  // MARK: Rules

  /// Rules and groups that exist.
  mutating func rules(_ node: Node) -> [Located<String>] {
    list(node, "a list of rules").compactMap { item in
      text(item).flatMap { isRule($0) ? $0 : nil }
    }
  }

  mutating func severities(_ node: Node) -> [(name: Located<String>, severity: Located<SeverityChoice>)] {
    guard node.kind == .mapping else {
      report(
        ConfigurationRule.value, "a mapping from rules to severities is wanted here, not \(Self.words(for: node))",
        at: beginning(of: node.useSpan), help: "write `RULE: error`")
      return []
    }
    var result: [(name: Located<String>, severity: Located<SeverityChoice>)] = []
    var seen: [String: Span] = [:]
    for (key, value) in node.entries {
      guard let name = text(key.resolved, "the name of a rule"), isRule(name) else { continue }
      if let first = seen.updateValue(name.span, forKey: name.value) {
        report(
          ConfigurationRule.duplicateKey, "`\(name.value)` is written twice", at: name.span,
          related: [.init(first, "first here")], help: "remove one of the two")
        continue
      }
      let names = SeverityChoice.names
      guard let word = text(value.resolved, "one of \(names.joined(separator: ", "))") else { continue }
      guard let severity = SeverityChoice(word.value) else {
        let nearest = Suggestion.nearest(to: word.value, among: names)
        report(
          ConfigurationRule.value, "`\(Printable.line(word.value))` is none of \(names.joined(separator: ", "))",
          at: word.span, help: nearest.map { "did you mean `\($0)`?" })
        continue
      }
      result.append((name, Located(severity, word.span)))
    }
    return result
  }

  private mutating func isRule(_ name: Located<String>) -> Bool {
    if let rule = RuleRegistry.rule(named: RuleName(name.value)) {
      if rule.info.lifecycle == .deprecated {
        report(
          ConfigurationRule.unknownRule, "the rule `\(name.value)` is deprecated and will go", at: name.span,
          severity: .warning, help: "`pipec explain \(name.value)` says what takes its place")
      }
      return true
    }
    if RuleRegistry.groupNames.contains(name.value) { return true }
    // Looking for what is meant takes long where nothing is; nobody reads so many findings.
    guard file.findings.count < Self.mostFindings else { return false }
    let names = RuleRegistry.names.map(\.text) + RuleRegistry.groupNames
    let nearest = Suggestion.nearest(to: name.value, among: names)
    report(
      ConfigurationRule.unknownRule, "no rule and no group of rules is named `\(Printable.line(name.value))`",
      at: name.span, help: nearest.map { "did you mean `\($0)`?" } ?? "`pipec explain` lists them",
      fixes: nearest.map { [Fix("write `\($0)`", safety: .safe, edits: [.init(name.span, $0)])] } ?? [])
    return false
  }
}
