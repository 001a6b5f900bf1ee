import Foundation
import Interpreter
import Testing

/// The backends that are always there keep the promises of all backends.
@Suite struct ContractTests {
  @Test(arguments: ContractPromise.all(for: [.scripts]))
  func host(_ promise: ContractPromise) async throws {
    try await promise.check(
      ContractSubject(abilities: [.scripts]) { _ in HostBackend(path: "/usr/bin:/bin", user: "tester") })
  }

  @Test(arguments: ContractPromise.all(for: []))
  func dummy(_ promise: ContractPromise) async throws {
    try await promise.check(
      ContractSubject(abilities: []) { scripts in
        DummyBackend(
          DummyScript(
            scripts.mapValues { script in
              DummyScript.Step(
                output: script.output.isEmpty ? [] : [script.output], end: .exited(code: script.status),
                endsAfter: script.isEndless ? [.never] : [])
            }))
      })
  }
}
