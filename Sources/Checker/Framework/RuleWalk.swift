import Diagnostics
import IR
import Threads

/// One walk over a Drone file that serves all rules.
///
/// Every rule runs, also the ignored ones: a finding that somebody ignores by its name must not come back under the name
/// of a rule that yields to it. A step is copied out of its array once and lent to all rules.
struct RuleWalk: Sendable {
  private var programRules: [any ProgramRule.Type] = []
  private var pipelineRules: [any PipelineRule.Type] = []
  private var stepRules: [any StepRule.Type] = []
  private var clauseRules: [any ClauseRule.Type] = []
  private var conditionRules: [any ConditionRule.Type] = []
  private var scriptRules: [any ScriptRule.Type] = []
  private var context: RuleContext

  /// What the rules find, in no particular order.
  static func findings(
    in program: Program, of source: Source, options: Checker.Options
  ) -> [Diagnostic] {
    var walk = RuleWalk(
      RuleContext(program, of: source, options: options), includesAdvice: options.includesAdvice)
    walk.context.secrets = options.secrets.map { KnownSecrets($0.union(program.declaredSecrets)) }
    for rule in walk.programRules {
      walk.context.rule = rule
      rule.check(program, in: &walk.context)
    }
    guard source.bytes.count >= parallelSize, program.documents.count > 1 else {
      for index in program.documents.indices { walk.visit(program.documents[index]) }
      return walk.context.findings
    }
    let findings = walk.context.takeFindings()
    let start = walk
    return findings
      + parallelMap(program.documents.count) { index in
        var walk = start
        walk.visit(program.documents[index])
        return walk.context.findings
      }.joined()
  }

  /// From this many bytes on, starting threads costs less than it gains.
  private static let parallelSize = 1 << 18

  private mutating func visit(_ document: Document) {
    if case .pipeline(let pipeline) = document { visit(pipeline.asRead) }
  }

  private init(_ context: RuleContext, includesAdvice: Bool) {
    self.context = context
    for entry in includesAdvice ? activeRules + adviceRules : activeRules {
      switch entry {
      case .loader, .harness, .harnessNode, .harnessText, .harnessExpression, .harnessMiss, .pipecd: break
      case .program(let rule): programRules.append(rule)
      case .pipeline(let rule): pipelineRules.append(rule)
      case .step(let rule): stepRules.append(rule)
      case .clause(let rule): clauseRules.append(rule)
      case .condition(let rule): conditionRules.append(rule)
      case .script(let rule): scriptRules.append(rule)
      }
    }
  }

  private mutating func visit(_ pipeline: Pipeline) {
    for rule in pipelineRules {
      context.rule = rule
      rule.check(pipeline, in: &context)
    }
    if let trigger = pipeline.trigger { visit(trigger, of: .trigger, in: pipeline) }
    for step in pipeline.services { visit(step, of: pipeline) }
    guard pipeline.steps.count >= Self.parallelCount else {
      for step in pipeline.steps { visit(step, of: pipeline) }
      return
    }
    var start = self
    _ = start.context.takeFindings()
    let chunks = parallelChunks(of: pipeline.steps.count) { [start] range in
      var walk = start
      for step in pipeline.steps[range] { walk.visit(step, of: pipeline) }
      return walk.context.findings
    }
    for findings in chunks { context.add(findings) }
  }

  /// From this many steps on, starting threads costs less than it gains.
  private static let parallelCount = 8192

  private mutating func visit(_ step: Step, of pipeline: Pipeline) {
    context.enterStep()
    for rule in stepRules {
      context.rule = rule
      rule.check(step, of: pipeline, in: &context)
    }
    if let script = StepScript(step, of: pipeline) {
      for rule in scriptRules {
        context.rule = rule
        rule.check(script, in: &context)
      }
    }
    if let condition = step.condition { visit(condition, of: .step, in: pipeline) }
  }

  private mutating func visit(_ condition: Condition, of place: ConditionPlace, in pipeline: Pipeline) {
    // What a `when` says after substitution is known only when it runs.
    if place == .step, context.hasExpansion(in: condition.span) { return }
    for rule in conditionRules {
      context.rule = rule
      rule.check(condition, of: place, in: pipeline, in: &context)
    }
    for clause in condition.clauses {
      for rule in clauseRules {
        context.rule = rule
        rule.check(clause, of: place, in: &context)
      }
    }
  }
}

extension Program {
  /// The names that documents of `kind: secret` declare.
  fileprivate var declaredSecrets: [String] {
    documents.compactMap { document in
      if case .secret(let declaration) = document { declaration.name?.value } else { nil }
    }
  }
}
