import Diagnostics
import IR
import Interpreter
import Planner
import Synchronization

/// Short ways to write plans in tests.
func step(
  _ name: String, needs: [String] = [], policy: Plan.RunPolicy = .onSuccess, failure: Plan.FailurePolicy = .fail,
  role: Plan.Step.Role = .step, isDetached: Bool = false, environment: [Plan.EnvironmentVariable] = [],
  script: String? = nil
) -> Plan.Step {
  var step = Plan.Step(
    id: name, name: name, role: role, decision: policy == .never ? .skip : .run,
    reason: Plan.Reason(policy == .never ? "its conditions exclude it" : "no conditions"))
  step.needs = needs
  step.runPolicy = policy
  step.failurePolicy = failure
  step.isDetached = isDetached || role == .service
  step.environment = environment
  if let script {
    step.entrypoint = ["/bin/sh", "-e", "-c"]
    step.command = [script]
  }
  return step
}

/// A pipeline whose steps each need the one before.
func serial(_ name: String = "default", _ steps: [Plan.Step]) -> Plan.Pipeline {
  var steps = steps
  for index in steps.indices.dropFirst() { steps[index].needs = [steps[index - 1].id] }
  return graph(name, steps)
}

/// A pipeline whose steps need what they say.
func graph(
  _ name: String = "default", _ steps: [Plan.Step], needs: [String] = [], policy: Plan.RunPolicy = .onSuccess,
  decision: Plan.Decision = .run
) -> Plan.Pipeline {
  Plan.Pipeline(
    name: name, dialect: .drone, type: "exec", decision: decision, reason: Plan.Reason("event is push"), needs: needs,
    runPolicy: policy, workspace: Plan.Workspace(base: "/drone/src", path: "", full: "/drone/src"), steps: steps,
    span: Span(SourceID(0), 0, 0))
}

/// Keeps every event.
final class Recorder: EventReader {
  private let state = Mutex<[Event]>([])

  var events: [Event] { state.withLock { $0 } }

  func receive(_ events: [Event]) { state.withLock { $0.append(contentsOf: events) } }

  /// The output of all steps, a line each: `step: text`.
  var output: [String] {
    events.compactMap { event in
      guard case .output(let step, let line) = event.kind else { return nil }
      return "\(step.name): \(String(decoding: line.bytes, as: UTF8.self))"
    }
  }

  var notices: [String] {
    events.compactMap { event in
      guard case .notice(_, let text) = event.kind else { return nil }
      return text
    }
  }
}

/// A clock that stands still; waiting lasts until the milestone of the backend, or for ever.
func stillClock(sleepingUntil milestone: DummyScript.Milestone = .never, of backend: DummyBackend) -> RunClock {
  RunClock(
    now: { 1_700_000_000_000 }, elapsed: { 0 },
    sleep: { _ in
      await backend.wait(for: milestone)
      try Task.checkCancellation()
    })
}

extension PipelineOutcome {
  /// Everything that Drone reports of a pipeline, in one line: `a success, b failure/1; failure/0`.
  var text: String {
    let steps = steps.map { "\($0.step.name) \($0.status.rawValue)\($0.exitCode == 0 ? "" : "/\($0.exitCode)")" }
    return steps.joined(separator: ", ") + "; \(status.rawValue)\(exitCode == 0 ? "" : "/\(exitCode)")"
  }
}
