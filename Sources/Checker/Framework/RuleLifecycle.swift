/// How settled a rule is. A patch release brings no new findings, so a new rule begins as a preview.
public enum RuleLifecycle: String, Hashable, Sendable, CaseIterable {
  /// Tried out: it speaks only where it is named, or where previews are asked for, and may still change.
  case preview
  /// Its findings change only where they were wrong.
  case stable
  /// It speaks as before and will go; its page says what takes its place.
  case deprecated
}
