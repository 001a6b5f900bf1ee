import Diagnostics
import IR

/// One walk over a Harness file that serves all rules: every text is read once, and every path resolved once.
struct HarnessWalk {
  private var documentRules: [any HarnessRule.Type] = []
  private var nodeRules: [any HarnessNodeRule.Type] = []
  private var textRules: [any HarnessTextRule.Type] = []
  private var expressionRules: [any HarnessExpressionRule.Type] = []
  private var scriptRules: [any ScriptRule.Type] = []
  private var missRules: [HarnessMiss.Kind: any HarnessMissRule.Type] = [:]
  private var context: RuleContext

  /// What the rules find, in no particular order.
  static func findings(
    in program: Program, of source: Source, options: Checker.Options
  ) -> [Diagnostic] {
    var walk = HarnessWalk(
      RuleContext(program, of: source, options: options), includesAdvice: options.includesAdvice)
    walk.context.secrets = options.secrets.map { KnownSecrets($0) }
    for case .harness(let document) in program.documents {
      walk.visit(document)
      walk.context.isFirstDocument = false
    }
    return walk.context.findings
  }

  private init(_ context: RuleContext, includesAdvice: Bool) {
    self.context = context
    for entry in includesAdvice ? harnessCheckerRules + harnessAdviceRules : harnessCheckerRules {
      switch entry {
      case .harness(let rule): documentRules.append(rule)
      case .harnessNode(let rule): nodeRules.append(rule)
      case .harnessText(let rule): textRules.append(rule)
      case .harnessExpression(let rule): expressionRules.append(rule)
      case .harnessMiss(let rule): missRules[rule.kind] = rule
      case .script(let rule): scriptRules.append(rule)
      default: break
      }
    }
  }

  private mutating func visit(_ document: HarnessDocument) {
    let environment = HarnessEnvironment(document)
    for rule in documentRules {
      context.rule = rule
      rule.check(document, environment, in: &context)
    }
    let reader = HarnessTextReader(environment: environment)
    // Where the nodes of a document are not understood, all of it is looked at once.
    for index in environment.isJudged ? environment.nodes.indices : 0..<min(1, environment.nodes.count) {
      let node = environment.nodes[index]
      if environment.isJudged {
        for rule in nodeRules {
          context.rule = rule
          rule.check(node, environment, in: &context)
        }
        for script in StepScript.all(of: node) {
          for rule in scriptRules {
            context.rule = rule
            rule.check(script, in: &context)
          }
        }
      }
      var texts: [HarnessScannedText] = []
      HarnessFieldWalk(environment: environment) { field in
        if let text = reader.read(field) { texts.append(text) }
      }.fields(of: index)
      for text in texts { visit(text, environment) }
    }
  }

  private mutating func visit(_ text: HarnessScannedText, _ environment: HarnessEnvironment) {
    for rule in textRules {
      context.rule = rule
      rule.check(text, environment, in: &context)
    }
    for expression in text.expressions where !expression.isInput {
      if case .unknown(let miss)? = expression.resolution, let path = expression.path, let rule = missRules[miss.kind] {
        context.rule = rule
        rule.report(miss, at: HarnessMissPlace(text: text, path: path, environment: environment), in: &context)
      }
      guard expression.program != nil || expression.error != nil else { continue }
      for rule in expressionRules {
        context.rule = rule
        rule.check(expression, of: text, environment, in: &context)
      }
    }
  }
}
