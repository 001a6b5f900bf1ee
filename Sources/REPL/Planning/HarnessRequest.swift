import Diagnostics
import IR
import Parser
import Planner

/// What a Harness pipeline is planned with beside its own text: inputs, templates, and what started it.
public struct HarnessRequest: Sendable {
  /// Partial pipelines with values for inputs; later ones win.
  public var sets: [Data] = []
  /// Single values, which win over all sets.
  public var values: [HarnessAssignment] = []
  /// Templates that the pipeline may link to.
  public var templates: [HarnessTemplate] = []
  /// The trigger that fired, if one did.
  public var trigger: HarnessTrigger?
  /// What a code host sent.
  public var payload: HarnessValue?
  /// Identifiers of the stages that are chosen; empty: those of the trigger, or all.
  public var stages: [String] = []
  /// Whether settings that are maps are handed to plugins as JSON without white space.
  public var usesCompactSettings = false
  /// Whether somebody said which event it is, so that the pipeline is started by that and not by hand.
  public var namesEvent = false
  /// Whether somebody said which branch or ref is built, so that what the pipeline says itself does not count.
  public var namesBranch = false
  /// Root objects of expressions, beside those that follow from the rest.
  public var roots: [HarnessValue.Member] = []
  /// What is assumed to have happened.
  public var state = HarnessState()

  public init() {}

  /// The pipeline with its inputs filled in and its templates written out.
  public func resolve(_ pipeline: HarnessPipeline) -> HarnessResolution {
    HarnessResolution(pipeline, templates: HarnessTemplates(templates), sets: sets, values: values)
  }

  /// What is known of the run before it starts.
  public func facts(of pipeline: HarnessPipeline, in context: Context) -> HarnessFacts {
    var facts = HarnessFacts(context: context)
    facts.selectedStages = stages
    facts.usesCompactJSON = usesCompactSettings
    if let event {
      facts.begin(with: event)
    } else if namesEvent {
      facts.begin(with: HarnessEvent(facts.context))
    } else if let trigger {
      var event = HarnessEvent(facts.context)
      if let type = trigger.sourceType?.value { event.type = type }
      facts.begin(with: event)
    } else {
      facts.chooseBuild(of: pipeline.codebase, isBranchGiven: namesBranch)
      facts.roots += HarnessFacts.codebase(of: facts.context)
    }
    if facts.selectedStages.isEmpty { facts.selectedStages = trigger?.stagesToExecute.map(\.value) ?? [] }
    if !sets.isEmpty { facts.roots.append(.init("inputSet", .map([.init("pipeline", inputs)]))) }
    facts.roots += roots
    return facts
  }

  private var event: HarnessEvent? {
    guard let payload else { return nil }
    var event = HarnessEvent(payload: payload)
    if let host = trigger?.webhookType?.value { event.sourceType = host }
    return event
  }

  /// What was given, for `<+inputSet.…>`; later sets win.
  private var inputs: HarnessValue {
    .map(
      sets.flatMap { partial -> [HarnessValue.Member] in
        if case .map(let members) = HarnessValue(written: partial) { members } else { [] }
      })
  }

  /// What the server refuses of a resolved pipeline, and what is missing.
  public func problems(of resolution: HarnessResolution) -> [Diagnostic] {
    var problems = resolution.problems.map(\.diagnostic).filter { $0.severity == .error }
    // What is built is taken from the working tree where nobody says it.
    let missing = resolution.missing.filter { !$0.path.hasPrefix("pipeline.properties.ci.codebase.") }
    for input in missing {
      // A variable stands for its value.
      let isVariable = input.path.contains("variables.") && input.path.hasSuffix(".value")
      let path = isVariable ? String(input.path.dropLast(".value".count)) : input.path
      problems.append(
        Diagnostic(
          rule: "missing-input", severity: .error, message: "\(path) is a runtime input that nobody has given",
          at: input.input.span, help: "give it with --set \(path)=VALUE, or with --input-set FILE"))
    }
    for link in resolution.unresolved {
      problems.append(
        Diagnostic(
          rule: "missing-template", severity: .error,
          message: "the template \(link.reference?.value ?? "") is not beside the pipeline", at: link.span,
          help: "put its file into the folder of the pipeline, into .harness or into templates"))
    }
    return problems
  }

  /// What is taken all the same: values for fields that the pipeline does not ask for, which Harness ignores.
  public func warnings(of resolution: HarnessResolution) -> [Diagnostic] {
    resolution.problems.map(\.diagnostic).filter { $0.severity == .warning }
  }

  /// The plan of a resolved pipeline.
  public func plan(
    _ resolution: HarnessResolution, facts: HarnessFacts, refusedFor problems: [Diagnostic] = []
  ) -> Plan {
    var plan = HarnessPlanner.plan(resolution.pipeline, facts: facts, refusedFor: problems, assuming: state)
    if let trigger, let event {
      let verdict = HarnessTriggerVerdict(trigger, event, facts, resolution.pipeline)
      if !verdict.fires { plan.stop(because: verdict.reason) }
    }
    return plan
  }
}

extension Plan {
  /// Takes away the decision to run from everything.
  fileprivate mutating func stop(because reason: Plan.Reason) {
    for index in pipelines.indices {
      pipelines[index].decision = .skip
      pipelines[index].reason = reason
      for step in pipelines[index].steps.indices {
        pipelines[index].steps[step].decision = .skip
        pipelines[index].steps[step].runPolicy = .never
        pipelines[index].steps[step].reason = Plan.Reason("its pipeline does not run")
      }
    }
  }
}
