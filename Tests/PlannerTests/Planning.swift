import Diagnostics
import Expressions
import Foundation
import Parser
import Planner

/// Plans a text as the command does.
func plan(_ text: String, in context: Context = Context()) -> Plan {
  plan(Source(name: "test.yml", text: text), in: context)
}

func plan(_ source: Source, in context: Context) -> Plan {
  guard Substitution.needsExpansion(source.bytes) else {
    return DronePlanner.plan(DroneLoader.load(source) { _ in nil }, in: context)
  }
  let reloader = DroneReloader(source)
  return DronePlanner.plan(DroneLoader.loadAsWritten(source), in: context) {
    reloader.load(lookup: $0)
  } reloadDocument: {
    reloader.load(document: $0, lookup: $1)
  }
}

/// A context for steps alone: cloned, trusted, with an event and a branch.
func context(event: String = "push", branch: String = "main", _ change: (inout Context) -> Void = { _ in }) -> Context {
  var context = Context()
  context.build.event = BuildEvent(event)
  context.commit.branch = branch
  context.commit.ref = event == "tag" ? "refs/tags/v1.0.0" : "refs/heads/\(branch)"
  context.repository.isTrusted = true
  context.workspace = .cloned
  change(&context)
  return context
}

extension Plan.Pipeline {
  /// The first step of a name.
  func step(_ name: String) -> Plan.Step? { steps.first { $0.name == name } }
}

extension Plan.Step {
  /// A variable's text as it is known before the run; `secret:NAME` for secrets, nil when it is not passed.
  subscript(variable name: String) -> String? {
    switch environment.first(where: { $0.name == name })?.value {
    case .literal(let text), .runtime(_, initially: let text): text
    case .secret(let secret): "secret:\(secret)"
    case .deferred, .pieces: "open"
    case nil: nil
    }
  }
}

/// The text kept in `Golden/`; with UPDATE_GOLDEN in the environment it is written anew from `actual`.
func golden(_ name: String, _ actual: String, file: String = #filePath) -> String {
  let url = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
    try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? Data(actual.utf8).write(to: url)
  }
  return (try? String(contentsOf: url, encoding: .utf8))
    ?? "\(url.path) is missing: UPDATE_GOLDEN=1 swift test writes it"
}

/// Plans a text that has something to substitute, telling of every reading for a runner.
func countingPlan(_ source: Source, _ count: () -> Void) -> Plan {
  withoutActuallyEscaping(count) { count in
    DronePlanner.plan(DroneLoader.loadAsWritten(source), in: context()) { lookup in
      count()
      return DroneLoader.load(source, lookup: lookup)
    }
  }
}
