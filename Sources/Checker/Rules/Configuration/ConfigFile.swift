import Diagnostics

/// Describes files that configurations name and that are not there, or not what they should be.
enum ConfigFile: Rule {
  static let info = RuleInfo(
    "config-file", .error, group: .configuration, "The configuration names a file that cannot be used.",
    why: """
      Without the file the check would say something else than its owner wants: more, where a baseline is missing, or less, \
      where the names of the secrets are.
      """,
    flagged: [], accepted: [])
}
