import Foundation
import Glibc
import TestSupport
import Testing

@testable import PluginHost

/// Where the programs of plugins come from, and what they are started with.
@Suite struct PluginBinaryTests {
  struct Row: Sendable {
    var url: String
    /// The path and the URL that the plugin is told, or why it cannot be had. `FOLDER` is a folder of the test.
    var result: String
  }

  @Test(arguments: [
    Row(url: "file://FOLDER/plugin", result: "FOLDER/plugin file://FOLDER/plugin"),
    Row(url: "FILE://FOLDER/a%20plugin", result: "FOLDER/a plugin FILE://FOLDER/a%20plugin"),
    Row(url: "FOLDER/plugin", result: "FOLDER/plugin file://FOLDER/plugin"),
    // As the plugin reads it, which refuses what is no URL.
    Row(url: "FOLDER/100%?#", result: "FOLDER/100%?# file://FOLDER/100%25%3F%23"),
    Row(url: "file://FOLDER/100%25%3F%23", result: "FOLDER/100%?# file://FOLDER/100%25%3F%23"),
    Row(url: "", result: "the plugin 'p' has no url"),
    Row(
      url: "file://plugin", result: "the url 'file://plugin' of the plugin 'p' names no absolute path; write file:///…"),
    Row(url: "FOLDER/none", result: "the program of the plugin 'p' is not there: FOLDER/none"),
    Row(url: "FOLDER", result: "the program of the plugin 'p' is no file: FOLDER"),
    Row(url: "FOLDER/text", result: "the program of the plugin 'p' cannot be run: chmod +x FOLDER/text"),
    Row(
      url: "http://example.com/p",
      result: "the url 'http://example.com/p' of the plugin 'p' begins with http://; "
        + "plugins come by file, https and oci only"),
    Row(
      url: "oci://host", result: "the plugin 'p' cannot be fetched from oci://host: it names no image"),
  ])
  func findsPrograms(_ row: Row) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-binary-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, mode) in [("plugin", 0o755), ("a plugin", 0o755), ("100%?#", 0o755), ("text", 0o644)] {
      _ = FileManager.default.createFile(
        atPath: "\(folder)/\(name)", contents: nil, attributes: [.posixPermissions: mode])
    }
    let url = row.url.replacing("FOLDER", with: folder)
    let text: String
    do throws(PluginFailure) {
      let configuration = PluginConfiguration(name: "p", url: url)
      let binary = try await PluginBinary.find(configuration, cacheFolder: "\(folder)/cache")
      text = "\(binary.path) \(binary.url)"
    } catch {
      text = error.message
    }
    #expect(text.replacing(folder, with: "FOLDER") == row.result)
  }

  /// piped makes its own copy executable (lifecycle of plugins, §7.1: mode 0755).
  @Test func programsNeedNotBeExecutable() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-mode-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let configuration = PluginConfiguration(name: "p", url: "file://\(folder)/plugin")
    var copies: [String] = []
    for text in ["#!/bin/sh\n", "#!/bin/sh\n", "#!/bin/sh\necho newer\n"] {
      if (try? String(contentsOfFile: "\(folder)/plugin", encoding: .utf8)) != text {
        try text.write(toFile: "\(folder)/plugin", atomically: true, encoding: .utf8)
        _ = chmod("\(folder)/plugin", 0o644)
      }
      let binary = try await PluginBinary.find(configuration, cacheFolder: "\(folder)/cache")
      #expect(binary.url == configuration.url)
      #expect(access(binary.path, X_OK) == 0 && binary.path.hasPrefix("\(folder)/cache/"))
      #expect(try String(contentsOfFile: binary.path, encoding: .utf8) == text)
      copies.append(binary.path)
    }
    #expect(copies[0] == copies[1] && copies[1] != copies[2])
    #expect(access("\(folder)/plugin", X_OK) != 0)
  }

  /// A download that fails leaves nothing in the cache that a later start could take for a program.
  @Test func failedDownloadsLeaveNothing() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-cache-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let failure = await #expect(throws: PluginFailure.self) {
      // Nobody listens on port 1.
      try await PluginBinary.find(
        PluginConfiguration(name: "p", url: "https://127.0.0.1:1/p"), cacheFolder: folder)
    }
    let message = try #require(failure?.message)
    #expect(message.hasPrefix("the plugin 'p' cannot be fetched from https://127.0.0.1:1/p: "), "\(message)")
    let left = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.contains("/") }
    #expect(left == [])
  }

  @Test(arguments: [
    ("https://b/c", "https://b/c"), ("/c?d", "https://a/c?d"), ("//b/c", "https://b/c"), ("http://b/c", "http://b/c"),
  ])
  func serversPointElsewhere(_ location: String, _ target: String) {
    #expect(Download.target(location, from: "a") == target)
  }

  @Test(arguments: [
    (PluginConfiguration(name: "wait", url: "file:///p"), #"{"name":"wait","url":"file:///p","port":7001}"#),
    (
      PluginConfiguration(name: "a\"b", url: "file:///p", config: #"{"x":1}"#),
      #"{"name":"a\"b","url":"file:///p","port":7001,"config":{"x":1}}"#
    ),
    (
      PluginConfiguration(
        name: "k", url: "file:///p",
        deployTargets: [.init(name: "dev", labels: ["b": "2", "a": "1"]), .init(name: "p")]),
      #"{"name":"k","url":"file:///p","port":7001,"deployTargets":[{"name":"dev","labels":{"a":"1","b":"2"},"#
        + #""config":null},{"name":"p","config":null}]}"#
    ),
  ])
  func startsWithJSON(_ configuration: PluginConfiguration, _ json: String) {
    #expect(configuration.launchJSON(url: configuration.url, port: 7001) == json)
  }

  @Test(arguments: [
    ("oci://ghcr.io/a/b", "ghcr.io a/b latest"), ("oci://ghcr.io/a/b:v1", "ghcr.io a/b v1"),
    ("oci://localhost:5000/a@sha256:ab", "localhost:5000 a sha256:ab"),
    ("oci://h/a:v1@sha256:ab", "h a sha256:ab"),
  ])
  func namesOfImages(_ url: String, _ parts: String) throws {
    let reference = try PluginImage.Reference(url)
    #expect("\(reference.host) \(reference.path) \(reference.version)" == parts)
  }

  @Test(arguments: [
    (
      #"Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:a/b:pull""#,
      "https://ghcr.io/token?service=ghcr.io&scope=repository:a/b:pull"
    ),
    (#"bearer realm="https://h/t""#, "https://h/t"), (#"Basic realm="x""#, nil), ("Bearer realm=x", nil),
    (#"Bearer service="s""#, nil),
  ])
  func tokensOfRegistries(_ challenge: String, _ url: String?) {
    #expect(PluginImage.tokenURL(challenge) == url)
  }

  /// The digests are those of the standard's own examples: nothing, and "abc".
  @Test(arguments: [
    ("", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", nil),
    ("abc", "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", nil),
    (
      "abd", "sha256:ab",
      "what the registry gives is not sha256:ab but "
        + "sha256:a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9"
    ),
    ("abc", "md5:00", "nobody here can check the digest md5:00"),
  ])
  func digestsAreChecked(_ text: String, _ digest: String, _ problem: String?) async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-digest-\(UUID())").path
    var found: String?
    do throws(DownloadFailure) {
      try await Digest.check(Array(text.utf8), digest, near: path)
    } catch {
      found = error.message
    }
    #expect(found == problem)
    #expect(!FileManager.default.fileExists(atPath: "\(path).part"))
  }

  @Test func portsDiffer() {
    let ports = (0..<8).compactMap { _ in FreePort.find() }
    #expect(Set(ports.map(\.number)).count == 8)
  }

  @Test func pluginsHaveNames() async throws {
    try await Hosting.withOptions { options in
      for (names, message) in [([""], "a plugin has no name"), (["a", "a"], "two plugins are named 'a'")] {
        let failure = await #expect(throws: PluginFailure.self) {
          try await PluginHost.run(names.map { PluginConfiguration(name: $0, url: "x") }, options) { _ in }
        }
        #expect(failure?.message == message)
      }
    }
  }
}
