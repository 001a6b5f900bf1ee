import Checker
import Diagnostics

/// What holds for the check of one file, and who said so.
public struct CheckSettings: Sendable {
  public var persona = Sourced(Persona.regular, .standard)
  public var hasPreviews = Sourced(false, .standard)
  public var isTrusted = Sourced(false, .standard)
  public var failOn = Sourced(Diagnostic.Severity.warning, .standard)
  /// Rules and groups that are to speak; none: all.
  public var selected: [Sourced<String>] = []
  /// Rules and groups that are not to.
  public var ignored: [Sourced<String>] = []
  /// Severities by rules and groups; the last one of a name counts.
  public var severities: [(name: String, severity: Sourced<SeverityChoice>)] = []

  /// Rules that speak even where a configuration ignores them.
  public var excepted: Set<RuleName> = []

  /// What is said where nobody says anything.
  public init() {}

  /// What configurations say about a file.
  ///
  /// Lists add up, mappings are joined key by key, and of single values the last counts: first what the configurations
  /// say about all files, in their order, then their overrides in theirs.
  ///
  /// - Parameters:
  ///   - files: each configuration behind those that it adds to.
  ///   - path: the file, relative to the folder that patterns count from; nil where it is not below it.
  public init(_ files: [ConfigurationFile], path: String?) {
    for file in files { apply(file.choices) }
    guard let path else { return }
    for override in files.flatMap(\.overrides)
    where override.paths.contains(where: { $0.value.matches(path) }) {
      apply(override.choices)
    }
  }

  private mutating func apply(_ choices: ConfigurationChoices) {
    if let value = choices.persona { persona = Sourced(value) }
    if let value = choices.hasPreviews { hasPreviews = Sourced(value) }
    if let value = choices.isTrusted { isTrusted = Sourced(value) }
    if let value = choices.failOn { failOn = Sourced(value) }
    selected += choices.selected.map { Sourced($0) }
    ignored += choices.ignored.map { Sourced($0) }
    severities += choices.severities.map { ($0.name.value, Sourced($0.severity)) }
  }

  /// The same for the checker. Secrets, plugins and what else does not differ from file to file is left as it is.
  public func apply(to options: inout Checker.Options) {
    options.persona = persona.value
    options.hasPreviews = hasPreviews.value
    options.isTrusted = isTrusted.value
    options.minimumSeverity = min(.warning, failOn.value)
    for name in selected.map(\.value) {
      if let group = RuleRegistry.group(named: name) {
        options.candidates = (options.candidates ?? []).union(group)
      } else {
        options.selected.insert(RuleName(name))
      }
    }
    // What is said of a rule itself outweighs what is said of its group, wherever it is said.
    var wanted: [RuleName: SeverityChoice] = [:]
    for (name, severity) in severities {
      for rule in RuleRegistry.group(named: name) ?? [] { wanted[rule] = severity.value }
    }
    for (name, severity) in severities where RuleRegistry.group(named: name) == nil {
      wanted[RuleName(name)] = severity.value
      if severity.value == .off {
        options.enabled.remove(RuleName(name))
      } else {
        options.enabled.insert(RuleName(name))
      }
    }
    for (rule, severity) in wanted {
      switch severity {
      case .off: options.ignored.insert(rule)
      case .severity(let value): options.severities[rule] = value
      }
    }
    for each in ignored { options.ignored.formUnion(Self.rules(each.value)) }
    options.ignored.subtract(excepted)
    for each in ignored {
      if case .option = each.origin { options.ignored.formUnion(Self.rules(each.value)) }
    }
  }

  private static func rules(_ name: String) -> Set<RuleName> {
    RuleRegistry.group(named: name) ?? [RuleName(name)]
  }
}
