/// What a rule is about, so that rules can be chosen together: `--select security`.
public enum RuleGroup: String, Hashable, Sendable, CaseIterable {
  /// What the real system refuses, or does otherwise than the file says.
  case correctness
  /// The settings of plugins.
  case plugins
  /// References to secrets, and what becomes of them.
  case secrets
  /// What lets others in, or lets something out.
  case security
  /// The commands of steps.
  case commands
  /// Comments to pipec.
  case comments
  /// The configuration of pipec.
  case configuration
}
