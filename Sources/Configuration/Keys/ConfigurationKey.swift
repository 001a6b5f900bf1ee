/// One key of `.pipec.yaml`. The tables of keys are the one source for reading a file, for its findings and for its schema.
struct ConfigurationKey: Sendable {
  /// As it is written.
  var name: String
  /// What its value looks like.
  var shape: ConfigurationShape
  /// What it does, for people who hover over it in an editor; without a full stop.
  var summary: String
  /// Whether its mapping must have it.
  var isRequired = false

  init(_ name: String, _ shape: ConfigurationShape, _ summary: String, isRequired: Bool = false) {
    self.name = name
    self.shape = shape
    self.summary = summary
    self.isRequired = isRequired
  }
}

/// What a value looks like. Where a list is wanted, one item may stand without its dash.
indirect enum ConfigurationShape: Sendable {
  /// `true` or `false`.
  case flag
  /// One of a few words.
  case word([String])
  /// Any text.
  case text
  /// A list of texts.
  case texts
  /// A list of patterns for paths.
  case patterns
  /// A list of rules and groups of them.
  case rules
  /// A mapping from rules and groups to severities.
  case severities
  /// A list of lists of texts.
  case groups
  /// A mapping from the names of settings to what they are.
  case settings
  /// A list of mappings.
  case mappings(ConfigurationTable)
}

/// The tables of keys.
enum ConfigurationTable: String, CaseIterable, Sendable {
  /// The file itself.
  case root
  /// An item of `overrides`.
  case override
  /// An item of `plugins`.
  case plugin

  /// What such a mapping is called in messages.
  var words: String {
    switch self {
    case .root: "the configuration"
    case .override: "an override"
    case .plugin: "a plugin"
    }
  }

  /// Its keys, in the order in which they are documented.
  var keys: [ConfigurationKey] {
    switch self {
    case .root: Self.files + Self.choices + Self.surroundings
    case .override: [Self.paths] + Self.choices
    case .plugin: Self.pluginKeys
    }
  }

  /// A key by its name.
  func key(named name: String) -> ConfigurationKey? { keys.first { $0.name == name } }

  private static let files = [
    ConfigurationKey("extends", .texts, "Configurations that this one adds to, as paths relative to this file"),
    ConfigurationKey("exclude", .patterns, "Files that are not checked, unless they are named on the command line"),
    ConfigurationKey("overrides", .mappings(.override), "What holds for some of the files only; the last one wins"),
  ]

  /// What a file, and an override, may say.
  private static let choices = [
    ConfigurationKey("select", .rules, "Only these rules and groups of rules"),
    ConfigurationKey("ignore", .rules, "Not these rules and groups of rules"),
    ConfigurationKey(
      "severity", .severities, "Rules and groups with the severity that their findings get; off: silent"),
    ConfigurationKey(
      "persona", .word(["regular", "pedantic", "auditor"]), "Whom to speak to: also advice, also what is mostly fine"),
    ConfigurationKey("preview", .flag, "Also use rules that are tried out"),
    ConfigurationKey("trusted", .flag, "The repository is trusted on its Drone server"),
    ConfigurationKey(
      "fail-on", .word(["error", "warning", "info"]), "The severity from which findings make the exit status 1"),
  ]

  private static let surroundings = [
    ConfigurationKey("baseline", .text, "A file with findings that are known and left out, relative to this file"),
    ConfigurationKey("piped", .text, "The configuration of PipeCD's piped, relative to this file"),
    ConfigurationKey("secrets", .texts, "The names of all secrets; others are reported"),
    ConfigurationKey("secret-files", .texts, "Files with the names of all secrets, relative to this file"),
    ConfigurationKey("plugins", .mappings(.plugin), "Plugins of your own and the settings that they take"),
  ]

  private static let paths = ConfigurationKey(
    "paths", .patterns, "The files that it is about, relative to the folder of the configuration", isRequired: true)

  private static let pluginKeys = [
    ConfigurationKey("image", .texts, "The images, without tags and digests", isRequired: true),
    ConfigurationKey("like", .text, "An image that pipec knows and that takes the same settings"),
    ConfigurationKey("open", .flag, "Every setting is passed on, so that none is unknown"),
    ConfigurationKey("open-if", .texts, "Settings that let every other setting be known"),
    ConfigurationKey("pattern", .texts, "Names that are known; * stands for any text"),
    ConfigurationKey("one-of", .groups, "Lists of settings of which at least one must be given"),
    ConfigurationKey("unread", .texts, "Settings that are documented and read by no version"),
    ConfigurationKey("settings", .settings, "Names of settings with their type and what else is known of them"),
  ]
}
