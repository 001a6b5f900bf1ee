import Diagnostics
import IR

/// One walk over a file of PipeCD that serves all rules.
enum PipeCDWalk {
  /// What the rules find, in no particular order.
  static func findings(in program: Program, of source: Source, options: Checker.Options) -> [Diagnostic] {
    var context = RuleContext(program, of: source, options: options)
    let rules = options.includesAdvice ? pipecdFileRules + pipecdAdviceRules : pipecdFileRules
    context.providers = options.providers
    context.neighbours = options.neighbours
    for case .pipecd(let document) in program.documents {
      for case .pipecd(let rule) in rules {
        context.rule = rule
        rule.check(document, in: &context)
      }
      for script in StepScript.all(in: document) {
        for case .script(let rule) in rules {
          context.rule = rule
          rule.check(script, in: &context)
        }
      }
      context.isFirstDocument = false
    }
    return context.findings
  }
}
