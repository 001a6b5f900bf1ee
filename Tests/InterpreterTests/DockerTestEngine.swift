import Foundation
import Interpreter
import TestSupport

/// The engines that the surroundings offer to tests.
enum TestEngine {
  static let environment = ProcessInfo.processInfo.environment

  /// An engine that a variable names; nil, with a printed reason, when none does.
  private static func address(_ variable: String, _ what: String) -> String? {
    if let address = environment[variable], !address.isEmpty { return address }
    Skipped.because("tests on \(what): \(variable) is not set (scripts/engine run sets it)")
    return nil
  }

  static let docker = address("DOCKER_HOST", "a container engine")
  static let podman = address("PIPEC_TEST_PODMAN", "Podman")
  static let tcp = address("PIPEC_TEST_TCP", "an engine over TCP")
  static let tls = address("PIPEC_TEST_TLS", "an engine over TLS")
  static let registry = address("PIPEC_TEST_REGISTRY", "a registry")
  static let privateRegistry = address("PIPEC_TEST_PRIVATE_REGISTRY", "a registry with a password")

  static func backend(
    at host: String, _ change: (inout DockerBackend.Options, inout [String: String]) -> Void = { _, _ in }
  ) async throws -> DockerBackend {
    var options = DockerBackend.Options(host: host)
    var environment = ["HOME": "/nonexistent", "PATH": environment["PATH"] ?? ""]
    change(&options, &environment)
    return try await DockerBackend.connect(options: options, surroundings: .current(environment: environment))
  }

  static func subject(at host: String, environment: [String: String] = [:]) -> ContractSubject {
    ContractSubject(abilities: [.scripts, .containers], image: "busybox:1") { _ in
      try await backend(at: host) { $1.merge(environment) { $1 } }
    }
  }
}
