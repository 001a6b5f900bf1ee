import Foundation
import Planner
import TestSupport
import Testing

@testable import Interpreter

/// What only a container engine can do.
@Suite(.enabled(if: TestEngine.docker != nil)) struct DockerEngineTests {
  let host = TestEngine.docker ?? ""

  @Test func theImagesOwnCommandEnvironmentAndFolder() async throws {
    try await ContractRun.with(TestEngine.subject(at: host)) { run in
      let own = run.step("own", "") {
        $0.image = "pipec-test/configured:1"
        $0.entrypoint = nil
        $0.command = nil
        $0.workingDirectory = nil
      }
      let result = try await run.complete(own)
      #expect(result.output.contains("argument: from the image\nargument: twice\n"))
      #expect(result.output.contains("folder: /srv/app\n"))
      #expect(result.output.contains("IMAGE_VARIABLE: from the image\n"))

      let given = run.step("given", "") {
        $0.image = "pipec-test/configured:1"
        $0.entrypoint = nil
        $0.command = ["given"]
      }
      let other = try await run.complete(given, environment: [("IMAGE_VARIABLE", "")])
      #expect(other.output.contains("argument: given\n") && !other.output.contains("twice"))
      #expect(other.output.contains("folder: /drone/src\n"))
    }
  }

  @Test func usersAreTheImagesTheStepsOrTheOptions() async throws {
    let subject = ContractSubject(abilities: [.scripts, .containers], image: "busybox:1") { [host] _ in
      try await TestEngine.backend(at: host) { options, _ in options.user = "7:8" }
    }
    try await ContractRun.with(subject) { run in
      let option = try await run.complete(run.step("option", "id -u; id -g"))
      #expect(option.output == "7\n8\n")
      let step = try await run.complete(run.step("step", "id -u") { $0.user = "9" })
      #expect(step.output == "9\n")
    }
    try await ContractRun.with(TestEngine.subject(at: host)) { run in
      let image = try await run.complete(run.step("image", "id -u") { $0.image = "pipec-test/nonroot:1" })
      #expect(image.output == "1000\n")
    }
  }

  /// Docker 20.10 reads the reason of an end from a file that may be gone by then, and on a busy machine loses it for good
  /// now and then; no more than the exit code is left. So it is tried again.
  @Test func outOfMemoryIsTold() async throws {
    try await ContractRun.with(TestEngine.subject(at: host)) { run in
      var statuses: [Interpreter.ExitStatus] = []
      while statuses.count < 4, statuses.last != .outOfMemory {
        let greedy = run.step("greedy-\(statuses.count)", "x=a; while :; do x=$x$x; done") {
          $0.memoryLimit = 16 << 20
          $0.memorySwapLimit = 16 << 20
        }
        statuses.append(try await run.complete(greedy).status)
      }
      #expect(statuses.last == .outOfMemory)
      #expect(statuses.dropLast().allSatisfy { $0 == .exited(code: 137) })
    }
  }

  @Test func aFolderOfTheHostIsTheWorkspace() async throws {
    let folder = NSTemporaryDirectory() + "/pipec-work-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try "from the host\n".write(toFile: "\(folder)/file", atomically: true, encoding: .utf8)
    var subject = TestEngine.subject(at: host)
    subject.workspace.hostPath = folder
    try await ContractRun.with(subject) { run in
      let result = try await run.complete(run.step("a", "cat file; echo back > answer"))
      #expect(result.output == "from the host\n")
    }
    #expect(try String(contentsOfFile: "\(folder)/answer", encoding: .utf8) == "back\n")
  }

  @Test func hostVolumesDevicesAndNames() async throws {
    let folder = NSTemporaryDirectory() + "/pipec-volume-\(UInt32.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let volumes = [
      Plan.Volume(name: "made", storage: .host(path: folder)),
      Plan.Volume(name: "zero", storage: .host(path: "/dev/zero")),
    ]
    try await ContractRun.with(TestEngine.subject(at: host), volumes: volumes) { run in
      let step = run.step(
        "a",
        "touch /made/file; head -c 3 /dev/nothing | wc -c; grep one.example /etc/hosts; head -c 2 /dev/other | wc -c"
      ) {
        $0.mounts += [.init(volume: "made", path: "/made"), .init(volume: "zero", path: "/dev/nothing")]
        $0.devices = [.init(hostPath: "/dev/zero", path: "/dev/other")]
        $0.extraHosts = ["one.example:10.1.2.3"]
      }
      let result = try await run.complete(step)
      #expect(result.output == "3\n10.1.2.3\tone.example\n2\n")
    }
    #expect(FileManager.default.fileExists(atPath: "\(folder)/file"))
  }

  @Test func whatAKilledRunLeftIsRemoved() async throws {
    let backend = try await TestEngine.backend(at: host)
    let id = "killed-\(UInt64.random(in: 0 ... .max))"
    let subject = TestEngine.subject(at: host)
    try await ContractRun.with(subject) { alive in
      let run = BackendRun(id: id, pipeline: alive.run.pipeline, labels: [("io.pipec.run", id)])
      try await backend.prepare(run)
      let step = alive.step("sleeper", "sleep 1000")
      _ = try await backend.start(BackendStep(plan: step, environment: []), in: run) { _ in }
      let living = try await alive.start(alive.step("living", "sleep 1000"))

      let other = try await TestEngine.backend(at: host)
      let removed = try await other.removeLeftovers { $0 != id }
      #expect(removed.containers == 1 && removed.networks == 1 && removed.volumes == 1)
      let again = try await other.removeLeftovers { $0 != id }
      #expect(again.isEmpty)
      await alive.backend.stop(living, in: alive.run)
      let status = try await alive.backend.wait(for: living, in: alive.run)
      #expect(status == .killed)
    }
  }

  @Test(.enabled(if: TestEngine.registry != nil)) func imagesArePulled() async throws {
    let image = "\(TestEngine.registry ?? "")/public/hello:1"
    try await ContractRun.with(TestEngine.subject(at: host)) { run in
      for (policy, id) in [(Plan.PullPolicy.always, "always"), (.ifNotExists, "present"), (.never, "never")] {
        let result = try await run.complete(
          run.step(id, "echo \(id)") {
            $0.image = image
            $0.pull = policy
          })
        #expect(result.output == "\(id)\n")
      }
    }
  }

  @Test(.enabled(if: TestEngine.privateRegistry != nil)) func credentialsOpenAPrivateRegistry() async throws {
    let registry = TestEngine.privateRegistry ?? ""
    let user = TestEngine.environment["PIPEC_TEST_PRIVATE_USER"] ?? ""
    let password = TestEngine.environment["PIPEC_TEST_PRIVATE_PASSWORD"] ?? ""
    let auth = Data("\(user):\(password)".utf8).base64EncodedString()
    let folder = NSTemporaryDirectory() + "/pipec-docker-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try #"{"auths": {"\#(registry)": {"auth": "\#(auth)"}}}"#.write(
      toFile: "\(folder)/config.json", atomically: true, encoding: .utf8)

    try await ContractRun.with(TestEngine.subject(at: host)) { run in
      let step = run.step("a", "echo pulled") {
        $0.image = "\(registry)/private/hello:1"
        $0.pull = .always
      }
      let error = await #expect(throws: BackendError.self) { _ = try await run.start(step) }
      #expect(error?.message.hasPrefix("cannot pull \(registry)/private/hello:1: ") == true)
      #expect(error?.message.contains(password) == false)

      let wrong = RegistryCredential(host: registry, user: user, password: "wrong")
      let right = RegistryCredential(host: "http://\(registry)/v2/", user: user, password: password)
      await #expect(throws: BackendError.self) {
        let step = BackendStep(plan: step, environment: [], registryCredentials: [wrong, right])
        _ = try await run.backend.start(step, in: run.run) { _ in }
      }
      let secret = BackendStep(plan: step, environment: [], registryCredentials: [right])
      let handle = try await run.backend.start(secret, in: run.run) { _ in }
      let output = await run.output(of: handle)
      #expect(output == "pulled\n")
    }
    let configured = TestEngine.subject(at: host, environment: ["DOCKER_CONFIG": folder])
    try await ContractRun.with(configured) { run in
      let result = try await run.complete(
        run.step("a", "echo pulled") {
          $0.image = "\(registry)/private/hello:1"
          $0.pull = .always
        })
      #expect(result.output == "pulled\n")
    }
  }

  @Test(.enabled(if: TestEngine.tcp != nil)) func overTCP() async throws {
    try await oneStep(TestEngine.subject(at: TestEngine.tcp ?? ""))
  }

  @Test(.enabled(if: TestEngine.tls != nil)) func overTLS() async throws {
    let certificates = TestEngine.environment["PIPEC_TEST_CERTIFICATES"] ?? ""
    let address = TestEngine.tls ?? ""
    let environment = ["DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": certificates]
    try await oneStep(TestEngine.subject(at: address, environment: environment))
    let stranger = ["DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/nonexistent"]
    let error = await #expect(throws: BackendError.self) {
      _ = try await TestEngine.backend(at: address) { $1.merge(stranger) { $1 } }
    }
    #expect(error?.message.contains("the TLS connection failed: ") == true)
  }

  /// What an address with ssh does on the far machine, without ssh.
  @Test func throughAProgramThatCarriesTheConnection() async throws {
    guard
      FileManager.default.isExecutableFile(atPath: "/usr/bin/docker")
        || FileManager.default.isExecutableFile(atPath: "/usr/local/bin/docker")
    else {
      Skipped.because("an engine behind ssh: there is no docker program")
      return
    }
    let command = ["docker", "--host", host, "system", "dial-stdio"]
    let address = EngineAddress(.dial(command: command), text: "ssh://test", origin: "test")
    let subject = ContractSubject(abilities: [.scripts, .containers], image: "busybox:1") { _ in
      let keys = RegistryKeys(surroundings: .current(environment: [:]))
      return DockerBackend(
        client: try await EngineClient.connect(to: address), options: .init(), keys: keys, warn: { _ in })
    }
    try await oneStep(subject)
    let missing = EngineAddress(.dial(command: ["/nonexistent"]), text: "ssh://test", origin: "test")
    await #expect(throws: HTTPFailure.unreachable("/nonexistent cannot be started", systemError: 0)) {
      _ = try await EngineClient.connect(to: missing)
    }
  }

  private func oneStep(_ subject: ContractSubject) async throws {
    try await ContractRun.with(subject) { run in
      let result = try await run.complete(run.step("a", "echo far away; exit 4"))
      #expect(result.output == "far away\n")
      #expect(result.status == .exited(code: 4))
    }
  }
}
