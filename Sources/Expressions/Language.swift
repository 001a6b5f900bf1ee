/// Drone substitution, Harness expressions and Go templates, one folder each.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case drone, harness, jexl, gotemplate
}
