import IR

/// The file as runners read it: anew for each pipeline whose own values it substitutes, else once.
struct RunnerReadings {
  /// What one runner read.
  struct Reading {
    let problems: [Problem]
    private let pipelines: [Pipeline]
    /// The first pipeline of a runner and a name.
    private let positions: [Key: Int]

    private struct Key: Hashable {
      var name: String
      var runner: DronePipeline.Runner
    }

    init(_ program: Program) {
      problems = program.problems
      pipelines = program.pipelines
      var positions: [Key: Int] = [:]
      for (index, pipeline) in pipelines.enumerated() {
        guard let drone = pipeline.drone, drone.kind?.value == "pipeline", let runner = drone.runner else { continue }
        var name = pipeline.name?.value ?? ""
        // The runner on the host compares names as they are: there an unnamed pipeline is never found.
        if name.isEmpty, runner != .exec { name = "default" }
        let key = Key(name: name, runner: runner)
        if positions[key] == nil { positions[key] = index }
      }
      self.positions = positions
    }

    /// What a runner that is asked for `name` takes.
    func pipeline(named name: String, for runner: DronePipeline.Runner) -> Pipeline? {
      positions[Key(name: name, runner: runner)].map { pipelines[$0] }
    }
  }

  private enum State {
    /// What holds for every pipeline.
    case common(Reading)
    case each(DronePlanner.Reload)
  }

  private var state: State

  init(_ program: Program, _ reload: DronePlanner.Reload?) {
    state = reload.map { .each($0) } ?? .common(Reading(program))
  }

  mutating func reading(for stage: DroneSchedule.Stage, in context: Context) -> Reading {
    let reload: DronePlanner.Reload
    switch state {
    case .common(let reading): return reading
    case .each(let each): reload = each
    }
    let texts = DroneVariables.substitution(DroneVariables.Stage(stage), context)
    var dependsOnStage = false
    let program = reload { name in
      if name.hasPrefix("DRONE_STAGE_") { dependsOnStage = true }
      return texts[name]
    }
    let reading = Reading(program)
    if !dependsOnStage { state = .common(reading) }
    return reading
  }
}
