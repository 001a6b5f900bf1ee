import Foundation
import TestSupport
import Testing

@testable import PluginHost

/// Plugins out of a real registry of images (§7.1), with certificates of an authority of its own.
@Suite struct PluginImageTests {
  /// The registries while a test runs.
  private struct Registries: Decodable, Sendable {
    var open: String
    var token: String
    var closed: String
    /// Where programs are, by https.
    var door: String
    var flat: String
    var many: String
  }

  private static let isPossible: Bool = {
    let programs = ["/usr/bin/docker-registry", "/usr/bin/openssl", Hosting.python]
    let isInstalled = programs.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    if !isInstalled {
      Skipped.because("plugins out of a registry: apt-get install docker-registry openssl python3")
    }
    return isInstalled
  }()

  private static func withRegistries(_ body: (Registries, _ folder: String) async throws -> Void) async throws {
    guard isPossible else { return }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-registry-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Hosting.python)
    process.arguments = [Repository.url("Tests/PluginHostTests/Fixtures/registry.py").path, folder]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    defer {
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }
    var line = Data()
    while !line.contains(0x0A) {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      line += more
    }
    try await body(try JSONDecoder().decode(Registries.self, from: line), folder)
  }

  #if arch(arm64)
    private static let machine = "arm64"
  #else
    private static let machine = "amd64"
  #endif

  @Test func imagesAreFetched() async throws {
    try await Self.withRegistries { registries, folder in
      let program = try String(
        contentsOf: Repository.url("Tests/PluginHostTests/Fixtures/replay.py"), encoding: .utf8)
      let chosen = "#!/bin/sh\necho linux \(Self.machine)\n"
      let failed = "the plugin 'p' cannot be fetched from"
      let rows = [
        ("\(registries.open)/plugins/flat", program), ("\(registries.open)/plugins/flat:latest", program),
        ("\(registries.open)/plugins/flat@\(registries.flat)", program),
        ("\(registries.open)/plugins/many:v1.0.0", chosen),
        // The digest counts, not the tag.
        ("\(registries.open)/plugins/many:windows@\(registries.many)", chosen),
        ("\(registries.token)/plugins/many:v1.0.0", chosen), ("\(registries.token)/plugins/flat", program),
        ("\(registries.closed)/plugins/flat", "\(failed) URL: the registry wants a password"),
        ("\(registries.open)/plugins/flat:v2", "\(failed) URL: the registry has no such image"),
        ("\(registries.open)/plugins/other", "\(failed) URL: the registry has no such image"),
        ("\(registries.open)/plugins/many:windows", "\(failed) URL: the image has no linux/\(Self.machine)"),
        (
          "\(registries.open)/plugins/none",
          "\(failed) URL: the image has no layer of the type application/vnd.pipecd.piped.plugin"
        ),
        ("\(registries.open)/plugins/page", "what URL gives for the plugin 'p' is no program"),
      ]
      let plain = [
        ("\(registries.door)/plugin", "#!/bin/sh\n"), ("\(registries.door)/moved", "#!/bin/sh\n"),
        ("\(registries.door)/gone", "\(failed) URL: the server answers with status 404"),
        ("\(registries.door)/page", "what URL gives for the plugin 'p' is no program"),
      ]
      for (url, expected) in rows.map({ ("oci://\($0.0)", $0.1) }) + plain {
        let configuration = PluginConfiguration(name: "p", url: url)
        var found: String
        do throws(PluginFailure) {
          var notices: [String] = []
          let binary = try await PluginBinary.find(
            configuration, cacheFolder: "\(folder)/cache", authorities: "\(folder)/ca.pem"
          ) { notices.append($0) }
          #expect(notices == ["fetching the plugin 'p' from \(url)"])
          #expect(binary.url == configuration.url)
          #expect(FileManager.default.isExecutableFile(atPath: binary.path))
          found = (try? String(contentsOfFile: binary.path, encoding: .utf8)) ?? "?"
        } catch {
          found = error.message.replacing(configuration.url, with: "URL")
        }
        #expect(found == expected, "\(url)")
      }
      // Who signed the certificate is known to nobody.
      let failure = await #expect(throws: PluginFailure.self) {
        try await PluginBinary.find(
          PluginConfiguration(name: "p", url: "oci://\(registries.open)/plugins/flat:v3"),
          cacheFolder: "\(folder)/cache")
      }
      let message = failure?.message ?? ""
      #expect(
        message.contains("certificate") && message.hasSuffix("(SSL_CERT_FILE names a file with authorities to trust)"))
    }
  }

  /// From the registry to its stages.
  @Test(.enabled(if: Hosting.isPossible)) func pluginsOfImagesRun() async throws {
    guard let transcripts = Corpus.file("oracle/cases/pipecd-plugins.txt") else { return }
    try await Self.withRegistries { registries, folder in
      let plugin = PluginConfiguration(
        name: "wait", url: "oci://\(registries.token)/plugins/flat",
        config: "{\"transcripts\":\"\(transcripts.url.path)\",\"program\":\"pipecd-plugin-wait\"}")
      var environment = ProcessInfo.processInfo.environment
      environment["SSL_CERT_FILE"] = "\(folder)/ca.pem"
      var options = PluginHost.Options(
        environment: environment.map { "\($0.key)=\($0.value)" }, folder: "/", cacheFolder: "\(folder)/cache")
      options.readiness = .seconds(60)
      let stages = try await PluginHost.run([plugin], options) { $0.plugins.map(\.stages) }
      #expect(stages == [["WAIT"]])
    }
  }
}
