import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// Every real file against what PipeCD's own decoders say of it (`pipecd.config-v0`, `-v1` and `pipecd.defaulted`).
@Suite struct PipeCDCorpusTests {
  static func load(_ path: String, _ generation: PipeCD.Generation) -> Program? {
    guard let file = Corpus.file(path) else { return nil }
    return PipeCDLoader.load(Source(id: SourceID(0), name: file.name, bytes: file.bytes), generation: generation)
  }

  /// A refusal of piped itself, in its words; nil where it accepts the file.
  static func refusal(_ program: Program) -> String? {
    program.problems.first { $0.authority == .server }?.upstream
  }

  @Test(arguments: PipeCD.Generation.allCases) func verdicts(_ generation: PipeCD.Generation) throws {
    guard let rows = Corpus.table("oracle/pipecd.config-\(generation).tsv") else { return }
    var count = 0
    for row in rows {
      guard let path = row["file"], let program = Self.load(path, generation) else { continue }
      let refusal = Self.refusal(program)
      let message = row["verdict"] == "reject" ? row["message"] : nil
      // What is deployed, and was given to the decoder of configurations nevertheless.
      let expected = message == "unsupported kind: LambdaFunction" ? nil : message
      count += 1
      if let expected, let refusal, expected.hasPrefix("json: cannot unmarshal") {
        // How the place is called depends on the release of Go; the types and the last key do not.
        #expect(Self.mismatch(expected) == Self.mismatch(refusal), "\(path): \(expected) / \(refusal)")
      } else {
        #expect(refusal == expected, "\(path)")
      }
    }
    print("pipecd \(generation): \(count) files compared")
    #expect(count > 250)
  }

  private static func mismatch(_ text: String) -> [String] {
    let words = text.split(separator: " ").map(String.init)
    let key = words.first { $0.contains(".") && !$0.hasPrefix("config") }?.split(separator: ".").last.map(String.init)
    return [words.count > 3 ? words[3] : "", key ?? "", words.last?.split(separator: ".").last.map(String.init) ?? ""]
  }

  @Test func defaultedForms() throws {
    guard let lines = Corpus.jsonLines("oracle/pipecd.defaulted.jsonl.gz") else { return }
    var count = 0
    for line in lines {
      let row = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
      guard let config = row["config"] as? [String: Any], let path = row["file"] as? String,
        let version = row["version"] as? String, let generation = PipeCD.Generation(rawValue: version)
      else { continue }
      guard let program = Self.load(path, generation) else { return }
      guard case .pipecd(let document)? = program.documents.first else {
        Issue.record("\(path): nothing was read")
        continue
      }
      // The core of v1 takes any kind for an application; what others mean is said by whoever loads them.
      let known = ["Application", "Piped", "ControlPlane", "EventWatcher"]
      let kind = document.kind?.value ?? ""
      if generation == .v1, !known.contains(kind), !kind.hasSuffix("App") { continue }
      var ours = try JSONSerialization.jsonObject(
        with: Foundation.Data(document.defaultedJSON), options: .fragmentsAllowed)
      if generation == .v1 { ours = DefaultedForm.withoutPlugins(ours) }
      let difference = DefaultedForm.difference(config["spec"] ?? NSNull(), ours)
      #expect(difference == nil, "\(path) \(version): \(difference ?? "")")
      count += 1
    }
    print("pipecd: \(count) defaulted forms compared")
    #expect(count > 400)
  }
}

/// Compares two forms of one configuration: absent, null, empty, false and zero are the same.
private enum DefaultedForm {
  static func difference(_ upstream: Any, _ ours: Any) -> String? {
    difference(normal(upstream), normal(ours), at: "spec")
  }

  /// What the core of v1 leaves to plugins: the options of stages and of plugins.
  static func withoutPlugins(_ value: Any) -> Any {
    guard var spec = value as? [String: Any] else { return value }
    if let plugins = spec["plugins"] as? [String: Any] {
      spec["plugins"] = plugins.mapValues { _ in [String: Any]() }
    }
    if var pipeline = spec["pipeline"] as? [String: Any], let stages = pipeline["stages"] as? [[String: Any]] {
      pipeline["stages"] = stages.map { $0.filter { $0.key != "options" } }
      spec["pipeline"] = pipeline
    }
    return spec
  }

  private static func difference(_ left: Any?, _ right: Any?, at path: String) -> String? {
    switch (left, right) {
    case (nil, nil): return nil
    case (let a as [String: Any], let b as [String: Any]):
      for key in Set(a.keys).union(b.keys).sorted() {
        if let found = difference(a[key], b[key], at: "\(path).\(key)") { return found }
      }
      return nil
    case (let a as [Any], let b as [Any]) where a.count == b.count:
      for (index, pair) in zip(a, b).enumerated() {
        if let found = difference(pair.0, pair.1, at: "\(path)[\(index)]") { return found }
      }
      return nil
    case (let a as NSObject, let b as NSObject) where a == b: return nil
    default: return "\(path): \(left.map { "\($0)" } ?? "nothing") / \(right.map { "\($0)" } ?? "nothing")"
    }
  }

  private static let secrets: Set<String> = [
    "pipedKeyData", "sshKeyData", "password", "hookURL", "oauthToken", "oauthTokenData", "signatureValue", "url",
    "stateKey", "passwordHash", "privateKeyData", "apiKeyData", "applicationKeyData", "oidc", "provider",
  ]

  private static func normal(_ value: Any) -> Any? {
    switch value {
    case is NSNull: return nil
    case let list as [Any]: return list.isEmpty ? nil : list.map { normal($0) ?? NSNull() as Any }
    case let object as [String: Any]:
      var result: [String: Any] = [:]
      for (name, member) in object where !(secrets.contains(name) && !(member is [String: Any] && name == "provider")) {
        var key = name.prefix(1).lowercased() + name.dropFirst()
        if key.hasSuffix("Options"), key != "helmOptions", key != "kustomizeOptions" { key = "options" }
        if key == "iD" { key = "id" }
        if ["firestoreConfig", "mySQLConfig", "gcs", "s3", "minio"].contains(key) { key = "config" }
        if key.lowercased() == "slackusers" || key.lowercased() == "slackgroups" { key = key.lowercased() }
        if let member = normal(member) { result[key] = member }
      }
      return result.isEmpty ? nil : result
    case let text as String: return text.isEmpty || text == "0s" || text == "0" ? nil : text
    case let number as NSNumber: return number == 0 ? nil : number
    default: return value
    }
  }
}
