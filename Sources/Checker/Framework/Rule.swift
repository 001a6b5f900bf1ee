import Expressions
import IR

/// One thing that `check` knows to say, with its documentation. Rules are namespaces without state: what they may know
/// is handed to them.
///
/// A rule that only describes a finding of a loader conforms to this protocol alone; one that looks for something
/// conforms to the protocol for the part of a file that it looks at, so that one walk over the file serves all rules.
public protocol Rule: Sendable {
  static var info: RuleInfo { get }
}

/// A rule that needs the whole file.
public protocol ProgramRule: Rule {
  static func check(_ program: Program, in context: inout RuleContext)
}

/// A rule that looks at each pipeline.
public protocol PipelineRule: Rule {
  static func check(_ pipeline: Pipeline, in context: inout RuleContext)
}

/// A rule that looks at each step and service, in source order.
public protocol StepRule: Rule {
  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext)
}

/// A rule that looks at each clause of each condition, of pipelines and of steps.
public protocol ClauseRule: Rule {
  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext)
}

/// A rule that looks at each condition as a whole, of pipelines and of steps.
public protocol ConditionRule: Rule {
  static func check(
    _ condition: Condition, of place: ConditionPlace, in pipeline: Pipeline, in context: inout RuleContext)
}

/// Whose condition a clause belongs to.
public enum ConditionPlace: Hashable, Sendable {
  /// A pipeline's `trigger`, evaluated by the server.
  case trigger
  /// A step's `when`, evaluated by the runner.
  case step
}

/// A rule with the part of the file that it looks at.
public enum RegisteredRule: Sendable {
  /// The loader itself makes the findings.
  case loader(any Rule.Type)
  case program(any ProgramRule.Type)
  case pipeline(any PipelineRule.Type)
  case step(any StepRule.Type)
  case clause(any ClauseRule.Type)
  case condition(any ConditionRule.Type)
  case harness(any HarnessRule.Type)
  case pipecd(any PipeCDRule.Type)
  case harnessNode(any HarnessNodeRule.Type)
  case harnessText(any HarnessTextRule.Type)
  case harnessExpression(any HarnessExpressionRule.Type)
  case harnessMiss(any HarnessMissRule.Type)
  case script(any ScriptRule.Type)

  /// The rule's type.
  public var rule: any Rule.Type {
    switch self {
    case .loader(let rule): rule
    case .program(let rule): rule
    case .pipeline(let rule): rule
    case .step(let rule): rule
    case .clause(let rule): rule
    case .condition(let rule): rule
    case .harness(let rule): rule
    case .pipecd(let rule): rule
    case .harnessNode(let rule): rule
    case .harnessText(let rule): rule
    case .harnessExpression(let rule): rule
    case .harnessMiss(let rule): rule
    case .script(let rule): rule
    }
  }

  public var info: RuleInfo { rule.info }

  /// The dialects whose files it is about.
  public var dialects: [Dialect] {
    Dialect.allCases.filter { dialect in rules(of: dialect).contains { $0.info.name == info.name } }
  }
}
