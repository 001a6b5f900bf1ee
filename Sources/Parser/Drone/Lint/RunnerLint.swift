import Diagnostics
import IR

/// What a runner refuses once it has decoded a pipeline, each type of runner by its own rules.
struct RunnerLint {
  let pipeline: Pipeline
  let drone: DronePipeline
  let runner: DronePipeline.Runner
  let name: String
  var log: LoadLog
  let serviceNames: Set<String>
  var unknownDependencies = 0

  static func run(_ pipeline: Pipeline, log: inout LoadLog) {
    guard let drone = pipeline.drone, let runner = drone.runner else { return }
    let name = drone.server.name?.value ?? ""
    var lint = RunnerLint(
      pipeline: pipeline, drone: drone, runner: runner, name: name.isEmpty ? "default" : name, log: log,
      serviceNames: Set(pipeline.services.map { $0.name?.value ?? "" }))
    lint.checkNames()
    switch runner {
    case .docker, .kubernetes, .vm: lint.checkContainers()
    case .exec: lint.checkExec()
    case .ssh, .digitalocean: lint.checkMachine()
    case .macstadium: break
    }
    if ![.docker, .kubernetes, .vm].contains(runner) { lint.checkGraph() }
    log = lint.log
  }

  // MARK: All runners

  /// Names of steps, checked when the file is parsed.
  private mutating func checkNames() {
    var first: [String: Span] = [:]
    first.reserveCapacity(pipeline.steps.count)
    // Steps are large; by their indices they are looked at where they are instead of being copied.
    for index in pipeline.steps.indices {
      guard let name = pipeline.steps[index].name, !name.value.isEmpty else {
        refuse(
          "missing-step-name", "the step has no name", at: start(of: pipeline.steps[index]),
          "Linter: invalid or missing step name", help: "add `name: …`")
        continue
      }
      if name.value.utf8.count > 100 {
        refuse(
          "step-name-too-long", "the name of the step is longer than 100 bytes", at: name.span,
          "Linter: step name cannot exceed 100 characters")
      }
      if let earlier = first[name.value] {
        refuseDuplicate(name.value, at: name.span, earlier, "Linter: duplicate step name")
      } else {
        first[name.value] = name.span
      }
    }
  }

  func start(of step: Step) -> Span {
    step.keys.entries.first?.span ?? step.nameSpan
  }

  mutating func refuse(
    _ rule: RuleName, _ message: String, at span: Span, _ upstream: String, help: String? = nil,
    related: [Diagnostic.Label] = [], fixes: [Fix] = [], needsTrust: Bool = false
  ) {
    log.refuse(
      rule, message, at: span, by: .runner, upstream: upstream, help: help, pipeline: name, related: related,
      fixes: fixes, needsTrust: needsTrust)
  }

  mutating func refuseDuplicate(_ name: String, at span: Span, _ earlier: Span, _ upstream: String) {
    refuse(
      "duplicate-step-name", "two steps are named `\(name)`", at: span, upstream, help: "rename one of them",
      related: [.init(earlier, "first one here")])
  }

  // MARK: Runners without containers

  private mutating func checkExec() {
    for step in pipeline.steps where !(step.image?.value ?? "").isEmpty {
      refuse(
        "exec-image", "a step of an exec pipeline cannot have an image", at: step.keys[.image] ?? start(of: step),
        "Linter: cannot define images for an exec pipeline",
        help: "take `image` away, or set the pipeline's `type` to docker")
    }
    for step in pipeline.steps {
      for variable in step.environment {
        guard case .unset = variable.value else { continue }
        refuse(
          "type-mismatch", "the exec runner crashes on a variable without a value", at: variable.name.span,
          "runtime error: invalid memory address or nil pointer dereference", help: "write `\"\"` for an empty value")
      }
    }
  }

  private mutating func checkMachine() {
    for step in pipeline.steps where step.isDetached?.value == true {
      refuse(
        "detached-not-allowed", "\(runner.rawValue) pipelines have no detached steps",
        at: step.keys[.detach] ?? start(of: step), "Linter: detached steps are not allowed")
    }
    if runner == .digitalocean {
      require("token", "an API token", "Linter: invalid or missing API token", "token: {from_secret: …}")
      return
    }
    require("host", "a server host", "Linter: invalid or missing server host", "server: {host: …}")
    require("user", "a server user", "Linter: invalid or missing server user", "server: {user: …}")
    if !isGiven("password"), !isGiven("ssh_key") {
      refuse(
        "missing-server", "an ssh pipeline needs a password or an ssh key", at: serverSpan,
        "Linter: invalid or missing server password or ssh_key", help: "write `server: {ssh_key: {from_secret: …}}`")
    }
  }

  private var serverSpan: Span {
    pipeline.keys[.server] ?? pipeline.keys[.type] ?? pipeline.keys.entries.first?.span ?? pipeline.span
  }

  private func isGiven(_ key: String) -> Bool {
    guard let value = drone.machine?[key]?.value else { return false }
    if case .unset = value { return false }
    return true
  }

  private mutating func require(_ key: String, _ what: String, _ upstream: String, _ example: String) {
    guard !isGiven(key) else { return }
    refuse(
      "missing-server", "\(runner == .ssh ? "an" : "a") \(runner.rawValue) pipeline needs \(what)", at: serverSpan,
      upstream,
      help: "write `\(example)`")
  }
}
