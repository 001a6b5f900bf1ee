import IR

/// A rule that looks at each document of a Harness file.
public protocol HarnessRule: Rule {
  static func check(_ document: HarnessDocument, in context: inout RuleContext)
}
