import Diagnostics
import Foundation
import IR
import Planner
import Synchronization
import TestSupport
import Testing

@testable import Interpreter

extension DockerConversationTests {
  /// Under load an engine tells the end of a container before the reason.
  @Test func aReasonThatComesLateIsWaitedFor() async throws {
    let inspections = Attempts()
    let engine = try FakeEngine { request in
      if request.line.contains("/containers/create") { return .text(201, #"{"Id":"c1","Warnings":[]}"#) }
      if request.line.contains("/wait") { return .text(200, #"{"StatusCode":137}"#) }
      if request.line.contains("/c1/json") {
        return .text(200, #"{"State":{"OOMKilled":\#(inspections.next() > 2)}}"#)
      }
      return .text(200, "")
    }
    defer { engine.die() }
    let backend = try await self.backend(engine)
    var plan = step("x:1")
    plan.memoryLimit = 1 << 24
    let handle = try await backend.start(BackendStep(plan: plan, environment: []), in: run()) { _ in }
    let status = try await backend.wait(for: handle, in: run())
    #expect(status == .outOfMemory)
    #expect(inspections.count == 3)
  }

  /// Podman answers before it has written the exit code down.
  @Test func anExitCodeThatComesLateIsWaitedFor() async throws {
    let waits = Attempts()
    let engine = try FakeEngine { request in
      if request.line.contains("/containers/create") { return .text(201, #"{"Id":"c1","Warnings":[]}"#) }
      if request.line.contains("/wait") {
        let late = #"{"StatusCode":-1,"Error":{"Message":"getting exit code from DB: no such exit code"}}"#
        return .text(200, waits.next() > 2 ? #"{"StatusCode":3}"# : late)
      }
      if request.line.contains("/c1/json") { return .text(200, #"{"State":{"OOMKilled":false}}"#) }
      return .text(200, "")
    }
    defer { engine.die() }
    let backend = try await self.backend(engine)
    let handle = try await backend.start(BackendStep(plan: step("x:1"), environment: []), in: run()) { _ in }
    #expect(try await backend.wait(for: handle, in: run()) == .exited(code: 3))
    #expect(waits.count == 3)
  }

  @Test func whatCannotBeTidiedIsSaid() async throws {
    let engine = try engine([:])
    let warnings = Lines()
    let options = DockerBackend.Options(host: engine.host)
    let backend = try await DockerBackend.connect(options: options, surroundings: .current(environment: [:])) {
      warnings.add($0)
    }
    engine.die()
    await backend.cleanUp(run())
    #expect(
      warnings.all == [
        "containers, networks or volumes of the run r1 may be left behind: the engine does not answer any more "
          + "(does not exist); once the engine answers again, pipec run --clean removes them"
      ])
  }

  @Test func tidyingTriesAgain() async throws {
    let attempts = Attempts()
    let engine = try FakeEngine { request in
      if request.line.hasPrefix("GET /v1.41/containers/json?all=1&filters=%7B%22label%22%3A%5B%22io.pipec.run%3Dr1") {
        return .text(200, "[]")
      }
      if request.line.hasPrefix("GET /v1.41/networks") {
        return .text(200, attempts.count < 3 ? #"[{"Id":"n1","Labels":{"io.pipec.run":"r1"}}]"# : "[]")
      }
      if request.line.hasPrefix("GET /v1.41/volumes") { return .text(200, #"{"Volumes":null,"Warnings":null}"#) }
      if request.line == "DELETE /v1.41/networks/n1", attempts.next() < 3 {
        return .text(403, #"{"message":"network has active endpoints"}"#)
      }
      return .text(204, "")
    }
    defer { engine.die() }
    let warnings = Lines()
    let options = DockerBackend.Options(host: engine.host)
    let backend = try await DockerBackend.connect(options: options, surroundings: .current(environment: [:])) {
      warnings.add($0)
    }
    await backend.cleanUp(run())
    #expect(warnings.all == [])
    #expect(attempts.count == 3)
  }

  /// Docker's socket refuses, Podman's answers: that is said.
  @Test func goingOnToAnotherEngineIsSaid() async throws {
    guard !FileManager.default.fileExists(atPath: "/var/run/docker.sock") else {
      Skipped.because("going on to another engine: this machine has one at /var/run/docker.sock")
      return
    }
    let folder = NSTemporaryDirectory() + "/pipec-runtime-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: "\(folder)/podman", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let dead = try FakeEngine(at: "\(folder)/docker.sock") { _ in .text(200, "") }
    dead.die(keepingSocket: true)
    let podman = try FakeEngine(at: "\(folder)/podman/podman.sock") { _ in .text(200, "") }
    defer { podman.die() }
    let warnings = Lines()
    let surroundings = Surroundings.current(environment: ["XDG_RUNTIME_DIR": folder])
    let backend = try await DockerBackend.connect(surroundings: surroundings) { warnings.add($0) }
    #expect(backend.engine == "Fake 1 at unix://\(folder)/podman/podman.sock")
    #expect(
      warnings.all == [
        "unix://\(folder)/docker.sock does not answer (connection refused); "
          + "using Fake 1 at unix://\(folder)/podman/podman.sock"
      ])
  }
}

/// Lines that were said, in order.
final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func add(_ line: String) { lines.withLock { $0.append(line) } }
}

/// How often something was tried.
final class Attempts: Sendable {
  private let value = Mutex(0)

  var count: Int { value.withLock { $0 } }

  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}
