import Diagnostics
import IR

/// One walk over a file of PipeCD that serves all rules.
enum PipeCDWalk {
  /// What the rules find, in no particular order.
  static func findings(in program: Program, of source: Source, options: Checker.Options) -> [Diagnostic] {
    var context = RuleContext(program, of: source)
    context.plugins = options.plugins
    for case .pipecd(let document) in program.documents {
      for case .pipecd(let rule) in options.includesAdvice ? pipecdFileRules + pipecdAdviceRules : pipecdFileRules {
        context.rule = rule
        rule.check(document, in: &context)
      }
    }
    return context.findings
  }
}
