import Diagnostics
import IR

/// Plans a Drone file: the server decides which pipelines there are, then each one's runner reads the file again with its
/// own values for `${…}` and decides the rest.
public enum DronePlanner {
  /// Reads the file anew with what the lookup gives for `${…}`; nil is unknown, which becomes empty.
  public typealias Reload = ((String) -> String?) -> Program
  /// Reads one document of the file anew, by its position; nil where that says less than reading the file.
  public typealias ReloadDocument = (Int, (String) -> String?) -> Program?

  /// The plan for a file in a context.
  ///
  /// - Parameters:
  ///   - program: the file as written, with nothing substituted.
  ///   - reload: called for pipelines of the build whose own values (`DRONE_STAGE_…`) make them different texts; nil when
  ///     the file has nothing to substitute, so that runners read what the server read.
  ///   - reloadDocument: the same for one document, so that a file of very many pipelines takes no more than its time.
  public static func plan(
    _ program: Program, in context: Context, reload: Reload? = nil, reloadDocument: ReloadDocument? = nil
  ) -> Plan {
    let schedule = DroneSchedule(program, in: context)
    let written = program.pipelines
    var pipelines: [Plan.Pipeline?] = Array(repeating: nil, count: written.count)
    for skipped in schedule.skipped where written.indices.contains(skipped.index) {
      let stage = DroneSchedule.Stage(skipped, written[skipped.index])
      pipelines[skipped.index] = not(written[skipped.index], stage, context, because: skipped.reason)
    }
    var refusals: [Diagnostic] = []
    var whole: Plan.Reason?
    switch schedule.outcome {
    case .build: break
    case .skip(let reason): whole = reason
    case .refused(let problems):
      refusals = problems.map(\.diagnostic)
      whole = problems.first.map { Plan.Reason("the file is refused: \($0.upstream)", at: $0.diagnostic.primary.span) }
    }
    var runners = RunnerReadings(program, reload, reloadDocument)
    for stage in schedule.stages where written.indices.contains(stage.index) {
      let source = written[stage.index]
      if let whole {
        pipelines[stage.index] = not(source, stage, context, because: whole)
      } else {
        pipelines[stage.index] = planned(source, stage, context, &runners)
      }
    }
    let secrets = program.documents.compactMap { document in
      if case .secret(let declaration) = document { declaration } else { nil }
    }
    return Plan(pipelines: pipelines.compactMap { $0 }, refusals: refusals, secrets: secrets)
  }

  /// A pipeline of the build, as its runner reads it.
  private static func planned(
    _ source: Pipeline, _ stage: DroneSchedule.Stage, _ context: Context, _ runners: inout RunnerReadings
  ) -> Plan.Pipeline {
    guard stage.kind == "pipeline", let runner = DronePipeline.Runner(rawValue: stage.type) else {
      let word = stage.kind == "pipeline" ? "type \(stage.type)" : "kind \(stage.kind)"
      return not(source, stage, context, because: Plan.Reason("no runner takes \(word): it would wait for ever"))
    }
    let reading = runners.reading(for: stage, in: context)
    let problems = reading.problems.filter { $0.counts(in: context) && $0.isRunners(for: stage.name) }
    let found = reading.pipeline(named: stage.name, for: runner)
    guard problems.isEmpty, let found else {
      var refusals = problems.map(\.diagnostic)
      var upstream = problems.first?.upstream ?? ""
      if problems.isEmpty {
        upstream = "resource not found"
        let span = source.name?.span ?? source.span
        let message = "the runner finds no pipeline named \(stage.name) once ${…} is replaced"
        refusals = [Diagnostic(rule: "server-substitution", severity: .error, message: message, at: span)]
      }
      let reason = Plan.Reason("its runner refuses it: \(upstream)", at: refusals.first?.primary.span)
      var pipeline = not(found ?? source, stage, context, because: reason)
      pipeline.refusals += refusals
      return pipeline
    }
    var pipeline = DroneCompiler(found, as: stage, in: context).plan(stage.reason)
    if let refusal = pipeline.refusals.first {
      pipeline.stop(because: Plan.Reason("its runner refuses it: \(refusal.message)", at: refusal.primary.span))
    }
    return pipeline
  }

  /// A pipeline none of whose steps run.
  private static func not(
    _ source: Pipeline, _ stage: DroneSchedule.Stage, _ context: Context, because reason: Plan.Reason
  ) -> Plan.Pipeline {
    var pipeline = DroneCompiler(source, as: stage, in: context).plan(reason)
    pipeline.type = stage.type.isEmpty ? pipeline.type : stage.type
    pipeline.stop(because: reason)
    return pipeline
  }
}

extension Plan.Pipeline {
  /// Takes away the decision to run, from the pipeline and all its steps.
  fileprivate mutating func stop(because reason: Plan.Reason) {
    decision = .skip
    self.reason = reason
    for index in steps.indices {
      steps[index].decision = .skip
      steps[index].runPolicy = .never
      steps[index].reason = Plan.Reason("its pipeline does not run")
    }
  }
}

extension DroneSchedule.Stage {
  fileprivate init(_ skipped: DroneSchedule.Skipped, _ pipeline: Pipeline) {
    let server = pipeline.drone?.server ?? ServerView()
    name = skipped.name
    kind = server.kind?.value ?? ""
    type = server.type?.value ?? ""
    number = skipped.index + 1
    index = skipped.index
    dependsOn = server.dependsOn.map(\.value)
    runPolicy = DroneConditions.pipelinePolicy(server.trigger?[.status])
    platform = Plan.Platform(server.platform)
    reason = skipped.reason
  }
}
