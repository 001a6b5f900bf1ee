import Diagnostics
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
      position(of: name, for: runner).map { pipelines[$0] }
    }

    func position(of name: String, for runner: DronePipeline.Runner) -> Int? {
      positions[Key(name: name, runner: runner)]
    }
  }

  /// A reading, and the pipeline's own values that were substituted in it.
  private struct Known {
    var values: [String: String]
    var reading: Reading
  }

  private let reload: DronePlanner.Reload?
  private let reloadDocument: DronePlanner.ReloadDocument?
  private let written: Reading
  /// For each pipeline of the file as written, the position of its document.
  private let documents: [Int]
  /// The first few readings of the whole file: pipelines mostly differ in a few values, such as their architecture.
  private var known: [Known] = []
  private static let most = 4
  /// What the first reading found wrong with the file for every pipeline of it.
  private var general: [Problem] = []

  init(_ program: Program, _ reload: DronePlanner.Reload?, _ reloadDocument: DronePlanner.ReloadDocument?) {
    self.reload = reload
    self.reloadDocument = reloadDocument
    written = Reading(program)
    documents = program.documents.indices.filter { if case .pipeline = program.documents[$0] { true } else { false } }
  }

  /// What the runner of a pipeline reads.
  ///
  /// Every runner reads the whole file with its own values. Where there are many, that would take time that grows with
  /// the square of the file, so that later pipelines have only their own documents read: what the first reading found
  /// wrong elsewhere is taken to be wrong for them, too.
  mutating func reading(for stage: DroneSchedule.Stage, in context: Context) -> Reading {
    guard let reload else { return written }
    let texts = DroneVariables.substitution(DroneVariables.Stage(stage), context)
    func isSame(_ values: [String: String]) -> Bool { values.allSatisfy { texts[$0.key, default: ""] == $0.value } }
    if let found = known.last(where: { isSame($0.values) }) { return found.reading }
    if known.count >= RunnerReadings.most, let reading = ownReading(of: stage, texts) { return reading }
    var values: [String: String] = [:]
    let program = reload { name in
      if name.hasPrefix("DRONE_STAGE_") { values[name] = texts[name, default: ""] }
      return texts[name]
    }
    if known.isEmpty { general = program.problems.filter(\.isGeneral) }
    if known.count == RunnerReadings.most { known.removeFirst() }
    known.append(Known(values: values, reading: Reading(program)))
    return known[known.count - 1].reading
  }

  /// The reading of the pipeline's own document; nil where it is not the one that the runner would take.
  private func ownReading(of stage: DroneSchedule.Stage, _ texts: [String: String]) -> Reading? {
    guard documents.indices.contains(stage.index), let reloadDocument,
      let runner = DronePipeline.Runner(rawValue: stage.type),
      written.position(of: stage.name, for: runner) == stage.index,
      var program = reloadDocument(documents[stage.index], { texts[$0] })
    else { return nil }
    guard let own = program.pipelines.first?.span else { return nil }
    let elsewhere = general.filter { problem in
      let place = problem.diagnostic.primary.span
      return place.start >= own.end || place.end <= own.start
    }
    program.problems = elsewhere + program.problems
    let reading = Reading(program)
    guard reading.pipeline(named: stage.name, for: runner) != nil else { return nil }
    return reading
  }
}

extension Problem {
  /// Whether the runner of any pipeline refuses the file because of it.
  fileprivate var isGeneral: Bool {
    switch authority {
    case .both, .runner(pipeline: nil): true
    case .server, .runner: false
    }
  }
}
