import Expressions
import IR

/// The events that Drone knows.
enum BuildEvent: String, CaseIterable {
  case push
  case pullRequest = "pull_request"
  case tag, promote, rollback, cron, custom

  static let names = allCases.map(\.rawValue)

  /// The event that somebody meant who wrote another name.
  static func meant(by name: String) -> String? {
    let folded = name.lowercased()
    if let event = BuildEvent(rawValue: folded) { return event.rawValue }
    switch folded {
    case "pr", "pull-request", "pullrequest", "pull", "merge_request", "merge-request", "pull_requests":
      return "pull_request"
    case "deployment", "deploy", "promotion", "deployments": return "promote"
    case "release", "tags", "releases": return "tag"
    case "manual", "api", "trigger": return "custom"
    case "schedule", "scheduled", "nightly": return "cron"
    default: return nil
    }
  }
}

/// A set of events.
struct BuildEvents: OptionSet, Hashable {
  var rawValue: UInt8

  static let push = BuildEvents(rawValue: 1)
  static let pullRequest = BuildEvents(rawValue: 2)
  static let tag = BuildEvents(rawValue: 4)
  static let promote = BuildEvents(rawValue: 8)
  static let rollback = BuildEvents(rawValue: 16)
  static let cron = BuildEvents(rawValue: 32)
  static let custom = BuildEvents(rawValue: 64)
  static let all = BuildEvents(rawValue: 127)

  /// The events that pass a condition's `event` clause.
  init(of condition: Condition?) {
    self = .all
    guard let clause = condition?[.event] else { return }
    rawValue = 0
    if clause.include.isEmpty { rawValue = BuildEvents.all.rawValue }
    for pattern in clause.include { rawValue |= Self.matched(by: pattern.value).rawValue }
    for pattern in clause.exclude { rawValue &= ~Self.matched(by: pattern.value).rawValue }
  }

  /// The events that a pattern matches.
  static func matched(by pattern: String) -> BuildEvents {
    var events: BuildEvents = []
    if DronePattern.isLiteral(pattern) {
      for (index, name) in BuildEvent.names.enumerated() where name == pattern { events.rawValue |= 1 << UInt8(index) }
    } else {
      let glob = Glob(pattern)
      for (index, name) in BuildEvent.names.enumerated() where glob.matches(name) {
        events.rawValue |= 1 << UInt8(index)
      }
    }
    return events
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }
}
