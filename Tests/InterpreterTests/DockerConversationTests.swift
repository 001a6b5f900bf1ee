import Diagnostics
import Foundation
import IR
import Planner
import Synchronization
import TestSupport
import Testing

@testable import Interpreter

/// What the backend says to an engine, and what it makes of the answers.
@Suite struct DockerConversationTests {
  func backend(
    _ engine: FakeEngine, _ change: (inout DockerBackend.Options) -> Void = { _ in }
  ) async throws -> DockerBackend {
    var options = DockerBackend.Options(host: engine.host)
    change(&options)
    return try await DockerBackend.connect(options: options, surroundings: .current(environment: [:]))
  }

  func run(_ change: (inout Plan.Pipeline) -> Void = { _ in }) -> BackendRun {
    var pipeline = Plan.Pipeline(
      name: "p", dialect: .drone, type: "docker", decision: .run, reason: .init("test"),
      workspace: .init(base: "/drone/src", path: "", full: "/drone/src"), span: .init(.init(0), 0, 0))
    pipeline.labels = [.init("io.drone", "true"), .init("io.pipec.run", "overridden")]
    change(&pipeline)
    return BackendRun(id: "r1", pipeline: pipeline, labels: [("io.pipec.run", "r1")])
  }

  func step(_ image: String, _ pull: Plan.PullPolicy = .automatic) -> Plan.Step {
    var step = Plan.Step(id: "a b", name: "a b", role: .step, decision: .run, reason: .init("test"))
    step.image = image
    step.pull = pull
    return step
  }

  /// Answers each request whose line begins with a key; everything else is fine.
  func engine(_ answers: [String: FakeEngine.Answer]) throws -> FakeEngine {
    try FakeEngine { request in
      if let found = answers.first(where: { request.line.contains($0.key) }) { return found.value }
      if request.line.contains("/containers/create") { return .text(201, #"{"Id":"c1","Warnings":[]}"#) }
      if request.line.contains("/wait") { return .text(200, #"{"StatusCode":3}"#) }
      return .text(200, "")
    }
  }

  @Test func theWholeContainer() async throws {
    let engine = try engine([:])
    defer { engine.die() }
    var plan = step("alpine:3", .ifNotExists)
    plan.entrypoint = ["/bin/sh", "-c"]
    plan.command = ["echo \"x\""]
    plan.workingDirectory = "/drone/src"
    plan.user = "7"
    plan.isPrivileged = true
    plan.networkAliases = ["a b"]
    plan.dns = ["1.1.1.1"]
    plan.dnsSearch = ["example.com"]
    plan.extraHosts = ["x:1.2.3.4"]
    plan.memoryLimit = 100
    plan.memorySwapLimit = 200
    plan.sharedMemorySize = 300
    plan.devices = [.init(hostPath: "/dev/null", path: "/dev/nothing")]
    plan.mounts = [
      .init(volume: "cache", path: "/cache"), .init(volume: "memory", path: "/memory"),
      .init(volume: "host", path: "/host"), .init(volume: "device", path: "/dev/nothing"),
      .init(volume: "colon", path: "/colon"), .init(volume: "undeclared", path: "/x"),
      .init(volume: "_workspace", path: "/drone/src"),
    ]
    let run = run {
      $0.volumes = [
        .init(name: "cache", storage: .temporary), .init(name: "memory", storage: .memory(limit: 5)),
        .init(name: "host", storage: .host(path: "/h")), .init(name: "device", storage: .host(path: "/dev/null")),
        .init(name: "colon", storage: .host(path: "/a:b")),
      ]
    }
    let backend = try await self.backend(engine)
    let environment = [(name: "A", value: "1\n2"), (name: "E", value: "")]
    let handle = try await backend.start(BackendStep(plan: plan, environment: environment), in: run) { _ in }
    #expect(handle == StepHandle(id: "c1", stepID: "a b"))
    let lines = engine.requests.map(\.line)
    #expect(
      lines == [
        "GET /_ping", "POST /v1.41/containers/create?name=pipec-r1-a-b-10a3f9f2",
        "POST /v1.41/containers/c1/attach?stream=1&stdout=1&stderr=1", "POST /v1.41/containers/c1/start",
      ])
    let expected = """
      {"AttachStderr":true,"AttachStdout":true,"Cmd":["echo \\"x\\""],"Entrypoint":["/bin/sh","-c"],\
      "Env":["A=1\\n2","E="],"HostConfig":{"Binds":["/h:/host"],\
      "Devices":[{"CgroupPermissions":"rwm","PathInContainer":"/dev/nothing","PathOnHost":"/dev/null"}],\
      "Dns":["1.1.1.1"],"DnsSearch":["example.com"],"ExtraHosts":["x:1.2.3.4"],"LogConfig":{"Type":"none"},\
      "Memory":100,"MemorySwap":200,"Mounts":[\
      {"Source":"pipec-r1-volume-0-cache","Target":"/cache","Type":"volume"},\
      {"Target":"/memory","TmpfsOptions":{"Mode":448,"SizeBytes":5},"Type":"tmpfs"},\
      {"Source":"/dev/null","Target":"/dev/nothing","Type":"bind"},\
      {"Source":"/a:b","Target":"/colon","Type":"bind"},\
      {"Source":"pipec-r1-workspace","Target":"/drone/src","Type":"volume"}],\
      "NetworkMode":"pipec-r1","Privileged":true,"ShmSize":300},"Image":"alpine:3",\
      "Labels":{"io.drone":"true","io.pipec.run":"r1","io.pipec.step":"a b"},\
      "NetworkingConfig":{"EndpointsConfig":{"pipec-r1":{"Aliases":["a b"]}}},"User":"7","WorkingDir":"/drone/src"}
      """
    #expect(engine.requests[1].body == expected)
  }

  @Test func hostWorkspaceNetworkModeAndDefaultUser() async throws {
    let engine = try engine([:])
    defer { engine.die() }
    var plan = step("alpine:3", .never)
    plan.networkMode = "host"
    plan.mounts = [.init(volume: "_workspace", path: "/drone/src")]
    let backend = try await self.backend(engine) { $0.user = "1000:1000" }
    let run = run { $0.workspace.hostPath = "/home/ada/project" }
    try await backend.prepare(run)
    _ = try await backend.start(BackendStep(plan: plan, environment: []), in: run) { _ in }
    let body = engine.requests.first { $0.line.contains("create?name") }?.body ?? ""
    #expect(body.contains(#""Binds":["/home/ada/project:/drone/src"]"#))
    #expect(body.contains(#""NetworkMode":"host""#) && !body.contains("NetworkingConfig"))
    #expect(body.contains(#""User":"1000:1000""#))
    #expect(!engine.requests.contains { $0.line.contains("/volumes/create") })
    #expect(backend.fact(.network, in: run) == "pipec-r1")
    #expect(backend.fact(.workspaceVolume, in: run) == nil)
  }

  @Test(arguments: [(nil, ["POST /v1.41/networks/extra/connect"]), ("host", [])])
  func furtherNetworks(_ mode: String?, _ expected: [String]) async throws {
    let engine = try engine([:])
    defer { engine.die() }
    var plan = step("x:1", .never)
    plan.networkMode = mode
    let backend = try await backend(engine) { $0.networks = ["extra"] }
    _ = try await backend.start(BackendStep(plan: plan, environment: []), in: run()) { _ in }
    let connections = engine.requests.filter { $0.line.hasSuffix("/connect") }
    #expect(connections.map(\.line) == expected)
    #expect(connections.allSatisfy { $0.body == #"{"Container":"c1","EndpointConfig":{"Aliases":["extra"]}}"# })
  }

  @Test(arguments: [
    ("default, latest", "x:latest", Plan.PullPolicy.automatic, nil, "pull create attach start"),
    ("default, no tag", "x", .automatic, nil, "pull create attach start"),
    ("default, other", "x:1", .automatic, nil, "create attach start"),
    ("default, digest", "x@sha256:ab", .automatic, nil, "create attach start"),
    ("always", "x:1", .always, nil, "pull create attach start"),
    ("if-not-exists", "x:latest", .ifNotExists, nil, "create attach start"),
    ("never", "x:latest", .never, nil, "create attach start"),
    ("overridden", "x:latest", .always, Plan.PullPolicy.never, "create attach start"),
  ])
  func pullPolicies(
    _ name: String, _ image: String, _ policy: Plan.PullPolicy, _ override: Plan.PullPolicy?, _ expected: String
  ) async throws {
    let engine = try engine([:])
    defer { engine.die() }
    let backend = try await self.backend(engine) { $0.pull = override }
    _ = try await backend.start(BackendStep(plan: step(image, policy), environment: []), in: run()) { _ in }
    #expect(calls(engine) == expected, "\(name)")
  }

  @Test(arguments: [
    ("missing, if-not-exists", Plan.PullPolicy.ifNotExists, "create pull create"),
    ("missing, default", .automatic, "create pull create"), ("missing, never", .never, "create"),
    ("missing, always", .always, "pull create pull create"),
  ])
  func missingImages(_ name: String, _ policy: Plan.PullPolicy, _ expected: String) async throws {
    let engine = try engine(["/containers/create": .text(404, #"{"message":"No such image: x:1"}"#)])
    defer { engine.die() }
    let backend = try await self.backend(engine)
    let error = await #expect(throws: BackendError.self) {
      _ = try await backend.start(BackendStep(plan: step("x:1", policy), environment: []), in: run()) { _ in }
    }
    #expect(calls(engine) == expected, "\(name)")
    if case .image = error {} else { Issue.record("\(String(describing: error))") }
  }

  @Test func aPullThatFailsInTheMiddle() async throws {
    let lines = """
      {"status":"Pulling from library/x","id":"latest"}
      {"status":"Downloading","id":"l1","progressDetail":{"current":1}}
      {"status":"Downloading","id":"l1","progressDetail":{"current":2}}
      {"errorDetail":{"message":"no space left on device"},"error":"no space left on device"}
      """
    let engine = try engine(["/images/create": .text(200, lines), "/images/x": .text(200, "{}")])
    defer { engine.die() }
    let backend = try await self.backend(engine)
    let shown = Lines()
    let error = await #expect(throws: BackendError.self) {
      _ = try await backend.start(BackendStep(plan: step("x:latest"), environment: []), in: run()) { shown.add($0) }
    }
    #expect(
      error
        == .image(
          "cannot pull x:latest: no space left on device "
            + "(an older copy is on this machine; the pull policy if-not-exists would use it)"))
    #expect(shown.all == ["latest: Pulling from library/x", "l1: Downloading"])
  }

  @Test func credentialsTravelInAHeaderOnly() async throws {
    let engine = try engine([:])
    defer { engine.die() }
    let backend = try await self.backend(engine)
    let credentials = [RegistryCredential(host: "my.host", user: "ada", password: "secret")]
    for image in ["my.host/x:1", "other.host/x:1"] {
      let step = BackendStep(plan: step(image, .always), environment: [], registryCredentials: credentials)
      _ = try await backend.start(step, in: run()) { _ in }
    }
    let pulls = engine.requests.filter { $0.line.contains("/images/create") }
    #expect(
      pulls.map(\.line) == [
        "POST /v1.41/images/create?fromImage=my.host%2Fx&tag=1",
        "POST /v1.41/images/create?fromImage=other.host%2Fx&tag=1",
      ])
    let headers = pulls.map { $0.headers.filter { $0.hasPrefix("X-Registry-Auth: ") } }
    #expect(headers.map(\.count) == [1, 0])
  }

  @Test func anEngineThatDiesWhileAStepRuns() async throws {
    let engine = try engine(["/wait": .never, "/attach": .broken("HTTP/1.1 200 OK\r\n\r\n")])
    let backend = try await self.backend(engine)
    let run = run()
    let handle = try await backend.start(BackendStep(plan: step("x:1"), environment: []), in: run) { _ in }
    async let ended: Void = { for await _ in backend.output(of: handle, in: run) {} }()
    async let status = backend.wait(for: handle, in: run)
    await ended
    while !engine.requests.contains(where: { $0.line.contains("/wait") }) { await Task.yield() }
    engine.die()
    do {
      _ = try await status
      Issue.record("the wait ended well")
    } catch let error as BackendError {
      #expect(error.message.hasPrefix("cannot wait for the container: the engine does not answer any more ("))
    }
  }

  @Test func aCancelledWaitEndsAtOnce() async throws {
    let engine = try engine(["/wait": .never])
    defer { engine.die() }
    let backend = try await self.backend(engine)
    let run = run()
    let handle = try await backend.start(BackendStep(plan: step("x:1"), environment: []), in: run) { _ in }
    let task = Task { try await backend.wait(for: handle, in: run) }
    while !engine.requests.contains(where: { $0.line.contains("/wait") }) { await Task.yield() }
    task.cancel()
    let result = await task.result
    #expect(throws: BackendError.cancelled) { try result.get() }
  }

  @Test(arguments: [
    (#"{"StatusCode":0}"#, "{}", ExitStatus.exited(code: 0)), (#"{"StatusCode":3}"#, "{}", .exited(code: 3)),
    (#"{"StatusCode":137,"Error":null}"#, #"{"State":{"OOMKilled":true}}"#, .outOfMemory),
    (#"{"StatusCode":137,"Error":null}"#, #"{"State":{"OOMKilled":false}}"#, .exited(code: 137)),
  ])
  func ends(_ wait: String, _ details: String, _ expected: Interpreter.ExitStatus) async throws {
    let engine = try engine(["/wait": .text(200, wait), "/c1/json": .text(200, details)])
    defer { engine.die() }
    let backend = try await self.backend(engine)
    let handle = try await backend.start(BackendStep(plan: step("x:1"), environment: []), in: run()) { _ in }
    let status = try await backend.wait(for: handle, in: run())
    #expect(status == expected)
  }

  @Test func refusalsAreOneSentence() async throws {
    let engine = try engine([
      "/start": .text(400, #"{"message":"bad mount"}"#), "/networks/create": .text(500, "<html>proxy</html>\nmore"),
    ])
    defer { engine.die() }
    let backend = try await self.backend(engine)
    await #expect(throws: BackendError.engine("cannot start the container: bad mount")) {
      _ = try await backend.start(BackendStep(plan: step("x:1"), environment: []), in: run()) { _ in }
    }
    await #expect(throws: BackendError.engine("cannot create the network of the pipeline: <html>proxy</html>")) {
      try await backend.prepare(run())
    }
  }

  /// The chain of programs that an engine puts before a reason is left out, and a missing program is called so.
  @Test(arguments: [
    (
      #"exec: \"/bin/sh\": stat /bin/sh: no such file or directory: unknown"#, true,
      "cannot start the container: the image x:1 has no /bin/sh, which the step's commands need"
    ),
    (
      #"exec: \"tool\": executable file not found in $PATH: unknown"#, false,
      "cannot start the container: the image x:1 has no program tool"
    ),
    (
      #"exec: \"/etc\": permission denied: unknown"#, false,
      "cannot start the container: exec: \"/etc\": permission denied"
    ),
  ])
  func startFailuresArePlain(_ reason: String, _ hasCommands: Bool, _ said: String) async throws {
    let chain =
      "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
    let engine = try engine(["/start": .text(400, #"{"message":"\#(chain)\#(reason)"}"#)])
    defer { engine.die() }
    let backend = try await self.backend(engine)
    var plan = step("x:1")
    plan.entrypoint = ["/bin/sh", "-c"]
    plan.commands = hasCommands ? ["make"] : []
    let wanted = BackendStep(plan: plan, environment: [])
    await #expect(throws: BackendError.engine(said)) {
      _ = try await backend.start(wanted, in: run()) { _ in }
    }
  }

  @Test func anotherOperatingSystemIsRefused() async throws {
    let engine = try engine([:])
    defer { engine.die() }
    let backend = try await self.backend(engine)
    let windows = run { $0.platform.os = "windows" }
    let refusal = "the pipeline is for windows (platform.os), but the engine runs linux containers"
    await #expect(throws: BackendError.engine(refusal)) { try await backend.prepare(windows) }
    #expect(!engine.requests.contains { $0.line.hasPrefix("POST") })
  }

  @Test func anotherArchitectureIsSaid() async throws {
    let engine = try engine(["/version": .text(200, #"{"Version":"28","Arch":"riscv64"}"#)])
    defer { engine.die() }
    let warnings = Lines()
    let options = DockerBackend.Options(host: engine.host)
    let backend = try await DockerBackend.connect(options: options, surroundings: .current(environment: [:])) {
      warnings.add($0)
    }
    try await backend.prepare(run())
    try await backend.prepare(run { $0.platform.architecture = "riscv64" })
    #expect(warnings.all == [])
    try await backend.prepare(run { $0.platform.architecture = "s390x" })
    #expect(
      warnings.all == [
        "p is for s390x (platform.arch), but the engine runs on riscv64; what its images hold for riscv64 is used"
      ])
  }

  @Test func runsThatAreLeftAloneAreNamed() async throws {
    let engine = try engine([
      "/networks": .text(200, #"[{"Id":"n1","Labels":{"io.pipec.run":"alive"}}]"#),
      "/containers/json": .text(200, "[]"), "/volumes": .text(200, #"{"Volumes":null}"#),
    ])
    defer { engine.die() }
    let left = try await self.backend(engine).removeLeftovers { $0 == "alive" }
    #expect(left.isEmpty && left.spared == ["alive"])
  }

  @Test(arguments: [("1.24", nil), ("1.25", "/v1.25/"), ("1.41", "/v1.41/"), ("1.99", "/v1.47/")])
  func versions(_ version: String, _ prefix: String?) async throws {
    let engine = try FakeEngine(version: version) { _ in .text(200, "") }
    defer { engine.die() }
    guard let prefix else {
      let error = await #expect(throws: BackendError.self) { _ = try await self.backend(engine) }
      #expect(error?.message.contains("the engine speaks version 1.24 of the API; at least 1.25 is needed") == true)
      return
    }
    let backend = try await self.backend(engine)
    #expect(backend.engine == "Fake 1 at \(engine.host)")
    try await backend.prepare(run())
    #expect(engine.requests.dropFirst().allSatisfy { $0.line.contains(prefix) })
  }

  /// The calls that start a step, shortened.
  private func calls(_ engine: FakeEngine) -> String {
    let words = [
      ("/images/create", "pull"), ("/containers/create", "create"), ("/attach", "attach"), ("/start", "start"),
    ]
    return engine.requests.compactMap { request in words.first { request.line.contains($0.0) }?.1 }
      .joined(separator: " ")
  }
}
