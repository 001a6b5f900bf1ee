import Planner

/// What a node's end means for what comes after it.
enum HarnessTurn: Hashable, Sendable {
  /// The next node is visited: its condition decides.
  case goOn
  /// The group at that place in the plan ends here and rolls back.
  case rollbackGroup(Int)
  /// The stage ends here and rolls back.
  case rollbackStage
  /// The stage ends here, and every stage that ran rolls back.
  case rollbackPipeline
  /// Nothing more runs.
  case abort

  /// Of things that happened at the same time the one that ends most.
  static func strongest(_ turns: [HarnessTurn]) -> HarnessTurn {
    turns.max { $0.strength < $1.strength } ?? .goOn
  }

  private var strength: Int {
    switch self {
    case .goOn: 0
    case .rollbackGroup: 1
    case .rollbackStage: 2
    case .rollbackPipeline: 3
    case .abort: 4
    }
  }
}

/// What became of a node that was visited; no status: it was not started.
struct HarnessVisit: Hashable, Sendable {
  var status: HarnessStatus?
  var turn: HarnessTurn

  init(_ status: HarnessStatus?, _ turn: HarnessTurn = .goOn) {
    self.status = status
    self.turn = turn
  }

  /// What visits at the same time or one after the other come to.
  static func together(_ visits: [HarnessVisit]) -> HarnessVisit {
    let statuses = visits.compactMap(\.status)
    return HarnessVisit(
      statuses.isEmpty ? nil : .aggregate(statuses), .strongest(visits.map(\.turn)))
  }
}

/// Why nodes are stopped while they run.
enum HarnessStop: Hashable, Sendable {
  /// Their own time, or that of what holds them, is up; in milliseconds.
  case expired(after: Int64)
  /// An `Abort`.
  case aborted
}

/// How an attempt at a step ended.
struct HarnessStepEnd: Hashable, Sendable {
  var status: HarnessStatus
  /// Harness's names for the kind of failure, the best first.
  var errors: [String]
  /// One clause for people.
  var message: String?
  /// The exit code of a process.
  var exitCode: Int32?

  init(_ status: HarnessStatus, errors: [String] = [], message: String? = nil, exitCode: Int32? = nil) {
    self.status = status
    self.errors = errors
    self.message = message
    self.exitCode = exitCode
  }

  static let succeeded = HarnessStepEnd(.succeeded)

  /// A failure of no particular kind.
  static func failed(_ message: String, errors: [String] = ["Unknown"]) -> HarnessStepEnd {
    HarnessStepEnd(.failed, errors: errors, message: message)
  }

  /// The file says something that cannot be done.
  static func misconfigured(_ message: String) -> HarnessStepEnd {
    failed(message, errors: ["ConfigurationFailure", "Unknown"])
  }
}
