import Diagnostics
import IR

/// Plans a Harness pipeline: unrolls its loops, decides its conditions, and works out what its steps run as far as that is
/// known before the run.
public enum HarnessPlanner {
  /// The plan of a pipeline whose templates and inputs are filled in.
  ///
  /// - Parameters:
  ///   - problems: what the server refuses the file for, or what is missing; then nothing runs.
  ///   - state: what is assumed to have happened, such as outputs of steps that nobody has run.
  public static func plan(
    _ pipeline: HarnessPipeline, facts: HarnessFacts, refusedFor problems: [Diagnostic] = [],
    assuming state: HarnessState = HarnessState()
  ) -> Plan {
    var settler = HarnessSettler(plan: HarnessPlan(pipeline: pipeline, facts: facts), steps: [], state: state)
    settler.build()
    let problems = problems + settler.refusals
    var planned = Plan.Pipeline(
      name: pipeline.name?.value ?? pipeline.identifier?.value ?? "", dialect: .harness, type: "harness",
      decision: .run,
      reason: Plan.Reason("no conditions"), runPolicy: .always,
      workspace: workspace(settler), volumes: volumes(settler), steps: settler.steps,
      platform: settler.plan.scopes.first?.platform ?? Plan.Platform(), refusals: problems, span: pipeline.span)
    planned.harness = settler.plan
    if let problem = problems.first {
      planned.decision = .skip
      planned.reason = Plan.Reason("it is refused: \(problem.message)", at: problem.primary.span)
      for index in planned.steps.indices {
        planned.steps[index].decision = .skip
        planned.steps[index].reason = Plan.Reason("its pipeline does not run")
      }
    }
    return Plan(pipelines: [planned])
  }

  /// The folder of the first stage that has one; every stage has its own.
  private static func workspace(_ settler: HarnessSettler) -> Plan.Workspace {
    settler.plan.scopes.first?.workspace
      ?? Plan.Workspace(base: HarnessFolders.workspace, path: "", full: HarnessFolders.workspace)
  }

  /// All volumes of all stages, each name once.
  private static func volumes(_ settler: HarnessSettler) -> [Plan.Volume] {
    var result: [Plan.Volume] = []
    for volume in settler.plan.scopes.flatMap(\.volumes) where !result.contains(where: { $0.name == volume.name }) {
      result.append(volume)
    }
    return result
  }
}
