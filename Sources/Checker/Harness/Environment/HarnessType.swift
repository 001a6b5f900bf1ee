/// What an expression path leads to.
public enum HarnessType: String, Hashable, Sendable, CaseIterable {
  case string, number, boolean, list, map, secret
  /// A pipeline, stage, group or step.
  case node
  /// Something that the file does not tell the type of.
  case any
}
