import IR

/// A rule that looks at each file of PipeCD.
public protocol PipeCDRule: Rule {
  static func check(_ document: PipeCDDocument, in context: inout RuleContext)
}
