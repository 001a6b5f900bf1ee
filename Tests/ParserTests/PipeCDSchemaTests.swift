import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// `grammar/pipecd.schema.json`, held against the loader key by key, and against what PipeCD says of real files.
@Suite struct PipeCDSchemaTests {
  private static let file = Repository.url("grammar/pipecd.schema.json")

  @Test func isFresh() throws {
    let made = PipeCDSchema.jsonSchema()
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Foundation.Data(made.utf8).write(to: Self.file)
    }
    let written = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(written == made, "grammar/pipecd.schema.json is stale; `make update` renews it")
  }

  /// Every path of keys that the schema has for a kind, as a file in flow style in which the last key is `null`, and the
  /// same file with a key beside it that there is not.
  private struct Walk {
    let definitions: [String: Any]
    var files: [(path: String, known: String, unknown: String)] = []

    /// - Parameters:
    ///   - before, after: what stands around a mapping of the schema.
    ///   - fixed: keys that the mapping must have besides, such as the name of a stage.
    mutating func visit(
      _ schema: [String: Any], _ path: String, before: String, after: String, fixed: String = "", seen: Set<String> = []
    ) {
      var schema = schema
      var seen = seen
      while let reference = schema["$ref"] as? String {
        guard seen.insert(reference).inserted else { return }
        schema = definitions[String(reference.dropFirst("#/definitions/".count))] as? [String: Any] ?? [:]
      }
      if let items = schema["items"] as? [String: Any] {
        return visit(items, path + "[]", before: before + "[", after: "]" + after, seen: seen)
      }
      if let others = schema["additionalProperties"] as? [String: Any], schema["properties"] == nil {
        return visit(others, path + ".*", before: before + "{some: ", after: "}" + after, seen: seen)
      }
      guard let properties = schema["properties"] as? [String: Any] else { return }
      let start = before + "{" + fixed
      for (key, value) in properties.sorted(by: { $0.key < $1.key }) where !fixed.contains(key + ":") {
        let unknown = "\(start)\(key): null, nokeyatall: 1}\(after)"
        files.append(("\(path).\(key)", "\(start)\(key): null}\(after)", unknown))
        visit(
          value as? [String: Any] ?? [:], "\(path).\(key)", before: "\(start)\(key): ", after: "}" + after, seen: seen)
      }
      for part in schema["allOf"] as? [[String: Any]] ?? [] {
        let condition = (part["if"] as? [String: Any])?["properties"] as? [String: [String: Any]]
        guard let (key, constant) = condition?.first, let value = constant["const"] as? String else { continue }
        let then = (part["then"] as? [String: Any])?["properties"] as? [String: [String: Any]]
        for (name, inner) in then ?? [:] {
          visit(
            inner, "\(path)(\(value)).\(name)", before: "\(before){\(fixed)\(key): \(value), \(name): ",
            after: "}" + after, seen: seen)
        }
      }
    }
  }

  private static func unknownKeys(_ text: String, _ generation: PipeCD.Generation?) -> [String] {
    let program = PipeCDLoader.load(Source(name: "test.pipecd.yaml", text: text), generation: generation)
    return (program.problems.map(\.diagnostic) + program.findings).filter {
      ["unknown-key", "misplaced-option"].contains($0.rule.text)
    }.map(\.message)
  }

  @Test func everyKeyIsKnown() throws {
    let data = try Foundation.Data(contentsOf: Self.file)
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var count = 0
    for part in try #require(root["allOf"] as? [[String: Any]]) {
      let condition = (part["if"] as? [String: Any])?["properties"] as? [String: [String: Any]]
      let kind = try #require(condition?["kind"]?["const"] as? String)
      let spec = try #require(((part["then"] as? [String: Any])?["properties"] as? [String: [String: Any]])?["spec"])
      var walk = Walk(definitions: root["definitions"] as? [String: Any] ?? [:])
      let head = "{apiVersion: pipecd.dev/v1beta1, kind: \(kind), spec: "
      walk.visit(spec, kind, before: head, after: "}")
      for file in walk.files {
        // Keys of piped belong to one of the generations at least.
        let generations: [PipeCD.Generation] = kind == "Application" ? [.v1] : kind == "Piped" ? [.v0, .v1] : [.v0]
        let complaints = generations.map { Self.unknownKeys(file.known, $0) }
        #expect(complaints.contains([]), "\(file.path): \(complaints)")
        let others = generations.map { Self.unknownKeys(file.unknown, $0).count { $0.contains("nokeyatall") } }
        #expect(others.contains { $0 > 0 } || Self.isOpen(file.path), "\(file.path) takes any key")
        count += 1
      }
    }
    print("pipecd.schema.json: \(count) keys tried on the loader")
    #expect(count > 1000)
  }

  /// Where the schema lists some keys and others are free: plugins of any name, and the messages of sign-ons.
  private static func isOpen(_ path: String) -> Bool {
    path.hasPrefix("Application.plugins.") && path.split(separator: ".").count == 3
  }

  @Test func realFiles() throws {
    let validator = try JSONSchemaValidator(Foundation.Data(contentsOf: Self.file))
    var (valid, refused, stricter) = (0, 0, 0)
    for (table, generation) in [
      ("oracle/pipecd.config-v0.tsv", PipeCD.Generation.v0), ("oracle/pipecd.config-v1.tsv", .v1),
    ] {
      guard let rows = Corpus.table(table) else { return }
      for row in rows {
        guard let path = row["file"], let program = PipeCDCorpusTests.load(path, generation),
          case .pipecd(let document)? = program.documents.first, let kind = document.kind?.value
        else { continue }
        // Each kind is described as one of the generations reads it.
        guard (kind == "Application") == (generation == .v1) else { continue }
        var file: [String: Any] = ["apiVersion": document.version?.value ?? "", "kind": kind]
        if let written = document.written {
          file["spec"] = try JSONSerialization.jsonObject(
            with: Foundation.Data(written.json.utf8), options: .fragmentsAllowed)
        }
        let complaints = validator.complaints(file)
        // The schema has the keys of piped that either generation knows.
        let silent = program.findings.filter {
          Self.silentRules.contains($0.rule.text) && !(kind == "Piped" && $0.message.contains("`plugins`"))
        }
        if row["verdict"] == "reject" {
          refused += 1
          // What only a look at several values tells is no matter of a schema.
          #expect(!complaints.isEmpty || Self.isBeyondSchemas(row["message"] ?? ""), "\(path): \(row["message"] ?? "")")
        } else if silent.isEmpty {
          valid += 1
          #expect(complaints.isEmpty, "\(path): \(complaints)")
        } else {
          stricter += 1
          #expect(!complaints.isEmpty, "\(path): \(silent.map(\.message))")
        }
      }
    }
    print("pipecd.schema.json: \(valid) files valid, \(refused) refused, \(stricter) with what PipeCD passes over")
    #expect(valid > 150 && refused > 10)
  }

  /// What PipeCD passes over and the schema does not.
  private static let silentRules: Set<String> = ["unknown-key", "misplaced-option", "unitless-duration"]

  private static func isBeyondSchemas(_ message: String) -> Bool {
    ["accessType", "ProjectSSOConfig", "requires", "must", "invalid character", "event \"", "multiple"].contains {
      message.contains($0)
    }
  }
}
