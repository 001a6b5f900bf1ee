import Diagnostics
import IR

/// One walk over a Harness file that serves all rules.
struct HarnessWalk {
  /// What the rules find, in no particular order.
  static func findings(in program: Program, of source: Source, includesAdvice: Bool) -> [Diagnostic] {
    var context = RuleContext(program, of: source)
    for case .harness(let document) in program.documents {
      for case .harness(let rule) in harnessRules {
        context.rule = rule
        rule.check(document, in: &context)
      }
    }
    return context.findings
  }
}
