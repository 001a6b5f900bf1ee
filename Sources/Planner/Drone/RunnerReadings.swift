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

  /// A reading, and the pipeline's own values that were substituted in it.
  private struct Known {
    var values: [String: String]
    var reading: Reading
  }

  private let reload: DronePlanner.Reload?
  private let written: Reading
  /// The last few readings, newest last: pipelines mostly differ in a few values, such as their architecture.
  private var known: [Known] = []
  private static let most = 8

  init(_ program: Program, _ reload: DronePlanner.Reload?) {
    self.reload = reload
    written = Reading(program)
  }

  mutating func reading(for stage: DroneSchedule.Stage, in context: Context) -> Reading {
    guard let reload else { return written }
    let texts = DroneVariables.substitution(DroneVariables.Stage(stage), context)
    func isSame(_ values: [String: String]) -> Bool { values.allSatisfy { texts[$0.key, default: ""] == $0.value } }
    if let found = known.last(where: { isSame($0.values) }) { return found.reading }
    var values: [String: String] = [:]
    let program = reload { name in
      if name.hasPrefix("DRONE_STAGE_") { values[name] = texts[name, default: ""] }
      return texts[name]
    }
    if known.count == RunnerReadings.most { known.removeFirst() }
    known.append(Known(values: values, reading: Reading(program)))
    return known[known.count - 1].reading
  }
}
