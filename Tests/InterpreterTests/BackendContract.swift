import Diagnostics
import IR
import Interpreter
import Planner
import Testing

/// A backend that the contract is tried on.
struct ContractSubject: Sendable {
  /// What a step shall do, for a backend that really runs nothing.
  struct Script: Sendable {
    var output = ""
    var status: Int32 = 0
    /// It runs until it is stopped.
    var isEndless = false
  }

  enum Ability: Hashable, Sendable {
    /// Runs shell scripts.
    case scripts
    /// Each step is in a container of its own, with volumes, network names and images.
    case containers
  }

  var abilities: Set<Ability>
  /// The image of scripts; nil on the host.
  var image: String?
  var workspace = Plan.Workspace(base: "/drone/src", path: "", full: "/drone/src")
  /// Makes the backend; `scripts` are by identifier of the step.
  var make: @Sendable (_ scripts: [String: Script]) async throws -> any Backend
}

/// One thing that `Backend` promises, as a test that every backend passes.
struct ContractPromise: Sendable, CustomTestStringConvertible {
  var name: String
  var needs: Set<ContractSubject.Ability>
  var check: @Sendable (ContractSubject) async throws -> Void

  init(
    _ name: String, needs: Set<ContractSubject.Ability> = [],
    check: @escaping @Sendable (ContractSubject) async throws -> Void
  ) {
    self.name = name
    self.needs = needs
    self.check = check
  }

  var testDescription: String { name }

  /// The promises that a backend with these abilities must keep.
  static func all(for abilities: Set<ContractSubject.Ability>) -> [ContractPromise] {
    (general + withScripts + withContainers).filter { $0.needs.isSubset(of: abilities) }
  }
}

/// One run on one backend, prepared; `finish` tidies.
struct ContractRun: Sendable {
  var subject: ContractSubject
  var backend: any Backend
  var run: BackendRun

  /// Prepares a run of a pipeline, has `body` do something with it, and tidies whatever happens.
  static func with(
    _ subject: ContractSubject, scripts: [String: ContractSubject.Script] = [:], volumes: [Plan.Volume] = [],
    _ body: (ContractRun) async throws -> Void
  ) async throws {
    let backend = try await subject.make(scripts)
    var pipeline = Plan.Pipeline(
      name: "contract", dialect: .drone, type: "docker", decision: .run, reason: .init("the contract is tried"),
      workspace: subject.workspace, volumes: volumes, span: Span(SourceID(0), 0, 0))
    pipeline.hasNetwork = subject.abilities.contains(.containers)
    let id = "contract-\(UInt64.random(in: .min ... .max))"
    let run = BackendRun(id: id, pipeline: pipeline, labels: [("io.pipec.run", id)])
    let contract = ContractRun(subject: subject, backend: backend, run: run)
    do {
      try await backend.prepare(run)
      try await body(contract)
    } catch {
      await backend.cleanUp(run)
      throw error
    }
    await backend.cleanUp(run)
  }

  /// A step that runs a shell script.
  func step(_ id: String, _ script: String, _ change: (inout Plan.Step) -> Void = { _ in }) -> Plan.Step {
    var step = Plan.Step(id: id, name: id, role: .step, decision: .run, reason: .init("the contract is tried"))
    step.image = subject.image
    step.entrypoint = ["/bin/sh", "-c"]
    step.command = [script]
    step.workingDirectory = subject.workspace.full
    step.mounts = [Plan.Mount(volume: "_workspace", path: subject.workspace.base)]
    step.networkAliases = [id]
    step.pull = .ifNotExists
    change(&step)
    return step
  }

  func start(
    _ step: Plan.Step, environment: [(name: String, value: String)] = []
  ) async throws -> StepHandle {
    try await backend.start(BackendStep(plan: step, environment: environment), in: run) { _ in }
  }

  /// Runs a step to its end.
  func complete(
    _ step: Plan.Step, environment: [(name: String, value: String)] = []
  ) async throws -> (output: String, status: Interpreter.ExitStatus) {
    let handle = try await start(step, environment: environment)
    async let text = output(of: handle)
    let status = try await backend.wait(for: handle, in: run)
    let output = await text
    await backend.remove(handle, in: run)
    return (output, status)
  }

  func output(of handle: StepHandle) async -> String {
    var bytes: [UInt8] = []
    for await chunk in backend.output(of: handle, in: run) { bytes += chunk }
    return String(decoding: bytes, as: UTF8.self)
  }
}
