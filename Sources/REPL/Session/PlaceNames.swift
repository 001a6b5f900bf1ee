import Checker
import IR
import Planner

/// The names of what expressions can stand at.
struct PlaceNames: Sendable {
  /// In the order of the file, each once.
  let all: [String]
  private let known: Set<String>

  init(_ names: [String]) {
    var known: Set<String> = []
    all = names.filter { !$0.isEmpty && known.insert($0).inserted }
    self.known = known
  }

  func contains(_ name: String) -> Bool { known.contains(name) }
}

extension Session {
  /// The names of steps, groups and stages that the file shows; iterations of loops are only in the plan.
  mutating func placeNames() -> PlaceNames {
    if let places { return places }
    let names = PlaceNames(makePlaceNames())
    places = names
    return names
  }

  private mutating func makePlaceNames() -> [String] {
    guard let reading = reading() else { return [] }
    switch reading.dialect {
    case .drone:
      let pipelines = reading.program.pipelines
      return pipelines.flatMap { pipeline in
        pipeline.allSteps.compactMap { $0.name?.value }.flatMap { name in
          pipelines.count > 1 ? [name, "\(pipeline.name?.value ?? "default")/\(name)"] : [name]
        }
      }
    case .harness:
      guard let nodes = environment()?.nodes else { return [] }
      var paths: [String] = []
      var names: [String] = []
      for node in nodes {
        guard let parent = node.parent else {
          paths.append("")
          continue
        }
        let rollback = node.list == .rollbackSteps ? ["rollbackSteps"] : []
        let path = ([paths[parent]].filter { !$0.isEmpty } + rollback + [node.name]).joined(separator: ".")
        paths.append(path)
        names += [node.name, path]
      }
      return names
    case .pipecd:
      for case .pipecd(let document) in reading.program.documents where document.application != nil {
        return planned()?.plan.pipelines.first?.steps.flatMap { [$0.name, $0.id] } ?? []
      }
      return []
    }
  }

  /// Whether a name is that of an iteration of a loop, which only the plan knows.
  mutating func isIteration(_ name: String) -> Bool {
    planned()?.settler?.plan.place(named: name) != nil
  }

  /// The steps of the plan of a name; Harness: that of a path, or all of an identifier.
  mutating func steps(named name: String) -> [(pipeline: Plan.Pipeline, step: Plan.Step)] {
    guard let plan = planned()?.plan else { return [] }
    var result: [(Plan.Pipeline, Plan.Step)] = []
    for pipeline in plan.pipelines {
      if let harness = pipeline.harness {
        for node in Session.steps(name, of: harness) {
          if let step = node.step, pipeline.steps.indices.contains(step) {
            result.append((pipeline, pipeline.steps[step]))
          }
        }
      }
      for step in pipeline.steps
      where step.name == name || step.id == name || "\(pipeline.name)/\(step.name)" == name {
        if !result.contains(where: { $0.0.name == pipeline.name && $0.1.id == step.id }) {
          result.append((pipeline, step))
        }
      }
    }
    return result
  }

  /// The first step of a name, or the answer where there is none.
  mutating func step(_ input: CommandInput) -> Result<(pipeline: Plan.Pipeline, step: Plan.Step), StepMiss> {
    guard let plan = planned()?.plan else { return .failure(StepMiss(response: withoutFile(input))) }
    if let found = steps(named: input.text).first { return .success(found) }
    let names = plan.pipelines.flatMap(\.steps).flatMap { [$0.name, $0.id] }
    return .failure(StepMiss(response: unknown("step", input, among: names, ":steps lists them")))
  }
}

/// That a step is not there, with the answer that says so.
struct StepMiss: Error {
  var response: Response
}
