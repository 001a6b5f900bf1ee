/// What a plugin's program reads from its environment.
public struct PluginDescription: Hashable, Sendable {
  /// How much of the program's history is behind the description.
  public enum Evidence: String, Hashable, Sendable {
    /// All released versions were read.
    case history
    /// One version was read; others may know more.
    case snapshot
    /// Only the documentation was.
    case index
  }

  /// A unique label.
  public var name: String
  public var evidence: Evidence
  /// Whether every setting is passed on to something else, so that none is unknown.
  public var isOpen: Bool
  /// Settings that make it open.
  public var openIf: [String]
  /// Names with `*` for any text that are known too.
  public var patterns: [String]
  /// Groups of which at least one must be set.
  public var oneOf: [[String]]
  /// Names that its documentation has and no version reads.
  public var unread: Set<String>
  /// In the order of the table.
  public var settings: [PluginSetting]
  /// Positions in `settings` by name and alias, in lower case.
  private var positions: [String: Int]

  public init(name: String) {
    self.name = name
    evidence = .history
    isOpen = false
    openIf = []
    patterns = []
    oneOf = []
    unread = []
    settings = []
    positions = [:]
  }

  /// Adds a setting.
  public mutating func add(_ setting: PluginSetting) {
    for name in [setting.name] + setting.aliases { positions[name.lowercased()] = settings.count }
    settings.append(setting)
  }

  /// The setting of that name; upper and lower case do not differ, as the variable is in upper case.
  public func setting(named name: String) -> PluginSetting? {
    positions[name.lowercased()].map { settings[$0] }
  }

  /// Whether the plugin reads a setting of that name.
  public func knows(_ name: String) -> Bool {
    positions[name.lowercased()] != nil || patterns.contains { Self.matches(name.lowercased(), $0) }
  }

  /// All names that current versions read.
  public var currentNames: [String] {
    settings.filter { $0.status != .removed }.flatMap { [$0.name] + $0.aliases }
  }

  private static func matches(_ name: String, _ pattern: String) -> Bool {
    guard let star = pattern.firstIndex(of: "*") else { return name == pattern }
    let head = pattern[..<star]
    let tail = pattern[pattern.index(after: star)...]
    return name.utf8.count >= head.utf8.count + tail.utf8.count && name.hasPrefix(head) && name.hasSuffix(tail)
  }
}

/// One setting of a plugin.
public struct PluginSetting: Hashable, Sendable {
  /// What its value is read as.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case string, boolean, number, duration, list, map, any
  }

  /// Which versions read it.
  public enum Status: String, Hashable, Sendable {
    case current, deprecated, removed
  }

  public var name: String
  public var kind: Kind
  /// Types that it had in other versions.
  public var otherKinds: [Kind]
  /// Whether the program stops without it.
  public var isRequired: Bool
  /// Whether its value is a credential.
  public var isSecret: Bool
  /// Whether the program stops on a value that is not of its type.
  public var isStrict: Bool
  public var status: Status
  public var aliases: [String]
  /// Variables without `PLUGIN_` that give the same.
  public var environment: [String]

  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
    otherKinds = []
    isRequired = false
    isSecret = false
    isStrict = false
    status = .current
    aliases = []
    environment = []
  }
}
