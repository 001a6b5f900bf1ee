import Planner

/// What a run of a Harness pipeline knows of itself.
struct HarnessMemory: Sendable {
  /// The plan, what has happened so far, and the functions that settle one with the other.
  var settler: HarnessSettler
  /// Nodes that are stopped, with everything in them.
  var stops: [Int: HarnessStop] = [:]
  /// Groups that run again when they have ended badly.
  var retryWishes: [Int: HarnessPlanAction] = [:]
  /// When nodes began, by the monotonic clock.
  var beginnings: [Int: Int64] = [:]
  /// Values of secret outputs, by the names that stand for them in the state.
  var secretOutputs: [String: String] = [:]
  /// What steps wrote into `DRONE_ENV`, by scope, for the steps that follow there.
  var exported: [Int: [(name: String, value: String)]] = [:]
  /// How steps ended, in the order in which they did.
  var outcomes: [StepOutcome] = []
  /// Names of the steps that failed, by stage.
  var failed: [Int: [String]] = [:]
  /// Results of test reports.
  var reports = TestReports()
  /// Whether the engine went away.
  var hasLostBackend = false
  /// What was said once and is not said again.
  var said: Set<String> = []

  init(_ settler: HarnessSettler, run: String, at time: Int64) {
    self.settler = settler
    self.settler.begin(run: run, at: time)
  }

  var plan: HarnessPlan { settler.plan }

  var state: HarnessState {
    get { settler.state }
    _modify { yield &settler.state }
  }

  /// The nodes around a node, from the node itself outwards.
  func lineage(of index: Int) -> [Int] {
    var line: [Int] = []
    var current: Int? = index
    while let place = current, plan.nodes.indices.contains(place), line.count <= plan.nodes.count {
      line.append(place)
      current = plan.nodes[place].parent
    }
    return line
  }

  /// The stage of a node; the node itself if it is one.
  func stage(of index: Int) -> Int? {
    lineage(of: index).first { plan.nodes[$0].kind == .stage }
  }
}
