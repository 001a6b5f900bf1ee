import Diagnostics

extension Checker {
  /// What to look for.
  public struct Options: Sendable {
    /// Only these rules speak, whatever their severity and for whomever they are.
    public var selected: Set<RuleName> = []
    /// Besides, of all rules only these speak, if they would without being chosen; nil: all of them, where none is selected.
    public var candidates: Set<RuleName>?
    /// Not these rules.
    public var ignored: Set<RuleName> = []
    /// Rules that speak besides, whomever they are for.
    public var enabled: Set<RuleName> = []
    /// Severities that findings of these rules get. A finding that is less than its rule says stays less.
    public var severities: [RuleName: Diagnostic.Severity] = [:]
    /// Findings below are left out, unless their rule is selected by name. Who asks for `info` asks for advice.
    public var minimumSeverity: Diagnostic.Severity = .warning
    /// Whom to speak to; rules for others are silent, unless they are selected by name.
    public var persona: Persona = .regular
    /// Whether rules speak that are tried out.
    public var hasPreviews = false
    /// Whether the repository is trusted, so that what only trusted repositories may do is fine.
    public var isTrusted = false

    /// The plugins that PipeCD's piped is configured with, by name; nil where that is not known.
    public var plugins: Set<String>?
    /// The analysis providers that piped is configured with, by name; nil where that is not known.
    public var providers: [String]?
    /// What lies around a file of PipeCD; nil where that is not known.
    public var neighbours: PipeCDNeighbours?

    /// The names of the secrets that there are, those of organisations and accounts with their scope (`account.token`);
    /// nil where that is not known. What a Drone file declares itself is known besides.
    public var secrets: Set<String>?

    /// Plugins besides those that pipec knows, and in their place.
    public var ownPlugins = OwnPlugins()

    public init() {}

    /// Whether rules are to look at all that speak only where somebody asks for them.
    public var includesAdvice: Bool {
      minimumSeverity == .info || persona > .regular || hasPreviews || !selected.isEmpty || !enabled.isEmpty
    }

    /// Whether what shellcheck says of commands is wanted.
    public var wantsShell: Bool {
      let name = Shell.info.name
      if ignored.contains(name) { return false }
      if selected.contains(name) || enabled.contains(name) { return true }
      return candidates?.contains(name) ?? selected.isEmpty
    }

    /// Whom to speak to, all told.
    private var audience: Persona { minimumSeverity == .info ? max(persona, .pedantic) : persona }

    /// Whether findings of a rule would be shown if there were any at its own severity.
    public func looksFor(_ rule: RuleName) -> Bool {
      guard let info = RuleRegistry.rule(named: rule)?.info, rule != UnknownSecret.info.name || secrets != nil else {
        return false
      }
      let span = Span(SourceID(0), 0, 0)
      return wants(weighed(Diagnostic(rule: rule, severity: info.severity, message: "", at: span)))
    }

    /// A finding with the severity that somebody wants for it.
    func weighed(_ finding: Diagnostic) -> Diagnostic {
      guard let severity = severities[finding.rule], severity != finding.severity else { return finding }
      var finding = finding
      let own = RuleRegistry.rule(named: finding.rule)?.info.severity ?? finding.severity
      finding.severity = finding.severity < own ? min(finding.severity, severity) : severity
      return finding
    }

    /// Whether a finding is wanted.
    public func wants(_ finding: Diagnostic) -> Bool {
      if ignored.contains(finding.rule) { return false }
      if selected.contains(finding.rule) { return true }
      if enabled.contains(finding.rule) { return selected.isEmpty && candidates?.contains(finding.rule) ?? true }
      guard candidates?.contains(finding.rule) ?? selected.isEmpty else { return false }
      guard finding.severity >= (audience > .regular ? .info : minimumSeverity) else { return false }
      // Without `includesAdvice` only rules have looked that speak to everybody; rules need not be looked up then.
      guard includesAdvice, let info = RuleRegistry.rule(named: finding.rule)?.info else { return true }
      return info.persona <= audience && (hasPreviews || info.lifecycle != .preview)
    }
  }
}
