import Interpreter
import Testing

private let promises = ContractPromise.all(for: [.scripts, .containers])

@Suite struct DockerContractTests {
  @Test(.enabled(if: TestEngine.docker != nil), arguments: promises)
  func docker(_ promise: ContractPromise) async throws {
    guard let host = TestEngine.docker else { return }
    try await promise.check(TestEngine.subject(at: host))
  }

  @Test(.enabled(if: TestEngine.podman != nil), arguments: promises)
  func podman(_ promise: ContractPromise) async throws {
    guard let host = TestEngine.podman else { return }
    try await promise.check(TestEngine.subject(at: host))
  }
}
