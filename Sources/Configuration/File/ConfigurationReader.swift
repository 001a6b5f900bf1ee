import Checker
import Diagnostics
import Parser
import YAML

/// Reads a `.pipec.yaml`: its settings and what is wrong with them.
public struct ConfigurationReader {
  var file: ConfigurationFile

  /// Never fails: what is wrong is among the findings, and what could be read is there.
  public static func read(_ source: Source) -> ConfigurationFile {
    var reader = ConfigurationReader(file: ConfigurationFile(source: source))
    let results = Tree.parseStream(source.bytes, source: source.id, map: nil, limits: Self.limits)
    if let error = results.lazy.compactMap(\.failure).first {
      reader.file.findings.append(
        SyntaxFindings.finding(about: error, in: source, rule: ConfigurationRule.syntax))
      return reader.file
    }
    for (index, result) in results.enumerated() {
      result.tree.withRoot { root in
        guard let root else { return }
        if index > 0 {
          reader.report(
            ConfigurationRule.syntax, "a configuration is one document, and this is a further one",
            at: reader.beginning(of: root.span), help: "join it with the first")
        } else {
          reader.readRoot(root.resolved)
        }
      }
    }
    reader.file.findings = reader.file.findings.inSourceOrder()
    return reader.file
  }

  /// A configuration has no use for aliases that stand for more.
  private static let limits = Limits(depth: 64, expandedNodes: 200_000)
  /// Nobody reads more findings than these.
  static let mostFindings = 200

  mutating func report(
    _ rule: RuleName, _ message: String, at span: Span, severity: Diagnostic.Severity = .error,
    related: [Diagnostic.Label] = [], help: String? = nil, fixes: [Fix] = []
  ) {
    guard file.findings.count < Self.mostFindings else { return }
    file.findings.append(
      Diagnostic(
        rule: rule, severity: severity, message: message, at: span, related: related, help: help, fixes: fixes))
  }

  /// A place without what follows its first line.
  func beginning(of span: Span) -> Span {
    let bytes = file.source.bytes
    var end = span.start
    while end < span.end, bytes[Int(end)] != 0x0A { end += 1 }
    return Span(span.source, span.start, end)
  }

  // MARK: Mappings

  private mutating func readRoot(_ root: Node) {
    // A file of comments alone says nothing, which is fine.
    if root.kind == .scalar, Self.isNull(root) { return }
    each(of: .root, in: root) { reader, key, value in
      switch key {
      case "extends": reader.file.bases = reader.texts(value)
      case "exclude": reader.file.excluded = reader.patterns(value)
      case "overrides": reader.readOverrides(value)
      case "baseline": reader.file.baseline = reader.text(value)
      case "piped": reader.file.piped = reader.text(value)
      case "secrets": reader.file.secrets = reader.texts(value)
      case "secret-files": reader.file.secretFiles = reader.texts(value)
      case "plugins": reader.readPlugins(value)
      default: reader.readChoice(key, value, into: \.file.choices)
      }
    }
  }

  private mutating func readOverrides(_ node: Node) {
    for item in list(node, "a list of mappings with `paths`", takesOne: false) {
      file.overrides.append(ConfigurationOverride())
      let index = file.overrides.count - 1
      each(of: .override, in: item) { reader, key, value in
        if key == "paths" {
          reader.file.overrides[index].paths = reader.patterns(value)
        } else {
          reader.readChoice(key, value, into: \.file.overrides[index].choices)
        }
      }
    }
  }

  private mutating func readChoice(
    _ key: String, _ value: Node, into choices: WritableKeyPath<ConfigurationReader, ConfigurationChoices>
  ) {
    switch key {
    case "select": self[keyPath: choices].selected = rules(value)
    case "ignore": self[keyPath: choices].ignored = rules(value)
    case "severity": self[keyPath: choices].severities = severities(value)
    case "persona": self[keyPath: choices].persona = word(value, of: key) { Persona(rawValue: $0) }
    case "preview": self[keyPath: choices].hasPreviews = flag(value)
    case "trusted": self[keyPath: choices].isTrusted = flag(value)
    case "fail-on":
      self[keyPath: choices].failOn = word(value, of: key) { name in
        Diagnostic.Severity.allCases.first { $0.name == name }
      }
    default: break
    }
  }

  /// Calls `body` with each known key of a mapping that has a value; says what is wrong with the others.
  mutating func each(
    of table: ConfigurationTable, in node: Node, _ body: (inout ConfigurationReader, String, Node) -> Void
  ) {
    guard node.kind == .mapping else {
      return report(
        ConfigurationRule.value, "\(table.words) is a mapping, not \(Self.words(for: node))",
        at: beginning(of: node.useSpan), help: "write `\(table.keys.first { $0.isRequired }?.name ?? "persona"): …`")
    }
    let names = table.keys.map(\.name)
    var seen: [String: Span] = [:]
    // What is misspelt is not missing as well.
    var meant: Set<String> = []
    for (key, value) in node.entries {
      let key = key.resolved
      let name = key.text
      guard key.kind == .scalar, table.key(named: name) != nil else {
        if let nearest = reportUnknown(name, of: table, names, at: beginning(of: key.useSpan)) { meant.insert(nearest) }
        continue
      }
      if let first = seen.updateValue(key.useSpan, forKey: name) {
        report(
          ConfigurationRule.duplicateKey, "`\(name)` is written twice", at: key.useSpan,
          related: [.init(first, "first here")], help: "join the two")
        continue
      }
      let value = value.resolved
      if value.kind == .scalar, Self.isNull(value) {
        report(
          ConfigurationRule.value, "`\(name)` has no value", at: key.useSpan, help: "remove the key, or give it a value"
        )
        continue
      }
      body(&self, name, value)
    }
    for key in table.keys where key.isRequired && seen[key.name] == nil && !meant.contains(key.name) {
      report(ConfigurationRule.value, "\(table.words) needs `\(key.name)`", at: beginning(of: node.useSpan))
    }
  }

  /// - Returns: the key that is meant, where one is near.
  private mutating func reportUnknown(
    _ name: String, of table: ConfigurationTable, _ names: [String], at span: Span
  ) -> String? {
    guard file.findings.count < Self.mostFindings else { return nil }
    let message = "\(table.words) has no key `\(Printable.line(name))`"
    if let nearest = Suggestion.nearest(to: name, among: names) {
      report(
        ConfigurationRule.unknownKey, message, at: span, help: "did you mean `\(nearest)`?",
        fixes: [Fix("write `\(nearest)`", safety: .safe, edits: [.init(span, nearest)])])
      return nearest
    }
    let other = ConfigurationTable.allCases.first { $0 != table && $0.key(named: name) != nil }
    let help = other.map { $0 == .root ? "it belongs to the file itself" : "it belongs to \($0.words)" }
    report(ConfigurationRule.unknownKey, message, at: span, help: help ?? "known: \(names.joined(separator: ", "))")
    return nil
  }
}

/// The rules about configurations.
enum ConfigurationRule {
  static let syntax: RuleName = "config-syntax"
  static let unknownKey: RuleName = "config-unknown-key"
  static let duplicateKey: RuleName = "config-duplicate-key"
  static let unknownRule: RuleName = "config-unknown-rule"
  static let value: RuleName = "config-value"
  static let file: RuleName = "config-file"
}
