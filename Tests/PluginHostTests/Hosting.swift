import Foundation
import Synchronization
import TestSupport

@testable import PluginHost

/// Hosting the plugin of the examples.
enum Hosting {
  static let python = "/usr/bin/python3"

  /// Whether the example can run here; prints why not.
  static let isPossible: Bool = {
    let packages = ["grpc", "google/protobuf"].map { "/usr/lib/python3/dist-packages/\($0)/__init__.py" }
    let isInstalled = ([python] + packages).allSatisfy { FileManager.default.fileExists(atPath: $0) }
    if !isInstalled {
      Skipped.because("tests with a plugin: apt-get install python3-grpcio python3-protobuf")
    }
    return isInstalled
  }()

  static let url = "file://" + Repository.url("examples/pipecd-plugin/plugin.py").path

  /// The plugin, configured with a mode or not at all.
  static func plugin(_ name: String = "example", mode: String? = nil) -> PluginConfiguration {
    PluginConfiguration(name: name, url: url, config: mode.map { "{\"mode\":\"\($0)\"}" })
  }

  /// Options with a cache of their own, for the time of `body`.
  static func withOptions(_ body: (PluginHost.Options) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-plugins-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var options = PluginHost.Options(environment: environment, folder: "/", cacheFolder: folder)
    options.readiness = .seconds(60)
    try await body(options)
  }
}

/// Something that closures of several threads add to.
final class Collected<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])

  var all: [Element] { elements.withLock { $0 } }

  func add(_ element: Element) { elements.withLock { $0.append(element) } }
}
