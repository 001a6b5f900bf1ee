import Diagnostics
import IR

/// The builds that a Drone file is for, as far as its triggers tell: a variable such as `DRONE_TAG`, empty in most builds,
/// has a value in all builds of a file whose pipelines run for tags alone.
public struct AssumedBuild: Sendable {
  private let events: BuildEvents
  private let refs: RefKinds

  /// - Parameter program: the file as the server reads it. One file is replaced and read as a whole, so that every
  ///   pipeline in it counts.
  public init(of program: Program) {
    var events: BuildEvents = []
    var refs: RefKinds = []
    for pipeline in program.pipelines {
      let trigger = pipeline.drone?.server.trigger ?? pipeline.trigger
      let own = BuildEvents(of: trigger)
      var kinds = own.refKinds
      if let clause = trigger?[.ref], !clause.include.isEmpty {
        kinds.formIntersection(clause.include.reduce(into: RefKinds()) { $0.formUnion(RefKinds(of: $1.value)) })
      }
      events.formUnion(own)
      refs.formUnion(kinds)
    }
    self.events = events
    self.refs = refs
  }

  /// Whether a file names variables of which only its triggers tell whether they have a value. A search for a few bytes,
  /// so that other files need not be read twice.
  public static func matters(for source: Source) -> Bool {
    source.bytes.withUnsafeBufferPointer { bytes in
      ["${DRONE_TAG", "${DRONE_SEMVER", "${DRONE_CALVER", "${DRONE_PULL_REQUEST", "${DRONE_DEPLOY_TO"].contains {
        bytes.firstRange(of: $0) != nil
      }
    }
  }

  /// What `check` puts in place of `${name}`; nil for what may be empty.
  public func value(of name: String) -> String? {
    if let value = DroneVariables.example(of: name) { return value }
    switch name {
    // Whoever takes versions from tags calls them so.
    case "DRONE_TAG": return refs == .tags ? "v1.0.0" : nil
    case "DRONE_SEMVER", "DRONE_SEMVER_SHORT": return refs == .tags ? "1.0.0" : nil
    case "DRONE_SEMVER_MAJOR", "DRONE_SEMVER_MINOR", "DRONE_SEMVER_PATCH": return refs == .tags ? "1" : nil
    case "DRONE_PULL_REQUEST": return events == .pullRequest ? "1" : nil
    case "DRONE_PULL_REQUEST_TITLE": return events == .pullRequest ? "x" : nil
    case "DRONE_DEPLOY_TO": return !events.isEmpty && events.isSubset(of: [.promote, .rollback]) ? "production" : nil
    default: return nil
    }
  }
}
