import Checker
import Diagnostics

/// What one `.pipec.yaml` says, with the places of all of it.
public struct ConfigurationFile: Sendable {
  /// The text, for findings and origins.
  public var source: Source
  /// Configurations that it adds to, as they are written.
  public var bases: [Located<String>] = []
  /// Files that are not checked.
  public var excluded: [Located<PathPattern>] = []
  /// What it says about all files.
  public var choices = ConfigurationChoices()
  /// What it says about some of them, in source order.
  public var overrides: [ConfigurationOverride] = []
  /// The file with findings that are known.
  public var baseline: Located<String>?
  /// The configuration of piped.
  public var piped: Located<String>?
  /// The names of secrets.
  public var secrets: [Located<String>] = []
  /// Files with the names of secrets.
  public var secretFiles: [Located<String>] = []
  /// Plugins and the images they are known by.
  public var plugins: [Located<ConfiguredPlugin>] = []
  /// What is wrong with it, in source order.
  public var findings: [Diagnostic] = []

  /// Whether it cannot be used.
  public var isBroken: Bool { findings.contains { $0.severity == .error } }

  init(source: Source) { self.source = source }
}

/// Which rules speak, how loudly, and to whom.
public struct ConfigurationChoices: Sendable {
  /// Rules and groups that are to speak; empty: all.
  public var selected: [Located<String>] = []
  /// Rules and groups that are not to.
  public var ignored: [Located<String>] = []
  /// Severities by rules and groups.
  public var severities: [(name: Located<String>, severity: Located<SeverityChoice>)] = []
  public var persona: Located<Persona>?
  /// Whether rules speak that are tried out.
  public var hasPreviews: Located<Bool>?
  /// Whether the repository is trusted.
  public var isTrusted: Located<Bool>?
  /// From which severity on findings matter to the exit status.
  public var failOn: Located<Diagnostic.Severity>?

  init() {}
}

/// What somebody wants of the findings of a rule.
public enum SeverityChoice: Hashable, Sendable {
  case off
  case severity(Diagnostic.Severity)

  /// As it is written.
  public var name: String {
    switch self {
    case .off: "off"
    case .severity(let severity): severity.name
    }
  }

  static let names = ["off", "info", "warning", "error"]

  init?(_ name: String) {
    if name == "off" {
      self = .off
    } else if let severity = Diagnostic.Severity.allCases.first(where: { $0.name == name }) {
      self = .severity(severity)
    } else {
      return nil
    }
  }
}

/// What holds for some files only.
public struct ConfigurationOverride: Sendable {
  /// Which files; one pattern that matches is enough.
  public var paths: [Located<PathPattern>] = []
  public var choices = ConfigurationChoices()

  init() {}
}

/// A plugin of somebody's own.
public struct ConfiguredPlugin: Hashable, Sendable {
  /// The images that run it.
  public var images: [String]
  public var description: PluginDescription
}
